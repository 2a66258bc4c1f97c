"""Rights, clock, back-off, outcomes, limits and upgrades: what is decided about work that was done some
time ago.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from offline import limits
from offline.backoff import backoff_ms
from offline.clock import estimate
from offline.outcome import (
    Applied,
    Conflict,
    Outcome,
    Quarantined,
    Refused,
    Replayed,
    Transient,
    Unauthenticated,
    Waiting,
    again,
    meaning,
    wire,
)
from offline.rights import AtReplay, at_replay
from offline.upgrades import UnknownCommandName, Upgrades, VersionTooNew, VersionTooOld
from tests.offline.vectors import each

MADE = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOUR_LATER = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("then", "now", "physical_fact", "decision"),
    [
        (True, True, False, AtReplay.APPLY),
        (True, True, True, AtReplay.APPLY),
        (True, False, True, AtReplay.APPLY_WITH_TASK),
        (True, False, False, AtReplay.TO_MANAGER),
        (False, True, False, AtReplay.APPLY_FLAGGED),
        (False, True, True, AtReplay.APPLY_FLAGGED),
        (False, False, False, AtReplay.QUARANTINE),
        (False, False, True, AtReplay.QUARANTINE),
    ],
)
def test_rights_are_judged_then_and_now(then, now, physical_fact, decision):
    assert at_replay(then=then, now=now, physical_fact=physical_fact) is decision


def test_a_known_offset_moves_the_device_s_time():
    moment = estimate(made_at=MADE, clock_offset_ms=-60_000, received_at=HOUR_LATER)

    assert moment.estimated_at == MADE - timedelta(minutes=1)
    assert (moment.drift, moment.drift_shown) == (timedelta(minutes=-1), False)


@pytest.mark.parametrize(("offset_ms", "shown"), [(299_999, False), (300_000, True), (-300_000, True)])
def test_drift_is_shown_from_five_minutes(offset_ms, shown):
    assert estimate(made_at=MADE, clock_offset_ms=offset_ms, received_at=HOUR_LATER).drift_shown is shown


def test_an_unknown_offset_is_unknown_drift():
    moment = estimate(made_at=MADE, clock_offset_ms=None, received_at=HOUR_LATER)

    assert (moment.estimated_at, moment.drift, moment.drift_shown) == (MADE, None, False)


@pytest.mark.parametrize("offset_ms", [None, 0])
def test_a_time_after_the_arrival_is_the_arrival_and_drift(offset_ms):
    a_day_ahead = HOUR_LATER + timedelta(days=1)

    moment = estimate(made_at=a_day_ahead, clock_offset_ms=offset_ms, received_at=HOUR_LATER)

    assert (moment.made_at, moment.estimated_at) == (a_day_ahead, HOUR_LATER)
    assert (moment.drift, moment.drift_shown) == (timedelta(days=-1), True)


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("year", [1970, 2999])
def test_no_time_that_an_envelope_may_state_is_too_large_to_estimate(year, sign):
    made_at = datetime(year, 12, 31, tzinfo=UTC)

    moment = estimate(
        made_at=made_at, clock_offset_ms=sign * limits.CLOCK_OFFSET_MS_MAX, received_at=HOUR_LATER
    )

    assert moment.estimated_at <= HOUR_LATER


@each("backoff")
def test_back_off_is_full_jitter_up_to_five_minutes(vector):
    stated = vector["input"]

    assert (
        backoff_ms(stated["attempts"], stated["dice"], stated["retryAfterMs"]) == vector["expect"]["waitMs"]
    )


_OUTCOMES: dict[str, Callable[[dict[str, Any]], Outcome]] = {
    "applied": lambda said: Applied(result=said["result"]),
    "replayed": lambda said: Replayed(result=said["result"]),
    "refused": lambda said: Refused(refusal=said["refusal"], message=said["message"], facts=said["facts"]),
    "conflict": lambda said: Conflict(current_version=said["currentVersion"], theirs=said["theirs"]),
    "waiting": lambda said: Waiting(on=tuple(said["on"]), attachments=tuple(said["attachments"])),
    "unauthenticated": lambda said: Unauthenticated(),
    "transient": lambda said: Transient(retry_after_ms=said["retryAfterMs"], incident=said["incident"]),
    "quarantined": lambda said: Quarantined(reason=said["reason"]),
}


@each("outcome")
def test_each_outcome_is_sent_and_has_one_meaning_for_the_queue(vector):
    outcome = _OUTCOMES[vector["input"]["kind"]](vector["input"])

    assert wire(outcome) == vector["input"]
    assert (meaning(outcome).next, meaning(outcome).counts_as_attempt) == (
        vector["expect"]["next"],
        vector["expect"]["countsAsAttempt"],
    )


def test_asked_again_a_yes_is_called_replayed_and_a_no_stays_the_same():
    refused = Refused(refusal="LotShort")

    assert again(Applied(result={"number": "SO-2026-0001"})) == Replayed(result={"number": "SO-2026-0001"})
    assert again(refused) is refused


@each("limits")
def test_limits_are_the_same_in_both_tongues(vector):
    assert getattr(limits, vector["input"]) == vector["expect"]


def test_no_limit_is_left_out_of_the_vector():
    [listed] = [mark.args[1] for mark in test_limits_are_the_same_in_both_tongues.pytestmark]

    assert {name for name in vars(limits) if name.isupper()} == {vector["input"] for vector in listed}


_UPGRADES = Upgrades(
    newest={"sales.submitOrder": 3, "sales.cancelOrder": 1},
    steps={
        ("sales.submitOrder", 1): lambda said: {**said, "cases": said["boxes"]},
        ("sales.submitOrder", 2): lambda said: {field: said[field] for field in said if field != "boxes"},
    },
)


@pytest.mark.parametrize(
    ("version", "sent"), [(1, {"boxes": 2}), (2, {"boxes": 2, "cases": 2}), (3, {"cases": 2})]
)
def test_every_released_version_reads_as_the_newest(version, sent):
    before = dict(sent)

    assert _UPGRADES.upgraded("sales.submitOrder", version, sent) == {"cases": 2}
    assert sent == before


def test_a_version_from_the_future_an_unknown_name_and_one_too_old_are_refused_by_name():
    with pytest.raises(VersionTooNew) as too_new:
        _UPGRADES.upgraded("sales.cancelOrder", 2, {})
    with pytest.raises(UnknownCommandName):
        _UPGRADES.upgraded("sales.eatOrder", 1, {})
    dropped = Upgrades(newest={"a.doIt": 3}, steps={("a.doIt", 2): dict})
    with pytest.raises(VersionTooOld) as too_old:
        dropped.upgraded("a.doIt", 1, {})

    assert (too_new.value.version, too_new.value.newest, too_old.value.oldest) == (2, 1, 2)


@pytest.mark.parametrize("steps", [{("a.doIt", 1): dict}, {("a.doIt", 3): dict}, {("b.doIt", 1): dict}])
def test_a_chain_of_upgrades_with_a_hole_is_found_at_start(steps):
    with pytest.raises(ValueError, match="do not lead"):
        Upgrades(newest={"a.doIt": 3}, steps=steps)

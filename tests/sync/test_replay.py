"""At least once on the way, once in effect: on real PostgreSQL, through `perform`."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from backend.foundation.perform import perform
from backend.foundation.work import Door
from backend.sync.replay.applying import Applier
from backend.sync.replay.inputs import command_of
from backend.sync.replay.reporting import TellingStore
from backend.sync.replay.rules import InputNotUnderstood, TooMuchAtOnce
from offline.outcome import Applied, Refused, Replayed, Waiting
from offline.replay import replay as replay_with
from tests.factories.phones import id_of, stamp
from tests.sync.conftest import kinds
from tests.sync.till import PUT_IN, PutIn

NOBODY = "018f4e2a-0000-7000-8000-00000000dead"


async def test_what_is_sent_again_is_answered_again_and_done_once(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, 5)

    first = await replay.send(phone)
    again = await replay.send(phone)

    assert [answer.outcome for answer in first] == [Applied(result={"balance": 5})]
    assert [answer.outcome for answer in again] == [Replayed(result={"balance": 5})]
    assert await replay.amounts(account) == [5]


async def test_two_senders_at_once_do_it_once(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    for amount in range(1, 9):
        replay.put(phone, account, amount)

    answers = await asyncio.gather(*(replay.send(phone) for _ in range(4)))
    settled = await replay.send(phone)

    assert {kind for one in answers for kind in kinds(one)} <= {"applied", "replayed", "waiting"}
    assert kinds(settled) == ["replayed"] * 8
    assert await replay.amounts(account) == list(range(1, 9))


class Killed(Exception):
    """The process ended here."""


@dataclass(frozen=True)
class StoreOfADyingProcess(TellingStore):
    """Everything before the outcome is kept has been committed; then the process is gone."""

    async def settle(self, held, outcome):
        raise Killed


async def test_a_crash_between_the_commit_and_the_answer_doubles_nothing(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, 5)
    house, store = replay.shop.house, StoreOfADyingProcess(replay.shop.house)
    applier = Applier(house=house, commands=replay.commands, store=store, now=phone.owner)
    with pytest.raises(Killed):
        await replay_with(
            phone.sealed,
            device=str(phone.device_id),
            store=store,
            apply=applier.apply,
            physical_facts=(),
            received_at=house.clock.now(),
        )
    assert await replay.balance(account) == 5

    assert [answer.outcome for answer in await replay.send(phone)] == [Replayed(result={"balance": 5})]
    assert await replay.amounts(account) == [5]


async def test_a_run_that_was_killed_does_not_stop_the_device_for_ever(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, 5)
    clock = replay.shop.clock
    await replay.shop.house.pool.execute(
        "insert into effect_runs (device_id, until) values ($1, $2)",
        phone.device_id,
        clock.now() + timedelta(seconds=30),
    )

    assert [answer.outcome for answer in await replay.send(phone)] == [Waiting()]
    assert await replay.amounts(account) == []

    clock.advance(timedelta(seconds=31))
    assert kinds(await replay.send(phone)) == ["applied"]
    assert await replay.amounts(account) == [5]


async def test_two_hundred_queued_commands_go_in_four_batches_in_their_order(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    for amount in range(1, 201):
        replay.put(phone, account, amount)

    for start in range(0, 200, 50):
        assert kinds(await replay.send(phone, phone.sealed[start : start + 50])) == ["applied"] * 50

    assert await replay.amounts(account) == list(range(1, 201))
    assert await replay.balance(account) == 20_100


async def test_more_than_fifty_at_once_are_refused_and_nothing_is_kept(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    for amount in range(1, 52):
        replay.put(phone, account, amount)

    with pytest.raises(TooMuchAtOnce):
        await replay.send(phone)

    assert await replay.rows("select 1 from envelopes where device_id = $1", phone.device_id) == []
    assert await replay.amounts(account) == []


async def test_a_no_in_the_middle_stops_its_own_account_and_no_other(replay):
    phone, poor, rich = await replay.phone(), replay.shop.new_id(), replay.shop.new_id()
    replay.put(phone, poor, 3)
    too_much = replay.put(phone, poor, -5)
    replay.put(phone, poor, 1)
    replay.put(phone, rich, 7)
    replay.put(phone, rich, 1, dependsOn=[id_of(too_much)])

    answers = await replay.send(phone)

    assert kinds(answers) == ["applied", "refused", "waiting", "applied", "waiting"]
    assert answers[1].outcome == Refused(
        refusal="BelowNought", message="余额 3，不够取。", facts={"balance": 3}
    )
    assert answers[2].outcome == answers[4].outcome == Waiting(on=(id_of(too_much),))
    assert (await replay.amounts(poor), await replay.amounts(rich)) == ([3], [7])


async def test_a_refused_one_is_refused_the_same_way_when_it_would_go_through_today(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, -5)
    first = await replay.send(phone)
    await perform(
        replay.shop.house, PutIn(account_id=account, amount=100), phone.owner, replay.shop.new_id(), Door(), handler=PUT_IN
    )  # fmt: skip

    assert [answer.outcome for answer in await replay.send(phone)] == [answer.outcome for answer in first]
    assert await replay.balance(account) == 100


async def test_poison_is_an_incident_keeps_nothing_and_stops_only_what_hangs_on_it(replay):
    phone, sick, well = await replay.phone(), replay.shop.new_id(), replay.shop.new_id()
    phone.seal("till.breakDown", {"accountId": str(sick)}, f"account:{sick}")
    replay.put(phone, sick, 1)
    replay.put(phone, well, 2)

    answers = await replay.send(phone)

    assert kinds(answers) == ["transient", "waiting", "applied"]
    assert len(answers[0].wire()["outcome"]["incident"]) == 4
    assert (await replay.balance(sick), await replay.balance(well)) == (0, 2)
    assert kinds(await replay.send(phone)) == ["transient", "waiting", "replayed"]


async def test_an_id_that_is_used_again_for_another_content_is_refused(replay):
    phone, account, other = await replay.phone(), replay.shop.new_id(), replay.shop.new_id()
    used = id_of(replay.put(phone, account, 5))
    replay.put(phone, other, 9, id=used)

    answers = await replay.send(phone)

    assert [answer.outcome for answer in answers] == [
        Applied(result={"balance": 5}),
        Refused(refusal="KeyReused"),
    ]
    assert await replay.amounts(other) == []


async def test_an_id_of_another_phone_is_refused(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    used = id_of(replay.put(phone, account, 5))
    await replay.send(phone)
    thief, other = await replay.phone(), replay.shop.new_id()
    replay.put(thief, other, 5, id=used)

    (answer,) = await replay.send(thief)

    assert answer.wire()["outcome"]["refusal"] == "KeyReused"
    assert await replay.amounts(other) == []


async def test_an_old_payload_is_read_with_todays_eyes_and_a_newer_one_waits_for_the_server(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    old = {"account": str(account), "shillings": 2}
    new = {"accountId": str(account), "amount": 3}
    phone.seal("till.putShillings", old, f"account:{account}", version=1)
    phone.seal("till.putShillings", new, f"account:{account}", version=2)
    phone.seal("till.putShillings", {"pence": 4}, f"account:{account}", version=3)

    answers = await replay.send(phone)

    assert [answer.outcome for answer in answers] == [
        Applied(result={"balance": 24}),
        Applied(result={"balance": 27}),
        Waiting(),
    ]
    assert await replay.amounts(account) == [24, 3]


@pytest.mark.parametrize(
    ("name", "said", "refusal"),
    [
        ("till.unknownDeed", {}, "UnknownCommandName"),
        ("till.putNow", {"amount": 1}, "NotOffline"),
        ("till.putIn", {"amount": 1}, "InputNotUnderstood"),
        ("till.putIn", {"amount": "many"}, "InputNotUnderstood"),
        ("till.putIn", {"amount": 1, "account_id": "x"}, "InputNotUnderstood"),
        ("till.putIn", {"amount": 1, "coins": "penny"}, "InputNotUnderstood"),
        ("till.putIn", {"amount": 1, "coins": ["1d"]}, "InputNotUnderstood"),
        ("till.putIn", {"accountId": NOBODY, "amount": 1, "fee": "１２"}, "InputNotUnderstood"),
        ("till.putIn", {"accountId": NOBODY, "amount": 1, "fee": "1_0"}, "InputNotUnderstood"),
    ],
)
async def test_what_cannot_be_read_is_refused_in_words(replay, name, said, refusal):
    phone, account = await replay.phone(), replay.shop.new_id()
    phone.seal(name, said, f"account:{account}")

    (answer,) = await replay.send(phone)

    assert answer.wire()["outcome"]["refusal"] == refusal
    assert answer.wire()["outcome"]["message"] != ""
    assert await replay.amounts(account) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"amount": 1}, "accountId"),
        ({"accountId": NOBODY, "amount": "many"}, "amount"),
        ({"accountId": NOBODY, "amount": 1, "coins": ["penny", 7]}, "coins[1]"),
        ([], "input"),
    ],
)
def test_what_cannot_be_read_is_said_without_the_names_of_fields_which_are_kept_beside(said, field):
    with pytest.raises(InputNotUnderstood) as refused:
        command_of(PutIn, said)

    assert refused.value.field == field
    assert refused.value.say("zh") == "提交的内容有一项不能识别。请更正后重新提交，或交由办公室处理。"


async def test_an_input_is_spelled_as_in_graphql(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    said = {"accountId": str(account), "amount": 2, "fee": "0.50", "coins": ["penny", "shilling"]}
    replay.put(phone, account, 2, input=said)

    assert [answer.outcome for answer in await replay.send(phone)] == [Applied(result={"balance": 2})]


async def test_a_phone_whose_clock_is_a_day_late_is_put_right_by_its_offset(replay):
    phone, account, clock = await replay.phone(), replay.shop.new_id(), replay.shop.clock
    day = timedelta(days=1)
    replay.put(phone, account, 1, madeAt=stamp(clock.now() - day), clockOffset=86_400_000)
    replay.put(phone, account, 2, madeAt=stamp(clock.now() + day), clockOffset=None)

    assert kinds(await replay.send(phone)) == ["applied", "applied"]

    kept = await replay.rows(
        "select made_at, estimated_at, drift_seconds from envelopes where device_id = $1 order by sequence",
        phone.device_id,
    )
    now = clock.now()
    assert kept == [(now - day, now, 86_400), (now + day, now, -86_400)]
    occurred = await replay.rows("select occurred_at from till_entries where account = $1", account)
    assert occurred == [(now,), (now,)]

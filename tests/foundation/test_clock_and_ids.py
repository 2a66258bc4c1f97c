from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.clock import FixedClock, SystemClock
from backend.foundation.ids import CHECK_CODE_LETTERS, TimeOrderedIds, check_code, derived_id, made_at

EVENING = datetime(2026, 11, 22, 20, 0, 0, 123_000, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_today_is_the_date_where_the_site_is():
    clock = FixedClock(EVENING)

    assert clock.today(SHANGHAI) == date(2026, 11, 23)
    assert clock.today(ZoneInfo("UTC")) == date(2026, 11, 22)


def test_a_fixed_clock_moves_only_when_told_to_and_speaks_utc():
    clock = FixedClock(EVENING.astimezone(timezone(timedelta(hours=8))))
    assert clock.now() == clock.now() == EVENING
    assert clock.now().tzinfo is UTC

    clock.advance(timedelta(hours=-3))
    assert clock.now() == EVENING - timedelta(hours=3)
    with pytest.raises(ValueError, match="zone"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_system_clock_tells_utc():
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert abs(SystemClock().today(SHANGHAI) - datetime.now(SHANGHAI).date()) <= timedelta(days=1)


@given(st.lists(st.integers(-10_000, 10_000), max_size=50))
def test_ids_grow_whatever_the_clock_does(steps):
    clock = FixedClock(EVENING)
    ids = TimeOrderedIds(clock)
    made = [ids.new()]
    for milliseconds in steps:
        clock.advance(timedelta(milliseconds=milliseconds))
        made.append(ids.new())

    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}
    assert made_at(made[0]) == EVENING


def test_a_burst_in_one_millisecond_never_runs_out():
    ids = TimeOrderedIds(FixedClock(EVENING), random_bytes=lambda count: b"\xff" * count)
    made = [ids.new() for _ in range(20_000)]

    assert made == sorted(set(made))
    assert made_at(made[0]) == EVENING


def test_when_the_random_part_is_full_the_next_millisecond_is_borrowed():
    ids = TimeOrderedIds(FixedClock(EVENING), random_bytes=lambda count: b"\xff" * count)
    first = ids.new()
    ids._random = (1 << 74) - 1
    borrowed = ids.new()

    assert borrowed > first
    assert made_at(borrowed) == EVENING + timedelta(milliseconds=1)


def test_only_a_time_ordered_id_tells_its_time():
    with pytest.raises(ValueError, match="UUIDv7"):
        made_at(derived_id("event", 1))


def test_a_derived_id_is_the_same_on_every_machine():
    event = UUID("0198c0de-0000-7000-8000-000000000001")

    assert derived_id("reaction", event, "finance.raiseInvoice") == UUID(
        "280d1fc8-e50b-831f-a7a1-039efeeca7dd"
    )
    assert derived_id("reaction", event, "finance.raiseInvoice").version == 8


@given(st.lists(st.text(max_size=3), max_size=4), st.lists(st.text(max_size=3), max_size=4))
def test_different_parts_never_share_a_derived_id(one, other):
    assert (derived_id("schedule", *one) == derived_id("schedule", *other)) == (one == other)


def test_a_number_and_its_digits_are_different_parts_but_an_instant_is_one_in_every_zone():
    assert derived_id("x", 1) != derived_id("x", "1")
    assert derived_id("x", date(2026, 1, 1)) != derived_id("x", "2026-01-01")
    assert derived_id("x", EVENING) == derived_id("x", EVENING.astimezone(SHANGHAI))
    with pytest.raises(ValueError, match="zone"):
        derived_id("x", datetime(2026, 1, 1))  # noqa: DTZ001
    assert derived_id("x", "\ud800") != derived_id("x", "?")


@given(st.binary(min_size=16, max_size=32))
def test_a_check_code_is_six_clear_letters(digest):
    code = check_code(digest)

    assert len(code) == 6
    assert set(code) <= set(CHECK_CODE_LETTERS)
    assert not set("ILO01") & set(CHECK_CODE_LETTERS)


def test_a_check_code_is_made_of_a_whole_digest():
    assert check_code(bytes(range(32))) == check_code(bytes(range(16)))
    with pytest.raises(ValueError, match="whole digest"):
        check_code(b"short")

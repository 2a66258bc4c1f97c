"""The demo's diary: things happen in the order of their moments, and the clock stands at each."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.demo.diary import Diary, rhythmic, working_days
from backend.foundation.clock import FixedClock

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=ZONE)


def a_diary() -> Diary:
    return Diary(FixedClock(MONDAY), ZONE)


async def test_what_is_noted_is_done_in_order_under_its_own_clock_and_what_is_later_stays_undone():
    diary, done = a_diary(), list[tuple[str, datetime]]()

    def doing(name: str, then: datetime | None = None):
        async def do() -> None:
            done.append((name, diary.clock.now()))
            if then is not None:
                diary.note(then, doing(f"after {name}"))

        return do

    one, two, three = (MONDAY + timedelta(hours=hours) for hours in (1, 2, 3))
    diary.note(two, doing("second"))
    diary.note(one, doing("first", then=two))
    diary.note(three, doing("today's work"))

    await diary.live(three, after_each=doing("told"))

    assert done == [
        ("first", one.astimezone(UTC)),
        ("told", one.astimezone(UTC)),
        ("second", two.astimezone(UTC)),
        ("told", two.astimezone(UTC)),
        ("after first", two.astimezone(UTC)),
        ("told", two.astimezone(UTC)),
    ]


@pytest.mark.parametrize(
    ("begins", "minutes", "ends"),
    [
        ("2026-11-16T09:00", 90, "2026-11-16T10:30"),
        ("2026-11-16T07:00", 30, "2026-11-16T09:00"),  # Before the doors open.
        ("2026-11-16T17:30", 60, "2026-11-17T09:00"),  # Half of it on the next morning.
        ("2026-11-21T17:45", 30, "2026-11-23T08:45"),  # Over a Sunday.
        ("2026-11-22T12:00", 10, "2026-11-23T08:40"),  # Noted on a Sunday.
        ("2026-11-16T08:30", 2 * 570, "2026-11-17T18:00"),
    ],
)
def test_working_time_passes_from_monday_to_saturday_while_the_doors_are_open(
    begins: str, minutes: int, ends: str
):
    moment = datetime.fromisoformat(begins).replace(tzinfo=ZONE)

    assert a_diary().after(moment, minutes) == datetime.fromisoformat(ends).replace(tzinfo=ZONE)


def test_sundays_are_no_working_days():
    assert working_days(date(2026, 11, 20), date(2026, 11, 24)) == [
        date(2026, 11, 20),
        date(2026, 11, 21),
        date(2026, 11, 23),
        date(2026, 11, 24),
    ]


def test_orders_come_evenly_over_the_weeks_most_on_mondays_and_few_on_saturdays():
    days = working_days(date(2026, 8, 24), date(2026, 11, 21))

    spread = rhythmic(days, 200)

    by_weekday = [sum(day.weekday() == weekday for day in spread) for weekday in range(7)]
    by_week = [sum(day.isocalendar().week == week for day in spread) for week in range(35, 48)]
    assert spread == sorted(spread)
    assert by_weekday == sorted(by_weekday, reverse=True)
    assert by_weekday[5] < by_weekday[0] / 3
    assert by_weekday[6] == 0
    assert set(by_week) <= {15, 16}
    assert rhythmic(days, 0) == []

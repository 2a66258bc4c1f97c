"""Days that no paper names are refused in every command, wherever in it they stand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from backend.foundation.command import all_handlers
from backend.foundation.days import DAY_FIRST, DAY_LAST, DayImplausible, check_days, names_days


@dataclass(frozen=True)
class Line:
    made_on: date | None


@dataclass(frozen=True)
class Arrival:
    lines: tuple[Line, ...]
    arrived_at: datetime


NOON = datetime(1, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 1), date(9999, 12, 31)])
def test_a_day_that_no_paper_names_is_refused_in_any_line(day):
    with pytest.raises(DayImplausible) as refused:
        check_days(Arrival((Line(None), Line(day)), NOON))

    assert refused.value.day == day
    assert f"日期 {day} 超出可填范围（1900-01-01 至 2199-12-31）" in refused.value.say("zh")


def test_other_days_pass_and_moments_are_not_days():
    check_days(Arrival((Line(DAY_FIRST), Line(DAY_LAST), Line(None)), NOON))


def test_a_command_is_known_to_name_days_by_its_types(shop):
    naming = {handler.name for handler in all_handlers() if names_days(handler.command)}

    assert {"sales.submitOrder", "inventory.receive", "catalog.addProduct", "customers.addCustomer"} <= naming
    assert "inventory.holdLot" not in naming
    assert not names_days(tuple[datetime, ...])
    assert names_days(Arrival)

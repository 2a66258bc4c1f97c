from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.period import DatePeriod, PeriodInverted, Span

JANUARY = DatePeriod(date(2026, 1, 1), date(2026, 1, 31))
some_days = st.dates(date(2026, 1, 1), date(2026, 2, 28))
edges = st.none() | some_days


@st.composite
def periods(draw):
    first, last = draw(edges), draw(edges)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return DatePeriod(first, last)


def test_a_licence_holds_on_its_first_and_on_its_last_day():
    assert JANUARY.contains(date(2026, 1, 1))
    assert JANUARY.contains(date(2026, 1, 31))
    assert not JANUARY.contains(date(2026, 2, 1))
    assert not JANUARY.contains(date(2025, 12, 31))
    assert DatePeriod().contains(date.max)


def test_the_same_period_half_open_ends_a_day_later():
    assert JANUARY.until == date(2026, 2, 1)
    assert DatePeriod.half_open(date(2026, 1, 1), date(2026, 2, 1)) == JANUARY
    assert DatePeriod.half_open(None, None).until is None


@given(periods(), periods())
def test_two_periods_overlap_when_there_is_a_day_in_both(one, other):
    window = [date(2025, 12, 31) + timedelta(days=n) for n in range(61)]

    assert one.overlaps(other) == any(one.contains(day) and other.contains(day) for day in window)
    assert one.overlaps(other) == other.overlaps(one)


def test_periods_that_run_backwards_are_refused():
    with pytest.raises(PeriodInverted):
        DatePeriod(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(PeriodInverted):
        Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def test_days_have_no_times_and_instants_have_a_zone():
    with pytest.raises(TypeError):
        DatePeriod(datetime(2026, 1, 1, tzinfo=UTC), None)
    with pytest.raises(ValueError, match="zone"):
        Span(datetime(2026, 1, 1), None)  # noqa: DTZ001


def test_a_span_ends_where_the_next_begins():
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    morning, afternoon = Span(None, noon), Span(noon, None)

    assert not morning.contains(noon)
    assert afternoon.contains(noon)
    assert not morning.overlaps(afternoon)
    assert morning.overlaps(Span(noon - timedelta(microseconds=1), noon))

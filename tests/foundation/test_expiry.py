from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.expiry import (
    days_left,
    expired,
    months_after,
    near_expiry,
)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def test_the_expiry_day_itself_is_usable_through_its_end():
    assert not expired(date(2026, 11, 30), today=date(2026, 11, 30))
    assert expired(date(2026, 11, 30), today=date(2026, 12, 1))
    assert days_left(date(2026, 11, 30), today=date(2026, 11, 30)) == 0
    assert days_left(date(2027, 3, 31), today=date(2026, 11, 22)) == 129


@given(days, days)
def test_expired_means_no_days_left_and_is_never_near_expiry(expires_on, today):
    assert expired(expires_on, today) == (days_left(expires_on, today) < 0)
    assert not (expired(expires_on, today) and near_expiry(expires_on, today))


@given(days, st.integers(1, 24))
def test_near_expiry_begins_some_months_before_and_stays(today, months):
    edge = months_after(today, months)

    assert near_expiry(edge, today, months)
    assert not near_expiry(edge + timedelta(days=1), today, months)
    assert near_expiry(today, today, months)


def test_a_month_later_is_the_last_day_where_the_month_is_shorter():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 22), 6) == date(2027, 5, 22)
    assert months_after(date.max, 1) == date.max

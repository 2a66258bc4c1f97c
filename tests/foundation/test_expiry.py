from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.expiry import (
    ExpiryUnreadable,
    ExpiryWording,
    days_left,
    expired,
    months_after,
    near_expiry,
    read_expiry,
)

UNTIL, FROM = ExpiryWording.USABLE_UNTIL, ExpiryWording.UNUSABLE_FROM
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("written", "wording", "last_day"),
    [
        ("2026-11", UNTIL, date(2026, 11, 30)),
        ("2026-11", FROM, date(2026, 10, 31)),
        ("2028-02", UNTIL, date(2028, 2, 29)),
        ("2027-01", FROM, date(2026, 12, 31)),
        ("2026-11-15", UNTIL, date(2026, 11, 15)),
        ("2026-11-15", FROM, date(2026, 11, 14)),
        ("2026/3", UNTIL, date(2026, 3, 31)),
        (" 2026.03.05 ", UNTIL, date(2026, 3, 5)),
        ("2026年3月", UNTIL, date(2026, 3, 31)),
        ("2026年3月5日", FROM, date(2026, 3, 4)),
    ],
)
def test_both_wordings_of_a_label_give_the_last_usable_day(written, wording, last_day):
    label = read_expiry(written, wording)

    assert label.last_day == last_day
    assert (label.written, label.wording) == (written.strip(), wording)


@pytest.mark.parametrize(
    "written",
    ["", "2026", "2026-13", "2026-00", "2026-02-30", "2026-02-00", "26-11", "2026-11-", "2026年11", "0001-01",
     "9999-12", "２０２６-11", "2026-11\n", "2026-11-30T00:00", "x" * 100_000],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_what_was_written(written):
    with pytest.raises(ExpiryUnreadable) as refused:
        read_expiry(written, UNTIL)
    assert refused.value.written == written[:20].strip(" ") or refused.value.written == written[:20]


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

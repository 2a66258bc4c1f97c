"""Expiry is one function: expired ⇔ local date in the site's zone > expiry date.

The expiry date is the last day on which a lot may be used; what a label's words make of its date is read by
scanners.printed_expiry.
"""

from calendar import monthrange
from datetime import date
from typing import Final

NEAR_EXPIRY_MONTHS: Final = 6


def expired(expires_on: date, today: date) -> bool:
    """`today` is the local date in the site's zone. The expiry day itself is still usable."""
    return today > expires_on


def days_left(expires_on: date, today: date) -> int:
    """Days after today on which the lot may be used: 0 on the last day, negative once expired."""
    return (expires_on - today).days


def near_expiry(expires_on: date, today: date, months: int = NEAR_EXPIRY_MONTHS) -> bool:
    """近效期: not expired, and the expiry date is at most `months` calendar months away."""
    return not expired(expires_on, today) and expires_on <= months_after(today, months)


def months_after(day: date, months: int) -> date:
    """The same day of the month, `months` later, or that month's last day: 31 August + 6 → 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

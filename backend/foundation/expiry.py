"""Expiry is one function: expired ⇔ local date in the site's zone > expiry date.

The expiry date is the last day on which a lot may be used. A label may say it in two ways, and a typed date
keeps the maker's word: 有效期至 2026-11 is usable through the 30th, 失效期 2026-11 is unusable from the 1st.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal

NEAR_EXPIRY_MONTHS: Final = 6
_YEAR_MIN: Final = 1950
_YEAR_MAX: Final = 2150
_WRITTEN: Final = re.compile(
    r"([0-9]{4})(?:[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?|年([0-9]{1,2})月(?:([0-9]{1,2})日)?)"
)


class ExpiryWording(StrEnum):
    USABLE_UNTIL = "usable_until"
    """有效期至, 使用期限: the day or month named is the last one."""
    UNUSABLE_FROM = "unusable_from"
    """失效期, 失效日期 in the older wording: the day or month named is the first one that is too late."""


@dataclass
class ExpiryUnreadable(Refusal):
    written: str
    zh: ClassVar[str] = "效期“{written}”不能识别，请按标签填写，例如 2027-03 或 2027-03-31。"
    en: ClassVar[str] = (
        "The expiry “{written}” is not a date. Type it as on the label: 2027-03 or 2027-03-31."
    )


@dataclass(frozen=True, slots=True)
class LabelExpiry:
    """What the label says, in its own words, and what follows from it."""

    written: str
    wording: ExpiryWording
    last_day: date


def read_expiry(written: str, wording: ExpiryWording) -> LabelExpiry:
    """The last usable day of "2026-11" or "2026-11-30", also with ".", "/" or 年月日.

    Raises ExpiryUnreadable.
    """
    trimmed = written[:20].strip(" ")
    found = _WRITTEN.fullmatch(trimmed)
    if found is None or len(written) > 20:
        raise ExpiryUnreadable(written=written[:20])
    year, month, day = int(found[1]), int(found[2] or found[4]), found[3] or found[5]
    if not (_YEAR_MIN <= year <= _YEAR_MAX and 1 <= month <= 12):
        raise ExpiryUnreadable(written=trimmed)
    days = monthrange(year, month)[1]
    if day is not None and not 1 <= int(day) <= days:
        raise ExpiryUnreadable(written=trimmed)
    if wording is ExpiryWording.UNUSABLE_FROM:
        last_day = date(year, month, int(day or 1)) - timedelta(days=1)
    else:
        last_day = date(year, month, int(day or days))
    return LabelExpiry(trimmed, wording, last_day)


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

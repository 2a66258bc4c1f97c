"""The days that a firm's papers can name. What lies outside is a slip of the fingers in the year."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final, get_args, get_type_hints

from backend.foundation.refusal import Refusal

DAY_FIRST: Final = date(1900, 1, 1)
DAY_LAST: Final = date(2199, 12, 31)


@dataclass
class DayImplausible(Refusal):
    """A day of the year 1, or of 9999: papers without an end leave it out instead."""

    day: date
    first: date = DAY_FIRST
    last: date = DAY_LAST
    zh: ClassVar[str] = "日期 {day} 超出可填范围（{first} 至 {last}），请核对年份；长期有效的，截止日留空。"
    en: ClassVar[str] = (
        "The day {day} lies outside {first} to {last}. Check the year; what has no end leaves the last day empty."
    )


def check_days(told: object) -> None:
    """Raises DayImplausible for a day anywhere in a command, its lines and lists. Moments are clocks' to tell."""
    if isinstance(told, tuple | list):
        for item in told:
            check_days(item)
    elif is_dataclass(told):
        for field in fields(told):
            check_days(getattr(told, field.name))
    elif isinstance(told, date) and not isinstance(told, datetime) and not DAY_FIRST <= told <= DAY_LAST:
        raise DayImplausible(told)


def names_days(kind: Any) -> bool:
    """Whether a command of this type, or something in it, may name a day."""
    if get_args(kind):
        return any(map(names_days, get_args(kind)))
    if is_dataclass(kind):
        return any(map(names_days, get_type_hints(kind).values()))
    return kind is date

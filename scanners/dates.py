"""Dates as labels print them: two-digit years, day 00, and the day a month ends."""

from functools import lru_cache

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def full_year(two_digits: int, year: int) -> int:
    """The year meant by two digits when it is `year` now: 49 years back to 50 years ahead.

    Source: GS1 General Specifications 7.12.
    """
    century = year - year % 100
    distance = two_digits - year % 100
    if distance >= 51:
        return century - 100 + two_digits
    if distance <= -50:
        return century + 100 + two_digits
    return century + two_digits


def month_end(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def iso_day(year: int, month: int, day: int) -> str | None:
    """The ISO 8601 day, or None when the calendar has no such day. Day 0 is the last day of the month."""
    if not 1 <= month <= 12 or not 0 <= day <= month_end(year, month):
        return None
    return f"{year:04d}-{month:02d}-{day or month_end(year, month):02d}"


@lru_cache(maxsize=4096)
def six_digits(yymmdd: str, year: int) -> str | None:
    """YYMMDD of a GS1 date, DD = 00 meaning the end of the month; None when there is no such day.

    Cached, because the boxes of a shelf share their dates.
    """
    return iso_day(full_year(int(yymmdd[:2]), year), int(yymmdd[2:4]), int(yymmdd[4:6]))


def six_or_eight_digits(digits: str, year: int) -> str | None:
    """YYMMDD or YYYYMMDD with a real day; None otherwise. `digits` are ASCII digits."""
    if len(digits) not in (6, 8) or digits[-2:] == "00":
        return None
    if len(digits) == 6:
        return six_digits(digits, year)
    return iso_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def day_of_year(year: int, ordinal: int) -> str | None:
    """The ISO day of the `ordinal`-th day of the year (1 is January 1st); None when the year is shorter."""
    month = 1
    while month < 12 and ordinal > month_end(year, month):
        ordinal -= month_end(year, month)
        month += 1
    return iso_day(year, month, ordinal) if ordinal >= 1 else None

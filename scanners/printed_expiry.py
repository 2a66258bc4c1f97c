"""The last usable day that a label states in print: the maker's word decides what the date beside it means.

有效期至 2026-11 is usable through the 30th, 失效期 2026-11 is unusable from the 1st. The word and the date are read as
a person copies them off the box. A date that could be two days (05/06/2027) or has no century is refused, never guessed.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from scanners.dates import iso_day, month_end
from scanners.raw import narrowed

USABLE_UNTIL: Final = ("有效期至", "使用期限", "EXP", "USE BY")
"""The day or month named is the last one."""
UNUSABLE_FROM: Final = ("失效期", "失效日期")
"""The day or month named is the first one that is too late."""
PRINTED_CHARACTERS_MAX: Final = 20

Reason = Literal["word_unknown", "no_date", "no_such_day", "day_or_month", "year_or_day"]

_YEAR_MIN, _YEAR_MAX = 1950, 2150
_MONTHS: Final = (
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
    ("dec", "december"),
)  # fmt: skip
_YEAR_FIRST: Final = re.compile(
    r"([0-9]{4})[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,2}))?"
    r"|([0-9]{4}) ?年 ?([0-9]{1,2}) ?月(?: ?([0-9]{1,2}) ?日)?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})?"
)
_YEAR_LAST: Final = re.compile(r"(?:([0-9]{1,2})[-./ ])?([0-9]{1,2})[-./ ]([0-9]{4})")
_NAMED: Final = re.compile(r"(?:([0-9]{1,2})[-./ ]?)?([A-Za-z]{3,9})[-./, ]{0,2}([0-9]{4})")
_YEAR_AND_NAMED: Final = re.compile(r"([0-9]{4})[-./ ]?([A-Za-z]{3,9})(?:[-./ ]?([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class ExpiryFault:
    """Why what was copied states no last day."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class _Printed:
    year: int
    month: int
    day: int | None


def last_usable_day(word: str, printed: str) -> str | ExpiryFault:
    """The last usable day in ISO 8601 of `printed` beside the maker's `word` (one of the two lists above)."""
    if word not in USABLE_UNTIL and word not in UNUSABLE_FROM:
        return ExpiryFault("word_unknown")
    found = _date(narrowed(printed.replace("\u3000", " ")).strip(" "))
    if isinstance(found, ExpiryFault):
        return found
    year, month, day = found.year, found.month, found.day
    real = _YEAR_MIN <= year <= _YEAR_MAX and day != 0 and iso_day(year, month, day or 1) is not None
    if not real:
        return ExpiryFault("no_such_day")
    if word in UNUSABLE_FROM:
        return _day_before(year, month, day or 1)
    return iso_day(year, month, day or 0) or ExpiryFault("no_such_day")


def _date(text: str) -> _Printed | ExpiryFault:
    if len(text) > PRINTED_CHARACTERS_MAX:
        return ExpiryFault("no_date")
    if match := _YEAR_FIRST.fullmatch(text):
        if match[7] and not match[9] and 1 <= int(text[2:4]) <= 12:
            return ExpiryFault("year_or_day")  # 201105 is May 2011 or 5 November 2020.
        year, month, day = (match[1] or match[4] or match[7], match[2] or match[5] or match[8],
                            match[3] or match[6] or match[9])  # fmt: skip
        return _Printed(int(year), int(month), int(day) if day else None)
    if match := _YEAR_LAST.fullmatch(text):
        return _day_and_month(match[1], match[2], int(match[3]))
    if match := _NAMED.fullmatch(text):
        return _named(match[3], match[2], match[1])
    if match := _YEAR_AND_NAMED.fullmatch(text):
        return _named(match[1], match[2], match[3])
    return ExpiryFault("year_or_day" if re.fullmatch("[0-9]{6}", text) else "no_date")


def _day_and_month(first: str | None, second: str, year: int) -> _Printed | ExpiryFault:
    """05/2027 is a month; 31/05/2027 and 05/31/2027 are one day; 05/06/2027 may be two."""
    if first is None:
        return _Printed(year, int(second), None)
    one, other = int(first), int(second)
    if one <= 12 and other <= 12 and one != other:
        return ExpiryFault("day_or_month")
    return _Printed(year, other, one) if other <= 12 else _Printed(year, one, other)


def _named(year: str, name: str, day: str | None) -> _Printed | ExpiryFault:
    month = next((number for number, names in enumerate(_MONTHS, 1) if name.lower() in names), None)
    return ExpiryFault("no_date") if month is None else _Printed(int(year), month, int(day) if day else None)


def _day_before(year: int, month: int, day: int) -> str:
    if day > 1:
        return f"{year:04d}-{month:02d}-{day - 1:02d}"
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return f"{year:04d}-{month:02d}-{month_end(year, month):02d}"

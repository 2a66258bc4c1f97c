"""Numbers that people say to each other (SO-2026-000123), given by the server only, in order and without gaps."""

from typing import Final

from backend.foundation.ids import derived_id
from backend.foundation.work import Work

NO_YEAR: Final = 0
_NEXT: Final = (
    "insert into number_series (series, year, last) values ($1, $2, 1)"
    " on conflict (series, year) do update set last = number_series.last + 1 returning last"
)


async def next_number(work: Work, series: str, *, yearly: bool = True) -> str:
    """The next number of a series: "SO-2026-000123", or "C-000123" for one that never starts anew.

    The series' row stays locked until the unit of work ends, so a number is never given twice and none is lost
    when the command is refused; take it last. The year is that of the local date.
    """
    year = work.today.year if yearly else NO_YEAR
    last: int = (await work.driver.fetch(_NEXT, series, year))[0][0]
    number = f"{series}-{year}-{last:06}" if yearly else f"{series}-{last:06}"
    work.changed("numberSeries", derived_id("numberSeries", series, year), None, {"last": number})
    return number

"""Numbers that people say aloud (SO-2026-000123): given by the server, in order, without gaps.

Series in use: SO orders · DN delivery notes · RC receipts · C customers.
"""

from typing import Final

from sqlalchemy import text

from backend.foundation.ids import derived_id
from backend.foundation.work import Work

_DIGITS: Final = 6
_TAKE: Final = text(
    "insert into number_series (series, year, last) values (:series, :year, 1)"
    " on conflict (series, year) do update set last = number_series.last + 1"
    " returning last"
)


async def next_number(work: Work, series: str) -> str:
    """The next number of `series` in the site's current year: "RC-2026-000001".

    Its row stays locked until the unit of work ends, so a roll-back leaves no gap; take it as late as you can.
    """
    year = work.today.year
    last: int = await work.session.scalar(_TAKE, {"series": series, "year": year})
    before = {"last": last - 1} if last > 1 else None
    work.changed("numberSeries", derived_id("numberSeries", series, year), before, {"last": last})
    return f"{series}-{year}-{last:0{_DIGITS}d}"

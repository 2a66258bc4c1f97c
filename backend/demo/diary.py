"""The diary of the demo company: what happens when, lived through in order, with its clock.

What is noted for later than the end of the world is never done: that is today's work, waiting for people.
"""

import heapq
import itertools
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from backend.foundation.clock import FixedClock

OPENS, CLOSES = time(8, 30), time(18, 0)
SUNDAY: Final = 6
RHYTHM: Final = (1.3, 1.15, 1.1, 1.0, 0.95, 0.3)
"""How busy the days from Monday to Saturday are, beside each other."""

Doing = Callable[[], Awaitable[None]]


@dataclass
class Diary:
    """Entries by moment; of two at the same moment the one that was noted first comes first."""

    clock: FixedClock
    zone: ZoneInfo
    _entries: list[tuple[datetime, int, Doing]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def note(self, at: datetime, doing: Doing) -> None:
        """What is noted for a moment that is past already is done next."""
        heapq.heappush(self._entries, (at, next(self._order), doing))

    async def live(self, until: datetime, *, after_each: Doing) -> None:
        """Does everything that is noted for before `until`, also what is noted meanwhile; `after_each` follows at once."""
        while self._entries and self._entries[0][0] < until:
            at, _, doing = heapq.heappop(self._entries)
            self.clock.set(max(at, self.clock.now()))
            await doing()
            await after_each()

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.zone)

    def after(self, moment: datetime, minutes: int) -> datetime:
        """So many minutes of working time later: Monday to Saturday, from OPENS to CLOSES."""
        local = moment.astimezone(self.zone)
        left = timedelta(minutes=minutes)
        while True:
            opens, closes = (datetime.combine(local.date(), edge, self.zone) for edge in (OPENS, CLOSES))
            begins = max(local, opens)
            if local.weekday() != SUNDAY and begins + left <= closes:
                return begins + left
            if local.weekday() != SUNDAY and begins < closes:
                left -= closes - begins
            local = datetime.combine(local.date() + timedelta(days=1), time(), self.zone)


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Saturdays, both ends included."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in days if day.weekday() != SUNDAY]


def rhythmic(days: Sequence[date], count: int) -> list[date]:
    """A day for each of so many orders, in order: evenly over the weeks, and within a week as the rhythm has it."""
    until = list(accumulate(RHYTHM[day.weekday()] for day in days))
    return [days[bisect_right(until, until[-1] * index / count)] for index in range(count)]

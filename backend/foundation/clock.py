"""What time it is. Rules take the time as an argument; only doors and the unit of work ask a clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """This moment in UTC."""
        ...

    def today(self, zone: ZoneInfo) -> date:
        """The calendar date in the site's zone: at 20:00 UTC Shanghai is a day ahead."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self, zone: ZoneInfo) -> date:
        return datetime.now(zone).date()


@dataclass
class FixedClock:
    """Moves only when told to: for tests, and for a demo company that lives through three months."""

    at: datetime

    def __post_init__(self) -> None:
        self.set(self.at)

    def now(self) -> datetime:
        return self.at

    def today(self, zone: ZoneInfo) -> date:
        return self.at.astimezone(zone).date()

    def set(self, moment: datetime) -> None:
        """Move to `moment`, forwards or back: clocks of phones do both."""
        if moment.tzinfo is None:
            raise ValueError("a clock needs a moment with a zone")
        self.at = moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move on by `by`."""
        self.set(self.at + by)

"""From when until when something holds: licences by days, roles by instants.

A paper names its first and its last day, both included. An instant belongs to one side only, so spans of
instants are half open: one that ends at noon and one that begins at noon do not overlap.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from backend.foundation.refusal import Refusal


@dataclass
class PeriodInverted(Refusal):
    first: str
    last: str
    zh: ClassVar[str] = "起始 {first} 晚于截止 {last}，请核对。"
    en: ClassVar[str] = "It begins on {first}, after its end on {last}. Check both."


@dataclass(frozen=True, slots=True)
class DatePeriod:
    """Days from `first` to `last`, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.first, datetime) or isinstance(self.last, datetime):
            raise TypeError("a period of days has no times")
        if self.first is not None and self.last is not None and self.first > self.last:
            raise PeriodInverted(first=str(self.first), last=str(self.last))

    @classmethod
    def half_open(cls, first: date | None, until: date | None) -> "DatePeriod":
        """From `first` to the day before `until`, as PostgreSQL's daterange gives it back."""
        return cls(first, None if until is None else until - timedelta(days=1))

    @property
    def until(self) -> date | None:
        """The first day after the period; None when it has no end (or ends with the calendar)."""
        return None if self.last is None or self.last == date.max else self.last + timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: "DatePeriod") -> bool:
        """Whether there is a day on which both hold."""
        return (self.first is None or other.last is None or self.first <= other.last) and (
            other.first is None or self.last is None or other.first <= self.last
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Instants from `start` up to, not including, `end`; None is open. Both carry their zone."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("an instant without a zone is no instant")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise PeriodInverted(first=self.start.isoformat(), last=self.end.isoformat())

    def contains(self, moment: datetime) -> bool:
        """Whether it holds at `moment`."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)

    def overlaps(self, other: "Span") -> bool:
        """Whether there is an instant at which both hold."""
        return (self.start is None or other.end is None or self.start < other.end) and (
            other.start is None or self.end is None or other.start < self.end
        )

"""Which registers there are, what they are filtered by, and how much of one leaves the house at once. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.foundation.period import DatePeriod
from backend.foundation.refusal import Refusal
from backend.foundation.text import cleaned_or_none, search_pattern

CSV_ROWS_MAX: Final = 20_000
PDF_ROWS_MAX: Final = 1_000
"""A page of about twelve rows takes WeasyPrint a third of a second; other papers wait behind it."""
PDF_HAND_OVERS_MAX: Final = 400
"""A delivery, of two or three rows, is a third of a page and takes a tenth of a second."""
LOT_CHARACTERS_MAX: Final = 40


class RegisterKind(StrEnum):
    """The records that an inspector opens first."""

    sales = "sales"
    rechecks = "rechecks"
    handovers = "handovers"

    @property
    def zh(self) -> str:
        return _TITLES[self][0]

    @property
    def en(self) -> str:
        return _TITLES[self][1]


class Form(StrEnum):
    """How a register leaves the house."""

    csv = "csv"
    pdf = "pdf"

    def rows_max(self, kind: RegisterKind) -> int:
        if self is Form.csv:
            return CSV_ROWS_MAX
        return PDF_HAND_OVERS_MAX if kind is RegisterKind.handovers else PDF_ROWS_MAX


_TITLES: Final = {
    RegisterKind.sales: ("销售记录", "Sales records"),
    RegisterKind.rechecks: ("出库复核记录", "Outbound re-check records"),
    RegisterKind.handovers: ("运输交接记录", "Hand-over records"),
}


@dataclass
class RegisterTooLong(Refusal):
    """More rows than one file holds."""

    rows: int
    rows_max: int
    zh: ClassVar[str] = (
        "符合条件的有 {rows} 行，一个文件最多 {rows_max} 行。请缩短日期范围，或按客户、产品、批号筛选。"
    )
    en: ClassVar[str] = (
        "{rows} rows match, and one file holds {rows_max}. Choose fewer days, or one customer, product or lot."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What of a register is wanted; days are the site's, both included, and None leaves a side open.

    `lot` finds lots by any part of their number. Raises PeriodInverted, TextTooLong, TextNotPrintable.
    """

    first_day: date | None = None
    last_day: date | None = None
    customer_id: UUID | None = None
    product_id: UUID | None = None
    lot: str | None = None

    def __post_init__(self) -> None:
        DatePeriod(self.first_day, self.last_day)
        object.__setattr__(self, "lot", cleaned_or_none(self.lot, characters_max=LOT_CHARACTERS_MAX))

    def values(self, zone: ZoneInfo) -> dict[str, Any]:
        """The parameters of the register statements."""
        until = DatePeriod(self.first_day, self.last_day).until
        return {
            "since": _midnight(self.first_day, zone),
            "until": _midnight(until, zone),
            "customer_id": self.customer_id,
            "product_id": self.product_id,
            "lot": search_pattern(self.lot) if self.lot else None,
        }


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    # The first and the last day of the calendar have no instant in every zone; they mean an open side.
    if day is None or day in (date.min, date.max):
        return None
    return datetime.combine(day, time.min, zone)

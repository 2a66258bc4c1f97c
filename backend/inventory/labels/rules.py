"""What stands on a label of our own, and how many are printed at once. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID

from backend.engines.print_templates.label_sheets import PrintedLabel
from backend.foundation.refusal import Refusal
from scanners import draw, gs1
from scanners.answer import Kind
from scanners.house_label import lot_text, place_text

LABELS_MAX: Final = 500
"""At once: a roll of 40 × 30 mm holds about a thousand, and other papers wait behind the sheet."""
_MODULE_PIXELS: Final = 8


class LabelKind(StrEnum):
    """What a label is about."""

    lot = "lot"
    location = "location"
    box = "box"
    tote = "tote"
    order = "order"


@dataclass
class LabelCountUnfit(Refusal):
    """None, or more than one sheet holds."""

    labels_max: int = LABELS_MAX
    zh: ClassVar[str] = "一次可打印 1–{labels_max} 张标签，请修改张数。"
    en: ClassVar[str] = "Print 1–{labels_max} labels at once. Change the count."


@dataclass
class LabelMustNotBePrinted(Refusal):
    """The strict reading of the label would refuse it."""

    reason: str
    field: str
    zh: ClassVar[str] = "这张标签不能打印：字段 {field} 不符合编码规则（{reason}）。请先更正资料。"
    en: ClassVar[str] = (
        "This label cannot be printed: {field} breaks the rules of its code ({reason}). Correct the data first."
    )


def count_of(labels: int, things: int = 1) -> int:
    """`labels` of each of `things`. Raises LabelCountUnfit."""
    if labels < 1 or not 1 <= labels * things <= LABELS_MAX:
        raise LabelCountUnfit
    return labels


def lot_label(
    lot_id: UUID,
    product: str,
    specification: str,
    gtin: str | None,
    lot_number: str,
    expires_on: date,
    *,
    year: int,
    catalogue_number: str,
    printed: str | None = None,
) -> PrintedLabel:
    """A GS1 DataMatrix that says what the maker's own code would: item, expiry, lot. Every scan page takes it as that.

    `printed` is the expiry in the maker's words; the last usable day stands below it where that is another date.

    A product without a GTIN on file gets a QR code of our own, which names this lot on our books.

    Raises LabelMustNotBePrinted.
    """
    if gtin is None:
        code = _own_code(lot_text(lot_id), "lot")
    else:
        elements = (("01", gtin), ("17", f"{expires_on:%y%m%d}"), ("10", lot_number))
        drawn = draw.gs1_png(elements, "datamatrix", year=year, module_pixels=_MODULE_PIXELS)
        if isinstance(drawn, gs1.Fault):
            raise LabelMustNotBePrinted(reason=drawn.reason, field=drawn.field)
        code = drawn
    return PrintedLabel(
        code_png=code,
        heading=product,
        lines=(specification, f"批号 {lot_number}", *_expiry(expires_on, printed), gtin or catalogue_number),
    )


def _expiry(expires_on: date, printed: str | None) -> tuple[str, ...]:
    day = expires_on.isoformat()
    if printed is None:
        return (f"有效期至 {day}",)
    return (printed,) if printed.endswith(f" {day}") else (printed, f"可用至 {day}")


def place_label(kind: Kind, code: str, line: str = "") -> PrintedLabel:
    """A QR code of a location, box or tote. Raises LabelMustNotBePrinted."""
    text = place_text(kind, code)
    if text is None:
        raise LabelMustNotBePrinted(reason="house_label_shape", field=kind)
    return PrintedLabel(code_png=_own_code(text, kind), heading=code, lines=(line,) if line else ())


def _own_code(text: str, kind: Kind) -> bytes:
    drawn = draw.plain_qr(text, print_text=False, module_pixels=_MODULE_PIXELS)
    if isinstance(drawn, gs1.Fault):
        raise LabelMustNotBePrinted(reason=drawn.reason, field=kind)
    return draw.png(drawn)


def order_labels(order_number: str, boxes: int) -> list[PrintedLabel]:
    """One label for each box of an order, "3/5 件": the hand-over counts them. Raises LabelMustNotBePrinted."""
    return [
        place_label("box", f"{order_number}-{number}", f"{number}/{boxes} 件")
        for number in range(1, boxes + 1)
    ]

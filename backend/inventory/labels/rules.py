"""What stands on a label of our own, and how many are printed at once. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from backend.engines.print_templates.label_sheets import PrintedLabel
from backend.foundation.refusal import Refusal
from scanners import draw, gs1
from scanners.answer import Kind
from scanners.house_label import place_text

LABELS_MAX: Final = 500
"""At once: a roll of 40 × 30 mm holds about a thousand, and other papers wait behind the sheet."""
_MODULE_PIXELS: Final = 8


@dataclass
class LabelCountUnfit(Refusal):
    """None, or more than one sheet holds."""

    labels_max: int = LABELS_MAX
    zh: ClassVar[str] = "一次可打印 1–{labels_max} 张标签，请修改张数。"
    en: ClassVar[str] = "Print 1–{labels_max} labels at once. Change the count."


@dataclass
class LotWithoutItemNumber(Refusal):
    """The product has no GTIN on file, so that no code could name it."""

    product: str
    zh: ClassVar[str] = (
        "{product} 没有登记商品条码（GTIN），不能印批号标签。请先在产品资料中登记最小包装的条码。"
    )
    en: ClassVar[str] = (
        "{product} has no GTIN on file, so no lot label can be printed. Enter its smallest pack's GTIN first."
    )


@dataclass
class LabelMustNotBePrinted(Refusal):
    """The strict reading of the label would refuse it."""

    reason: str
    field: str
    zh: ClassVar[str] = "这张标签不能打印：字段 {field} 不符合编码规则（{reason}）。请先更正资料。"
    en: ClassVar[str] = (
        "This label cannot be printed: {field} breaks the rules of its code ({reason}). Correct the data first."
    )


def count_of(labels: int) -> int:
    """Raises LabelCountUnfit."""
    if not 1 <= labels <= LABELS_MAX:
        raise LabelCountUnfit
    return labels


def lot_label(
    product: str,
    specification: str,
    gtin: str | None,
    lot_number: str,
    expires_on: date,
    *,
    year: int,
    printed: str | None = None,
) -> PrintedLabel:
    """A GS1 DataMatrix that says what the maker's own code would: item, expiry, lot. Every scan page takes it as that.

    `printed` is the expiry in the maker's words; the last usable day stands below it where that is another date.

    Raises LotWithoutItemNumber, LabelMustNotBePrinted.
    """
    if gtin is None:
        raise LotWithoutItemNumber(product=product)
    elements = (("01", gtin), ("17", f"{expires_on:%y%m%d}"), ("10", lot_number))
    code = draw.gs1_png(elements, "datamatrix", year=year, module_pixels=_MODULE_PIXELS)
    if isinstance(code, gs1.Fault):
        raise LabelMustNotBePrinted(reason=code.reason, field=code.field)
    return PrintedLabel(
        code_png=code,
        heading=product,
        lines=(specification, f"批号 {lot_number}", *_expiry(expires_on, printed), gtin),
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
    drawn = draw.plain_qr(text, print_text=False, module_pixels=_MODULE_PIXELS)
    if isinstance(drawn, gs1.Fault):
        raise LabelMustNotBePrinted(reason=drawn.reason, field=kind)
    return PrintedLabel(code_png=draw.png(drawn), heading=code, lines=(line,) if line else ())

"""What a re-checker signs, and when they may not. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final
from uuid import UUID

from backend.foundation.decimals import shortest
from backend.foundation.meaning import Meaning
from backend.foundation.refusal import Refusal

RECHECKED: Final = Meaning(
    "outbound.recheck",
    "出库复核：已按订单核对，货品外观与质量合格",
    "outbound re-check: agrees with the order, goods in order",
)
ACCEPTED: Final = "accepted"
"""The one quality that lets goods go: outside intact, labels clear, in date. Anything else goes back to the picker."""
KIND: Final = "outbound"


@dataclass
class CheckerIsPicker(Refusal):
    """Whoever picked cannot re-check, nor may a deputy of either."""

    zh: ClassVar[str] = "拣货人不能复核自己拣的货（代班也算本人）。请由另一位复核员复核签字。"
    en: ClassVar[str] = "Whoever picked cannot re-check, deputies included. Another re-checker has to sign."


@dataclass
class AlreadyRechecked(Refusal):
    """Somebody signed for it already."""

    number: str
    by: str
    zh: ClassVar[str] = "订单 {number} 已由 {by} 复核签字，不需要再签。"
    en: ClassVar[str] = "{by} has signed the re-check of {number} already; it needs no second one."


@dataclass
class QualityNotAccepted(Refusal):
    """Goods that are not in order are not signed out."""

    zh: ClassVar[str] = "质量不合格的货品不能复核放行。请退回拣货并填写原因，由拣货人更换。"
    en: ClassVar[str] = (
        "Goods that are not in order are not signed out. Give them back to the picker with the reason."
    )


@dataclass
class TooManyTogether(Refusal):
    together_max: int
    zh: ClassVar[str] = "一次签字请选 1–{together_max} 张订单。"
    en: ClassVar[str] = "Sign 1 to {together_max} orders at a time."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """A picked line as the re-checker sees it. Quantities in pieces; `typed` are the reasons of typed entries."""

    outbound_id: UUID
    version: int
    order_number: str
    customer: str
    receiver: str
    address: str
    pick_line_id: UUID
    product: str
    catalogue_number: str
    specification: str
    maker: str
    lot_number: str
    expires_on: date
    expiry_printed: str | None
    """In the maker's words, where they say more than the day."""
    quantity: Decimal
    ordered: Decimal
    unit: str
    typed: tuple[str, ...]


def document(lines: Sequence[CheckedLine]) -> dict[str, Any]:
    """The canonical document over all outbounds of `lines`, in the order of their ids."""
    return {
        "kind": KIND,
        "meaning": RECHECKED.name,
        "quality": ACCEPTED,
        "outbounds": [
            {
                "id": str(first.outbound_id),
                "version": first.version,
                "order": first.order_number,
                "customer": first.customer,
                "receiver": first.receiver,
                "address": first.address,
                "lines": [_line(line) for line in of],
            }
            for first, of in _by_outbound(lines)
        ],
    }


def _line(line: CheckedLine) -> dict[str, Any]:
    return {
        "id": str(line.pick_line_id),
        "product": line.product,
        "catalogueNumber": line.catalogue_number,
        "specification": line.specification,
        "maker": line.maker,
        "lot": line.lot_number,
        "expiresOn": line.expires_on.isoformat(),
        "expiryPrinted": line.expiry_printed,
        "quantity": _number(line.quantity),
        "ordered": _number(line.ordered),
        "unit": line.unit,
        "typed": list(line.typed),
    }


def text(lines: Sequence[CheckedLine], language: str) -> tuple[str, ...]:
    """The same in words, a line of text for each order and each of its lines."""
    return tuple(sentence for first, of in _by_outbound(lines) for sentence in _said(first, of, language))


def _said(first: CheckedLine, of: Sequence[CheckedLine], language: str) -> Iterable[str]:
    english = language == "en"
    yield f"{first.order_number} · {first.customer} · {first.receiver} · {first.address}"
    for line in of:
        quantity, ordered = _number(line.quantity), _number(line.ordered)
        printed = _printed(line.expiry_printed, english=english)
        yield (
            f"{line.product} {line.specification} ({line.catalogue_number}), lot {line.lot_number},"
            f" expires {line.expires_on}{printed}, {quantity} {line.unit} (ordered {ordered})"
            if english
            else f"{line.product} {line.specification}（{line.catalogue_number}） 批号 {line.lot_number}"
            f" 有效期至 {line.expires_on}{printed} 实拣 {quantity} {line.unit}（订购 {ordered}）"
        )
        for reason in line.typed:
            yield f"typed, not scanned: {reason}" if english else f"手工录入，未扫码：{reason}"


def _printed(printed: str | None, *, english: bool) -> str:
    if printed is None:
        return ""
    return f" (printed: {printed})" if english else f"（包装印：{printed}）"


def _by_outbound(lines: Sequence[CheckedLine]) -> list[tuple[CheckedLine, list[CheckedLine]]]:
    grouped: dict[UUID, list[CheckedLine]] = {}
    for line in sorted(lines, key=lambda line: (line.outbound_id, line.pick_line_id)):
        grouped.setdefault(line.outbound_id, []).append(line)
    return [(of[0], of) for of in grouped.values()]


def _number(quantity: Decimal) -> str:
    return f"{shortest(quantity):f}"

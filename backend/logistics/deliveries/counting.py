"""Boxes counted by the labels on them: which box is whose, and when the count is whole. Pure.

A box of an order carries `SO-2026-000123-3`, its order's number and its own; any other code is a box that is used again
and again, and belongs to whatever it is loaded for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal
from scanners.house_label import place_text

_OF_AN_ORDER: Final = re.compile(r"(SO-[0-9]{4}-[0-9]{6,})-[0-9]{1,4}")


@dataclass
class BoxUnreadable(Refusal):
    """No box label of ours says this, or it was counted twice."""

    box: str
    zh: ClassVar[str] = (
        "“{box}”不是本公司的箱标签，或已经数过。请重新扫这一箱；标签读不出的，选原因后手工点数。"
    )
    en: ClassVar[str] = (
        "“{box}” is no box label of ours, or was counted already. Scan it again, or count by hand and say why."
    )


@dataclass
class BoxOfAnotherOrder(Refusal):
    """The box belongs to other goods."""

    box: str
    order: str
    zh: ClassVar[str] = "箱 {box} 属于订单 {order}，不能随本单交接。请把它放回，找到本单的箱再扫。"
    en: ClassVar[str] = (
        "Box {box} is of order {order} and cannot leave with this one. Put it back and scan yours."
    )


@dataclass
class BoxOnItsWay(Refusal):
    """The label was counted into a delivery that has not ended."""

    box: str
    order: str
    zh: ClassVar[str] = "箱 {box} 已随订单 {order} 交接，还在途中。请核对箱标签是否贴错。"
    en: ClassVar[str] = (
        "Box {box} left with order {order} and is still on its way. Check which label it bears."
    )


@dataclass
class BoxesUncounted(Refusal):
    """Not every box was scanned, and nobody said why; or more were scanned than are said to leave."""

    counted: int
    pieces: int
    zh: ClassVar[str] = (
        "已扫 {counted} 箱，应交接 {pieces} 件。请扫完每一箱；标签读不出的，选原因后手工点数。"
    )
    en: ClassVar[str] = (
        "{counted} boxes scanned, {pieces} to hand over. Scan every box; for a label that cannot be read, say why."
    )


@dataclass(frozen=True, slots=True)
class Count:
    """Codes of the boxes that were scanned, and why the rest was counted by hand."""

    boxes: list[str]
    reason: str | None


def counted(order_number: str, pieces: int, boxes: Sequence[str], reason: str | None) -> list[str]:
    """The codes as they are kept, in the order of counting.

    Raises BoxUnreadable, BoxOfAnotherOrder, BoxesUncounted.
    """
    if len(boxes) > pieces:
        raise BoxesUncounted(len(boxes), pieces)
    codes: list[str] = []
    for told in boxes:
        code = told.strip().upper()
        if place_text("box", code) is None or code in codes:
            raise BoxUnreadable(told[:40])
        owner = order_of(code)
        if owner is not None and owner != order_number:
            raise BoxOfAnotherOrder(code, owner)
        codes.append(code)
    if len(codes) < pieces and reason is None:
        raise BoxesUncounted(len(codes), pieces)
    return codes


def order_of(code: str) -> str | None:
    """The number of the order whose box it is; None for a box that is used again and again."""
    match = _OF_AN_ORDER.fullmatch(code)
    return match[1] if match is not None else None

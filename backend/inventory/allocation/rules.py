"""First expiring, first out: which lots serve an order, and which may not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final
from uuid import UUID

from backend.foundation.decimals import shortest
from backend.foundation.expiry import expired, months_after
from backend.foundation.refusal import Refusal
from backend.inventory.movements.rules import LotShort

PRODUCTS_ASKED_MAX: Final = 100


@dataclass
class TooManyAsked(Refusal):
    """The stock of more products than one answer holds."""

    asked: int
    asked_max: int
    zh: ClassVar[str] = "一次最多查询 {asked_max} 个产品的库存，本次 {asked} 个，请分批查询。"
    en: ClassVar[str] = "Ask for the stock of at most {asked_max} products at a time, not {asked}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a line of an order asks for, in pieces, always > 0."""

    line_id: UUID
    product_id: UUID
    product: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShelf:
    """So much of a lot stands free at a location."""

    lot_id: UUID
    product_id: UUID
    lot_number: str
    expires_on: date
    state: str
    location_id: UUID
    location_code: str
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """So many pieces of a lot, at a location, for a line of an order."""

    line_id: UUID
    lot_id: UUID
    location_id: UUID
    quantity: Decimal


@dataclass(slots=True)
class _Shelf:
    """What is left of one place while lines are served."""

    stands: OnShelf
    left: Decimal = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.stands.quantity


def first_expiring(
    wanted: Sequence[Wanted],
    stock: Sequence[OnShelf],
    *,
    today: date,
    arriving: date,
    shelf_life_months_min: int = 0,
) -> tuple[Pick, ...]:
    """Serves each line in turn from the lots that expire first; ties by lot number, then location code.

    Passed over: lots that are not accepted, are expired, would expire before `arriving`, or would have fewer than
    `shelf_life_months_min` months left on that day. Raises LotShort when the rest is too little for a product.
    """
    last_day_min = max(arriving, months_after(arriving, shelf_life_months_min))
    usable = [
        shelf
        for shelf in stock
        if shelf.state == "accepted"
        and shelf.quantity > 0
        and not expired(shelf.expires_on, today)
        and shelf.expires_on >= last_day_min
    ]
    _enough(wanted, usable)
    shelves = [_Shelf(shelf) for shelf in sorted(usable, key=_first_expiring)]
    return tuple(pick for line in wanted for pick in _served(line, shelves))


def _served(line: Wanted, shelves: Sequence[_Shelf]) -> list[Pick]:
    picks: list[Pick] = []
    open_quantity = line.quantity
    for shelf in shelves:
        taken = min(open_quantity, shelf.left) if shelf.stands.product_id == line.product_id else Decimal(0)
        if taken > 0:
            shelf.left -= taken
            open_quantity -= taken
            stands = shelf.stands
            picks.append(
                Pick(
                    line_id=line.line_id, lot_id=stands.lot_id, location_id=stands.location_id, quantity=taken
                )
            )
    return picks


def _enough(wanted: Sequence[Wanted], usable: Sequence[OnShelf]) -> None:
    for line in wanted:
        asked = sum((other.quantity for other in wanted if other.product_id == line.product_id), Decimal(0))
        there = sum((shelf.quantity for shelf in usable if shelf.product_id == line.product_id), Decimal(0))
        if there < asked:
            raise LotShort(
                product=line.product, wanted=shortest(asked), on_hand=shortest(there), unit=line.unit
            )


def _first_expiring(shelf: OnShelf) -> tuple[date, str, str, UUID]:
    return shelf.expires_on, shelf.lot_number, shelf.location_code, shelf.lot_id

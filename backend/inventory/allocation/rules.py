"""First expiring, first out: which lots serve an order, and which may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final
from uuid import UUID

import msgspec

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
    """What a line of an order asks for: pieces, always > 0; `holder_id` is the order line's id.

    `shelf_life_months_min`: so many months must be left on the day of arrival (None: none).
    """

    holder_id: UUID
    product_id: UUID
    quantity: Decimal
    shelf_life_months_min: int | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """What people call a product and count it in, for a refusal to say."""

    product: str
    unit: str


class OnShelf(msgspec.Struct, frozen=True, gc=False):
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

    holder_id: UUID
    lot_id: UUID
    location_id: UUID
    quantity: Decimal


def first_expiring(
    wanted: Sequence[Wanted],
    stock: Sequence[OnShelf],
    *,
    today: date,
    arriving: date,
    called: Mapping[UUID, Called],
) -> tuple[Pick, ...]:
    """Serves each line in turn from the lots that expire first; ties by lot number, then location code.

    Passed over: lots that are not accepted, are expired, would expire before `arriving`, or would have fewer months
    left on that day than the line asks for. Raises LotShort when what is left for a line is less than it wants.
    """
    picks: list[Pick] = []
    left = {shelf: shelf.quantity for shelf in sorted(stock, key=_first_expiring) if _sellable(shelf, today)}
    for line in wanted:
        last_day_min = max(arriving, months_after(arriving, max(0, line.shelf_life_months_min or 0)))
        usable = [
            shelf
            for shelf in left
            if shelf.product_id == line.product_id and shelf.expires_on >= last_day_min
        ]
        there = sum((left[shelf] for shelf in usable), Decimal(0))
        if there < line.quantity:
            name = called[line.product_id]
            raise LotShort(
                product=name.product, wanted=shortest(line.quantity), on_hand=shortest(there), unit=name.unit
            )
        picks += _taken(line, usable, left)
    return tuple(picks)


def _sellable(shelf: OnShelf, today: date) -> bool:
    return shelf.state == "accepted" and shelf.quantity > 0 and not expired(shelf.expires_on, today)


def _taken(line: Wanted, usable: Sequence[OnShelf], left: dict[OnShelf, Decimal]) -> list[Pick]:
    """Takes the line's quantity from the shelves in their order; `left` goes down with it."""
    picks = []
    open_quantity = line.quantity
    for shelf in usable:
        taken = min(open_quantity, left[shelf])
        if taken > 0:
            left[shelf] -= taken
            open_quantity -= taken
            picks.append(
                Pick(
                    holder_id=line.holder_id,
                    lot_id=shelf.lot_id,
                    location_id=shelf.location_id,
                    quantity=taken,
                )
            )
    return picks


def _first_expiring(shelf: OnShelf) -> tuple[date, str, str, UUID]:
    return shelf.expires_on, shelf.lot_number, shelf.location_code, shelf.lot_id

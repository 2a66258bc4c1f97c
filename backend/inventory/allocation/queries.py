"""Finds what can be sold: under locks for a reservation, in a snapshot for who asks how much there is."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import Date, Uuid, any_, bindparam, case, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalog.products.tables import Product
from backend.foundation.reading import ACTOR, Query
from backend.foundation.work import Work
from backend.inventory.allocation.rules import Called, OnShelf, Pick
from backend.inventory.locations.tables import Location
from backend.inventory.lots.queries import staff_only
from backend.inventory.lots.tables import Lot
from backend.inventory.movements.tables import Balance, Movement


class StockRow(msgspec.Struct, frozen=True, gc=False):
    product_id: UUID
    available: Decimal
    reserved: Decimal
    nearest_expiry: date | None


_TODAY = bindparam("today", type_=Date())
_SELLABLE = (Balance.account == "stock") & (Lot.state == "accepted") & (Lot.expires_on >= _TODAY)

STOCK = Query(
    StockRow,
    select(
        Product.id,
        func.trim_scale(func.coalesce(func.sum(case((_SELLABLE, Balance.quantity))), 0)),
        func.trim_scale(func.coalesce(func.sum(case((Balance.account == "reserved", Balance.quantity))), 0)),
        func.min(case((_SELLABLE, Lot.expires_on))),
    )
    .outerjoin(Lot, Lot.product_id == Product.id)
    .outerjoin(Balance, (Balance.lot_id == Lot.id) & (Balance.quantity > 0))
    .where(staff_only(ACTOR), Product.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
    .group_by(Product.id),
)
"""Per product: accepted and unexpired in stock, reserved for orders, and the first expiry among what can be sold."""


class _LotRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID


_HAS_STOCK = exists().where(Balance.lot_id == Lot.id, Balance.account == "stock", Balance.quantity > 0)
_SELLABLE_LOCKED = Query(
    _LotRow,
    select(Lot.id)
    .where(
        Lot.product_id == any_(bindparam("ids", type_=ARRAY(Uuid()))),
        Lot.state == "accepted",
        Lot.expires_on >= _TODAY,
        _HAS_STOCK,
    )
    .order_by(Lot.id)
    .with_for_update(key_share=True),
)
_ON_SHELVES = Query(
    OnShelf,
    select(
        Lot.id, Lot.product_id, Lot.lot_number, Lot.expires_on, Lot.state, Location.id, Location.code,
        Balance.quantity,
    )
    .join(Balance, Balance.lot_id == Lot.id)
    .join(Location, Location.id == Balance.location_id)
    .where(
        Lot.id == any_(bindparam("ids", type_=ARRAY(Uuid()))), Balance.account == "stock", Balance.quantity > 0
    ),
)  # fmt: skip


async def sellable_for_update(work: Work, product_ids: Collection[UUID]) -> list[OnShelf]:
    """What stands free of these products. Their sellable lots are locked in sorted order until the work ends.

    Two statements: the first waits for the locks, the second sees what was there when it had them.
    """
    locked = await work.rows(_SELLABLE_LOCKED, ids=list(product_ids), today=work.today)
    return await on_shelves(work, [lot.id for lot in locked])


async def on_shelves(work: Work, lot_ids: Collection[UUID]) -> list[OnShelf]:
    """Where these lots stand free, and how much."""
    return await work.rows(_ON_SHELVES, ids=list(lot_ids))


async def reserved_for(session: AsyncSession, line_ids: Collection[UUID]) -> tuple[Pick, ...]:
    """What is reserved for these order lines, lot by lot, first to expire first."""
    rows = await session.execute(
        select(Balance.holder_id, Balance.lot_id, Location.id, Balance.quantity)
        .join(Location, Location.id == Balance.location_id)
        .join(Lot, Lot.id == Balance.lot_id)
        .where(
            Balance.holder_id.in_(sorted(line_ids)),
            Balance.holder_kind == "order_line",
            Balance.account == "reserved",
            Balance.quantity > 0,
        )
        .order_by(Balance.holder_id, Lot.expires_on, Lot.lot_number, Balance.location_id)
    )
    return tuple(
        Pick(holder_id=line_id, lot_id=lot_id, location_id=location_id, quantity=quantity)
        for line_id, lot_id, location_id, quantity in rows
        if line_id is not None
    )


async def went_to(session: AsyncSession, lot_id: UUID, customer_id: UUID) -> Decimal:
    """How much of the lot this customer has, by the ledger."""
    total: Decimal | None = await session.scalar(
        select(func.sum(Movement.quantity)).where(
            Movement.lot_id == lot_id, Movement.account == "customer", Movement.holder_id == customer_id
        )
    )
    return total or Decimal(0)


async def called(session: AsyncSession, product_ids: Collection[UUID]) -> dict[UUID, Called]:
    """What the products are called; unknown ids are left out."""
    rows = await session.execute(
        select(Product.id, Product.name, Product.unit).where(Product.id.in_(sorted(product_ids)))
    )
    return {id: Called(name, unit) for id, name, unit in rows}

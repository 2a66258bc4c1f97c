"""Finds receipts, and what a receipt is checked against."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, ColumnElement, Text, Uuid, any_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.catalog.products.tables import Product
from backend.catalog.suppliers.tables import Supplier
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.identity.users.tables import User
from backend.inventory.locations.tables import Location
from backend.inventory.lots.tables import Lot
from backend.inventory.receipts.tables import Receipt, ReceiptLine
from backend.inventory.rights import INVENTORY_READ


class ReceiptRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    number: str
    supplier_id: UUID
    supplier_name: str
    delivery_note_number: str | None
    transport: str | None
    arrival_celsius: Decimal | None
    received_by: UUID
    received_by_name: str | None
    received_at: datetime
    inspected_by: UUID | None
    inspected_by_name: str | None
    inspected_at: datetime | None


class ReceiptLineRow(msgspec.Struct, frozen=True, gc=False):
    receipt_id: UUID
    lot_id: UUID
    location_code: str
    arrived: Decimal
    accepted: Decimal | None
    result: str | None
    expiry_word: str | None
    expiry_printed: str | None


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Arrivals are the firm's own business."""
    return actor.customer_id.is_(None) & actor.may(INVENTORY_READ)


_RECEIVER, _INSPECTOR = aliased(User), aliased(User)
_RECEIPTS = (
    select(
        Receipt.id, Receipt.number, Receipt.supplier_id, Supplier.name, Receipt.delivery_note_number,
        Receipt.transport, func.trim_scale(Receipt.arrival_celsius), Receipt.received_by, _RECEIVER.name, Receipt.received_at,
        Receipt.inspected_by, _INSPECTOR.name, Receipt.inspected_at,
    )
    .join(Supplier, Supplier.id == Receipt.supplier_id)
    .outerjoin(_RECEIVER, _RECEIVER.id == Receipt.received_by)
    .outerjoin(_INSPECTOR, _INSPECTOR.id == Receipt.inspected_by)
    .where(visible_to(ACTOR))
)  # fmt: skip
_IDS = bindparam("ids", type_=ARRAY(Uuid()))
_SEARCH = bindparam("search", type_=Text())
_INSPECTED = bindparam("inspected", type_=Boolean())

RECEIPTS = PageQuery(
    ReceiptRow,
    _RECEIPTS.where(
        or_(_INSPECTED.is_(None), Receipt.inspected_at.is_not(None) == _INSPECTED),
        or_(
            _SEARCH.is_(None),
            func.lower(Receipt.number).like(_SEARCH),
            func.lower(Receipt.delivery_note_number).like(_SEARCH),
            Supplier.search_key.like(_SEARCH),
            exists().where(
                ReceiptLine.receipt_id == Receipt.id,
                ReceiptLine.lot_id == Lot.id,
                func.lower(Lot.lot_number).like(_SEARCH),
            ),
        ),
    ),
    order=(Receipt.received_at, Receipt.id),
    fields=("received_at", "id"),
    descending=True,
)
"""Newest first. `search` finds number, delivery note, supplier and lot; `inspected` false shows what waits."""

RECEIPTS_BY_ID = Query(ReceiptRow, _RECEIPTS.where(Receipt.id == any_(_IDS)))

LINES_OF_RECEIPTS = Query(
    ReceiptLineRow,
    select(
        ReceiptLine.receipt_id,
        ReceiptLine.lot_id,
        Location.code,
        func.trim_scale(ReceiptLine.arrived),
        func.trim_scale(ReceiptLine.accepted),
        ReceiptLine.result,
        ReceiptLine.expiry_word,
        ReceiptLine.expiry_printed,
    )
    .join(Location, Location.id == ReceiptLine.location_id)
    .where(visible_to(ACTOR), ReceiptLine.receipt_id == any_(_IDS))
    .order_by(ReceiptLine.receipt_id, ReceiptLine.id),
)


async def receipt_for_update(session: AsyncSession, id: UUID) -> Receipt | None:
    """The receipt, locked."""
    found: Receipt | None = await session.scalar(select(Receipt).where(Receipt.id == id).with_for_update())
    return found


async def lines_of(session: AsyncSession, receipt_id: UUID) -> list[ReceiptLine]:
    """Its lines, in their order."""
    lines = select(ReceiptLine).where(ReceiptLine.receipt_id == receipt_id).order_by(ReceiptLine.id)
    return list(await session.scalars(lines))


async def supplier_is_known(session: AsyncSession, id: UUID) -> bool:
    return await session.scalar(select(Supplier.id).where(Supplier.id == id)) is not None


async def products(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Product]:
    found = await session.scalars(select(Product).where(Product.id.in_(sorted(ids))))
    return {product.id: product for product in found}


async def locations(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Location]:
    found = await session.scalars(select(Location).where(Location.id.in_(sorted(ids))))
    return {location.id: location for location in found}

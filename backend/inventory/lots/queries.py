"""Finds lots: for the warehouse with how much there is, for a customer only those that went to them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalog.products.tables import Product
from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.inventory.locations.tables import Location
from backend.inventory.lots.tables import Lot
from backend.inventory.movements.tables import Balance, Movement
from backend.inventory.rights import INVENTORY_READ


class LotRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    storage_class: str
    lot_number: str
    expires_on: date
    expiry_word: str | None
    expiry_printed: str | None
    made_on: date | None
    state: str
    state_by: UUID | None
    state_at: datetime | None
    state_reason: str | None


class QuantitiesRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    received: Decimal
    in_stock: Decimal
    reserved: Decimal
    picked: Decimal
    returned: Decimal
    rejected: Decimal


class PlaceRow(msgspec.Struct, frozen=True, gc=False):
    lot_id: UUID
    account: str
    location_id: UUID | None
    location_code: str | None
    quantity: Decimal


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Staff who may read stock see every lot; a customer's person those that the ledger sent to their firm."""
    went_to_them = exists().where(
        Movement.lot_id == Lot.id, Movement.account == "customer", Movement.holder_id == actor.customer_id
    )
    return or_(
        and_(actor.customer_id.is_(None), actor.may(INVENTORY_READ)),
        and_(actor.customer_id.is_not(None), went_to_them),
    )


def staff_only(actor: ActorColumns) -> ColumnElement[bool]:
    """How much there is, and where, is the firm's own business."""
    return actor.customer_id.is_(None) & actor.may(INVENTORY_READ)


_LOTS = (
    select(
        Lot.id, Lot.product_id, Product.name, Product.catalogue_number, Product.specification, Product.unit,
        Product.storage_class, Lot.lot_number, Lot.expires_on,
        Lot.expiry_word, Lot.expiry_printed, Lot.made_on, Lot.state, Lot.state_by, Lot.state_at, Lot.state_reason,
    )
    .join(Product, Product.id == Lot.product_id)
    .where(visible_to(ACTOR))
)  # fmt: skip
_IDS = bindparam("ids", type_=ARRAY(Uuid()))
_PRODUCT = bindparam("product_id", type_=Uuid())
_STATE = bindparam("state", type_=Text())
_SEARCH = bindparam("search", type_=Text())
_EXPIRED_BEFORE = bindparam("today", type_=Date())
_EXPIRED = bindparam("expired", type_=Boolean())
_NEAR_UNTIL = bindparam("near_until", type_=Date())

LOTS = PageQuery(
    LotRow,
    _LOTS.where(
        or_(_PRODUCT.is_(None), Lot.product_id == _PRODUCT),
        or_(_STATE.is_(None), Lot.state == _STATE),
        or_(_EXPIRED.is_(None), (Lot.expires_on < _EXPIRED_BEFORE) == _EXPIRED),
        or_(_NEAR_UNTIL.is_(None), Lot.expires_on.between(_EXPIRED_BEFORE, _NEAR_UNTIL)),
        or_(_SEARCH.is_(None), Product.search_key.like(_SEARCH), func.lower(Lot.lot_number).like(_SEARCH)),
    ),
    order=(Lot.expires_on, Lot.id),
    fields=("expires_on", "id"),
)
"""First to expire first. `state`, `product_id`, `search`, `expired` and `near_until` may be None; `today` not."""

LOTS_BY_ID = Query(LotRow, _LOTS.where(Lot.id == any_(_IDS)))
watchable("lot", LOTS_BY_ID, needs=INVENTORY_READ)


def _held_in(account: str) -> ColumnElement[Decimal]:
    return func.trim_scale(func.coalesce(func.sum(Balance.quantity).filter(Balance.account == account), 0))


QUANTITIES_BY_LOT = Query(
    QuantitiesRow,
    select(
        Balance.lot_id,
        *(_held_in(name) for name in ("received", "stock", "reserved", "picked", "returned", "rejected")),
    )
    .where(staff_only(ACTOR), Balance.lot_id == any_(_IDS))
    .group_by(Balance.lot_id),
)

PLACES_OF_LOTS = Query(
    PlaceRow,
    select(
        Balance.lot_id,
        Balance.account,
        Balance.location_id,
        Location.code,
        func.trim_scale(func.sum(Balance.quantity)),
    )
    .outerjoin(Location, Location.id == Balance.location_id)
    .where(staff_only(ACTOR), Balance.lot_id == any_(_IDS), Balance.quantity > 0)
    .group_by(Balance.lot_id, Balance.account, Balance.location_id, Location.code)
    .order_by(Balance.lot_id, Balance.account, Location.code),
)
"""Where goods in our hands stand; holders are added up, so that a busy lot still answers in a few rows."""


async def lots_for_update(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Lot]:
    """The lots, locked in the order of their ids and read anew. Ids that are not there are left out.

    FOR NO KEY UPDATE: it excludes whoever moves or judges the lot, but not others' foreign keys to it.
    """
    locked = await session.scalars(
        select(Lot)
        .where(Lot.id.in_(sorted(set(ids))))
        .order_by(Lot.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {lot.id: lot for lot in locked}

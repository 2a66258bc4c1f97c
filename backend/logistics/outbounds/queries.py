"""Finds outbounds. Site staff see all of them; portal people follow their order instead."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Integer, Text, Uuid, and_, any_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.catalog.products.tables import Product, ProductPack
from backend.customers.accounts.tables import Customer
from backend.foundation.files import shows_attachments
from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.permission import NotFound
from backend.foundation.reading import ACTOR, ActorColumns, Query, Reading
from backend.foundation.work import Work
from backend.inventory.locations.tables import Location
from backend.inventory.lots.tables import Lot
from backend.inventory.scans.tables import Scan
from backend.logistics.outbounds import rules
from backend.logistics.outbounds.tables import Outbound, Pick, PickLine
from backend.logistics.rights import OUTBOUNDS_READ
from backend.sales.orders.tables import Order, OrderLine
from backend.sales.remarks.queries import sees_orders


class OutboundRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    version: int
    state: str
    order_id: UUID
    order_number: str
    customer_id: UUID
    customer_name: str
    receiver: str
    receiver_phone: str
    address: str
    wanted_on: date | None
    note: str | None
    picker_id: UUID | None
    picker_name: str | None
    picked_at: datetime | None
    returned_reason: str | None
    rechecker_name: str | None
    rechecked_at: datetime | None
    delivery_note_number: str | None
    delivery_note_id: UUID | None
    pick_list_id: UUID | None
    line_count: int
    lines_done: int
    created_at: datetime


class PickLineRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    version: int
    outbound_id: UUID
    order_line_id: UUID
    position: int
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    pieces_per_case: int
    serialised: bool
    storage_class: str
    storage_text: str
    lot_id: UUID
    lot_number: str
    expires_on: date
    lot_state: str
    location_id: UUID
    location_code: str
    to_pick: Decimal
    picked: Decimal
    other_lot_reason: str | None
    closed_why: str | None


class PickRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    outbound_id: UUID
    pick_line_id: UUID
    quantity: Decimal
    serial: str | None
    source: str
    typed_reason: str | None
    photo_id: UUID | None
    picker_name: str
    picked_at: datetime
    undone_at: datetime | None


class PackRow(msgspec.Struct, frozen=True, gc=False):
    product_id: UUID
    gtin: str
    pieces: int


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    return actor.customer_id.is_(None) & actor.may(OUTBOUNDS_READ)


@sees_orders
def _sees(order_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    return visible_to(ACTOR) & exists().where(Outbound.order_id == order_id)


_IDS = bindparam("ids", type_=ARRAY(Uuid()))
_SEARCH = bindparam("search", type_=Text())
_STATES = bindparam("states", type_=ARRAY(Text()))
_LINES = select(func.count().cast(Integer)).where(PickLine.outbound_id == Outbound.id)
_DONE = _LINES.where(or_(PickLine.closed_why.is_not(None), PickLine.picked == PickLine.to_pick))

_OUTBOUND = (
    select(
        Outbound.id, Outbound.version, Outbound.state, Outbound.order_id, Order.number, Order.customer_id,
        Customer.name, Order.receiver, Order.receiver_phone, Order.address, Order.wanted_on, Order.note,
        Outbound.picker_id, Outbound.picker_name, Outbound.picked_at, Outbound.returned_reason,
        Outbound.rechecker_name, Outbound.rechecked_at, Outbound.delivery_note_number, Outbound.delivery_note_id,
        Outbound.pick_list_id, _LINES.correlate(Outbound).scalar_subquery(),
        _DONE.correlate(Outbound).scalar_subquery(), Outbound.created_at,
    )
    .join(Order, Order.id == Outbound.order_id)
    .join(Customer, Customer.id == Order.customer_id)
    .where(visible_to(ACTOR))
)  # fmt: skip

OUTBOUNDS_BY_ID = Query(OutboundRow, _OUTBOUND.where(Outbound.id == any_(_IDS)))
OUTBOUNDS_OF_ORDERS = Query(OutboundRow, _OUTBOUND.where(Order.id == any_(_IDS)))
OUTBOUNDS = PageQuery(
    OutboundRow,
    _OUTBOUND.where(
        or_(_STATES.is_(None), Outbound.state == any_(_STATES)),
        or_(
            bindparam("picker_id", type_=Uuid()).is_(None),
            Outbound.picker_id == bindparam("picker_id", type_=Uuid()),
        ),
        or_(
            _SEARCH.is_(None),
            func.lower(Order.number).like(_SEARCH),
            func.lower(Outbound.delivery_note_number).like(_SEARCH),
            Customer.search_key.like(_SEARCH),
        ),
    ),
    order=(Outbound.created_at, Outbound.id),
    fields=("created_at", "id"),
)
"""The longest waiting first. `states`, `picker_id` and `search` may be None."""

LINES_OF_OUTBOUNDS = Query(
    PickLineRow,
    select(
        PickLine.id, PickLine.version, PickLine.outbound_id, PickLine.order_line_id, OrderLine.position,
        Product.id, Product.name, Product.catalogue_number, Product.specification, Product.unit,
        Product.pieces_per_case, Product.serialised, Product.storage_class, Product.storage_text, Lot.id,
        Lot.lot_number, Lot.expires_on, Lot.state, PickLine.location_id, Location.code, PickLine.to_pick,
        PickLine.picked, PickLine.other_lot_reason, PickLine.closed_why,
    )
    .join(Outbound, Outbound.id == PickLine.outbound_id)
    .join(OrderLine, OrderLine.id == PickLine.order_line_id)
    .join(Lot, Lot.id == PickLine.lot_id)
    .join(Product, Product.id == Lot.product_id)
    .join(Location, Location.id == PickLine.location_id)
    .where(visible_to(ACTOR), Outbound.id == any_(_IDS))
    .order_by(PickLine.outbound_id, Location.code, OrderLine.position, Lot.expires_on, PickLine.id),
)  # fmt: skip
"""In the order of a walk along the shelves."""

PICKS_OF_OUTBOUNDS = Query(
    PickRow,
    select(
        Pick.id, PickLine.outbound_id, Pick.pick_line_id, Pick.quantity, Pick.serial, Scan.source, Scan.reason,
        Scan.photo_id, Pick.picker_name, Pick.picked_at, Pick.undone_at,
    )
    .join(PickLine, PickLine.id == Pick.pick_line_id)
    .join(Outbound, Outbound.id == PickLine.outbound_id)
    .join(Scan, Scan.id == Pick.scan_id)
    .where(visible_to(ACTOR), Outbound.id == any_(_IDS))
    .order_by(PickLine.outbound_id, Pick.picked_at, Pick.id),
)  # fmt: skip

PACKS_OF_PRODUCTS = Query(
    PackRow,
    select(ProductPack.product_id, ProductPack.gtin, ProductPack.pieces)
    .where(
        visible_to(ACTOR),
        and_(ProductPack.product_id == any_(_IDS), ProductPack.deleted_at.is_(None)),
    )
    .order_by(ProductPack.product_id, ProductPack.pieces, ProductPack.gtin),
)

_ATTACHED = bindparam("attachment_id", type_=Uuid())
OUTBOUNDS_SHOWING = Query(
    OutboundRow,
    _OUTBOUND.where(
        or_(
            Outbound.delivery_note_id == _ATTACHED,
            Outbound.pick_list_id == _ATTACHED,
            select(Pick.id)
            .join(PickLine, PickLine.id == Pick.pick_line_id)
            .join(Scan, Scan.id == Pick.scan_id)
            .where(PickLine.outbound_id == Outbound.id, Scan.photo_id == _ATTACHED)
            .exists(),
        )
    ).limit(1),
)

watchable("outbound", OUTBOUNDS_BY_ID, needs=OUTBOUNDS_READ)


@shows_attachments
async def shows_attachment(reading: Reading, attachment_id: UUID) -> bool:
    """Note, pick list and the photos beside typed entries are read by whoever sees the outbound."""
    return await reading.first(OUTBOUNDS_SHOWING, attachment_id=attachment_id) is not None


async def order_locked(work: Work, order_id: UUID) -> Order:
    """The order under its lock; everybody locks the order before its outbound. Raises NotFound."""
    order = await work.session.scalar(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    if order is None:
        raise NotFound("order")
    return order


async def outbound_locked(work: Work, outbound_id: UUID) -> tuple[Order, Outbound]:
    """The outbound with its order, both under their locks. Raises NotFound."""
    order_id = await work.session.scalar(select(Outbound.order_id).where(Outbound.id == outbound_id))
    if order_id is None:
        raise NotFound("outbound")
    order = await order_locked(work, order_id)
    outbound = await work.session.get(Outbound, outbound_id, with_for_update=True, populate_existing=True)
    assert outbound is not None  # noqa: S101 - outbounds are never deleted
    return order, outbound


async def own_task(work: Work, outbound_id: UUID) -> tuple[Order, Outbound]:
    """The actor's own task while it is being picked. Raises NotFound, OutboundStands, PickIsAnothers."""
    order, outbound = await outbound_locked(work, outbound_id)
    if outbound.state != "picking" or order.state != "picking":
        raise stands(order, outbound)
    if outbound.picker_id != work.actor.user_id:
        raise rules.PickIsAnothers(outbound.picker_name or "")
    return order, outbound


async def line_of_own_task(work: Work, pick_line_id: UUID) -> tuple[Order, Outbound, PickLine]:
    """A line of the actor's own task, under the outbound's lock. Raises as `own_task`."""
    outbound_id = await work.session.scalar(select(PickLine.outbound_id).where(PickLine.id == pick_line_id))
    if outbound_id is None:
        raise NotFound("pickLine")
    order, outbound = await own_task(work, outbound_id)
    line = await work.session.get(PickLine, pick_line_id, populate_existing=True)
    assert line is not None  # noqa: S101 - lines are never deleted
    return order, outbound, line


async def lines_of(work: Work, outbound_id: UUID) -> list[PickLine]:
    """The lines of an outbound, under its lock."""
    found = await work.session.scalars(
        select(PickLine).where(PickLine.outbound_id == outbound_id).order_by(PickLine.id)
    )
    return list(found)


def stands(order: Order, outbound: Outbound) -> rules.OutboundStands:
    """The refusal that says where the outbound is; a cancelled order counts before its goods are put back."""
    return rules.OutboundStands(
        order.number or "", "cancelled" if order.state == "cancelled" else outbound.state
    )

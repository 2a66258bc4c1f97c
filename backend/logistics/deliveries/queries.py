"""Finds deliveries. Drivers see their own, sellers those of their orders, warehouse and office all, customers theirs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
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
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from backend.catalog.products.tables import Product
from backend.compliance.signatures.tables import Signature
from backend.customers.accounts.tables import Customer
from backend.foundation.files import shows_attachments
from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query, Reading
from backend.inventory.lots.tables import Lot
from backend.logistics.deliveries.tables import Delivery, DeliveryBox, DeliveryLine
from backend.logistics.outbounds.tables import Outbound, PickLine
from backend.logistics.rights import DELIVERIES_READ, DELIVERIES_READ_ALL, HAND_OVER
from backend.sales.orders.queries import visible_to as order_is_visible_to
from backend.sales.orders.tables import Order
from backend.sales.remarks.queries import sees_orders

TRIPS_MAX: Final = 100
ATTEMPTS_MAX: Final = 20


class DeliveryRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    version: int
    order_id: UUID
    order_number: str
    order_state: str
    customer_id: UUID
    customer_name: str
    receiver: str
    receiver_phone: str
    address: str
    note: str | None
    outbound_id: UUID
    delivery_note_number: str
    delivery_note_id: UUID
    rechecker_name: str | None
    rechecked_at: datetime | None
    recheck_code: str
    link_closed_at: datetime | None
    leg: str
    driver_id: UUID | None
    driver_name: str | None
    handed_over_by_name: str
    carrier: str | None
    waybill: str | None
    pieces: int
    departed_at: datetime
    arrived_at: datetime | None
    temperature_verdict: str | None
    outcome: str | None
    outcome_reason: str | None
    receiver_name: str | None
    received_on_behalf: str | None
    second_receiver_name: str | None
    slip_state: str
    slip_photo_id: UUID | None
    exception: str | None
    completed_at: datetime | None


class DeliveryLineRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    delivery_id: UUID
    pick_line_id: UUID
    box_id: UUID | None
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    storage_class: str
    storage_text: str
    lot_id: UUID
    lot_number: str
    expires_on: date
    sent: Decimal
    received: Decimal | None
    reason: str | None


class DeliveryBoxRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    delivery_id: UUID
    means: str
    plate: str | None
    box_number: str | None
    logger_number: str
    calibrated_until: date | None
    coolant: str | None
    validated_hours: int | None
    celsius_min: Decimal | None
    celsius_max: Decimal | None
    departure_celsius: Decimal
    arrival_celsius: Decimal | None
    logger_photo_id: UUID | None
    verdict: str | None


class LastUsedRow(msgspec.Struct, frozen=True, gc=False):
    means: str
    coolant: str | None
    validated_hours: int | None
    calibrated_until: date | None


class DrawnSignatureRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    delivery_id: UUID
    signer_name: str
    signer_role: str
    meaning: str
    method: str
    digest: str
    strokes: list[Any] | None
    signed_at: datetime
    made_at: datetime | None


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Asked over deliveries joined to their orders."""
    staff = and_(
        actor.customer_id.is_(None),
        or_(actor.may(DELIVERIES_READ_ALL), Delivery.driver_id == actor.user_id),
    )
    return and_(actor.may(DELIVERIES_READ), or_(staff, order_is_visible_to(actor)))


@sees_orders
def _sees(order_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    return exists().where(Delivery.order_id == order_id, Order.id == Delivery.order_id, visible_to(ACTOR))


_IDS = bindparam("ids", type_=ARRAY(Uuid()))
_SEARCH = bindparam("search", type_=Text())
_OUTCOMES = bindparam("outcomes", type_=ARRAY(Text()))
_UNDER_WAY = bindparam("under_way", type_=Integer())

_DELIVERY = (
    select(
        Delivery.id, Delivery.version, Delivery.order_id, Order.number, Order.state, Order.customer_id,
        Customer.name, Order.receiver, Order.receiver_phone, Order.address, Order.note, Delivery.outbound_id,
        Outbound.delivery_note_number, Outbound.delivery_note_id, Outbound.rechecker_name, Outbound.rechecked_at,
        Outbound.delivery_note["checkCode"].astext, Outbound.link_closed_at,
        Delivery.leg, Delivery.driver_id, Delivery.driver_name, Delivery.handed_over_by_name, Delivery.carrier,
        Delivery.waybill, Delivery.pieces, Delivery.departed_at, Delivery.arrived_at,
        Delivery.temperature_verdict, Delivery.outcome, Delivery.outcome_reason, Delivery.receiver_name,
        Delivery.received_on_behalf, Delivery.second_receiver_name, Delivery.slip_state, Delivery.slip_photo_id,
        Delivery.exception, Delivery.completed_at,
    )
    .join(Outbound, Outbound.id == Delivery.outbound_id)
    .join(Order, Order.id == Delivery.order_id)
    .join(Customer, Customer.id == Order.customer_id)
    .where(visible_to(ACTOR))
)  # fmt: skip

DELIVERIES_BY_ID = Query(DeliveryRow, _DELIVERY.where(Delivery.id == any_(_IDS)))
DELIVERIES_OF_ORDERS = Query(
    DeliveryRow,
    _DELIVERY.where(Order.id == any_(_IDS)).order_by(Delivery.order_id, Delivery.departed_at.desc()),
)
DELIVERIES = PageQuery(
    DeliveryRow,
    _DELIVERY.where(
        or_(_OUTCOMES.is_(None), Delivery.outcome == any_(_OUTCOMES)),
        or_(_UNDER_WAY.is_(None), Delivery.completed_at.is_(None)),
        or_(
            _SEARCH.is_(None),
            func.lower(Order.number).like(_SEARCH),
            func.lower(Outbound.delivery_note_number).like(_SEARCH),
            func.lower(Delivery.waybill).like(_SEARCH),
            select(DeliveryBox.id)
            .where(DeliveryBox.delivery_id == Delivery.id, func.lower(DeliveryBox.plate).like(_SEARCH))
            .exists(),
            Customer.search_key.like(_SEARCH),
        ),
    ),
    order=(Delivery.departed_at, Delivery.id),
    fields=("departed_at", "id"),
    descending=True,
)
"""The latest first. `outcomes` and `search` may be None; `under_way` 1 keeps those without an outcome, None all."""

TRIPS = Query(
    DeliveryRow,
    _DELIVERY.where(
        Delivery.driver_id == ACTOR.user_id,
        or_(
            Delivery.completed_at.is_(None),
            Delivery.completed_at >= bindparam("since", type_=TIMESTAMP(timezone=True)),
        ),
    )
    .order_by(
        Delivery.completed_at.is_not(None), Order.wanted_on.nulls_last(), Delivery.departed_at, Delivery.id
    )
    .limit(TRIPS_MAX),
)
"""The asker's own stops: those under way first, then today's done ones."""

LINES_OF_DELIVERIES = Query(
    DeliveryLineRow,
    select(
        DeliveryLine.id, DeliveryLine.delivery_id, DeliveryLine.pick_line_id, DeliveryLine.box_id, Product.id,
        Product.name, Product.catalogue_number, Product.specification, Product.unit, Product.storage_class,
        Product.storage_text, Lot.id, Lot.lot_number, Lot.expires_on, DeliveryLine.sent, DeliveryLine.received,
        DeliveryLine.reason,
    )
    .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
    .join(Order, Order.id == Delivery.order_id)
    .join(PickLine, PickLine.id == DeliveryLine.pick_line_id)
    .join(Lot, Lot.id == PickLine.lot_id)
    .join(Product, Product.id == Lot.product_id)
    .where(visible_to(ACTOR), Delivery.id == any_(_IDS))
    .order_by(DeliveryLine.delivery_id, Product.name, Lot.expires_on, DeliveryLine.id),
)  # fmt: skip

BOXES_OF_DELIVERIES = Query(
    DeliveryBoxRow,
    select(*(getattr(DeliveryBox, name) for name in DeliveryBoxRow.__struct_fields__))
    .join(Delivery, Delivery.id == DeliveryBox.delivery_id)
    .join(Order, Order.id == Delivery.order_id)
    .where(visible_to(ACTOR), Delivery.id == any_(_IDS))
    .order_by(DeliveryBox.delivery_id, DeliveryBox.box_number, DeliveryBox.id),
)

_LAST_USED = (
    select(DeliveryBox.means, DeliveryBox.coolant, DeliveryBox.validated_hours, DeliveryBox.calibrated_until)
    .join(Delivery, Delivery.id == DeliveryBox.delivery_id)
    .where(ACTOR.customer_id.is_(None), ACTOR.may(HAND_OVER))
    .order_by(Delivery.departed_at.desc(), DeliveryBox.id.desc())
    .limit(1)
)
_NUMBER = bindparam("number", type_=Text())
BOX_LAST_USED = Query(LastUsedRow, _LAST_USED.where(DeliveryBox.box_number == _NUMBER))
LOGGER_LAST_USED = Query(LastUsedRow, _LAST_USED.where(DeliveryBox.logger_number == _NUMBER))
"""What was told the last time a box, or a logger, of that number went out; whoever hands over may ask of any."""

SIGNATURES_OF_DELIVERIES = Query(
    DrawnSignatureRow,
    select(
        Signature.id, Delivery.id, Signature.signer_name, Signature.signer_role, Signature.meaning,
        Signature.method, Signature.digest, Signature.strokes, Signature.signed_at, Signature.made_at,
    )
    .join(
        Delivery, or_(Signature.id == Delivery.signature_id, Signature.id == Delivery.second_signature_id)
    )
    .join(Order, Order.id == Delivery.order_id)
    .where(visible_to(ACTOR), Delivery.id == any_(_IDS))
    .order_by(Delivery.id, Signature.id),
)  # fmt: skip

_ATTACHED = bindparam("attachment_id", type_=Uuid())
DELIVERIES_SHOWING = Query(
    DeliveryRow,
    _DELIVERY.where(
        or_(
            Outbound.delivery_note_id == _ATTACHED,
            Delivery.slip_photo_id == _ATTACHED,
            select(DeliveryBox.id)
            .where(DeliveryBox.delivery_id == Delivery.id, DeliveryBox.logger_photo_id == _ATTACHED)
            .exists(),
        )
    ).limit(1),
)

watchable("delivery", DELIVERIES_BY_ID, needs=DELIVERIES_READ)


@shows_attachments
async def shows_attachment(reading: Reading, attachment_id: UUID) -> bool:
    """The note, the slip's photo and the loggers' are read by whoever sees the delivery."""
    return await reading.first(DELIVERIES_SHOWING, attachment_id=attachment_id) is not None

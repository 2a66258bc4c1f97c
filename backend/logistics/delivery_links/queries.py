"""Finds what a delivery note's link leads to: for people who signed in, and for whoever holds the link."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import Text, and_, bindparam, or_, select

from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.house import House
from backend.foundation.reading import ACTOR, Query
from backend.logistics.deliveries.queries import (
    BOXES_OF_DELIVERIES,
    DELIVERIES_BY_ID,
    LINES_OF_DELIVERIES,
    SIGNATURES_OF_DELIVERIES,
    DeliveryBoxRow,
    DeliveryLineRow,
    DeliveryRow,
    DrawnSignatureRow,
)
from backend.logistics.deliveries.tables import Delivery
from backend.logistics.delivery_links.rules import LinkUnknown, link_ends, refuse_shut
from backend.logistics.outbounds.tables import Outbound
from backend.logistics.rights import DELIVERIES_READ, DELIVERIES_READ_ALL
from backend.sales.orders.queries import visible_to as order_is_visible_to
from backend.sales.orders.tables import Order
from scanners.house_label import is_delivery_token

_HOLDER: Final = UUID(int=(1 << 128) - 1)
"""Whoever holds a link: a person of no row, who sees one customer's rows as its portal does, and asks for one delivery."""


class DeliveryLinkRow(msgspec.Struct, frozen=True, gc=False):
    order_id: UUID
    order_number: str
    order_state: str
    delivery_id: UUID | None


class LinkedRow(msgspec.Struct, frozen=True, gc=False):
    order_number: str
    order_state: str
    customer_id: UUID
    note_number: str
    note_issued_at: datetime
    closed_at: datetime | None
    delivery_id: UUID | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDelivery:
    """What the link shows; `delivery` is None before the hand-over."""

    order_number: str
    order_state: str
    note_number: str
    ends_at: datetime
    delivery: DeliveryRow | None = None
    lines: tuple[DeliveryLineRow, ...] = ()
    boxes: tuple[DeliveryBoxRow, ...] = ()
    signatures: tuple[DrawnSignatureRow, ...] = ()


_TOKEN = bindparam("token", type_=Text())

DELIVERY_LINK = Query(
    DeliveryLinkRow,
    select(Order.id, Order.number, Order.state, Delivery.id)
    .select_from(Outbound)
    .join(Order, Order.id == Outbound.order_id)
    .outerjoin(Delivery, Delivery.outbound_id == Outbound.id)
    .where(
        Outbound.public_token == _TOKEN,
        ACTOR.may(DELIVERIES_READ),
        or_(
            order_is_visible_to(ACTOR),
            and_(
                ACTOR.customer_id.is_(None),
                or_(ACTOR.may(DELIVERIES_READ_ALL), Delivery.driver_id == ACTOR.user_id),
            ),
        ),
    )
    .order_by(Delivery.departed_at.desc().nulls_last())
    .limit(1),
)
"""What the QR of a delivery note leads to: its order, and the latest attempt to bring it."""

_LINKED = Query(
    LinkedRow,
    select(
        Order.number, Order.state, Order.customer_id, Outbound.delivery_note_number, Outbound.rechecked_at,
        Outbound.link_closed_at, Delivery.id, Delivery.completed_at,
    )
    .select_from(Outbound)
    .join(Order, Order.id == Outbound.order_id)
    .outerjoin(Delivery, Delivery.outbound_id == Outbound.id)
    .where(Outbound.public_token == _TOKEN, Outbound.delivery_note.is_not(None))
    .order_by(Delivery.departed_at.desc().nulls_last())
    .limit(1),
)  # fmt: skip


async def shared_delivery(house: House, token: str) -> SharedDelivery:
    """What whoever holds the token may see now. Raises LinkUnknown, LinkClosed, LinkEnded.

    The delivery is read as its customer's person would, row-level security included.
    """
    if not is_delivery_token(token):
        raise LinkUnknown
    async with house.reading(SYSTEM) as reading:
        linked = await reading.first(_LINKED, token=token)
    if linked is None:
        raise LinkUnknown
    now = house.clock.now().astimezone(house.zone)
    refuse_shut(linked.note_issued_at, linked.completed_at, linked.closed_at, now)
    shown = SharedDelivery(
        order_number=linked.order_number,
        order_state=linked.order_state,
        note_number=linked.note_number,
        ends_at=link_ends(linked.note_issued_at, linked.completed_at),
    )
    if linked.delivery_id is None:
        return shown
    holder = Actor(
        user_id=_HOLDER,
        name="",
        kind="portal",
        customer_id=linked.customer_id,
        rights=frozenset({DELIVERIES_READ.name}),
    )
    ids = [linked.delivery_id]
    async with house.reading(holder) as reading:
        return replace(
            shown,
            delivery=await reading.first(DELIVERIES_BY_ID, ids=ids),
            lines=tuple(await reading.all(LINES_OF_DELIVERIES, ids=ids)),
            boxes=tuple(await reading.all(BOXES_OF_DELIVERIES, ids=ids)),
            signatures=tuple(await reading.all(SIGNATURES_OF_DELIVERIES, ids=ids)),
        )

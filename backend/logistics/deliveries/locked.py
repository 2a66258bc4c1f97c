"""Finds a delivery and what belongs to it inside a unit of work, under its lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from backend.catalog.products.tables import Product
from backend.customers.accounts.tables import Customer
from backend.foundation.permission import NotFound
from backend.foundation.reading import ACTOR, ActorColumns
from backend.foundation.work import Work
from backend.inventory.lots.tables import Lot
from backend.logistics.deliveries.queries import visible_to
from backend.logistics.deliveries.tables import Delivery, DeliveryBox, DeliveryLine
from backend.logistics.outbounds.queries import order_locked
from backend.logistics.outbounds.tables import Outbound, PickLine
from backend.sales.orders.tables import Order


@dataclass(slots=True)
class SentRow:
    """A delivery's line in a unit of work, with the pick line's lot and place."""

    line: DeliveryLine
    order_line_id: UUID
    lot_id: UUID
    location_id: UUID


async def delivery_locked(work: Work, delivery_id: UUID) -> tuple[Order, Delivery]:
    """The delivery with its order, both under their locks. Raises NotFound."""
    order_id = await work.session.scalar(select(Delivery.order_id).where(Delivery.id == delivery_id))
    if order_id is None:
        raise NotFound("delivery")
    order = await order_locked(work, order_id)
    delivery = await work.session.get(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    assert delivery is not None  # noqa: S101 - deliveries are never deleted
    return order, delivery


async def sees(work: Work, delivery_id: UUID) -> bool:
    """Whether the actor sees that delivery."""
    statement = (
        select(Delivery.id)
        .join(Order, Order.id == Delivery.order_id)
        .where(visible_to(ACTOR), Delivery.id == bindparam("delivery_id", type_=Uuid()))
    )
    values = {**ActorColumns.values(work.actor), "delivery_id": delivery_id}
    return await work.session.scalar(statement, values) is not None


async def sent_lines(work: Work, delivery_id: UUID) -> list[SentRow]:
    """What was sent, in the order of the pick lines' ids."""
    rows = await work.session.execute(
        select(DeliveryLine, PickLine.order_line_id, PickLine.lot_id, PickLine.location_id)
        .join(PickLine, PickLine.id == DeliveryLine.pick_line_id)
        .where(DeliveryLine.delivery_id == delivery_id)
        .order_by(DeliveryLine.pick_line_id)
    )
    return [SentRow(*row) for row in rows]


async def boxes_of(work: Work, delivery_id: UUID) -> list[DeliveryBox]:
    found = await work.session.scalars(
        select(DeliveryBox).where(DeliveryBox.delivery_id == delivery_id).order_by(DeliveryBox.id)
    )
    return list(found)


async def customer_name(work: Work, order: Order) -> str:
    name: str | None = await work.session.scalar(
        select(Customer.name).where(Customer.id == order.customer_id)
    )
    return name or ""


async def receipt_facts(
    work: Work, order: Order, delivery: Delivery, sent: Sequence[SentRow]
) -> dict[str, Any]:
    """The sent half of what the receiver signs, as `offline/delivery_receipt` takes it."""
    rows = await work.session.execute(
        select(PickLine.id, Product.name, Product.specification, Product.unit, Lot.lot_number, Lot.expires_on)
        .join(Lot, Lot.id == PickLine.lot_id)
        .join(Product, Product.id == Lot.product_id)
        .where(PickLine.id.in_([row.line.pick_line_id for row in sent]))
    )
    goods = {row[0]: row for row in rows}
    number = await work.session.scalar(
        select(Outbound.delivery_note_number).where(Outbound.id == delivery.outbound_id)
    )
    return {
        "deliveryId": str(delivery.id),
        "noteNumber": number,
        "orderNumber": order.number,
        "customer": await customer_name(work, order),
        "address": order.address,
        "lines": [
            {
                "pickLineId": str(row.line.pick_line_id),
                "product": goods[row.line.pick_line_id][1],
                "specification": goods[row.line.pick_line_id][2],
                "unit": goods[row.line.pick_line_id][3],
                "lot": goods[row.line.pick_line_id][4],
                "expiresOn": goods[row.line.pick_line_id][5].isoformat(),
                "sent": f"{row.line.sent:f}",
            }
            for row in sent
        ],
    }

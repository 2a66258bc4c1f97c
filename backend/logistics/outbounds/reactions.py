"""Answers what happens to orders: an approved one is to be picked, a cancelled one is put back."""

from collections.abc import Iterable

from backend.foundation.events import listens
from backend.logistics.outbounds.commands import CancelOutbound, OpenOutbound
from backend.sales.orders.events import OrderApproved, OrderCancelled


@listens(OrderApproved, name="logistics.outbounds.open")
def open_outbound_for(event: OrderApproved) -> Iterable[object]:
    return [OpenOutbound(order_id=event.order_id)]


@listens(OrderCancelled, name="logistics.outbounds.cancel")
def cancel_outbound_of(event: OrderCancelled) -> Iterable[object]:
    return [CancelOutbound(order_id=event.order_id)]

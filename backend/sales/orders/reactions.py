"""Who hears of an order: those who must decide, its salesperson when it was rejected, and whom a remark concerns."""

from collections.abc import Iterable

from backend.engines.notices.commands import TellHolders, TellPerson
from backend.foundation.events import listens
from backend.sales.orders.events import OrderRejected, OrderSubmitted
from backend.sales.orders.telling import TellOfRemark
from backend.sales.remarks.events import OrderRemarked


@listens(OrderSubmitted, name="notices.orderAwaitsYou")
def an_order_awaits(event: OrderSubmitted) -> Iterable[object]:
    yield TellHolders(
        right=event.needs,
        kind="order.awaitsYou",
        about_kind="order",
        about_id=event.order_id,
        cause_id=event.approval_id,
        facts={
            "number": event.number,
            "customer": event.customer,
            "why": event.why,
            "total_fen": event.total_fen,
        },
        not_to=event.salesperson_id,
    )


@listens(OrderRejected, name="notices.orderRejected")
def an_order_was_rejected(event: OrderRejected) -> Iterable[object]:
    yield TellPerson(
        user_id=event.salesperson_id,
        kind="order.rejected",
        about_kind="order",
        about_id=event.order_id,
        cause_id=event.order_id,
        facts={"number": event.number, "reason": event.reason},
    )


@listens(OrderRemarked, name="notices.orderRemarked")
def an_order_was_remarked_on(event: OrderRemarked) -> Iterable[object]:
    yield TellOfRemark(order_id=event.order_id, remark_id=event.remark_id)

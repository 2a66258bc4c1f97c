"""Tells people of a remark on an order: its salesperson, and the customer's people who wrote there when it is shown to them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.customers.accounts.tables import Customer
from backend.engines.notices.commands import TellPerson, Told, tell_person
from backend.foundation.command import handles
from backend.foundation.permission import SYSTEM_ONLY
from backend.foundation.work import Work
from backend.identity.users.tables import User
from backend.sales.orders.tables import Order
from backend.sales.remarks.tables import OrderRemark


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfRemark:
    """Tells whom a remark concerns, but not who wrote it."""

    order_id: UUID
    remark_id: UUID


@handles(TellOfRemark, name="sales.tellOfRemark", needs=SYSTEM_ONLY)
async def tell_of_remark(command: TellOfRemark, work: Work) -> Told:
    remark = await work.session.get_one(OrderRemark, command.remark_id)
    order = await work.session.get_one(Order, command.order_id)
    customer = await work.session.get_one(Customer, order.customer_id)
    concerned = {order.salesperson_id}
    if remark.shown_to_customer:
        concerned |= await _customers_writers(work, order)
    told = 0
    for user_id in sorted(concerned - {remark.author_id}):
        said = await tell_person(
            TellPerson(
                user_id=user_id,
                kind="order.remarked",
                about_kind="order",
                about_id=order.id,
                cause_id=remark.id,
                facts={
                    "number": order.number,
                    "customer": customer.name,
                    "author": remark.author_name,
                    "remark": remark.text,
                    "photos": len(remark.photo_ids),
                },
            ),
            work,
        )
        told += said.people
    return Told(told)


async def _customers_writers(work: Work, order: Order) -> set[UUID]:
    """The customer's people who wrote on the order and may still sign in for that customer."""
    return set(
        await work.session.scalars(
            select(OrderRemark.author_id)
            .join(User, User.id == OrderRemark.author_id)
            .where(
                OrderRemark.order_id == order.id,
                OrderRemark.by_customer,
                User.customer_id == order.customer_id,
                User.disabled_at.is_(None),
            )
        )
    )

"""Makes, submits, changes and cancels orders; and moves them on, for whoever carries them further."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from backend.catalog.products.tables import Product
from backend.customers.accounts.tables import Customer
from backend.customers.credit import commands as credit
from backend.customers.credit.commands import Cause
from backend.customers.credit.rules import CreditExceeded
from backend.engines.approvals import commands as approvals
from backend.engines.approvals.tables import Approval, ApprovalPolicy
from backend.foundation.command import handles
from backend.foundation.number_series import next_number
from backend.foundation.permission import NotFound
from backend.foundation.text import cleaned_or_none
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.sales.orders import binding, queries, rules
from backend.sales.orders.content import OrderContent, amounts
from backend.sales.orders.events import OrderApproved, OrderCancelled, OrderMoved, OrderSubmitted
from backend.sales.orders.tables import Order, OrderLine, OrderStep
from backend.sales.rights import SALES_ORDER

DAYS_TO_ARRIVE: Final = 2
"""When no day is wished for, goods are taken to arrive this many days from now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    """Keeps an unfinished order for its maker, on every device of theirs."""

    order_id: UUID
    content: OrderContent


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOrder:
    """Submits an order, whole: it need not have been saved before."""

    order_id: UUID
    content: OrderContent


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder:
    """Changes an order that nobody has approved yet, and submits it again under its number."""

    order_id: UUID
    content: OrderContent
    base_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """Cancels an order that has not been picked; stock and credit are given back."""

    order_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """The draft is kept."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """The order has its number; `awaits` names the right that must decide next, null when it is released."""

    order_id: UUID
    number: str
    state: str
    awaits: str | None


@dataclass(frozen=True, slots=True)
class OrderEnded:
    """The order is cancelled."""

    order_id: UUID
    number: str | None


@handles(SaveDraft, name="sales.saveDraft", needs=SALES_ORDER, offline=True)
async def save_draft(command: SaveDraft, work: Work) -> DraftSaved:
    await queries.customer_of_seller(work, command.content.customer_id)
    order = await _own_order(work, command.order_id)
    if order is not None and order.state != "draft":
        raise rules.NotNow(order.number or "", order.state)
    products = await _products(work, command.content)
    order = order or _new_order(work, command.order_id)
    before = None if order.version is None else _facts(order)
    await _write(work, order, command.content, products)
    work.changed("order", order.id, before, _facts(order))
    return DraftSaved(order.id)


@handles(SubmitOrder, name="sales.submitOrder", needs=SALES_ORDER, offline=True)
async def submit_order(command: SubmitOrder, work: Work) -> OrderPlaced:
    order = await _own_order(work, command.order_id)
    if order is not None and order.state != "draft":
        raise rules.NotNow(order.number or "", order.state)
    return await _submit(work, order or _new_order(work, command.order_id), command.content)


@handles(ChangeOrder, name="sales.changeOrder", needs=SALES_ORDER)
async def change_order(command: ChangeOrder, work: Work) -> OrderPlaced:
    order = await _own_order(work, command.order_id)
    if order is None:
        raise NotFound("order")
    if order.state not in rules.CHANGED_BEFORE or order.version != command.base_version:
        raise rules.NotNow(order.number or "", order.state)
    await give_back(work, order)
    return await _submit(work, order, command.content)


@handles(CancelOrder, name="sales.cancelOrder", needs=SALES_ORDER)
async def cancel_order(command: CancelOrder, work: Work) -> OrderEnded:
    order = await queries.order_for_update(work, command.order_id)
    reason = cleaned_or_none(command.reason)
    if reason is None:
        raise rules.ReasonMissing
    if order.state not in rules.CANCELLED_BEFORE:
        raise rules.NotNow(order.number or "", order.state)
    await give_back(work, order)
    move_on(work, order, "cancelled", reason)
    work.events.append(OrderCancelled(order_id=order.id, reason=reason))
    return OrderEnded(order.id, order.number)


def move_on(work: Work, order: Order, state: rules.State, reason: str | None = None) -> None:
    """Brings an order into its next state, with the step that its rail shows. Raises NotNow when it cannot follow."""
    if not rules.may_follow(order.state, state):
        raise rules.NotNow(order.number or "", order.state)
    before = {"state": order.state}
    order.state, order.state_reason = state, reason
    _step(work, order, reason)
    work.changed("order", order.id, before, {"state": state, "reason": reason})
    work.events.append(OrderMoved(order_id=order.id, state=state))


async def release(work: Work, order: Order, why: str) -> None:
    """The order is approved: the warehouse hears of it."""
    order.released_why = why
    move_on(work, order, "approved")
    work.events.append(OrderApproved(order_id=order.id))


async def tell_who_decides(work: Work, order: Order, step: Approval) -> None:
    """The holders of the step's right will hear that the order awaits them."""
    customer = await work.session.get_one(Customer, order.customer_id)
    work.events.append(
        OrderSubmitted(
            order_id=order.id,
            needs=step.needs,
            why=step.why,
            number=order.number or "",
            customer=customer.name,
            total_fen=order.total_fen,
            salesperson_id=order.salesperson_id,
            approval_id=step.id,
        )
    )


async def give_back(work: Work, order: Order) -> None:
    """Frees the stock and credit that an order holds, and withdraws what was asked of approvers."""
    if order.state == "draft":
        return
    lines = (await work.session.scalars(select(OrderLine.id).where(OrderLine.order_id == order.id))).all()
    await allocation.release(work, lines)
    await credit.release(Cause("order", order.id), work)
    await approvals.withdraw(work, "order", order.id)


async def _submit(work: Work, order: Order, content: OrderContent) -> OrderPlaced:
    customer = await queries.customer_of_seller(work, content.customer_id)
    products = await _products(work, content)
    await binding.demand_papers(work, customer, content, products)
    at_list_price = await binding.bind_prices(work, content)
    before = None if order.version is None else _facts(order)
    await _write(work, order, content, products)
    order.at_list_price = at_list_price
    order.number = order.number or await next_number(work, "SO")
    if order.state != "submitted":
        order.state = "submitted"
    order.state_reason = None
    order.ordered_at = work.occurred_at
    await work.session.flush()
    await allocation.reserve(
        work,
        await binding.wanted(work, order),
        arriving=order.wanted_on or work.today + timedelta(days=DAYS_TO_ARRIVE),
    )
    inside_credit = await _reserve_credit(work, order)
    _step(work, order, None)
    work.changed("order", order.id, before, _facts(order))
    return await _ask(work, order, inside_credit=inside_credit)


async def _ask(work: Work, order: Order, *, inside_credit: bool) -> OrderPlaced:
    """Releases the order by rule, or opens the approval steps it needs."""
    steps = rules.approval_steps(
        await _policy(work),
        total_fen=order.total_fen,
        at_list_price=order.at_list_price,
        inside_credit=inside_credit,
    )
    assert order.number is not None  # noqa: S101 - given just above
    if not steps:
        await release(work, order, "by rule")
        return OrderPlaced(order.id, order.number, order.state, None)
    opened = await approvals.open_steps(
        work,
        "order",
        order.id,
        [approvals.StepToOpen(step.step, step.needs, step.why) for step in steps],
        asked_by=work.actor.user_id,
        facts={"number": order.number, "total_fen": order.total_fen, "customer_id": str(order.customer_id)},
    )
    await tell_who_decides(work, order, opened[0])
    return OrderPlaced(order.id, order.number, order.state, steps[0].needs)


async def _reserve_credit(work: Work, order: Order) -> bool:
    try:
        await credit.reserve(order.customer_id, order.total_fen, Cause("order", order.id), work)
    except CreditExceeded:
        return False  # Nothing was reserved: a manager decides, and then it is.
    return True


async def _own_order(work: Work, order_id: UUID) -> Order | None:
    order = await work.session.scalar(select(Order).where(Order.id == order_id).with_for_update())
    if order is not None and order.salesperson_id not in work.actor.persons:
        raise rules.OrderKnown
    return order


def _new_order(work: Work, order_id: UUID) -> Order:
    order = Order(id=order_id, salesperson_id=work.actor.user_id, simulated=work.simulated, state="draft")
    order.department_id = work.actor.departments[0] if work.actor.departments else None
    return order


async def _products(work: Work, content: OrderContent) -> dict[UUID, Product]:
    content.checked()
    wanted = {line.product_id for line in content.lines}
    found = await work.session.scalars(
        select(Product).where(Product.id.in_(wanted), Product.deleted_at.is_(None))
    )
    products = {product.id: product for product in found}
    if wanted - products.keys():
        raise NotFound("product")
    return products


async def _write(work: Work, order: Order, content: OrderContent, products: dict[UUID, Product]) -> None:
    """Writes header and lines as the content says; the lines are replaced whole."""
    site = await queries.site_of(work, content.customer_id, content.site_id)
    for name, value in content.header().items():
        setattr(order, name, value)
    order.address = site.address
    order.ordered_at = work.occurred_at
    priced = [(line, *amounts(line, products[line.product_id].tax_rate)) for line in content.lines]
    order.total_fen = sum(amount.fen for _, amount, _ in priced)
    order.tax_fen = sum(tax.fen for _, _, tax in priced)
    work.session.add(order)
    await work.session.flush()
    await work.session.execute(delete(OrderLine).where(OrderLine.order_id == order.id))
    work.session.add_all(
        OrderLine(
            id=line.line_id,
            order_id=order.id,
            position=position,
            product_id=line.product_id,
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_rate=products[line.product_id].tax_rate,
            amount_fen=amount.fen,
            tax_fen=tax.fen,
        )
        for position, (line, amount, tax) in enumerate(priced, start=1)
    )
    await work.session.flush()


async def _policy(work: Work) -> rules.Policy:
    row = await work.session.scalar(select(ApprovalPolicy))
    if row is None:
        return rules.DEFAULT_POLICY
    return rules.Policy(row.released_up_to_fen, row.director_above_fen, row.finance_reviews)


def _step(work: Work, order: Order, reason: str | None) -> None:
    work.session.add(
        OrderStep(
            order_id=order.id,
            state=order.state,
            user_id=work.actor.user_id,
            user_name=work.actor.name,
            reason=reason,
            occurred_at=work.occurred_at,
        )
    )


def _facts(order: Order) -> dict[str, object]:
    return {
        "number": order.number,
        "state": order.state,
        "customer_id": str(order.customer_id),
        "total_fen": order.total_fen,
        "purchase_number": order.purchase_number,
        "wanted_on": order.wanted_on.isoformat() if order.wanted_on else None,
    }

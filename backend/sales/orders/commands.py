"""Makes, submits, changes and cancels orders; and moves them on, for whoever carries them further."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.catalog.products.prices import offered
from backend.catalog.products.queries import OfferedRow
from backend.customers.accounts.tables import Customer
from backend.customers.credit import commands as credit
from backend.customers.credit.commands import Cause
from backend.customers.credit.rules import CreditExceeded
from backend.engines.approvals import commands as approvals
from backend.engines.approvals.tables import Approval
from backend.foundation.command import handles
from backend.foundation.number_series import next_number
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.text import reason_of
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.sales.orders import binding, queries, rules
from backend.sales.orders.content import OrderContent, PricedLine, priced
from backend.sales.orders.events import OrderApproved, OrderCancelled, OrderMoved, OrderSubmitted
from backend.sales.orders.tables import Order, OrderLine, OrderStep
from backend.sales.orders.writing import write_again, write_new
from backend.sales.rights import SALES_ORDER


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
    """Cancels an order that was not packed yet, or came back undelivered; stock and credit are given back.

    Goods that were out are not stock again before quality has judged them.
    """

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


refuses("pk_orders", rules.OrderIdTaken)
refuses("pk_order_lines", rules.OrderIdTaken)


@handles(SaveDraft, name="sales.saveDraft", needs=SALES_ORDER, offline=True)
async def save_draft(command: SaveDraft, work: Work) -> DraftSaved:
    content = command.content
    ground = await queries.ground_of(work, command.order_id, content.customer_id, content.site_id)
    if ground is None:
        raise NotFound("customer")
    order = await _own_order(work, command.order_id)
    if order is not None and order.state != "draft":
        raise rules.NotNow(order.number or "", order.state)
    goods = await _goods(work, content)
    order = order or _new_order(work, command.order_id)
    before = None if order.version is None else _facts(order)
    lines = _write_down(work, order, content, goods, ground)
    await write_again(work, order, lines, ())
    work.changed("order", order.id, before, _facts(order))
    return DraftSaved(order.id)


@handles(SubmitOrder, name="sales.submitOrder", needs=SALES_ORDER, offline=True)
async def submit_order(command: SubmitOrder, work: Work) -> OrderPlaced:
    content = command.content
    ground = await queries.ground_of(work, command.order_id, content.customer_id, content.site_id)
    order = await _own_order(work, command.order_id) if ground is None or ground.order_is_known else None
    if order is not None and order.state != "draft":
        raise rules.NotNow(order.number or "", order.state)
    return await _submit(work, order or _new_order(work, command.order_id), content, ground)


@handles(ChangeOrder, name="sales.changeOrder", needs=SALES_ORDER)
async def change_order(command: ChangeOrder, work: Work) -> OrderPlaced:
    order = await _own_order(work, command.order_id)
    if order is None:
        raise NotFound("order")
    if order.state not in rules.CHANGED_BEFORE or order.version != command.base_version:
        raise rules.NotNow(order.number or "", order.state)
    await give_back(work, order)
    content = command.content
    ground = await queries.ground_of(work, order.id, content.customer_id, content.site_id)
    return await _submit(work, order, content, ground)


@handles(CancelOrder, name="sales.cancelOrder", needs=SALES_ORDER)
async def cancel_order(command: CancelOrder, work: Work) -> OrderEnded:
    order = await queries.order_for_update(work, command.order_id)
    reason = reason_of(command.reason)
    if reason is None:
        raise rules.ReasonMissing
    if order.state not in rules.CANCELLED_FROM:
        raise rules.NotNow(order.number or "", order.state)
    await give_back(work, order)
    move_on(work, order, "cancelled", reason)
    work.events.append(OrderCancelled(order_id=order.id, reason=reason))
    return OrderEnded(order.id, order.number)


def move_on(work: Work, order: Order, state: rules.State, reason: str | None = None) -> None:
    """Brings an order into its next state, with the step that its rail shows. Raises NotNow when it cannot follow."""
    _follow(work, order, state, reason)
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


async def release(work: Work, order: Order, why: str) -> None:
    """The order is approved: the warehouse hears of it."""
    order.released_why = why
    move_on(work, order, "approved")
    work.events.append(OrderApproved(order_id=order.id))


def _release_by_rule(work: Work, order: Order) -> None:
    """Like `release`, for an order that is about to be written: its steps are written with it."""
    order.released_why = "by rule"
    _follow(work, order, "approved", None)
    work.events.append(OrderApproved(order_id=order.id))


def _follow(work: Work, order: Order, state: rules.State, reason: str | None) -> None:
    if not rules.may_follow(order.state, state):
        raise rules.NotNow(order.number or "", order.state)
    before = {"state": order.state}
    order.state, order.state_reason = state, reason
    work.changed("order", order.id, before, {"state": state, "reason": reason})
    work.events.append(OrderMoved(order_id=order.id, state=state))


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


async def _submit(
    work: Work, order: Order, content: OrderContent, ground: queries.GroundRow | None
) -> OrderPlaced:
    if ground is None:
        raise NotFound("customer")
    ordered_on = work.occurred_at.astimezone(work.zone).date()
    rules.check_wanted_day(content.wanted_on, ordered_on)
    before = None if order.version is None else _facts(order)
    goods = await _goods(work, content)
    binding.demand_whole(content, goods)
    await binding.demand_papers(work, ground.customer_kind, content, goods)
    at_list_price = binding.bind_prices(work, content, goods)
    lines = _write_down(work, order, content, goods, ground)
    order.at_list_price = at_list_price
    await binding.reserve_stock(work, content, goods)
    inside_credit = await _reserve_credit(work, order)
    order.number = order.number or await next_number(work, "SO")
    order.state, order.state_reason = "submitted", None
    work.changed("order", order.id, before, _facts(order))
    steps = rules.approval_steps(
        _policy(ground), total_fen=order.total_fen, at_list_price=at_list_price, inside_credit=inside_credit
    )
    states = ["submitted"]
    if not steps:
        _release_by_rule(work, order)
        states.append(order.state)
    await (write_new if before is None else write_again)(work, order, lines, states)
    if steps:
        await _ask(work, order, steps)
    return OrderPlaced(order.id, order.number, order.state, steps[0].needs if steps else None)


async def _ask(work: Work, order: Order, steps: Sequence[rules.Step]) -> None:
    """Opens the approval steps that the order needs."""
    opened = await approvals.open_steps(
        work,
        "order",
        order.id,
        [approvals.StepToOpen(step.step, step.needs, step.why) for step in steps],
        asked_by=work.actor.user_id,
        facts={"number": order.number, "total_fen": order.total_fen, "customer_id": str(order.customer_id)},
    )
    await tell_who_decides(work, order, opened[0])


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


async def _goods(work: Work, content: OrderContent) -> dict[UUID, OfferedRow]:
    content.checked()
    if content.repeats_id is not None and not await work.rows(queries.ORDERS_BY_ID, ids=[content.repeats_id]):
        raise NotFound("order")
    wanted = {line.product_id for line in content.lines}
    goods = await offered(work, content.customer_id, wanted, work.today)
    if wanted - goods.keys():
        raise NotFound("product")
    return goods


def _write_down(
    work: Work, order: Order, content: OrderContent, goods: binding.Goods, ground: queries.GroundRow
) -> list[PricedLine]:
    """Brings the header to what the content says; returns the lines. Raises NotFound for another customer's site."""
    if ground.address is None:
        raise NotFound("site")
    lines = [priced(line, goods[line.product_id].tax_rate) for line in content.lines]
    for name, value in content.header().items():
        setattr(order, name, value)
    order.address = ground.address
    order.ordered_at = work.occurred_at
    order.total_fen = sum(line.amount_fen for line in lines)
    order.tax_fen = sum(line.tax_fen for line in lines)
    return lines


def _policy(ground: queries.GroundRow) -> rules.Policy:
    if (
        ground.released_up_to_fen is None
        or ground.director_above_fen is None
        or ground.finance_reviews is None
    ):
        return rules.DEFAULT_POLICY
    return rules.Policy(ground.released_up_to_fen, ground.director_above_fen, ground.finance_reviews)


def _facts(order: Order) -> dict[str, object]:
    return {
        "number": order.number,
        "state": order.state,
        "customer_id": str(order.customer_id),
        "total_fen": order.total_fen,
        "purchase_number": order.purchase_number,
        "wanted_on": order.wanted_on.isoformat() if order.wanted_on else None,
    }

"""Decides one approval step of an order, and acts on it at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.customers.credit import commands as credit
from backend.customers.credit.commands import Cause
from backend.engines.approvals import commands as approvals
from backend.engines.approvals.tables import Approval, ApprovalPolicy
from backend.foundation.command import handles
from backend.foundation.money import Fen
from backend.foundation.permission import SIGNED_IN, NotAllowed, NotFound
from backend.foundation.text import reason_of
from backend.foundation.work import Work
from backend.sales.orders import queries, rules
from backend.sales.orders.commands import give_back, move_on, release, tell_who_decides
from backend.sales.orders.events import OrderRejected
from backend.sales.orders.tables import Order
from backend.sales.rights import SALES_POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideApproval:
    """Approves or rejects the open step of an order; a rejection says why."""

    approval_id: UUID
    approve: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeApprovalPolicy:
    """Sets the limits by which orders are released by rule."""

    released_up_to_fen: Fen
    director_above_fen: Fen
    finance_reviews: bool


@dataclass(frozen=True, slots=True)
class ApprovalDecided:
    """The decision is kept; `awaits` names the right that must decide next, null when the order is done with."""

    order_id: UUID
    state: str
    awaits: str | None


@dataclass(frozen=True, slots=True)
class ApprovalPolicyChanged:
    """Submissions from now on follow the new limits."""

    released_up_to_fen: Fen
    director_above_fen: Fen
    finance_reviews: bool


@handles(DecideApproval, name="sales.decideApproval", needs=SIGNED_IN)
async def decide_approval(command: DecideApproval, work: Work) -> ApprovalDecided:
    """The right is the step's own, so it is checked here."""
    order, approval = await _locked(work, command.approval_id)
    if approval.needs not in work.actor.rights:
        raise NotAllowed(approval.needs)
    if approval.asked_by in work.actor.persons:
        raise rules.OwnOrder
    reason = reason_of(command.reason)
    if not command.approve and reason is None:
        raise rules.ReasonMissing
    following = await approvals.decide(work, approval, approve=command.approve, reason=reason)
    if not command.approve:
        await give_back(work, order)
        move_on(work, order, "rejected", reason)
        work.events.append(
            OrderRejected(
                order_id=order.id,
                number=order.number or "",
                reason=reason or "",
                salesperson_id=order.salesperson_id,
            )
        )
    elif following is None:
        await _hold_credit(work, order)
        await release(work, order, f"{approval.step}: {work.actor.name}")
    else:
        await tell_who_decides(work, order, following)
    return ApprovalDecided(order.id, order.state, following.needs if following else None)


@handles(ChangeApprovalPolicy, name="sales.changeApprovalPolicy", needs=SALES_POLICY)
async def change_approval_policy(command: ChangeApprovalPolicy, work: Work) -> ApprovalPolicyChanged:
    if not 0 <= command.released_up_to_fen <= command.director_above_fen:
        raise rules.LimitsInverted
    policy = await work.session.scalar(select(ApprovalPolicy).with_for_update())
    before = None
    if policy is None:
        policy = ApprovalPolicy(single=True)
        work.session.add(policy)
    else:
        before = _limits(policy)
    policy.released_up_to_fen = command.released_up_to_fen
    policy.director_above_fen = command.director_above_fen
    policy.finance_reviews = command.finance_reviews
    work.changed(
        "approvalPolicy",
        UUID(int=0),
        before,
        _limits(policy),
    )
    return ApprovalPolicyChanged(
        command.released_up_to_fen, command.director_above_fen, command.finance_reviews
    )


def _limits(policy: ApprovalPolicy) -> dict[str, Any]:
    return {
        "released_up_to_fen": policy.released_up_to_fen,
        "director_above_fen": policy.director_above_fen,
        "finance_reviews": policy.finance_reviews,
    }


async def _locked(work: Work, approval_id: UUID) -> tuple[Order, Approval]:
    """The order first, then its step: everybody locks in that order. Raises NotFound, AlreadyDecided."""
    about = await work.session.scalar(
        select(Approval.about_id).where(Approval.id == approval_id, Approval.about_kind == "order")
    )
    if about is None:
        raise NotFound("approval")
    order = await queries.order_for_update(work, about)
    steps = await approvals.open_of(work, "order", order.id)
    if not steps or steps[0].id != approval_id:
        raise rules.AlreadyDecided
    return order, steps[0]


async def _hold_credit(work: Work, order: Order) -> None:
    """What a manager let pass beyond the limit is held too, so that the next order sees it."""
    if not await credit.holds(cause := Cause("order", order.id), work):
        await credit.reserve(order.customer_id, order.total_fen, cause, work, beyond_limit=True)

"""Opens, decides and withdraws approval steps, for the features whose things they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.engines.approvals.tables import Approval
from backend.foundation.work import Work


@dataclass(frozen=True, slots=True)
class StepToOpen:
    """A step as its feature wants it: the right whose holders decide, and why it is needed."""

    step: str
    needs: str
    why: str


async def open_steps(
    work: Work, kind: str, id: UUID, steps: Sequence[StepToOpen], asked_by: UUID, facts: dict[str, Any]
) -> list[Approval]:
    """Opens the steps in their order; only the first open one can be decided."""
    opened = []
    for position, step in enumerate(steps):
        approval = Approval(
            id=work.ids.new(),
            about_kind=kind,
            about_id=id,
            step=step.step,
            position=position,
            needs=step.needs,
            why=step.why,
            facts=facts,
            asked_by=asked_by,
            asked_at=work.now,
        )
        work.session.add(approval)
        opened.append(approval)
        work.changed("approval", approval.id, None, {"of": str(id), "step": step.step, "why": step.why})
    return opened


async def decide(work: Work, approval: Approval, *, approve: bool, reason: str | None) -> Approval | None:
    """Notes the decision; returns the step that is open next, None when it was the last or a rejection."""
    approval.state = "approved" if approve else "rejected"
    approval.decided_by = work.actor.user_id
    approval.decided_at = work.now
    approval.reason = reason
    work.changed("approval", approval.id, {"state": "open"}, {"state": approval.state, "reason": reason})
    if not approve:
        await withdraw(work, approval.about_kind, approval.about_id)
        return None
    return next(
        (
            step
            for step in await open_of(work, approval.about_kind, approval.about_id)
            if step.id != approval.id
        ),
        None,
    )


async def withdraw(work: Work, kind: str, id: UUID) -> None:
    """Closes every step that is still open: the thing was rejected, changed or cancelled."""
    for approval in await open_of(work, kind, id):
        if approval.state == "open":
            approval.state = "withdrawn"
            work.changed("approval", approval.id, {"state": "open"}, {"state": "withdrawn"})


async def open_of(work: Work, kind: str, id: UUID) -> Sequence[Approval]:
    """The open steps of a thing in their order, locked."""
    found = await work.session.scalars(
        select(Approval)
        .where(Approval.about_kind == kind, Approval.about_id == id, Approval.state == "open")
        .order_by(Approval.position)
        .with_for_update()
    )
    return found.all()

"""Opens outbounds, gives them to pickers, ends picking; puts goods back when the order is cancelled."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles
from backend.foundation.permission import SYSTEM_ONLY
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.inventory.allocation.queries import reserved_for
from backend.inventory.allocation.rules import Pick as Taken
from backend.logistics.outbounds import queries, rules
from backend.logistics.outbounds.events import OutboundOpened, OutboundPicked
from backend.logistics.outbounds.tables import Outbound, Pick, PickLine
from backend.logistics.rights import PICK
from backend.sales.orders.commands import move_on
from backend.sales.orders.tables import OrderLine
from scanners.house_label import delivery_token

_TOKEN_LETTERS = "0123456789abcdefghijkmnpqrstuvwxyz"  # noqa: S105 - an alphabet
_TOKEN_LENGTH = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOutbound:
    """Makes the outbound of an approved order, from its reservations."""

    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePick:
    """Takes an outbound as one's own task."""

    outbound_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """Takes over a colleague's task; what they picked stays."""

    outbound_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishPick:
    """Ends picking: every line is complete or closed, and the outbound awaits its re-check."""

    outbound_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOutbound:
    """Puts back what was picked for an order that was cancelled."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class OutboundReady:
    """The outbound stands, with so many lines to pick."""

    outbound_id: UUID
    lines: int


@dataclass(frozen=True, slots=True)
class PickTaken:
    """The task is the actor's."""

    outbound_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class PickFinished:
    """The outbound awaits a re-checker."""

    outbound_id: UUID


@dataclass(frozen=True, slots=True)
class OutboundEnded:
    """Nothing of it is in hand any more."""

    outbound_id: UUID | None


@handles(OpenOutbound, name="logistics.openOutbound", needs=SYSTEM_ONLY)
async def open_outbound(command: OpenOutbound, work: Work) -> OutboundReady:
    """Told twice, it answers the same: the order has one outbound."""
    order = await queries.order_locked(work, command.order_id)
    known = await work.session.scalar(select(Outbound).where(Outbound.order_id == order.id))
    if known is not None:
        return OutboundReady(known.id, len(await queries.lines_of(work, known.id)))
    if order.state != "approved":  # Cancelled between the approval and now.
        raise rules.OutboundStands(order.number or "", "cancelled")
    line_ids = (await work.session.scalars(select(OrderLine.id).where(OrderLine.order_id == order.id))).all()
    reserved = await reserved_for(work.session, line_ids)
    outbound = Outbound(id=work.ids.new(), order_id=order.id, public_token=_token(), state="open")
    work.session.add(outbound)
    await work.session.flush()
    work.session.add_all(
        PickLine(
            id=work.ids.new(),
            outbound_id=outbound.id,
            order_id=order.id,
            order_line_id=taken.holder_id,
            lot_id=taken.lot_id,
            location_id=taken.location_id,
            to_pick=taken.quantity,
        )
        for taken in reserved
    )
    work.changed("outbound", outbound.id, None, {"order_id": order.id, "lines": len(reserved)})
    work.events.append(OutboundOpened(outbound_id=outbound.id, order_id=order.id))
    return OutboundReady(outbound.id, len(reserved))


@handles(TakePick, name="logistics.takePick", needs=PICK)
async def take_pick(command: TakePick, work: Work) -> PickTaken:
    order, outbound = await queries.outbound_locked(work, command.outbound_id)
    if outbound.state == "picking":
        if outbound.picker_id != work.actor.user_id:
            raise rules.PickIsAnothers(outbound.picker_name or "")
        return PickTaken(outbound.id, outbound.state)
    if outbound.state != "open" or order.state != "approved":
        raise queries.stands(order, outbound)
    _give(work, outbound)
    move_on(work, order, "picking")
    return PickTaken(outbound.id, outbound.state)


@handles(TakeOver, name="logistics.takeOver", needs=PICK)
async def take_over(command: TakeOver, work: Work) -> PickTaken:
    order, outbound = await queries.outbound_locked(work, command.outbound_id)
    if outbound.state != "picking":
        raise queries.stands(order, outbound)
    if outbound.picker_id != work.actor.user_id:
        _give(work, outbound)
    return PickTaken(outbound.id, outbound.state)


@handles(FinishPick, name="logistics.finishPick", needs=PICK, offline=True)
async def finish_pick(command: FinishPick, work: Work) -> PickFinished:
    order, outbound = await queries.own_task(work, command.outbound_id)
    lines = await queries.lines_of(work, outbound.id)
    rules.may_finish([rules.LineState(complete=line.left == 0, picked=line.picked > 0) for line in lines])
    outbound.state, outbound.picked_at = "picked", work.occurred_at
    work.changed("outbound", outbound.id, {"state": "picking"}, {"state": "picked"})
    move_on(work, order, "picked")
    work.events.append(OutboundPicked(outbound_id=outbound.id, order_id=order.id))
    return PickFinished(outbound.id)


@handles(CancelOutbound, name="logistics.cancelOutbound", needs=SYSTEM_ONLY)
async def cancel_outbound(command: CancelOutbound, work: Work) -> OutboundEnded:
    order = await queries.order_locked(work, command.order_id)
    outbound = await work.session.scalar(
        select(Outbound).where(Outbound.order_id == order.id).with_for_update()
    )
    # What left and came back is in nobody's hand: it waits for quality, and that it was out stays on record.
    if outbound is None or outbound.state in ("cancelled", "handed_over"):
        return OutboundEnded(outbound.id if outbound else None)
    if order.state != "cancelled":
        raise queries.stands(order, outbound)
    await _put_all_back(work, outbound)
    before, outbound.state = outbound.state, "cancelled"
    work.changed("outbound", outbound.id, {"state": before}, {"state": "cancelled"})
    return OutboundEnded(outbound.id)


async def _put_all_back(work: Work, outbound: Outbound) -> None:
    """Undoes every pick, and frees what the order's cancelling could not reach because it was in hand."""
    lines = {line.id: line for line in await queries.lines_of(work, outbound.id)}
    picks = await work.session.scalars(
        select(Pick).where(Pick.pick_line_id.in_(lines), Pick.undone_at.is_(None)).with_for_update()
    )
    back = []
    for pick in picks:
        line = lines[pick.pick_line_id]
        pick.undone_at, pick.undone_by = work.occurred_at, work.actor.user_id
        line.picked -= pick.quantity
        back.append(
            Taken(
                holder_id=line.order_line_id,
                lot_id=line.lot_id,
                location_id=line.location_id,
                quantity=pick.quantity,
            )
        )
    if back:
        await allocation.put_back(work, back)
        await allocation.release(work, {taken.holder_id for taken in back})


def _give(work: Work, outbound: Outbound) -> None:
    before = {"state": outbound.state, "picker": outbound.picker_name}
    outbound.state, outbound.picker_id, outbound.picker_name = "picking", work.actor.user_id, work.actor.name
    work.changed("outbound", outbound.id, before, {"state": "picking", "picker": work.actor.name})


def _token() -> str:
    while True:
        token = delivery_token("".join(secrets.choice(_TOKEN_LETTERS) for _ in range(_TOKEN_LENGTH)))
        if token is not None:
            return token

"""Confirms and undoes picks, changes lots, closes lines. Quantities are pieces."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.quantity import Quantity
from backend.foundation.text import reason_of
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.inventory.allocation.rules import Pick as Taken
from backend.inventory.scans.commands import keep_scan
from backend.inventory.scans.rules import ScanInput
from backend.logistics.outbounds.queries import line_of_own_task, outbound_locked, stands
from backend.logistics.outbounds.rules import LINES_PER_OUTBOUND_MAX, PickIsAnothers
from backend.logistics.outbounds.tables import Outbound, Pick, PickLine
from backend.logistics.picking import queries, rules
from backend.logistics.quality_tasks.commands import open_task
from backend.logistics.rights import PICK
from backend.sales.orders.commands import move_on
from backend.sales.orders.tables import Order

DAYS_TO_ARRIVE: Final = 1
"""Goods that are picked today arrive tomorrow, where no day is wished for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPick:
    """Confirms pieces of a line by a scan; without a quantity, one of what was scanned (a case counts its pieces)."""

    pick_id: UUID
    pick_line_id: UUID
    scan: ScanInput
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPick:
    """Takes a confirmation back; the goods go back to their place."""

    pick_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLot:
    """Takes another saleable lot for what is left of a line, for a reason."""

    pick_line_id: UUID
    lot_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLine:
    """Closes what is left of a line: it is not there (short), or broken. The rest of the order goes on."""

    pick_line_id: UUID
    why: Literal["short", "broken"]


@dataclass(frozen=True, slots=True)
class PickConfirmed:
    """The pieces are booked; `picked` of `to_pick` pieces of the line are in hand."""

    pick_id: UUID
    pick_line_id: UUID
    quantity: Decimal
    picked: Decimal
    to_pick: Decimal


@dataclass(frozen=True, slots=True)
class PickUndone:
    """The pieces stand at their place again."""

    pick_id: UUID
    pick_line_id: UUID
    picked: Decimal


@dataclass(frozen=True, slots=True)
class LotChanged:
    """The outbound has these lines for the order line now."""

    outbound_id: UUID
    pick_line_ids: list[UUID] = field(metadata={"at_most": LINES_PER_OUTBOUND_MAX})


@dataclass(frozen=True, slots=True)
class LineEnded:
    """Nothing more is picked for the line."""

    pick_line_id: UUID
    picked: Decimal
    to_pick: Decimal


refuses("uq_picks_serial", rules.SerialAlreadyScanned)
refuses("pk_picks", rules.PickKnown)


@handles(ConfirmPick, name="logistics.confirmPick", needs=PICK, offline=True)
async def confirm_pick(command: ConfirmPick, work: Work) -> PickConfirmed:
    _, outbound, line = await line_of_own_task(work, command.pick_line_id)
    scan = await keep_scan(work, command.scan)
    asked = await queries.asked_of(work, line)
    taken = rules.taken(
        asked,
        scan,
        await queries.product_name(work, scan.product_id),
        None if command.quantity is None else Quantity.sold(command.quantity, asked.unit).value,
    )
    if taken.serial is not None:
        await queries.serial_is_new(work, asked.product_id, taken.serial)
    # Refuses a lot that is on hold, not accepted or expired by now.
    await allocation.pick(work, [_reserved(line, taken.quantity)])
    before, line.picked = line.picked, line.picked + taken.quantity
    work.session.add(
        Pick(
            id=command.pick_id,
            pick_line_id=line.id,
            scan_id=scan.scan_id,
            product_id=asked.product_id,
            serial=taken.serial,
            quantity=taken.quantity,
            picked_by=work.actor.user_id,
            picked_for=work.actor.on_behalf_of or work.actor.user_id,
            picker_name=work.actor.name,
            picked_at=work.occurred_at,
        )
    )
    _touched(work, outbound, line, {"picked": before}, {"picked": line.picked, "pick": command.pick_id})
    return PickConfirmed(command.pick_id, line.id, taken.quantity, line.picked, line.to_pick)


@handles(UndoPick, name="logistics.undoPick", needs=PICK, offline=True)
async def undo_pick(command: UndoPick, work: Work) -> PickUndone:
    """Also after picking was finished, as long as nobody has signed the re-check: the task is open again then."""
    line_id = await work.session.scalar(select(Pick.pick_line_id).where(Pick.id == command.pick_id))
    line = await work.session.get(PickLine, line_id) if line_id else None
    if line is None:
        raise NotFound("pick")
    order, outbound = await outbound_locked(work, line.outbound_id)
    if outbound.state not in ("picking", "picked") or order.state != outbound.state:
        raise stands(order, outbound)
    if outbound.picker_id != work.actor.user_id:
        raise PickIsAnothers(outbound.picker_name or "")
    pick = await work.session.get(Pick, command.pick_id, with_for_update=True, populate_existing=True)
    await work.session.refresh(line)
    assert pick is not None  # noqa: S101 - found above, and picks are never deleted
    if pick.undone_at is not None:
        raise rules.AlreadyUndone
    if outbound.state == "picked":
        _reopen(work, order, outbound)
    pick.undone_at, pick.undone_by = work.occurred_at, work.actor.user_id
    before, line.picked = line.picked, line.picked - pick.quantity
    await allocation.put_back(work, [_reserved(line, pick.quantity)])
    if line.closed_why is not None:  # What was missing is off the books; what went back can be picked again.
        line.to_pick, line.closed_why = before, None
    _touched(work, outbound, line, {"picked": before}, {"picked": line.picked, "undone": pick.id})
    return PickUndone(pick.id, line.id, line.picked)


@handles(ChangeLot, name="logistics.changeLot", needs=PICK)
async def change_lot(command: ChangeLot, work: Work) -> LotChanged:
    order, outbound, line = await line_of_own_task(work, command.pick_line_id)
    reason = reason_of(command.reason)
    if reason is None:
        raise rules.ReasonNeeded
    if command.lot_id == line.lot_id or line.left == 0:
        raise rules.SameLot
    new = await allocation.change_lot(
        work,
        _reserved(line, line.left),
        command.lot_id,
        arriving=order.wanted_on or work.today + timedelta(days=DAYS_TO_ARRIVE),
    )
    lines = _with_lots(work, outbound, line, list(new), reason)
    work.reason = reason
    return LotChanged(outbound.id, [changed.id for changed in lines])


@handles(CloseLine, name="logistics.closeLine", needs=PICK, offline=True)
async def close_line(command: CloseLine, work: Work) -> LineEnded:
    """Goods that are missing or broken leave the books, so that nobody is sent for them again; quality looks at it."""
    _, outbound, line = await line_of_own_task(work, command.pick_line_id)
    if line.closed_why is not None:
        raise rules.LineClosed(line.closed_why)
    if line.left == 0:
        raise rules.SameLot
    missing = line.left
    await allocation.write_off(work, [_reserved(line, missing)], command.why)
    line.closed_why = work.reason = command.why
    _touched(work, outbound, line, {"closed_why": None}, {"closed_why": command.why, "missing": missing})
    open_task(
        work,
        "goods_missing" if command.why == "short" else "goods_broken",
        ("lot", line.lot_id),
        {
            "outbound_id": outbound.id,
            "location_id": line.location_id,
            "quantity": missing,
            "by": work.actor.name,
        },
    )
    return LineEnded(line.id, line.picked, line.to_pick)


def _with_lots(
    work: Work, outbound: Outbound, line: PickLine, new: list[Taken], reason: str
) -> list[PickLine]:
    """The line as it is after its rest was given to other places: what is in hand stays a line of its own lot."""
    before = {"lot": line.lot_id, "to_pick": line.to_pick}
    changed: list[PickLine] = []
    if line.picked == 0:
        first, *new = new
        line.lot_id, line.location_id, line.to_pick = first.lot_id, first.location_id, first.quantity
        line.other_lot_reason = reason
        changed.append(line)
    else:
        line.to_pick = line.picked
    _touched(work, outbound, line, before, {"lot": line.lot_id, "to_pick": line.to_pick, "reason": reason})
    for taken in new:
        added = PickLine(
            id=work.ids.new(),
            outbound_id=line.outbound_id,
            order_id=line.order_id,
            order_line_id=line.order_line_id,
            lot_id=taken.lot_id,
            location_id=taken.location_id,
            to_pick=taken.quantity,
            other_lot_reason=reason,
        )
        work.session.add(added)
        _touched(
            work, outbound, added, None, {"lot": added.lot_id, "to_pick": added.to_pick, "reason": reason}
        )
        changed.append(added)
    return changed


def _reopen(work: Work, order: Order, outbound: Outbound) -> None:
    outbound.state, outbound.picked_at = "picking", None
    move_on(work, order, "picking", "un-picked")


def _reserved(line: PickLine, quantity: Decimal) -> Taken:
    return Taken(
        holder_id=line.order_line_id, lot_id=line.lot_id, location_id=line.location_id, quantity=quantity
    )


def _touched(
    work: Work, outbound: Outbound, line: PickLine, before: dict[str, object] | None, after: dict[str, object]
) -> None:
    work.changed("outbound", outbound.id, before and {"line": line.id, **before}, {"line": line.id, **after})

"""Signs re-checks, and gives goods back to their picker."""

from dataclasses import dataclass, field
from uuid import UUID

from backend.foundation.command import handles
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.number_series import next_number
from backend.foundation.perform import refuses
from backend.foundation.recorder import Signed, Signing
from backend.foundation.signable import SIGNED_TOGETHER_MAX
from backend.foundation.text import reason_of
from backend.foundation.work import Work
from backend.inventory.lots.queries import lots_for_update
from backend.inventory.lots.rules import may_go_out
from backend.logistics.delivery_notes.commands import issue_note
from backend.logistics.outbounds.events import OutboundRechecked
from backend.logistics.outbounds.queries import lines_of, outbound_locked, stands
from backend.logistics.outbounds.tables import Outbound, Pick, Recheck
from backend.logistics.rechecks import queries, rules
from backend.logistics.rights import RECHECK
from backend.sales.orders.commands import move_on
from backend.sales.orders.rules import ReasonMissing
from backend.sales.orders.tables import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckOutbounds:
    """Signs the re-check of one or several picked outbounds at once; their delivery notes get their numbers."""

    outbound_ids: tuple[UUID, ...]
    signing: Signing
    quality: str = rules.ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToPicker:
    """Gives an outbound that is not in order back to its picker, saying why."""

    outbound_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class NoteIssued:
    """The delivery note of one outbound; its PDF is drawn within seconds."""

    outbound_id: UUID
    delivery_note_number: str


@dataclass(frozen=True, slots=True)
class OutboundsRechecked:
    """One signature covers these outbounds."""

    signature_id: UUID
    notes: list[NoteIssued] = field(metadata={"at_most": SIGNED_TOGETHER_MAX})


@dataclass(frozen=True, slots=True)
class ReturnedToPicker:
    """The picker has it again."""

    outbound_id: UUID


refuses("ck_rechecks_checker_is_not_picker", rules.CheckerIsPicker)


@handles(RecheckOutbounds, name="logistics.recheck", needs=RECHECK, signed=rules.RECHECKED)
async def recheck(command: RecheckOutbounds, work: Work) -> OutboundsRechecked:
    if command.quality != rules.ACCEPTED:
        raise rules.QualityNotAccepted
    ids = sorted(set(command.outbound_ids))
    if not 1 <= len(ids) <= SIGNED_TOGETHER_MAX:
        raise rules.TooManyTogether(SIGNED_TOGETHER_MAX)
    locked = await _locked(work, ids)
    picks = await queries.picks_of(work, ids)
    _checker_differs(work, [pick for _, pick in picks])
    await _lots_may_go_out(work, ids)
    lines = await queries.checked_lines(work, ids)
    signature_id = await work.sign(
        Signed(kind="recheck", id=work.command_id, object_version=1, document=rules.document(lines))
    )
    _note_checks(work, picks, command.quality, signature_id)
    notes = []
    for order, outbound in locked:
        before = {"state": outbound.state}
        outbound.rechecked_by, outbound.rechecker_name = work.actor.user_id, work.actor.name
        outbound.rechecked_at, outbound.recheck_signature_id = work.now, signature_id
        move_on(work, order, "rechecked")
        number = await next_number(work, "DN")
        await issue_note(work, order, outbound, number)
        outbound.state = "rechecked"
        work.changed("outbound", outbound.id, before, {"state": "rechecked", "delivery_note": number})
        work.events.append(OutboundRechecked(outbound_id=outbound.id, order_id=order.id))
        notes.append(NoteIssued(outbound.id, number))
    return OutboundsRechecked(signature_id, notes)


@handles(ReturnToPicker, name="logistics.returnToPicker", needs=RECHECK)
async def return_to_picker(command: ReturnToPicker, work: Work) -> ReturnedToPicker:
    order, outbound = await outbound_locked(work, command.outbound_id)
    reason = reason_of(command.reason, characters_max=REMARK_CHARACTERS_MAX, lines=True)
    if reason is None:
        raise ReasonMissing
    if outbound.state != "picked" or order.state != "picked":
        raise stands(order, outbound)
    outbound.state, outbound.returned_reason, outbound.picked_at = "picking", reason, None
    work.reason = reason
    work.changed("outbound", outbound.id, {"state": "picked"}, {"state": "picking", "reason": reason})
    move_on(work, order, "picking", reason)
    return ReturnedToPicker(outbound.id)


async def _locked(work: Work, ids: list[UUID]) -> list[tuple[Order, Outbound]]:
    """All of them under their locks, orders in sorted order; each awaits its re-check.

    Raises NotFound, AlreadyRechecked, OutboundStands.
    """
    orders = await queries.order_ids(work, ids)
    locked = [await outbound_locked(work, outbound_id) for outbound_id in sorted(ids, key=orders.__getitem__)]
    for order, outbound in locked:
        if outbound.state in ("rechecked", "handed_over"):
            raise rules.AlreadyRechecked(order.number or "", outbound.rechecker_name or "")
        if outbound.state != "picked" or order.state != "picked":
            raise stands(order, outbound)
    return locked


def _checker_differs(work: Work, picks: list[Pick]) -> None:
    if any(work.actor.persons & {pick.picked_by, pick.picked_for} for pick in picks):
        raise rules.CheckerIsPicker


async def _lots_may_go_out(work: Work, ids: list[UUID]) -> None:
    """Raises LotOnHold, LotNotAccepted or LotExpired for what was stopped or expired since it was picked."""
    lots = {line.lot_id for id in ids for line in await lines_of(work, id) if line.picked}
    for lot in (await lots_for_update(work.session, lots)).values():
        may_go_out(lot.facts, work.today)


def _note_checks(work: Work, picks: list[tuple[UUID, Pick]], quality: str, signature_id: UUID) -> None:
    work.session.add_all(
        Recheck(
            pick_id=pick.id,
            outbound_id=outbound_id,
            picked_by=pick.picked_by,
            picked_for=pick.picked_for,
            checked_by=work.actor.user_id,
            checked_for=work.actor.on_behalf_of or work.actor.user_id,
            quality=quality,
            signature_id=signature_id,
            checked_at=work.now,
        )
        for outbound_id, pick in picks
    )

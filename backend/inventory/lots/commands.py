"""Makes lots as they arrive; stops them, lets them go again, rejects them: each with person, time and reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert

from backend.foundation.command import handles
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.permission import NotFound
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.inventory.lots.printed import OnLabel, PrintedExpiry
from backend.inventory.lots.queries import lots_for_update
from backend.inventory.lots.rules import LotDatesUnfit, LotName, dates_agree, follows
from backend.inventory.lots.tables import Lot
from backend.inventory.rights import HOLD, RELEASE


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLot:
    """Stops a lot at once: nothing of it may be sold or go out until quality releases it."""

    lot_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLot:
    """Ends a hold: the lot is again what it was before."""

    lot_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectLot:
    """Judges a lot unfit, for good."""

    lot_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class LotStateChanged:
    """The lot is now in this state."""

    lot_id: UUID
    state: str


@handles(HoldLot, name="inventory.holdLot", needs=HOLD)
async def hold_lot(command: HoldLot, work: Work) -> LotStateChanged:
    lot = await _stepping(command.lot_id, "hold", work)
    return turn(lot, "on_hold", work, reason=_reason(command.reason), held_from=lot.state)


@handles(ReleaseLot, name="inventory.releaseLot", needs=RELEASE)
async def release_lot(command: ReleaseLot, work: Work) -> LotStateChanged:
    lot = await _stepping(command.lot_id, "release", work)
    assert lot.held_from is not None  # noqa: S101 - the database demands it of a lot on hold.
    return turn(lot, lot.held_from, work, reason=_reason(command.reason))


@handles(RejectLot, name="inventory.rejectLot", needs=RELEASE)
async def reject_lot(command: RejectLot, work: Work) -> LotStateChanged:
    lot = await _stepping(command.lot_id, "reject", work)
    return turn(lot, "rejected", work, reason=_reason(command.reason))


def turn(
    lot: Lot, state: str, work: Work, *, reason: str | None, held_from: str | None = None
) -> LotStateChanged:
    """Puts a locked lot into `state` by this actor, and reports it. The caller has asked `follows`."""
    before = {"state": lot.state, "reason": lot.state_reason}
    lot.state, lot.held_from, lot.state_reason = state, held_from, reason
    lot.state_by, lot.state_at = work.actor.user_id, work.now
    work.reason = reason or work.reason
    work.changed("lot", lot.id, before, {"state": state, "reason": reason})
    return LotStateChanged(lot.id, state)


async def lots_named(work: Work, names: Mapping[LotName, OnLabel]) -> dict[LotName, Lot]:
    """The lots of these names, locked: joined where they are on file, made where they are not.

    What the label says beyond the name may fill what the file lacks, and never blanks or changes what it has.
    Raises LotDatesUnfit.
    """
    for name, label in names.items():
        dates_agree(name.lot_number, label.made_on, name.expires_on, work.today)
    # Sorted, so that two arrivals of the same new lots wait for each other, and never both.
    ordered = sorted(names, key=lambda name: (name.product_id, name.lot_number, name.expires_on))
    made = await work.session.scalars(
        insert(Lot)
        .values([{"id": work.ids.new(), **_columns(name), **_said(names[name])} for name in ordered])
        .on_conflict_do_nothing()
        .returning(Lot.id)
    )
    new = set(made)
    key = tuple_(Lot.product_id, Lot.lot_number, Lot.expires_on)
    found = await work.session.scalars(
        select(Lot.id).where(key.in_([tuple(_columns(n).values()) for n in ordered]))
    )
    lots = await lots_for_update(work.session, found)
    named: dict[LotName, Lot] = {}
    for lot in lots.values():
        name = LotName(product_id=lot.product_id, lot_number=lot.lot_number, expires_on=lot.expires_on)
        named[name] = lot
        if lot.id in new:
            work.changed("lot", lot.id, None, {**_columns(name), **_said(names[name]), "state": lot.state})
            continue
        _made_on(lot, names[name].made_on, work)
        _expiry_in_print(lot, names[name].expiry, work)
    return named


def judge_arrival(lot: Lot, accepted: bool, work: Work, *, reason: str | None) -> None:
    """What an inspection means for the lot's state: a first arrival decides it, a later one does not undo it.

    A hold stays a hold; what it returns to is decided here. Raises LotStateForbids for goods of a rejected or
    recalled lot.
    """
    if accepted:
        follows("accept", lot.lot_number, lot.state)
    if lot.state == "pending":
        turn(lot, "accepted" if accepted else "rejected", work, reason=None if accepted else reason)
    elif lot.held_from == "pending" and accepted:
        lot.held_from = "accepted"
        work.changed("lot", lot.id, {"held_from": "pending"}, {"held_from": "accepted"})


def _made_on(lot: Lot, made_on: date | None, work: Work) -> None:
    if made_on is None or made_on == lot.made_on:
        return
    if lot.made_on is not None:
        raise LotDatesUnfit(lot_number=lot.lot_number, made_on=made_on)
    lot.made_on = made_on
    work.changed("lot", lot.id, {"made_on": None}, {"made_on": made_on})


def _expiry_in_print(lot: Lot, expiry: PrintedExpiry | None, work: Work) -> None:
    """Two spellings of one day are no disagreement: the file keeps the first, the receipt's line keeps its own."""
    if expiry is None or lot.expiry_word is not None:
        return
    lot.expiry_word, lot.expiry_printed = expiry.word, expiry.date
    work.changed(
        "lot",
        lot.id,
        {"expiry_word": None, "expiry_printed": None},
        {"expiry_word": expiry.word, "expiry_printed": expiry.date},
    )


def _said(label: OnLabel) -> dict[str, Any]:
    word, printed = (label.expiry.word, label.expiry.date) if label.expiry else (None, None)
    return {"made_on": label.made_on, "expiry_word": word, "expiry_printed": printed}


def _columns(name: LotName) -> dict[str, Any]:
    return {"product_id": name.product_id, "lot_number": name.lot_number, "expires_on": name.expires_on}


async def _stepping(lot_id: UUID, step: str, work: Work) -> Lot:
    lots = await lots_for_update(work.session, [lot_id])
    if lot_id not in lots:
        raise NotFound("lot")
    follows(step, lots[lot_id].lot_number, lots[lot_id].state)
    return lots[lot_id]


def _reason(text: str) -> str:
    return cleaned(text, characters_max=REMARK_CHARACTERS_MAX, lines=True)

"""What a person decided about work of theirs that needs attention: recorded as firmly as the deed itself."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles
from backend.foundation.permission import SIGNED_IN, NotFound
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.sync.attention.commands import open_attention
from backend.sync.attention.rules import Why
from backend.sync.custody.tables import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardCommand:
    """Gives an unapplied command up; `keepTheirs` says that the other side's version is preferred."""

    command: UUID
    choice: Literal["discard", "keepTheirs"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersedeCommand:
    """Puts the corrected command `by` into the place of a refused one."""

    command: UUID
    by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCommand:
    """Asks the office to decide about an unapplied command."""

    command: UUID
    note: str


@dataclass(frozen=True, slots=True)
class CommandResolved:
    """The decision stands."""

    command: UUID


@handles(DiscardCommand, name="sync.discardCommand", needs=SIGNED_IN, offline=True)
async def discard_command(command: DiscardCommand, work: Work) -> CommandResolved:
    envelope = await _own_envelope(work, command.command)
    work.reason = cleaned(command.reason)
    return _resolved(work, envelope, {"kind": "discarded", "choice": command.choice, "reason": work.reason})


@handles(SupersedeCommand, name="sync.supersedeCommand", needs=SIGNED_IN, offline=True)
async def supersede_command(command: SupersedeCommand, work: Work) -> CommandResolved:
    envelope = await _own_envelope(work, command.command)
    return _resolved(work, envelope, {"kind": "superseded", "by": str(command.by)})


@handles(HandOverCommand, name="sync.handOverCommand", needs=SIGNED_IN, offline=True)
async def hand_over_command(command: HandOverCommand, work: Work) -> CommandResolved:
    envelope = await _own_envelope(work, command.command)
    work.reason = cleaned(command.note)
    open_attention(work, envelope, Why.handed_over, {"note": work.reason})
    return CommandResolved(envelope.id)


async def _own_envelope(work: Work, envelope_id: UUID) -> Envelope:
    """The first envelope of that id on the device that decides; locked. Raises NotFound."""
    envelope = await work.session.scalar(
        select(Envelope)
        .where(
            Envelope.id == envelope_id,
            Envelope.device_id == work.door.device_id,
            Envelope.user_id == work.actor.user_id,
        )
        .order_by(Envelope.sequence)
        .limit(1)
        .with_for_update()
    )
    if envelope is None:
        raise NotFound("envelope")
    return envelope


def _resolved(work: Work, envelope: Envelope, resolution: dict[str, Any]) -> CommandResolved:
    # Whether it may be decided at all was judged by the protocol (offline/effect.py); the first decision stands.
    envelope.resolution = envelope.resolution or resolution
    work.changed("envelope", envelope.id, {"resolution": None}, {"resolution": envelope.resolution["kind"]})
    return CommandResolved(envelope.id)

"""Tells of work that did not go through, and closes what the office has dealt with."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles
from backend.foundation.permission import SYSTEM_ONLY, NotFound
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.sync.attention.events import EnvelopeRefused
from backend.sync.attention.rules import FOR_THE_OFFICE, NOT_APPLIED, Why
from backend.sync.attention.tables import Attention
from backend.sync.custody.tables import Envelope
from backend.sync.rights import SYNC_ATTEND


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEnvelope:
    """Says what came of an envelope to those who should hear of it."""

    device_id: UUID
    sequence: int
    why: Why
    refusal: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAttention:
    """Says what was done about an envelope that the office had to look at."""

    attention_id: UUID
    closing: str


@dataclass(frozen=True, slots=True)
class EnvelopeReported:
    """Those who should hear of it will."""

    envelope_id: UUID


@dataclass(frozen=True, slots=True)
class AttentionClosed:
    """Nobody needs to look at it any more."""

    attention_id: UUID


@handles(ReportEnvelope, name="sync.reportEnvelope", needs=SYSTEM_ONLY)
async def report_envelope(command: ReportEnvelope, work: Work) -> EnvelopeReported:
    envelope = await work.session.get(Envelope, (command.device_id, command.sequence))
    if envelope is None:
        raise NotFound("envelope")
    if command.why in FOR_THE_OFFICE:
        open_attention(work, envelope, command.why, {"refusal": command.refusal, **command.facts})
    if command.why in NOT_APPLIED:
        kind, id = envelope.entity.split(":")
        work.events.append(
            EnvelopeRefused(
                envelope_id=envelope.id,
                user_id=envelope.user_id,
                command=envelope.name,
                entity_kind=kind,
                entity_id=UUID(id),
                why=command.why,
                refusal=command.refusal,
                facts=command.facts,
            )
        )
    return EnvelopeReported(envelope.id)


def open_attention(work: Work, envelope: Envelope, why: Why, facts: dict[str, Any]) -> None:
    """Puts the envelope before the office."""
    attention = Attention(
        id=work.ids.new(),
        device_id=envelope.device_id,
        sequence=envelope.sequence,
        why=why,
        facts=facts,
        opened_at=work.now,
    )
    work.session.add(attention)
    work.changed("attention", attention.id, None, {"envelope": str(envelope.id), "why": why})


@handles(CloseAttention, name="sync.closeAttention", needs=SYNC_ATTEND)
async def close_attention(command: CloseAttention, work: Work) -> AttentionClosed:
    closing = cleaned(command.closing)
    attention = await work.session.scalar(
        select(Attention).where(Attention.id == command.attention_id).with_for_update()
    )
    if attention is None or attention.closed_at is not None:
        raise NotFound("attention")
    attention.closed_at, attention.closed_by, attention.closing = work.now, work.actor.user_id, closing
    work.reason = closing
    work.changed("attention", attention.id, {"closed": False}, {"closed": True})
    return AttentionClosed(attention.id)

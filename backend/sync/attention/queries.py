"""Finds what the office has to look at, and how much of a person's own work waits at the server."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, ColumnElement, and_, bindparam, select

from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns
from backend.identity.users.tables import User
from backend.sync.attention.tables import Attention
from backend.sync.custody.tables import Envelope
from backend.sync.rights import SYNC_ATTEND


class AttentionRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    why: str
    facts: dict[str, Any]
    opened_at: datetime
    closed_at: datetime | None
    closing: str | None
    envelope_id: UUID
    command: str
    entity: str
    made_at: datetime
    estimated_at: datetime
    received_at: datetime
    drift_seconds: int | None
    person: str
    person_id: UUID
    signed_text: str


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    return and_(actor.customer_id.is_(None), actor.may(SYNC_ATTEND))


ATTENTIONS = PageQuery(
    AttentionRow,
    select(
        Attention.id,
        Attention.why,
        Attention.facts,
        Attention.opened_at,
        Attention.closed_at,
        Attention.closing,
        Envelope.id,
        Envelope.name,
        Envelope.entity,
        Envelope.made_at,
        Envelope.estimated_at,
        Envelope.received_at,
        Envelope.drift_seconds,
        User.name,
        User.id,
        Envelope.signed_text,
    )
    .join(
        Envelope,
        and_(Envelope.device_id == Attention.device_id, Envelope.sequence == Attention.sequence),
    )
    .join(User, User.id == Envelope.user_id)
    .where(visible_to(ACTOR), Attention.closed_at.is_not(None) == bindparam("closed", type_=Boolean())),
    order=(Attention.opened_at, Attention.id),
    fields=("opened_at", "id"),
    descending=True,
)

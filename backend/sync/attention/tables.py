"""Attentions: envelopes that somebody in the office has to look at."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.sync.attention.rules import Why
from backend.sync.custody.tables import Envelope


class Attention(Base):
    """One envelope for one reason; open until somebody of the office says what was done about it."""

    __tablename__ = "attentions"
    __table_args__ = (
        ForeignKeyConstraint(["device_id", "sequence"], [Envelope.device_id, Envelope.sequence]),
        CheckConstraint(f"why in {tuple(why.value for why in Why)}", name="why_is_known"),
        CheckConstraint(
            "(closed_at is null) = (closed_by is null) and (closed_at is null) = (closing is null)",
            name="closed_by_somebody_with_a_word",
        ),
        Index("ix_attentions_open", "opened_at", "id", postgresql_where=text("closed_at is null")),
        {"info": guarded("attention")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID]
    sequence: Mapped[int]
    why: Mapped[str]
    facts: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    closing: Mapped[str | None]

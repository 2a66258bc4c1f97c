"""Custody: envelopes as phones handed them in, before and apart from what they do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.identity.devices.tables import Device


class Envelope(Base):
    """One envelope in custody: the exact signed text, when it came, and what became of it."""

    __tablename__ = "envelopes"
    __table_args__ = (
        UniqueConstraint("device_id", "sequence"),
        CheckConstraint(
            "state in ('waiting', 'applied', 'refused', 'conflict', 'quarantined')", name="state_is_known"
        ),
        Index("ix_envelopes_waiting", "entity", "sequence", postgresql_where=text("state = 'waiting'")),
        {"info": guarded("envelope")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey(Device.id))
    sequence: Mapped[int]
    user_id: Mapped[UUID]
    name: Mapped[str]
    entity: Mapped[str]
    depends_on: Mapped[list[UUID]]
    signed_text: Mapped[str]
    signature: Mapped[str]
    digest: Mapped[str]
    made_at: Mapped[datetime]
    estimated_at: Mapped[datetime]
    drift_seconds: Mapped[int]
    state: Mapped[str] = mapped_column(server_default="waiting")
    outcome: Mapped[dict[str, Any] | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())

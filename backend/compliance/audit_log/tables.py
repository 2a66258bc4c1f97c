"""The audit log: one entry per performed command, written in its transaction, and never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded


class AuditEntry(Base):
    """Who did what, when, to which things. `changes` hold kind, id, before and after of each thing."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "user_id", "recorded_at"),
        Index("ix_audit_entries_recorded_at", "recorded_at"),
        Index("ix_audit_entries_things", "things", postgresql_using="gin"),
        {"info": guarded("auditEntry", append_only=True)},
    )

    command_id: Mapped[UUID] = mapped_column(primary_key=True)
    command: Mapped[str]
    user_id: Mapped[UUID]
    user_name: Mapped[str]
    posts: Mapped[list[str]]
    on_behalf_of: Mapped[UUID | None]
    things: Mapped[list[UUID]]
    changes: Mapped[list[Any]]
    reason: Mapped[str | None]
    request_id: Mapped[str | None]
    device_id: Mapped[UUID | None]
    signature_id: Mapped[UUID | None]
    made_at: Mapped[datetime | None]
    occurred_at: Mapped[datetime]
    simulated: Mapped[bool] = mapped_column(server_default=text("false"))
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

"""Notices: what awaits a person, in the app's inbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Index,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded


class Notice(Base, Synced):
    """One notice for one person, with the thing it leads to. Told once per cause."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("user_id", "cause_id"),
        Index(None, "user_id", "created_at", "id"),
        {
            "info": guarded(
                "notice",
                portal="exists (select from users where users.id = user_id and users.customer_id = portal_customer())",
            )
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    cause_id: Mapped[UUID]
    kind: Mapped[str]
    """"order.awaitsYou", "order.notSubmitted", "delivery.exception", "temperature.task"."""
    facts: Mapped[dict[str, Any]]
    about_kind: Mapped[str]
    about_id: Mapped[UUID]
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

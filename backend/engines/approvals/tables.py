"""Approvals: who must agree to a thing, one step after the other, and what they decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Index,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded


class Approval(Base, Synced):
    """One step: a right's holders may decide on (kind, id). The reason that brought it there is said once."""

    __tablename__ = "approvals"
    __table_args__ = (
        CheckConstraint("state in ('open', 'approved', 'rejected', 'withdrawn')", name="state_is_known"),
        CheckConstraint("decided_by <> asked_by", name="maker_is_not_checker"),
        CheckConstraint(
            "(state in ('approved', 'rejected')) = (decided_by is not null)", name="a_decision_has_a_person"
        ),
        Index(None, "about_kind", "about_id"),
        Index("ix_approvals_open", "step", postgresql_where=text("state = 'open'")),
        {"info": guarded("approval")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    about_kind: Mapped[str]
    about_id: Mapped[UUID]
    step: Mapped[str]
    """"manager", "director", "finance"."""
    position: Mapped[int]
    needs: Mapped[str]
    why: Mapped[str]
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="open")
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class ApprovalPolicy(Base):
    """The limits as data: one row, changed by an administrator, read at submission."""

    __tablename__ = "approval_policy"
    __table_args__ = (CheckConstraint("single", name="is_one_row"), {"info": guarded("approvalPolicy")})

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    released_up_to_fen: Mapped[int] = mapped_column(server_default="1000000")
    director_above_fen: Mapped[int] = mapped_column(server_default="5000000")
    finance_reviews: Mapped[bool] = mapped_column(server_default=text("false"))

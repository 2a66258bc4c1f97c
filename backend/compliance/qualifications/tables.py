"""Qualification papers of any holder (customer, supplier): what they hold, until when, and who reviewed it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.compliance.qualifications.rules import PaperType
from backend.foundation.tables import Base, guarded


class Paper(Base):
    """One licence document. Only a reviewed one (`accepted`) counts, inside its dates (both inclusive)."""

    __tablename__ = "papers"
    __table_args__ = (
        CheckConstraint(f"type in {tuple(type.value for type in PaperType)}", name="type_is_known"),
        CheckConstraint("state in ('pending', 'accepted', 'rejected')", name="state_is_known"),
        CheckConstraint("(state = 'pending') = (reviewed_by is null)", name="a_review_has_a_reviewer"),
        CheckConstraint("reviewed_by <> submitted_by", name="maker_is_not_checker"),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="period_is_not_inverted"),
        CheckConstraint("state <> 'rejected' or reason is not null", name="a_rejection_says_why"),
        Index(None, "holder_kind", "holder_id"),
        Index(None, "attachment_id"),
        {"info": guarded("paper", portal="holder_kind = 'customer' and holder_id = portal_customer()")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    holder_kind: Mapped[str]
    holder_id: Mapped[UUID]
    type: Mapped[str]
    number: Mapped[str]
    issued_by: Mapped[str | None]
    scope: Mapped[list[str]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    attachment_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(server_default="pending")
    submitted_by: Mapped[UUID]
    reviewed_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

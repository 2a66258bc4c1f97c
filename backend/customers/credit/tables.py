"""Credit: a limit and what is used of it, as entries that others reserve and release on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded


class CreditAccount(Base, Synced):
    """`used_fen` is the sum of the entries, changed only by a guarded UPDATE; it never passes the limit unasked."""

    __tablename__ = "credit_accounts"
    __table_args__ = (
        CheckConstraint("limit_fen >= 0", name="limit_is_not_negative"),
        CheckConstraint("used_fen >= 0", name="used_is_not_negative"),
        {"info": guarded("credit", portal="customer_id = portal_customer()")},
    )

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    limit_fen: Mapped[int]
    used_fen: Mapped[int] = mapped_column(server_default="0")
    terms_days: Mapped[int] = mapped_column(server_default="30")


class CreditEntry(Base):
    """One reservation or release, by what caused it (kind and id; no key, for the cause stands above)."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        Index(None, "customer_id"),
        Index(None, "cause_kind", "cause_id"),
        {"info": guarded("credit", append_only=True)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    cause_kind: Mapped[str]
    cause_id: Mapped[UUID]
    amount_fen: Mapped[int]
    """Positive uses credit, negative gives it back."""
    command_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=func.now())

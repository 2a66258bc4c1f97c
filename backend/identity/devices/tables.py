"""Devices: phones with a key of their own, and how far each one's chain of envelopes has come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.identity.users.tables import User


class Device(Base):
    """One browser of one person. `public_key` is a P-256 SubjectPublicKeyInfo (DER); the private half never leaves.

    `sequence` and `head` are the last envelope in custody: the next must follow it.
    """

    __tablename__ = "devices"
    __table_args__ = (
        Index(None, "user_id"),
        {
            "info": guarded(
                "device",
                portal="exists (select from users where users.id = user_id and users.customer_id = portal_customer())",
            )
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    name: Mapped[str]
    public_key: Mapped[bytes]
    sequence: Mapped[int] = mapped_column(server_default="0")
    head: Mapped[str | None]
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

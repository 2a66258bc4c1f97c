"""Sessions: refresh-token families, and single-use proofs of a fresh sign-in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.identity.users.tables import User


class Session(Base):
    """One sign-in on one device. Only the SHA-256 of the current refresh token is kept; reuse of an old one ends it."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "user_id"), {"info": guarded("session")})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    previous_hash: Mapped[bytes | None] = mapped_column(index=True)
    rotated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None]
    device_name: Mapped[str | None]
    address: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Proof(Base):
    """That a person gave password or PIN just now, for one meaning and one digest; used once, within minutes."""

    __tablename__ = "proofs"
    __table_args__ = ({"info": guarded("proof")},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    meaning: Mapped[str]
    digest: Mapped[str]
    method: Mapped[str]
    expires_at: Mapped[datetime]
    used_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SignInAttempt(Base):
    """A sign-in that failed, counted per account and per address."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index(None, "login", "at"),
        Index(None, "address", "at"),
        {"info": guarded("signInAttempt")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())

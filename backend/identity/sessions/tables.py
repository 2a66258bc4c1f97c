"""Sessions with their refresh tokens, single-use proofs of a fresh sign-in, and failed attempts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.identity.users.tables import User


class Session(Base):
    """One sign-in on one device: a family of refresh tokens. It lives while the user's `token_version` is its own."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index(None, "user_id"),
        {
            "info": guarded(
                "session",
                portal="exists (select from users where users.id = user_id and users.customer_id = portal_customer())",
            )
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    token_version: Mapped[int]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None]
    device_name: Mapped[str | None]
    address: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RefreshToken(Base):
    """The SHA-256 of one refresh token. A used one stays while its session lives, to be known again if it returns.

    `salt` made its successor out of it (rules.successor); `used_by` is the mark of the device that used it.
    """

    __tablename__ = "refresh_tokens"
    __table_args__ = (
        Index(
            "ix_refresh_tokens_one_unused",
            "session_id",
            unique=True,
            postgresql_where=text("used_at is null"),
        ),
        {"info": guarded("session", hidden_from_portal=True)},
    )

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey(Session.id, ondelete="cascade"))
    used_at: Mapped[datetime | None]
    used_by: Mapped[bytes | None]
    salt: Mapped[bytes | None]


class Proof(Base):
    """That a person gave password or PIN just now, for one meaning and one digest; used once, within minutes."""

    __tablename__ = "proofs"
    __table_args__ = ({"info": guarded("proof", hidden_from_portal=True)},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    meaning: Mapped[str]
    digest: Mapped[str]
    method: Mapped[str]
    expires_at: Mapped[datetime]
    used_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SignInAttempt(Base):
    """An attempt that has not succeeded, counted per account and per address. `account` is a digest: people type
    their password into the wrong field.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index(None, "account", "at"),
        Index(None, "address", "at"),
        {"info": guarded("signInAttempt", hidden_from_portal=True)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account: Mapped[bytes]
    address: Mapped[str]
    at: Mapped[datetime]

"""Hashes of what people know, and one-time codes for a new password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.identity.users.tables import User


class Credential(Base):
    """What a person knows: argon2id hashes of password and signing PIN. Never leaves identity."""

    __tablename__ = "credentials"
    __table_args__ = ({"info": guarded("credential", hidden_from_portal=True)},)

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id), primary_key=True)
    password_hash: Mapped[str]
    pin_hash: Mapped[str | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PasswordCode(Base):
    """The argon2id hash of the one code with which a person may set a password; the latest counts, once."""

    __tablename__ = "password_codes"
    __table_args__ = ({"info": guarded("passwordCode", hidden_from_portal=True)},)

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id), primary_key=True)
    code_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey(User.id))

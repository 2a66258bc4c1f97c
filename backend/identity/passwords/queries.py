"""Finds hashes, for comparing only: nothing of this is ever in an answer."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Text, Uuid, bindparam, or_, select

from backend.foundation.reading import Query
from backend.identity.passwords.tables import Credential, PasswordCode
from backend.identity.users.tables import User


class KnownRow(msgspec.Struct, frozen=True, gc=False):
    """A person's hashes, and whether the door is closed to them."""

    user_id: UUID
    login: str | None
    name: str
    disabled_at: datetime | None
    password_hash: str | None
    pin_hash: str | None
    code_hash: str | None
    code_expires_at: datetime | None
    code_used_at: datetime | None


_LOGIN = bindparam("login", type_=Text())
_USER_ID = bindparam("user_id", type_=Uuid())

KNOWN = Query(
    KnownRow,
    select(
        User.id,
        User.login,
        User.name,
        User.disabled_at,
        Credential.password_hash,
        Credential.pin_hash,
        PasswordCode.code_hash,
        PasswordCode.expires_at,
        PasswordCode.used_at,
    )
    .outerjoin(Credential, Credential.user_id == User.id)
    .outerjoin(PasswordCode, PasswordCode.user_id == User.id)
    .where(or_(User.login == _LOGIN, User.id == _USER_ID), User.kind != "system"),
)
"""By login or by id; the other one is null."""

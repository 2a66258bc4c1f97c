"""Keeps new hashes. These commands come from the HTTP door only: they stand in no GraphQL schema and no queue.

A command carries an argon2id hash, never the words; the table of commands keeps its digest, the audit entry only
that something was set.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from backend.foundation.command import handles
from backend.foundation.permission import SIGNED_IN
from backend.foundation.refusal import Refusal
from backend.foundation.work import Work
from backend.identity.passwords.rules import CODE_LIFETIME
from backend.identity.passwords.tables import Credential, PasswordCode
from backend.identity.rights import PEOPLE_MANAGE
from backend.identity.users.commands import user_for_update
from backend.identity.users.rules import NotToYourself


@dataclass
class CodeUsed(Refusal):
    """Two used the same code at once, or it ran out just now."""

    zh: ClassVar[str] = "这个一次性代码已使用或已过期，请联系管理员重新获取。"
    en: ClassVar[str] = "This one-time code was used or is out of date. Ask your administrator for another."


@dataclass
class PasswordFirst(Refusal):
    zh: ClassVar[str] = "请先设置密码，再设置 PIN。"
    en: ClassVar[str] = "Set a password first, then a PIN."


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword:
    """Sets one's own password; every session of before ends. `by_code` uses the one-time code up."""

    password_hash: str = field(repr=False)
    by_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPin:
    """Sets one's own signing PIN."""

    pin_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePasswordCode:
    """Lets another person set a password with a one-time code; an earlier code no longer counts."""

    user_id: UUID
    code_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PasswordSet:
    """The password is set."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class PinSet:
    """The PIN is set."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class PasswordCodeIssued:
    """Until when the code can be used. The code itself is shown once, by the door that made it."""

    user_id: UUID
    expires_at: datetime


@handles(SetPassword, name="identity.setPassword", needs=SIGNED_IN)
async def set_password(command: SetPassword, work: Work) -> PasswordSet:
    user = await user_for_update(work.session, work.actor.user_id)
    if command.by_code:
        await _use_code_up(work, user.id)
    row = {"password_hash": command.password_hash, "changed_at": work.now}
    await work.session.execute(
        insert(Credential)
        .values(user_id=user.id, **row)
        .on_conflict_do_update(index_elements=[Credential.user_id], set_=row)
    )
    user.token_version += 1
    work.changed("credential", user.id, None, {"password": "set", "byCode": command.by_code})
    work.changed("user", user.id, None, {"sessions": "ended"})
    return PasswordSet(user.id)


@handles(SetPin, name="identity.setPin", needs=SIGNED_IN)
async def set_pin(command: SetPin, work: Work) -> PinSet:
    kept = await work.session.scalar(
        update(Credential)
        .where(Credential.user_id == work.actor.user_id)
        .values(pin_hash=command.pin_hash, changed_at=work.now)
        .returning(Credential.user_id)
    )
    if kept is None:
        raise PasswordFirst
    work.changed("credential", kept, None, {"pin": "set"})
    return PinSet(kept)


@handles(IssuePasswordCode, name="identity.issuePasswordCode", needs=PEOPLE_MANAGE)
async def issue_password_code(command: IssuePasswordCode, work: Work) -> PasswordCodeIssued:
    user = await user_for_update(work.session, command.user_id)
    if user.id in work.actor.persons:
        raise NotToYourself
    expires_at = work.now + CODE_LIFETIME
    row = {
        "code_hash": command.code_hash,
        "expires_at": expires_at,
        "used_at": None,
        "issued_by": work.actor.user_id,
    }
    await work.session.execute(
        insert(PasswordCode)
        .values(user_id=user.id, **row)
        .on_conflict_do_update(index_elements=[PasswordCode.user_id], set_=row)
    )
    work.changed("passwordCode", user.id, None, {"until": expires_at.isoformat()})
    return PasswordCodeIssued(user.id, expires_at)


async def _use_code_up(work: Work, user_id: UUID) -> None:
    used = await work.session.scalar(
        update(PasswordCode)
        .where(
            PasswordCode.user_id == user_id,
            PasswordCode.used_at.is_(None),
            PasswordCode.expires_at > work.now,
        )
        .values(used_at=work.now)
        .returning(PasswordCode.user_id)
    )
    if used is None:
        raise CodeUsed
    work.changed("passwordCode", user_id, {"used": False}, {"used": True})

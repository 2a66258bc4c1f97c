"""Puts people on file, changes their particulars, and closes the door behind those who leave."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.command import handles
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.permission import SIGNED_IN, NotAllowed, NotFound
from backend.foundation.text import cleaned, search_key, sort_key
from backend.foundation.work import Work
from backend.identity.rights import PEOPLE_MANAGE
from backend.identity.users.rules import (
    CustomerNeeded,
    LoginTaken,
    NotToYourself,
    known_language,
    usable_login,
    usable_phone,
)
from backend.identity.users.tables import User


@dataclass(frozen=True, slots=True, kw_only=True)
class AddUser:
    """Puts a person on file, under an id that the client made; they get a password by a one-time code.

    `kind` is "staff", or "portal" for a customer's person, who then belongs to `customer_id`.
    """

    user_id: UUID
    login: str
    name: str
    kind: str = "staff"
    customer_id: UUID | None = None
    phone: str | None = None
    language: str = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisableUser:
    """Closes the door behind a person: every session ends within a second; their name stays where it stands."""

    user_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableUser:
    """Opens the door again to a person who was disabled; old sessions stay ended."""

    user_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProfile:
    """Changes a person's particulars; what is null stays. Without `user_id` one's own.

    One's own language and phone are anybody's to change. The name stands under signatures, so that and other
    people's particulars are the administrator's.
    """

    user_id: UUID | None = None
    name: str | None = None
    phone: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class UserAdded:
    """The person is on file."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class UserDisabled:
    """The person can no longer sign in or act."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class UserEnabled:
    """The person can sign in again."""

    user_id: UUID


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """The particulars are changed."""

    user_id: UUID


refuses("uq_users_login", LoginTaken)
refuses("pk_users", LoginTaken)


@handles(AddUser, name="identity.addUser", needs=PEOPLE_MANAGE)
async def add_user(command: AddUser, work: Work) -> UserAdded:
    if command.kind not in ("staff", "portal") or (command.kind == "portal") != (
        command.customer_id is not None
    ):
        raise CustomerNeeded
    name, login = cleaned(command.name), usable_login(command.login)
    user = User(
        id=command.user_id,
        login=login,
        name=name,
        kind=command.kind,
        customer_id=command.customer_id,
        phone=usable_phone(command.phone),
        language=known_language(command.language),
        search_key=search_key(name, login, command.phone),
        sort_key=sort_key(name),
    )
    work.session.add(user)
    work.changed("user", user.id, None, _facts(user) | {"login": login, "kind": user.kind})
    return UserAdded(user.id)


@handles(DisableUser, name="identity.disableUser", needs=PEOPLE_MANAGE)
async def disable_user(command: DisableUser, work: Work) -> UserDisabled:
    user = await user_for_update(work.session, command.user_id)
    if user.id in work.actor.persons:
        raise NotToYourself
    work.reason = cleaned(command.reason, characters_max=REMARK_CHARACTERS_MAX)
    if user.disabled_at is None:
        user.disabled_at = work.now
        user.token_version += 1
    work.changed("user", user.id, {"disabled": False}, {"disabled": True})
    return UserDisabled(user.id)


@handles(EnableUser, name="identity.enableUser", needs=PEOPLE_MANAGE)
async def enable_user(command: EnableUser, work: Work) -> UserEnabled:
    user = await user_for_update(work.session, command.user_id)
    if user.id in work.actor.persons:
        raise NotToYourself
    work.reason = cleaned(command.reason, characters_max=REMARK_CHARACTERS_MAX)
    user.disabled_at = None
    work.changed("user", user.id, {"disabled": True}, {"disabled": False})
    return UserEnabled(user.id)


@handles(ChangeProfile, name="identity.changeProfile", needs=SIGNED_IN)
async def change_profile(command: ChangeProfile, work: Work) -> ProfileChanged:
    own = command.user_id is None or command.user_id == work.actor.user_id
    if not (own and command.name is None) and not work.actor.may(PEOPLE_MANAGE):
        raise NotAllowed(PEOPLE_MANAGE.name)
    user = await user_for_update(work.session, command.user_id or work.actor.user_id)
    before = _facts(user)
    if command.name is not None:
        user.name = cleaned(command.name)
        user.sort_key = sort_key(user.name)
    if command.phone is not None:
        user.phone = usable_phone(command.phone)
    if command.language is not None:
        user.language = known_language(command.language)
    user.search_key = search_key(user.name, user.login, user.phone)
    work.changed("user", user.id, before, _facts(user))
    return ProfileChanged(user.id)


async def user_for_update(session: AsyncSession, user_id: UUID) -> User:
    """The person's row, locked. Raises NotFound for a missing one and for the system's."""
    user = await session.scalar(
        select(User).where(User.id == user_id, User.kind != "system").with_for_update()
    )
    if user is None:
        raise NotFound("user")
    return user


def _facts(user: User) -> dict[str, Any]:
    return {"name": user.name, "phone": user.phone, "language": user.language}

"""Opens and ends sessions. Opening is for the HTTP door only; it carries a token's hash, never the token."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles
from backend.foundation.permission import SIGNED_IN, NotFound
from backend.foundation.text import cleaned_or_none
from backend.foundation.work import Work
from backend.identity.rights import PEOPLE_MANAGE
from backend.identity.sessions.rules import session_lifetime
from backend.identity.sessions.tables import RefreshToken, Session
from backend.identity.users.commands import user_for_update

DEVICE_NAME_CHARACTERS_MAX: Final = 100
WHY_CHARACTERS_MAX: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """Signs the acting person in on one device."""

    session_id: UUID
    token_hash: bytes = field(repr=False)
    device_name: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession:
    """Signs a device out: one's own, or for the administrator anybody's."""

    session_id: UUID
    why: str = "signOut"


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """The session is open until then at most."""

    session_id: UUID
    token_version: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """The session is over, its tokens with it."""

    session_id: UUID


@handles(OpenSession, name="identity.openSession", needs=SIGNED_IN)
async def open_session(command: OpenSession, work: Work) -> SessionOpened:
    user = await user_for_update(work.session, work.actor.user_id)
    device_name = cleaned_or_none(command.device_name, characters_max=DEVICE_NAME_CHARACTERS_MAX)
    session = Session(
        id=command.session_id,
        user_id=user.id,
        token_version=user.token_version,
        expires_at=work.now + session_lifetime(work.actor.posts),
        device_name=device_name,
        address=command.address,
        created_at=work.now,
    )
    work.session.add(session)
    await work.session.flush()
    work.session.add(RefreshToken(hash=command.token_hash, session_id=session.id))
    work.changed("session", session.id, None, {"device": device_name, "address": command.address})
    return SessionOpened(session.id, session.token_version, session.expires_at)


@handles(EndSession, name="identity.endSession", needs=SIGNED_IN)
async def end_session(command: EndSession, work: Work) -> SessionClosed:
    session = await work.session.scalar(
        select(Session).where(Session.id == command.session_id).with_for_update()
    )
    if session is None or not (session.user_id == work.actor.user_id or work.actor.may(PEOPLE_MANAGE)):
        raise NotFound("session")
    if session.ended_at is None:
        session.ended_at = work.now
        session.ended_why = cleaned_or_none(command.why, characters_max=WHY_CHARACTERS_MAX)
    work.changed("session", session.id, {"ended": False}, {"ended": True, "why": session.ended_why})
    return SessionClosed(session.id)

"""Takes a refresh token, gives its successor, and ends the session when a token comes back a second time.

A rotation is bookkeeping, not a person's act: it is its own short transaction and no command. That a session was
ended because two held its token is a command of the system, and stands in the audit log.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import SYSTEM
from backend.foundation.house import House
from backend.foundation.perform import perform
from backend.identity.sessions.commands import EndSession
from backend.identity.sessions.rules import (
    TOKEN_BYTES,
    TOKEN_CHARACTERS_MAX,
    SessionEnded,
    Use,
    successor,
    token_hash,
    use_of,
)

log = structlog.get_logger()

_FIND: Final = text(
    "select t.used_at, t.used_by, t.salt, s.id, s.user_id, s.token_version, s.expires_at,"
    " s.ended_at is null and s.expires_at > :now and u.disabled_at is null"
    "  and s.token_version = u.token_version as alive"
    " from refresh_tokens t join sessions s on s.id = t.session_id join users u on u.id = s.user_id"
    " where t.hash = :hash for update of s, t"
)
_USE: Final = text(
    "update refresh_tokens set used_at = :now, used_by = :used_by, salt = :salt where hash = :hash"
)
_KEEP: Final = text("insert into refresh_tokens (hash, session_id) values (:hash, :session_id)")
_SESSION_OF: Final = text(
    "select s.id, s.user_id from refresh_tokens t join sessions s on s.id = t.session_id where t.hash = :hash"
)
_FORGET_TOKENS: Final = text(
    "delete from refresh_tokens using sessions s"
    " where s.id = session_id and (s.ended_at < :before or s.expires_at < :before)"
)
_FORGET_PROOFS: Final = text("delete from proofs where expires_at < :before")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A living session and the refresh token that comes next."""

    session_id: UUID
    user_id: UUID
    token_version: int
    expires_at: datetime
    refresh_token: str


async def refresh(house: House, token: str, device_mark: bytes) -> Refreshed:
    """Uses `token` up. Raises SessionEnded; then the session is over for everybody who holds a token of it."""
    if not 0 < len(token) <= TOKEN_CHARACTERS_MAX:
        raise SessionEnded
    async with house.sessions() as session, session.begin():
        now = house.clock.now()
        row = (await session.execute(_FIND, {"hash": token_hash(token), "now": now})).one_or_none()
        if row is None or not row.alive:
            raise SessionEnded
        match use_of(used_at=row.used_at, used_by=row.used_by, device_mark=device_mark, now=now):
            case Use.ROTATE:
                return _refreshed(row, await _rotate(session, token, row.id, device_mark, now))
            case Use.REPEAT:
                return _refreshed(row, successor(token, row.salt))
    # The transaction is over, so that the command can lock the session.
    log.warning("session.token_came_back", session_id=str(row.id), user_id=str(row.user_id))
    await perform(house, EndSession(session_id=row.id, why="tokenReused"), SYSTEM, house.ids.new())
    raise SessionEnded


async def session_of(house: House, token: str) -> tuple[UUID, UUID] | None:
    """The session that a refresh token belongs to, used or not, and whose it is."""
    async with house.sessions() as session:
        row = (await session.execute(_SESSION_OF, {"hash": token_hash(token)})).one_or_none()
    return None if row is None else (row.id, row.user_id)


async def forget_ended(house: House) -> None:
    """Removes refresh tokens of sessions that are over, and proofs that nobody can use."""
    before = {"before": house.clock.now()}
    async with house.sessions() as session, session.begin():
        await session.execute(_FORGET_TOKENS, before)
        await session.execute(_FORGET_PROOFS, before)


async def _rotate(
    session: AsyncSession, token: str, session_id: UUID, device_mark: bytes, now: datetime
) -> str:
    salt = secrets.token_bytes(TOKEN_BYTES)
    next_token = successor(token, salt)
    await session.execute(_USE, {"hash": token_hash(token), "now": now, "used_by": device_mark, "salt": salt})
    await session.execute(_KEEP, {"hash": token_hash(next_token), "session_id": session_id})
    return next_token


def _refreshed(row: Any, refresh_token: str) -> Refreshed:
    return Refreshed(row.id, row.user_id, row.token_version, row.expires_at, refresh_token)

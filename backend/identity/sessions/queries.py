"""Finds living sessions, with everything about the person that a request needs, in one statement."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.reading import ACTOR, Query
from backend.identity.devices.tables import Device
from backend.identity.posts.queries import AT, ActorRow, actor_columns
from backend.identity.sessions.tables import Session
from backend.identity.users.tables import User

_ALIVE = (
    Session.ended_at.is_(None),
    Session.expires_at > AT,
    Session.token_version == User.token_version,
    User.disabled_at.is_(None),
)


class SignedInRow(ActorRow, frozen=True, gc=False):
    """The person of a living session, its `token_version`, and the devices that are theirs."""

    token_version: int
    devices: list[UUID]


SIGNED_IN_BY_SESSION = Query(
    SignedInRow,
    select(
        *actor_columns(),
        User.token_version,
        func.array(
            select(Device.id)
            .where(Device.user_id == User.id, Device.revoked_at.is_(None))
            .correlate(User)
            .scalar_subquery(),
            type_=ARRAY(Uuid()),
        ),
    )
    .join(Session, Session.user_id == User.id)
    .where(Session.id == bindparam("session_id", type_=Uuid()), *_ALIVE),
)


class SessionRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    device_name: str | None
    address: str | None
    created_at: datetime
    expires_at: datetime


MY_SESSIONS = Query(
    SessionRow,
    select(Session.id, Session.device_name, Session.address, Session.created_at, Session.expires_at)
    .join(User, User.id == Session.user_id)
    .where(Session.user_id == ACTOR.user_id, *_ALIVE)
    .order_by(Session.created_at.desc())
    .limit(PAGE_SIZE_MAX),
)

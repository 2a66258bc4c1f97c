"""Finds devices: one's own, and for who manages people everybody's."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, or_, select

from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.identity.devices.tables import Device
from backend.identity.rights import PEOPLE_MANAGE


class DeviceRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    name: str
    last_seen_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    return or_(Device.user_id == actor.user_id, and_(actor.customer_id.is_(None), actor.may(PEOPLE_MANAGE)))


DEVICES_OF = Query(
    DeviceRow,
    select(Device.id, Device.name, Device.last_seen_at, Device.revoked_at, Device.created_at)
    .where(visible_to(ACTOR), Device.user_id == bindparam("of", type_=Uuid()))
    .order_by(Device.revoked_at.is_not(None), Device.created_at.desc())
    .limit(PAGE_SIZE_MAX),
)

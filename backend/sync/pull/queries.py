"""How far a person's own devices have come."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, func, select

from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.identity.devices.tables import Device
from backend.sync.custody.tables import Envelope


class ChainRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    name: str
    sequence: int
    waiting: int
    needs_attention: int
    last_seen_at: datetime | None
    revoked_at: datetime | None


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """One's own."""
    return Device.user_id == actor.user_id


_WAITS = Envelope.state == "waiting"
_NEEDS = and_(Envelope.state != "waiting", Envelope.state != "applied", Envelope.resolution.is_(None))

CHAINS = Query(
    ChainRow,
    select(
        Device.id,
        Device.name,
        Device.sequence,
        func.count(Envelope.sequence).filter(_WAITS),
        func.count(Envelope.sequence).filter(_NEEDS),
        Device.last_seen_at,
        Device.revoked_at,
    )
    .outerjoin(Envelope, (Envelope.device_id == Device.id) & (Envelope.state != "applied"))
    .where(visible_to(ACTOR))
    .group_by(Device.id)
    .order_by(Device.created_at.desc())
    .limit(PAGE_SIZE_MAX),
)

"""Finds locations."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Text, Uuid, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.inventory.locations.tables import Location
from backend.inventory.rights import INVENTORY_READ


class LocationRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    code: str
    zone: str
    storage_class: str


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """The warehouse is the firm's own."""
    return actor.customer_id.is_(None) & actor.may(INVENTORY_READ)


_LOCATIONS = select(Location.id, Location.code, Location.zone, Location.storage_class).where(
    visible_to(ACTOR)
)
_SEARCH = bindparam("search", type_=Text())
_STORAGE_CLASS = bindparam("storage_class", type_=Text())

_FOUND = _LOCATIONS.where(
    or_(
        _SEARCH.is_(None),
        func.lower(Location.code).like(_SEARCH),
        func.lower(Location.zone).like(_SEARCH),
    ),
    or_(_STORAGE_CLASS.is_(None), Location.storage_class == _STORAGE_CLASS),
)

LOCATIONS = PageQuery(LocationRow, _FOUND, order=(Location.code,), fields=("code",))
LOCATIONS_BY_ZONE = PageQuery(
    LocationRow, _FOUND, order=(Location.zone, Location.code), fields=("zone", "code")
)
LOCATIONS_BY_ID = Query(
    LocationRow, _LOCATIONS.where(Location.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
)

"""Finds movements, and holds the balances against them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Numeric,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.identity.users.tables import User
from backend.inventory.locations.tables import Location
from backend.inventory.movements.tables import STOCK_ACCOUNTS, Balance, Movement
from backend.inventory.rights import INVENTORY_READ

DRIFTED_SHOWN_MAX = 100


class MovementRow(msgspec.Struct, frozen=True, gc=False):
    id: int
    command_id: UUID
    lot_id: UUID
    account: str
    location_id: UUID | None
    location_code: str | None
    holder_kind: str | None
    holder_id: UUID | None
    quantity: Decimal
    user_id: UUID
    user_name: str | None
    occurred_at: datetime
    recorded_at: datetime


class DriftRow(msgspec.Struct, frozen=True, gc=False):
    lot_id: UUID
    account: str
    location_id: UUID | None
    holder_id: UUID | None
    moved: Decimal
    balance: Decimal


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """The ledger is the firm's own book; portal people see their lots, not how they moved."""
    return actor.customer_id.is_(None) & actor.may(INVENTORY_READ)


MOVEMENTS = PageQuery(
    MovementRow,
    select(
        Movement.id, Movement.command_id, Movement.lot_id, Movement.account, Movement.location_id, Location.code,
        Movement.holder_kind, Movement.holder_id, func.trim_scale(Movement.quantity), Movement.user_id, User.name,
        Movement.occurred_at, Movement.recorded_at,
    )
    .outerjoin(Location, Location.id == Movement.location_id)
    .outerjoin(User, User.id == Movement.user_id)
    .where(visible_to(ACTOR), Movement.lot_id == bindparam("lot_id", type_=Uuid())),
    order=(Movement.id,),
    fields=("id",),
    descending=True,
)  # fmt: skip
"""A lot's movements, newest first."""

_ZERO = literal(0, Numeric())
_BOTH = union_all(
    select(
        Movement.lot_id, Movement.account, Movement.location_id, Movement.holder_id,
        Movement.quantity.label("moved"), _ZERO.label("balance"),
    ).where(Movement.account == any_(literal(list(STOCK_ACCOUNTS), ARRAY(Text())))),
    select(
        Balance.lot_id, Balance.account, Balance.location_id, Balance.holder_id, _ZERO, Balance.quantity
    ),
).subquery("both_books")  # fmt: skip
_PLACE = (_BOTH.c.lot_id, _BOTH.c.account, _BOTH.c.location_id, _BOTH.c.holder_id)
_LOT = bindparam("lot_id", type_=Uuid())

DRIFT = Query(
    DriftRow,
    select(*_PLACE, func.sum(_BOTH.c.moved), func.sum(_BOTH.c.balance))
    .where(visible_to(ACTOR), or_(_LOT.is_(None), _BOTH.c.lot_id == _LOT))
    .group_by(*_PLACE)
    .having(func.sum(_BOTH.c.moved) != func.sum(_BOTH.c.balance))
    .limit(DRIFTED_SHOWN_MAX),
)
"""Balances that are not the sum of their movements: none, or somebody wrote past the ledger. `lot_id` may be None."""

"""Finds movements, and holds the balances against them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Uuid, and_, bindparam, func, or_, select

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
        Movement.holder_kind, Movement.holder_id, Movement.quantity, Movement.user_id, User.name,
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

_PLACE = (Movement.lot_id, Movement.account, Movement.location_id, Movement.holder_id)
_MOVED = (
    select(*_PLACE, func.sum(Movement.quantity).label("quantity"))
    .where(Movement.account.in_(STOCK_ACCOUNTS))
    .group_by(*_PLACE)
    .subquery()
)

DRIFT = Query(
    DriftRow,
    select(
        func.coalesce(_MOVED.c.lot_id, Balance.lot_id),
        func.coalesce(_MOVED.c.account, Balance.account),
        func.coalesce(_MOVED.c.location_id, Balance.location_id),
        func.coalesce(_MOVED.c.holder_id, Balance.holder_id),
        func.coalesce(_MOVED.c.quantity, 0),
        func.coalesce(Balance.quantity, 0),
    )
    .select_from(_MOVED)
    .outerjoin(
        Balance,
        and_(
            Balance.lot_id == _MOVED.c.lot_id,
            Balance.account == _MOVED.c.account,
            Balance.location_id.is_not_distinct_from(_MOVED.c.location_id),
            Balance.holder_id.is_not_distinct_from(_MOVED.c.holder_id),
        ),
        full=True,
    )
    .where(
        visible_to(ACTOR),
        func.coalesce(_MOVED.c.quantity, 0) != func.coalesce(Balance.quantity, 0),
        or_(
            bindparam("lot_id", type_=Uuid()).is_(None),
            func.coalesce(_MOVED.c.lot_id, Balance.lot_id) == bindparam("lot_id", type_=Uuid()),
        ),
    )
    .limit(DRIFTED_SHOWN_MAX),
)
"""Balances that are not the sum of their movements: none, or somebody wrote past the ledger. `lot_id` may be None."""

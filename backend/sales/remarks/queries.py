"""Finds remarks. Who sees an order sees its remarks, the customer's people only those that are shown to them.

Orders, outbounds and deliveries stand above and say who sees an order through them (`sees_orders`), so the statements are
compiled when they are first asked for.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Integer, Uuid, and_, any_, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, array

from backend.foundation.files import shows_attachments
from backend.foundation.live import watchable
from backend.foundation.paging import PagesOfEach
from backend.foundation.permission import SIGNED_IN
from backend.foundation.reading import ACTOR, ActorColumns, Query, Reading
from backend.foundation.visibility import Seen
from backend.foundation.work import Work
from backend.sales.remarks.tables import OrderRemark


class RemarkRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    order_id: UUID
    text: str | None
    photo_ids: list[UUID]
    shown_to_customer: bool
    by_customer: bool
    author_id: UUID
    author_name: str
    written_at: datetime
    recorded_at: datetime


SeesOrder = Callable[[ColumnElement[UUID]], ColumnElement[bool]]
"""From an order's id: whether ACTOR sees that order."""
_SEES: list[SeesOrder] = []


def sees_orders(sees: SeesOrder) -> SeesOrder:
    """Registers one of the ways in which somebody may see an order."""
    _SEES.append(sees)
    return sees


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    return and_(
        or_(actor.customer_id.is_(None), OrderRemark.shown_to_customer),
        or_(*(sees(OrderRemark.order_id.expression) for sees in _SEES)),
    )


_IDS = bindparam("ids", type_=ARRAY(Uuid()))
_ATTACHED = bindparam("attachment_id", type_=Uuid())

REMARKS_OF_ORDERS = PagesOfEach(
    RemarkRow,
    lambda: select(*(getattr(OrderRemark, name) for name in RemarkRow.__struct_fields__)).where(
        visible_to(ACTOR)
    ),
    each=OrderRemark.order_id,
    order=(OrderRemark.written_at, OrderRemark.id),
    descending=True,
)
"""The latest first."""

ORDERS_REMARKED = Query(
    Seen,
    lambda: select(OrderRemark.order_id).where(visible_to(ACTOR), OrderRemark.id == any_(_IDS)).distinct(),
)
"""Which orders these remarks are on."""

_SHOWING = Query(
    Seen,
    lambda: (
        select(OrderRemark.id)
        .where(visible_to(ACTOR), OrderRemark.photo_ids.contains(array([_ATTACHED])))
        .limit(1)
    ),
)

# A nudge names the order, and reaches only those who see the remark.
watchable("orderRemark", ORDERS_REMARKED, needs=SIGNED_IN)


@shows_attachments
async def shows_attachment(reading: Reading, attachment_id: UUID) -> bool:
    """Photos are seen by whoever sees the remark."""
    return await reading.first(_SHOWING, attachment_id=attachment_id) is not None


async def order_is_seen(work: Work, order_id: UUID) -> bool:
    """Whether the actor sees the order in any way."""
    id = literal(order_id, Uuid())
    seen = select(or_(*(sees(id) for sees in _SEES)))
    return bool(await work.session.scalar(seen, ActorColumns.values(work.actor)))


async def remark_count(work: Work, order_id: UUID) -> int:
    count = select(func.count().cast(Integer)).where(OrderRemark.order_id == order_id)
    return await work.session.scalar(count) or 0

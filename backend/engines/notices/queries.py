"""Finds notices: everybody sees their own."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, ColumnElement, Integer, Uuid, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.engines.notices.tables import Notice
from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.permission import SIGNED_IN
from backend.foundation.reading import ACTOR, ActorColumns, Query


class NoticeRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    kind: str
    facts: dict[str, Any]
    about_kind: str
    about_id: UUID
    read_at: datetime | None
    created_at: datetime


class UnreadRow(msgspec.Struct, frozen=True, gc=False):
    count: int


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    return Notice.user_id == actor.user_id


COLUMNS = (
    Notice.id, Notice.kind, Notice.facts, Notice.about_kind, Notice.about_id, Notice.read_at, Notice.created_at,
)  # fmt: skip
_unread = bindparam("unread", type_=Boolean())

NOTICES = PageQuery(
    NoticeRow,
    select(*COLUMNS).where(visible_to(ACTOR), or_(_unread.is_(False), Notice.read_at.is_(None))),
    order=(Notice.created_at, Notice.id),
    fields=("created_at", "id"),
    descending=True,
)
NOTICES_BY_ID = Query(
    NoticeRow,
    select(*COLUMNS).where(visible_to(ACTOR), Notice.id == any_(bindparam("ids", type_=ARRAY(Uuid())))),
)
UNREAD = Query(
    UnreadRow, select(func.count().cast(Integer)).where(visible_to(ACTOR), Notice.read_at.is_(None))
)

watchable("notice", NOTICES_BY_ID, needs=SIGNED_IN)

NOTICES_ABOUT = Query(
    NoticeRow,
    select(*COLUMNS)
    .where(visible_to(ACTOR), Notice.about_id == bindparam("about_id", type_=Uuid()))
    .order_by(Notice.created_at.desc())
    .limit(50),
)

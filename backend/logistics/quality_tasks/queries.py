"""Finds quality tasks. They are the firm's own business."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Text, Uuid, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.logistics.quality_tasks.tables import QualityTask
from backend.logistics.rights import QUALITY_TASKS_READ


class QualityTaskRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    version: int
    kind: str
    about_kind: str
    about_id: UUID
    facts: dict[str, Any]
    state: str
    opened_at: datetime
    closed_by_name: str | None
    closed_at: datetime | None
    conclusion: str | None
    fit: bool | None


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    return actor.customer_id.is_(None) & actor.may(QUALITY_TASKS_READ)


_COLUMNS = tuple(getattr(QualityTask, name) for name in QualityTaskRow.__struct_fields__)
_TASKS = select(*_COLUMNS).where(visible_to(ACTOR))
_STATE = bindparam("state", type_=Text())

QUALITY_TASKS = PageQuery(
    QualityTaskRow,
    _TASKS.where(or_(_STATE.is_(None), QualityTask.state == _STATE)),
    order=(QualityTask.opened_at, QualityTask.id),
    fields=("opened_at", "id"),
    descending=True,
)
"""The latest first; `state` may be None."""

QUALITY_TASKS_BY_ID = Query(
    QualityTaskRow, _TASKS.where(QualityTask.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
)
TASKS_OF_THINGS = Query(
    QualityTaskRow,
    _TASKS.where(QualityTask.about_id == any_(bindparam("ids", type_=ARRAY(Uuid())))).order_by(
        QualityTask.about_id, QualityTask.opened_at, QualityTask.id
    ),
)

watchable("qualityTask", QUALITY_TASKS_BY_ID, needs=QUALITY_TASKS_READ)

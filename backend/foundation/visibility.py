"""Who sees a row of a kind, asked by those who hold only (kind, id) because the kind stands above or beside them.

Papers belong to holders, prices to customers, attachments to records; none of them may import those. So a feature
says once which of its rows an actor sees, under the kind that its changes are reported by.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from backend.foundation.permission import NotFound
from backend.foundation.reading import ActorColumns, Query, Reading
from backend.foundation.work import Work


class Seen(msgspec.Struct, frozen=True, gc=False):
    """A row is there, and the actor sees it."""

    id: UUID


_KINDS: dict[str, tuple[Any, Query[Seen]]] = {}


def shows(
    kind: str, id: InstrumentedAttribute[UUID] | ColumnElement[UUID], visible: ColumnElement[bool]
) -> None:
    """Says which rows of `kind` an actor sees: `visible` is the feature's `visible_to(ACTOR)`."""
    if kind in _KINDS:
        raise ValueError(f"{kind} says twice who sees it")
    statement = select(id).where(visible, id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
    _KINDS[kind] = (statement, Query(Seen, statement))


def seen_by_id(kind: str) -> Query[Seen] | None:
    """The query (parameter `ids`) that finds which rows of `kind` the asker sees; None for an unknown kind."""
    found = _KINDS.get(kind)
    return found[1] if found else None


async def sees(reading: Reading, kind: str, id: UUID) -> bool:
    """Whether the reader sees that row."""
    query = seen_by_id(kind)
    return query is not None and await reading.first(query, ids=[id]) is not None


async def must_see(work: Work, kind: str, ids: Sequence[UUID]) -> None:
    """Raises NotFound unless the actor sees every one of these rows. The system sees all that there are."""
    found = _KINDS.get(kind)
    if found is None:
        raise NotFound(kind)
    wanted = set(ids)
    values = {**ActorColumns.values(work.actor), "ids": list(wanted)}
    if wanted - set(await work.session.scalars(found[0], values)):
        raise NotFound(kind)

"""What has changed since a phone last asked, by transaction ids: no late commit is missed.

A row notes the id of the transaction that wrote it (`Synced.changed_in`). A snapshot shows every transaction below its
oldest running one, so that is how far an answer reaches, and where the next one begins. What may be pulled is what may
be watched: the same right, the same statement that finds what a person may see.
"""

import base64
from collections.abc import Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec
import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    select,
    union,
)

from backend.foundation.live import watched
from backend.foundation.paging import BadPage
from backend.foundation.reading import Query, Reading
from backend.foundation.tables import Base

CHANGES_MAX: Final = 500
"""More changes of one kind than this, and all of it should be read again."""


class Cursor(msgspec.Struct, frozen=True):
    """Where a phone stands: which epoch of the server it heard last, and below which transaction it knows all."""

    epoch: UUID
    below: int


class Changed(msgspec.Struct, frozen=True, gc=False):
    """Changes of one kind. `all`: read all of it again. `hidden`: something changed that is not theirs to see, so
    what the phone holds may have left them."""

    kind: str
    ids: list[UUID]
    all: bool
    hidden: bool


class IdRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID


class CeilingRow(msgspec.Struct, frozen=True, gc=False):
    below: int


CEILING: Final = Query(
    CeilingRow,
    select(cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text()), BigInteger())),
)


def read_cursor(text: str | None) -> Cursor | None:
    """Raises BadPage for what is no cursor of ours."""
    if text is None:
        return None
    try:
        return msgspec.convert(orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))), Cursor)
    except (ValueError, msgspec.ValidationError):
        raise BadPage from None


def write_cursor(cursor: Cursor) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(msgspec.to_builtins(cursor))).decode().rstrip("=")


async def changed_since(
    reading: Reading, kinds: Sequence[str], since: Cursor | None, epoch: UUID
) -> tuple[list[Changed], Cursor]:
    """The changes of those kinds that the reader may pull, and where to go on. A new epoch begins at the beginning."""
    ceiling = await reading.first(CEILING)
    below = 0 if ceiling is None else ceiling.below
    fresh = since is None or since.epoch != epoch
    changes = []
    for kind in dict.fromkeys(kinds):
        how = watched(kind)
        if how is None or not reading.actor.may(how.needs):
            continue
        if fresh or since is None:
            changes.append(Changed(kind, [], all=True, hidden=False))
            continue
        found = await reading.all(_touched(kind), since=since.below, below=below)
        ids = [row.id for row in found[:CHANGES_MAX]]
        seen = [row.id for row in await reading.all(how.query, ids=ids)] if ids else []
        if len(found) > CHANGES_MAX:
            changes.append(Changed(kind, [], all=True, hidden=False))
        elif found:
            changes.append(Changed(kind, sorted(seen), all=False, hidden=len(seen) < len(ids)))
    return changes, Cursor(epoch, below)


@cache
def _touched(kind: str) -> Query[IdRow]:
    """The ids of that kind whose own row, or a row of whose lines, was written in the window."""
    tables = [
        table
        for table in Base.metadata.sorted_tables
        if table.info.get("kind") == kind and "changed_in" in table.c
    ]
    parts = [part for table in tables if (part := _ids_touched(table, tables)) is not None]
    if not parts:
        return Query(IdRow, select(cast(None, Uuid())).where(_WINDOW_IS_SHUT))
    return Query(IdRow, union(*parts).limit(CHANGES_MAX + 1))


_WINDOW_IS_SHUT: Final[ColumnElement[bool]] = bindparam("since", type_=BigInteger()) > bindparam(
    "below", type_=BigInteger()
)


def _ids_touched(table: Table, tables: Sequence[Table]) -> Select[Any] | None:
    """A line names its head by a foreign key; a head is itself."""
    to_head = [
        next(iter(key.columns)) for key in table.foreign_key_constraints if key.referred_table in tables
    ]
    own = table.c.get("id")
    id = to_head[0] if to_head else own if own is not None else _single_key(table)
    if id is None:
        return None
    since, below = bindparam("since", type_=BigInteger()), bindparam("below", type_=BigInteger())
    return select(id).where(table.c.changed_in >= since, table.c.changed_in < below)


def _single_key(table: Table) -> ColumnElement[Any] | None:
    """Credit is known by its customer's id: the key where there is no id."""
    keys = list(table.primary_key.columns)
    return keys[0] if len(keys) == 1 and isinstance(keys[0].type, Uuid) else None

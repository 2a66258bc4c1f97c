"""Reading: every operation looks at one read-only snapshot, opened by its first query and shared by all its loaders.

No second connection is ever taken by one operation, so the pool cannot lock itself, and one answer shows one moment.
What an operation is known to ask can be read in one statement (`ahead`), which is a snapshot by itself.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Final, Self
from uuid import UUID

import asyncpg

from backend.foundation.actor import Actor
from backend.foundation.ahead import Ahead, Part, Together
from backend.foundation.query import ACTOR, READ_TIMEOUT_SECONDS, ActorColumns, Query, Row
from backend.foundation.refusal import Refusal

__all__ = ["ACTOR", "READ_TIMEOUT_SECONDS", "ActorColumns", "Query", "Reading", "SnapshotOver"]

READS_BY_IDS: Final = {"plan_cache_mode": "force_generic_plan"}
"""For a web process's connections, so that what is read ahead needs no transaction to say so: left to itself PostgreSQL
plans what asks by ids anew each time, which costs more than running it."""


class SnapshotOver(Exception):
    """The operation asked for more after a statement that was to be all: it has to be begun anew, without `ahead`."""


@dataclass
class AnswerTooLarge(Refusal):
    """The lists inside what was asked for hold more, taken together, than one answer may."""

    rows_max: int
    zh: ClassVar[str] = "查询结果超过 {rows_max} 行，请减少每页条数，或分几次查询。"
    en: ClassVar[str] = (
        "The answer would be made of more than {rows_max} rows. Ask for smaller pages, or in parts."
    )


class Reading:
    """One operation's snapshot. Root fields and loaders take turns on it (a lock).

    What one answer may be made of is bounded by `rows_max` (None: by its statements): beyond it reading raises AnswerTooLarge.
    """

    def __init__(
        self, pool: "asyncpg.Pool[asyncpg.Record]", actor: Actor, rows_max: int | None = None
    ) -> None:
        self.actor = actor
        self.rows_max = rows_max
        self.statements = 0
        self.rows = 0
        self.ahead: Ahead | None = None
        self._there: dict[Query[Any], tuple[Part, set[UUID], list[Any]]] = {}
        self._over = False
        self._pool = pool
        self._connection: Any = None
        self._one_plan = False
        self._lock = asyncio.Lock()

    async def all(self, query: Query[Row], **values: Any) -> list[Row]:
        """Every row, in the statement's order; the statement itself bounds their number."""
        if query in self._there:
            part, heads, rows = self._there[query]
            if heads.issuperset(values["ids"]):
                asked = set(values["ids"])
                return [row for row in rows if getattr(row, part.key) in asked]
        if self.ahead is not None and self.ahead.begins_with(query) and not self.statements:
            return await self._with_parts(self.ahead, query, values)
        sql = query.sql
        row = query.row
        arguments = query.arguments(self.actor, values)
        records = await self._fetch(sql, arguments, one_plan=query.by_ids)
        self._count(len(records))
        return [row(*record) for record in records]

    async def first(self, query: Query[Row], **values: Any) -> Row | None:
        """The first row, or None when there is none that the actor may see."""
        rows = await self.all(query, **values)
        return rows[0] if rows else None

    async def by_id(self, query: Query[Row], ids: Sequence[UUID]) -> list[Row | None]:
        """For loaders: one statement for many ids (parameter `ids`, first column `id`), answers in the same order."""
        found = {row.id: row for row in await self.all(query, ids=list(ids))}  # type: ignore[attr-defined]
        return [found.get(id) for id in ids]

    def _count(self, rows: int) -> None:
        self.rows += rows
        if self.rows_max is not None and self.rows > self.rows_max:
            raise AnswerTooLarge(self.rows_max)

    async def _with_parts(self, ahead: Ahead, query: Query[Row], values: dict[str, Any]) -> list[Row]:
        together = ahead.together(query)
        arguments = together.arguments(self.actor, values)
        alone = ahead.whole and self.actor.kind != "portal"
        (found,) = await (
            self._fetch_alone(together, arguments)
            if alone
            else self._fetch(together.sql, arguments, one_plan=True)
        )
        self._count(sum(map(len, found)))
        heads = [query.row(*record) for record in found[0]]
        ids: set[UUID] = {head.id for head in heads}  # type: ignore[attr-defined]
        for part, records in zip(together.parts, found[1:], strict=True):
            self._there[part.query] = part, ids, [part.query.row(*record) for record in records]
        return heads

    async def _fetch_alone(self, together: Together, arguments: list[Any]) -> list[asyncpg.Record]:
        """Without a transaction around it: the one statement is its own snapshot, and two round trips are saved."""
        async with self._lock, self._pool.acquire(timeout=READ_TIMEOUT_SECONDS) as connection:
            self.statements += 1
            self._over = True
            rows: list[asyncpg.Record] = await connection.fetch(
                together.sql, *arguments, timeout=READ_TIMEOUT_SECONDS
            )
            return rows

    async def _fetch(self, sql: str, arguments: list[Any], *, one_plan: bool) -> list[asyncpg.Record]:
        async with self._lock:
            if self._over:
                raise SnapshotOver
            if self._connection is None:
                self._connection = await self._open(one_plan=one_plan)
                self._one_plan = one_plan
            elif self._one_plan and not one_plan:
                await self._connection.execute("set local plan_cache_mode = auto")
                self._one_plan = False
            self.statements += 1
            rows: list[asyncpg.Record] = await self._connection.fetch(
                sql, *arguments, timeout=READ_TIMEOUT_SECONDS
            )
            return rows

    async def _open(self, *, one_plan: bool) -> Any:
        connection = await self._pool.acquire(timeout=READ_TIMEOUT_SECONDS)
        opening = "begin isolation level repeatable read read only"
        opening += f"; set local plan_cache_mode = {'force_generic_plan' if one_plan else 'auto'}"
        if self.actor.kind == "portal":
            # Both values are UUIDs or constants of ours, never text from outside.
            customer = UUID(str(self.actor.customer_id))
            opening += f"; set local role lotline_portal; set local lotline.customer = '{customer}'"
        try:
            await connection.execute(opening)
        except BaseException:
            await self._pool.release(connection)
            raise
        return connection

    async def aclose(self) -> None:
        """Ends the snapshot, for those who cannot hold it in a block."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._lock:  # A loader may still be asking for what nobody waits for any more.
            connection, self._connection = self._connection, None
            if connection is not None:
                try:
                    # A cancelled or failed query leaves the transaction to be thrown away with its context.
                    await connection.execute("rollback" if failure else "commit")
                finally:
                    await self._pool.release(connection)

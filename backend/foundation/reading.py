"""Reading: every operation looks at one read-only snapshot, opened by its first query and shared by all its loaders.

Statements are SQLAlchemy Core, compiled once and run on the driver; rows become small immutable structs. No second
connection is ever taken by one operation, so the pool cannot lock itself, and one answer shows one moment.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import Text, Uuid, any_, bindparam, literal_column
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import CompilerElement

from backend.foundation.actor import Actor
from backend.foundation.permission import Right, all_rights

READ_TIMEOUT_SECONDS: Final = 5.0
Row = TypeVar("Row", bound=msgspec.Struct)

_DIALECT = asyncpg_dialect.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


class ActorColumns:
    """The actor as bind parameters, so that `visible_to(ACTOR)` is part of a statement compiled once."""

    user_id = bindparam("actor_user_id", type_=Uuid())
    customer_id = bindparam("actor_customer_id", type_=Uuid())
    departments = bindparam("actor_departments", type_=ARRAY(Uuid()))
    rights = bindparam("actor_rights", type_=ARRAY(Text()))

    names = frozenset({"actor_user_id", "actor_customer_id", "actor_departments", "actor_rights"})

    def may(self, right: Right) -> ColumnElement[bool]:
        # Written into the text: right names are constants of ours, and the planner then knows them.
        return literal_column(f"'{right.name}'", Text()) == any_(self.rights)

    def is_portal(self) -> ColumnElement[bool]:
        return self.customer_id.is_not(None)

    @staticmethod
    def values(actor: Actor) -> dict[str, Any]:
        """The parameters' values; the system has every right that is declared."""
        rights = (right.name for right in all_rights()) if actor.kind == "system" else actor.rights
        return {
            "actor_user_id": actor.user_id,
            "actor_customer_id": actor.customer_id,
            "actor_departments": list(actor.departments),
            "actor_rights": list(rights),
        }


ACTOR: Final = ActorColumns()


class Query(Generic[Row]):
    """A SELECT compiled once, and the struct whose fields its columns fill in order."""

    __slots__ = ("_names", "_sql", "_statement", "_values", "by_ids", "row")

    def __init__(self, row: type[Row], statement: "CompilerElement | Callable[[], CompilerElement]") -> None:
        """`statement` may be a function: for one that holds what other features say when they are loaded."""
        self.row = row
        self._statement = statement
        self._sql: str | None = None
        self._names: tuple[str, ...] = ()
        self._values: dict[str, Any] = {}
        self.by_ids = False
        """Whether ids are all that is asked for: one plan is then good for every call. Known once it is compiled."""

    @property
    def sql(self) -> str:
        if self._sql is None:
            statement = self._statement() if callable(self._statement) else self._statement
            compiled = statement.compile(dialect=_DIALECT)
            self._names = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
            self._values = dict(compiled.params)
            self._sql = str(compiled)
            asked = {name for name, value in self._values.items() if value is None}
            self.by_ids = asked - ActorColumns.names == {"ids"}
            if "__[POSTCOMPILE" in self._sql:
                raise TypeError("a list that grows has no compiled text: write `column == any_(parameter)`")
        return self._sql

    def arguments(self, actor: Actor, given: Mapping[str, Any]) -> list[Any]:
        """The statement's parameters in order; a name that nobody gave is a bug (KeyError)."""
        values = {**self._values, **ActorColumns.values(actor), **given}
        required = [name for name in given if name not in self._names]
        if required:
            raise KeyError(f"the statement has no parameter {required}")
        return [values[name] for name in self._names]

    async def on(self, connection: Any, actor: Actor, **values: Any) -> list[Row]:
        """Every row, on a connection of the caller's: a unit of work looks at what it decides about."""
        sql, row = self.sql, self.row
        records = await connection.fetch(sql, *self.arguments(actor, values), timeout=READ_TIMEOUT_SECONDS)
        return [row(*record) for record in records]


class Reading:
    """One operation's snapshot. Root fields and loaders take turns on it (a lock)."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", actor: Actor) -> None:
        self.actor = actor
        self.statements = 0
        self._pool = pool
        self._connection: Any = None
        self._one_plan = False
        self._lock = asyncio.Lock()

    async def all(self, query: Query[Row], **values: Any) -> list[Row]:
        """Every row, in the statement's order; the statement itself bounds their number."""
        sql = query.sql
        row = query.row
        arguments = query.arguments(self.actor, values)
        return [row(*record) for record in await self._fetch(sql, arguments, one_plan=query.by_ids)]

    async def first(self, query: Query[Row], **values: Any) -> Row | None:
        """The first row, or None when there is none that the actor may see."""
        rows = await self.all(query, **values)
        return rows[0] if rows else None

    async def by_id(self, query: Query[Row], ids: Sequence[UUID]) -> list[Row | None]:
        """For loaders: one statement for many ids (parameter `ids`, first column `id`), answers in the same order."""
        found = {row.id: row for row in await self.all(query, ids=list(ids))}  # type: ignore[attr-defined]
        return [found.get(id) for id in ids]

    async def _fetch(self, sql: str, arguments: list[Any], *, one_plan: bool) -> list[asyncpg.Record]:
        async with self._lock:
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
        if one_plan:
            # Left to itself PostgreSQL plans these anew each time, which costs more than running them.
            opening += "; set local plan_cache_mode = force_generic_plan"
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

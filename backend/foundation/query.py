"""Statements that read: SQLAlchemy Core, compiled once and run on the driver; rows become small immutable structs."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeVar

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

    __slots__ = ("_by_ids", "_names", "_sql", "_statement", "_values", "row")

    def __init__(self, row: type[Row], statement: "CompilerElement | Callable[[], CompilerElement]") -> None:
        """`statement` may be a function: for one that holds what other features say when they are loaded."""
        self.row = row
        self._statement = statement
        self._sql: str | None = None
        self._names: tuple[str, ...] = ()
        self._values: dict[str, Any] = {}
        self._by_ids = False

    @property
    def sql(self) -> str:
        if self._sql is None:
            statement = self._statement() if callable(self._statement) else self._statement
            compiled = statement.compile(dialect=_DIALECT)
            self._names = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
            self._values = dict(compiled.params)
            self._sql = str(compiled)
            asked = {name for name, value in self._values.items() if value is None}
            self._by_ids = asked - ActorColumns.names == {"ids"}
            if "__[POSTCOMPILE" in self._sql:
                raise TypeError("a list that grows has no compiled text: write `column == any_(parameter)`")
        return self._sql

    @property
    def by_ids(self) -> bool:
        """Whether ids are all that is asked for: one plan is then good for every call."""
        _ = self.sql
        return self._by_ids

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in order: the first is $1."""
        _ = self.sql
        return self._names

    @property
    def defaults(self) -> Mapping[str, Any]:
        """What the statement itself says for its parameters; None for those that are to be given."""
        _ = self.sql
        return self._values

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

"""Keyset paging: every list is `{items, pageInfo}`, ≤ 100 a page, steady while rows come and go."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Generic, TypeVar
from uuid import UUID

import msgspec
import orjson
from sqlalchemy import ColumnElement, Integer, Select, Uuid, any_, bindparam, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.reading import Query, Reading
from backend.foundation.refusal import Refusal

Row = TypeVar("Row", bound=msgspec.Struct)


@dataclass
class BadPage(Refusal):
    """The page size is out of bounds, or the cursor is not one of ours."""

    zh: ClassVar[str] = "翻页参数无效，请从第一页重新开始（每页最多 100 条）。"
    en: ClassVar[str] = "This is no page of ours. Start again from the first page (at most 100 a page)."


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page; `end_cursor` continues after its last row, None when there is nothing more."""

    items: list[Row]
    end_cursor: str | None


_TAKE: Final = bindparam("take", type_=Integer)


class PageQuery(Generic[Row]):
    """A list in a steady order: a statement, and the columns (ending in a unique one) that order it.

    `fields` are the struct's names of those columns. `descending` turns the whole order round.
    """

    __slots__ = ("_keys", "_query")

    def __init__(
        self,
        row: type[Row],
        statement: Select[*tuple[Any, ...]],
        *,
        order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
        fields: Sequence[str],
        descending: bool = False,
    ) -> None:
        self._keys = _Keys(order, fields, descending)
        self._query = Query(
            row, statement.where(self._keys.beyond()).order_by(*self._keys.ordered()).limit(_TAKE)
        )

    async def page(self, reading: Reading, *, first: int, after: str | None, **values: Any) -> Page[Row]:
        """The rows after the cursor. Raises BadPage for a size or cursor that cannot be."""
        cursor = self._keys.read(first, after)
        return self._keys.page(await reading.all(self._query, take=first + 1, **cursor, **values), first)


class PagesOfEach(Generic[Row]):
    """The same page of several lists in one statement: the remarks of many orders. `each` is the column of their heads.

    The struct names its columns as the tables do; the statement is made when it is first asked for.
    """

    __slots__ = ("_head", "_keys", "_query")

    def __init__(
        self,
        row: type[Row],
        statement: Callable[[], Select[*tuple[Any, ...]]],
        *,
        each: InstrumentedAttribute[UUID],
        order: Sequence[InstrumentedAttribute[Any]],
        descending: bool = False,
    ) -> None:
        self._head = each.key
        self._keys = _Keys(order, [column.key for column in order], descending)
        self._query = Query(row, lambda: self._numbered(row, statement(), each))

    def _numbered(
        self, row: type[Row], statement: Select[*tuple[Any, ...]], each: InstrumentedAttribute[UUID]
    ) -> Select[*tuple[Any, ...]]:
        place = func.row_number().over(partition_by=each, order_by=self._keys.ordered()).label("place")
        numbered = (
            statement.where(each == any_(bindparam("ids", type_=ARRAY(Uuid()))), self._keys.beyond())
            .add_columns(place)
            .subquery()
        )
        return (
            select(*(numbered.c[name] for name in row.__struct_fields__))
            .where(numbered.c.place <= _TAKE)
            .order_by(numbered.c[self._head], numbered.c.place)
        )

    async def pages(
        self, reading: Reading, heads: Sequence[UUID], *, first: int, after: str | None
    ) -> list[Page[Row]]:
        """A page for each head, in their order. Raises BadPage for a size or cursor that cannot be."""
        cursor = self._keys.read(first, after)
        grouped: dict[UUID, list[Row]] = {head: [] for head in heads}
        for row in await reading.all(self._query, ids=list(heads), take=first + 1, **cursor):
            grouped[getattr(row, self._head)].append(row)
        return [self._keys.page(grouped[head], first) for head in heads]


class _Keys:
    """The columns that order a list, and the cursors that name a place in it."""

    __slots__ = ("_columns", "_descending", "_fields")

    def __init__(
        self,
        columns: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
        fields: Sequence[str],
        descending: bool,
    ) -> None:
        self._columns = tuple(columns)
        self._fields = tuple(fields)
        self._descending = descending

    def beyond(self) -> ColumnElement[bool]:
        """Whether a row stands after the cursor, whose parameters may be null."""
        cursor = [bindparam(f"after_{i}", type_=column.type) for i, column in enumerate(self._columns)]
        here, there = tuple_(*self._columns), tuple_(*cursor)
        return or_(cursor[0].is_(None), here < there if self._descending else here > there)

    def ordered(self) -> list[Any]:
        return [column.desc() if self._descending else column for column in self._columns]

    def read(self, first: int, after: str | None) -> dict[str, Any]:
        """The cursor's parameters. Raises BadPage for a size or cursor that cannot be."""
        if not 1 <= first <= PAGE_SIZE_MAX:
            raise BadPage
        return {f"after_{i}": key for i, key in enumerate(self._read_cursor(after))}

    def page(self, rows: list[Row], first: int) -> Page[Row]:
        """The page that these rows make, of which one more than `first` was asked for."""
        items = rows[:first]
        return Page(items, self._cursor(items[-1]) if len(rows) > first else None)

    def _cursor(self, row: msgspec.Struct) -> str:
        keys = [getattr(row, name) for name in self._fields]
        return base64.urlsafe_b64encode(orjson.dumps(msgspec.to_builtins(keys))).decode().rstrip("=")

    def _read_cursor(self, after: str | None) -> list[Any]:
        if after is None:
            return [None] * len(self._columns)
        try:
            keys = orjson.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
            if not isinstance(keys, list) or len(keys) != len(self._columns) or keys[0] is None:
                raise BadPage
            return [
                _storable(msgspec.convert(key, column.type.python_type, strict=False))
                for key, column in zip(keys, self._columns, strict=True)
            ]
        except (ValueError, OverflowError, msgspec.ValidationError) as failure:
            raise BadPage from failure


def _storable(key: object) -> object:
    """The key, if PostgreSQL could hold it. Raises BadPage for text with NUL and a moment without a zone; OverflowError
    for one that its zone puts outside the calendar."""
    if isinstance(key, str) and "\0" in key:
        raise BadPage
    if isinstance(key, datetime):
        if key.tzinfo is None:
            raise BadPage
        return key.astimezone(UTC)
    return key

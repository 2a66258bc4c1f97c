"""Keyset paging: every list is `{items, pageInfo}`, ≤ 100 a page, steady while rows come and go."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
import orjson
from sqlalchemy import ColumnElement, Integer, Select, bindparam, or_, tuple_
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


class PageQuery(Generic[Row]):
    """A list in a steady order: a statement, and the columns (ending in a unique one) that order it.

    `fields` are the struct's names of those columns. `descending` turns the whole order round.
    """

    __slots__ = ("_columns", "_descending", "_fields", "_query")

    def __init__(
        self,
        row: type[Row],
        statement: Select[*tuple[Any, ...]],
        *,
        order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
        fields: Sequence[str],
        descending: bool = False,
    ) -> None:
        cursor = [bindparam(f"after_{i}", type_=column.type) for i, column in enumerate(order)]
        here, there = tuple_(*order), tuple_(*cursor)
        beyond = here < there if descending else here > there
        self._query = Query(
            row,
            statement.where(or_(cursor[0].is_(None), beyond))
            .order_by(*(column.desc() if descending else column for column in order))
            .limit(bindparam("take", type_=Integer)),
        )
        self._fields = tuple(fields)
        self._columns = tuple(order)
        self._descending = descending

    async def page(self, reading: Reading, *, first: int, after: str | None, **values: Any) -> Page[Row]:
        """The rows after the cursor. Raises BadPage for a size or cursor that cannot be."""
        if not 1 <= first <= PAGE_SIZE_MAX:
            raise BadPage
        keys = self._read_cursor(after)
        cursor = {f"after_{i}": key for i, key in enumerate(keys)}
        rows = await reading.all(self._query, take=first + 1, **cursor, **values)
        more = len(rows) > first
        items = rows[:first]
        return Page(items, self._cursor(items[-1]) if more else None)

    def _cursor(self, row: Row) -> str:
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
                msgspec.convert(key, column.type.python_type, strict=False)
                for key, column in zip(keys, self._columns, strict=True)
            ]
        except (ValueError, msgspec.ValidationError) as failure:
            raise BadPage from failure

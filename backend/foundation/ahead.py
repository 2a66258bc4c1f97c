"""Reading ahead: the parts of heads (the lines of orders) in the statement that finds the heads.

An operation whose document says that it wants both then makes one round trip to PostgreSQL in place of two, or of
four where nothing else is asked. Resolvers know nothing of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from backend.foundation.actor import Actor
from backend.foundation.query import ActorColumns, Query

_PARAMETER: Final = re.compile(r"\$(\d+)")
_IDS_OF_HEADS: Final = "(array(select head.id from head))"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Rows that belong to heads. `query` takes the heads' ids and nothing else; `key` names the head in its rows."""

    query: Query[Any]
    of: type[msgspec.Struct]
    key: str


class Ahead:
    """What an operation will ask of the heads that it asks for first. `whole`: that is all it asks."""

    __slots__ = ("_of", "_parts", "_together", "whole")

    def __init__(self, parts: Sequence[Part], *, whole: bool) -> None:
        """`parts` are of heads of one kind."""
        (self._of,) = {part.of for part in parts}
        self.whole = whole
        self._parts = tuple({part.query: part for part in parts}.values())
        self._together: dict[Query[Any], Together] = {}

    def begins_with(self, query: Query[Any]) -> bool:
        """Whether these are the heads. By their ids only: pages are planned anew each time, which parts make dearer."""
        return query.row is self._of and query.by_ids

    def together(self, heads: Query[Any]) -> "Together":
        """The statement for these heads, made once."""
        if heads not in self._together:
            self._together[heads] = Together(heads, self._parts)
        return self._together[heads]


class Together:
    """Heads and parts as one row of arrays of rows, each in the order of its own statement."""

    __slots__ = ("_heads", "_parameters", "parts", "sql")

    def __init__(self, heads: Query[Any], parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self._heads = heads
        self._parameters = [(heads, name) for name in heads.names]
        of_parts = [self._of_heads(part.query) for part in parts]
        arrays = ["array(select row(head.*) from head)"]
        arrays += [f"array(select row(part.*) from ({one}) part)" for one in of_parts]  # noqa: S608 - statements of ours.
        self.sql = f"with head as materialized ({heads.sql}) select {', '.join(arrays)}"

    def arguments(self, actor: Actor, given: Mapping[str, Any]) -> list[Any]:
        """The parameters of all in order; `given` are the heads'. A name that nobody gave is a bug (KeyError)."""
        of_heads = iter(self._heads.arguments(actor, given))
        of_actor = ActorColumns.values(actor)
        return [
            next(of_heads) if query is self._heads else of_actor.get(name, query.defaults.get(name))
            for query, name in self._parameters
        ]

    def _of_heads(self, query: Query[Any]) -> str:
        """The part's statement: the heads' ids in the place of `ids`, its other parameters counted on."""
        if not query.by_ids:
            raise TypeError("a part is asked for by the ids of its heads and nothing else")
        places: dict[int, str] = {}
        for number, name in enumerate(query.names, start=1):
            if name == "ids":
                places[number] = _IDS_OF_HEADS
            else:
                self._parameters.append((query, name))
                places[number] = f"${len(self._parameters)}"
        return _PARAMETER.sub(lambda found: places[int(found[1])], query.sql)

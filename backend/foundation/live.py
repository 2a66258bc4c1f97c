"""Live: who watches is nudged when something changed, and then reads again what they may see.

Every command notifies (kind, id) of what it changed when it commits. One connection a process listens and passes the
nudges on. A nudge carries no content, and only ids that the watcher can see: each batch is asked through the same
`visible_to` as any other read.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg

from backend.foundation.actor import Actor
from backend.foundation.permission import Right
from backend.foundation.reading import Query, Reading

WAITING_MAX: Final = 500
"""Nudges kept for a slow watcher; beyond it they are told once that they missed some."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something of that kind changed; `id` None says that nudges were missed, so all of it should be read again."""

    kind: str
    id: UUID | None


@dataclass(frozen=True, slots=True)
class Watched:
    """How a kind is watched: the right, and the statement (parameter `ids`) that finds what the watcher may see."""

    needs: Right
    query: Query[Any]


_WATCHED: dict[str, Watched] = {}


def watchable(kind: str, query: Query[Any], *, needs: Right) -> None:
    """Lets things of that kind be watched by those who can find them with `query`."""
    _WATCHED[kind] = Watched(needs, query)


def watched(kind: str) -> Watched | None:
    """How that kind is watched; None for one that cannot be."""
    return _WATCHED.get(kind)


class Live:
    """Passes this process's nudges to its watchers."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool
        self._watchers: set[asyncio.Queue[tuple[str, UUID] | None]] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Holds the one listening connection for as long as the block runs."""
        async with self._pool.acquire() as connection:
            await connection.add_listener("lotline", self._heard)
            try:
                yield
            finally:
                with suppress(asyncpg.PostgresError, asyncpg.InterfaceError):
                    await connection.remove_listener("lotline", self._heard)

    def _heard(self, _: Any, __: int, ___: str, what: Any) -> None:
        if what == "outbox":
            return
        things = [(kind, UUID(id)) for kind, id in json.loads(what)]
        for watcher in self._watchers:
            for thing in things:
                if watcher.qsize() >= WAITING_MAX:
                    while not watcher.empty():
                        watcher.get_nowait()
                    watcher.put_nowait(None)
                    break
                watcher.put_nowait(thing)

    async def nudges(self, actor: Actor, kinds: Collection[str]) -> AsyncIterator[Nudge]:
        """What changes of these kinds, as far as the actor may see it, until the caller stops."""
        waiting: asyncio.Queue[tuple[str, UUID] | None] = asyncio.Queue()
        self._watchers.add(waiting)
        try:
            while True:
                batch = [await waiting.get()]
                while not waiting.empty():
                    batch.append(waiting.get_nowait())
                if None in batch:
                    for kind in sorted(kinds):
                        yield Nudge(kind, None)
                    continue
                things = {thing for thing in batch if thing is not None and thing[0] in kinds}
                for nudge in await self._visible(actor, things):
                    yield nudge
        finally:
            self._watchers.discard(waiting)

    async def _visible(self, actor: Actor, things: set[tuple[str, UUID]]) -> list[Nudge]:
        found: list[Nudge] = []
        async with Reading(self._pool, actor) as reading:
            for kind in sorted({kind for kind, _ in things}):
                how = _WATCHED.get(kind)
                if how is None or not actor.may(how.needs):
                    continue
                ids = sorted(id for of, id in things if of == kind)
                rows = await reading.all(how.query, ids=ids)
                found += [Nudge(kind, row.id) for row in rows]
        return found

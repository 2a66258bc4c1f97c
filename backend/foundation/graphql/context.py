"""What a resolver has in hand: who asks, one snapshot to read from, and the door to `perform`."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import strawberry
import structlog
from strawberry.dataloader import DataLoader

from backend.foundation.actor import Actor
from backend.foundation.ahead import Part
from backend.foundation.house import House
from backend.foundation.paging import Page, PageQuery, PagesOfEach
from backend.foundation.perform import Performed, perform
from backend.foundation.reading import Query, Reading
from backend.foundation.work import Door

log = structlog.get_logger()


@dataclass(slots=True)
class Context:
    """One operation's context. `actor` is None for those who are not signed in: they may ask for nothing.

    `extensions` stand beside `data` in the answer: the epoch and the server's time, for phones.
    """

    house: House
    actor: Actor | None
    reading: Reading
    door: Door
    language: str
    loaders: dict[Hashable, DataLoader[UUID, Any]] = field(default_factory=dict)
    look_again: Callable[[], Awaitable[None]] | None = None
    """On a socket, which outlives many changes: looks whether the person is still signed in, and renews `actor`."""
    extensions: dict[str, Any] = field(default_factory=dict)

    async def all(self, query: Query[Any], **values: Any) -> Any:
        return await self.reading.all(query, **values)

    async def first(self, query: Query[Any], **values: Any) -> Any:
        return await self.reading.first(query, **values)

    async def page(self, query: PageQuery[Any], first: int, after: str | None, **values: Any) -> Page[Any]:
        return await query.page(self.reading, first=first, after=after, **values)

    async def load(self, query: Query[Any], id: UUID | None) -> Any:
        """The row of that id through a loader: all ids asked for in one tick are one statement."""
        if id is None:
            return None
        loader = self.loaders.get(query)
        if loader is None:

            async def batch(ids: list[UUID]) -> list[Any]:
                return await self.reading.by_id(query, ids)

            loader = self.loaders[query] = DataLoader(load_fn=batch)
        return await loader.load(id)

    async def load_many(self, query: Query[Any], id: UUID, *, key: str) -> list[Any]:
        """The rows that belong to that id (their column `key`), batched: for the lines of many heads."""
        loader = self.loaders.get((query, key))
        if loader is None:

            async def batch(ids: list[UUID]) -> list[list[Any]]:
                grouped: dict[UUID, list[Any]] = {id: [] for id in ids}
                for row in await self.reading.all(query, ids=list(ids)):
                    grouped[getattr(row, key)].append(row)
                return [grouped[id] for id in ids]

            loader = self.loaders[(query, key)] = DataLoader(load_fn=batch)
        rows: list[Any] = await loader.load(id)
        return rows

    async def parts(self, part: Part, id: UUID) -> list[Any]:
        """The rows of that part of the head of this id."""
        return await self.load_many(part.query, id, key=part.key)

    async def page_of_each(
        self, query: PagesOfEach[Any], id: UUID, first: int, after: str | None
    ) -> Page[Any]:
        """The page of the list that belongs to that id; the same page of many heads is one statement."""
        loader = self.loaders.get((query, first, after))
        if loader is None:

            async def batch(ids: list[UUID]) -> list[Page[Any]]:
                return await query.pages(self.reading, ids, first=first, after=after)

            loader = self.loaders[(query, first, after)] = DataLoader(load_fn=batch)
        page: Page[Any] = await loader.load(id)
        return page

    async def perform(self, command: object, command_id: UUID) -> Performed:
        if self.actor is None:
            raise PermissionError("the door lets nobody perform who is not signed in")
        performed = await perform(self.house, command, self.actor, command_id, self.door)
        log.info(
            "performed",
            command=type(command).__name__,
            command_id=str(command_id),
            replayed=performed.replayed,
        )
        return performed

    async def start_over(self) -> None:
        """Lets go of all that was read: the operation is executed once more, on a snapshot of its own."""
        abandoned, self.reading = self.reading, self.house.reading(self.reading.actor, self.reading.rows_max)
        self.loaders = {}
        await abandoned.aclose()

    async def aclose(self) -> None:
        """The answer is ready: the snapshot is let go."""
        await self.reading.aclose()


Info = strawberry.Info[Context, None]

"""A small firm for tests: people with posts, and what they do, always through commands."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from graphql import parse

from backend.api.plans import Planner
from backend.api.schema import graphql_schema
from backend.compliance.audit_log.commands import AuditLog
from backend.compliance.signatures.commands import Signatures
from backend.features import load_features
from backend.foundation.actor import Actor
from backend.foundation.clock import FixedClock
from backend.foundation.graphql.context import Context
from backend.foundation.house import House, open_house
from backend.foundation.ids import TimeOrderedIds
from backend.foundation.perform import Performed, perform
from backend.foundation.reading import Query, Reading
from backend.foundation.work import Door
from backend.identity.posts.commands import ensure_post_rights
from tests.factories.people import hire, somebody

OPENED = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai."""


@dataclass
class Shop:
    """The firm: its house, its clock, and one person per post."""

    house: House
    clock: FixedClock
    people: dict[str, Actor] = field(default_factory=dict)
    _waiting: list[Actor] = field(default_factory=list)
    _hiring: asyncio.Lock = field(default_factory=asyncio.Lock)

    def new_id(self) -> UUID:
        return self.house.ids.new()

    def person(
        self, post: str, *, name: str | None = None, language: str = "zh", customer_id: UUID | None = None
    ) -> Actor:
        """Somebody who holds that post; the same person each time unless a name is given.

        Their row and membership are written before the shop does the next thing; `await shop.hired()` where a
        test needs them earlier. The post "customer" needs the customer's id.
        """
        key = f"{post}/{name}/{customer_id}"
        if key not in self.people:
            actor = somebody(self.new_id(), post, name or post, language, customer_id)
            self.people[key] = actor
            self._waiting.append(actor)
        return self.people[key]

    async def hired(self) -> None:
        """Writes the rows of everybody who was asked for."""
        async with self._hiring:
            while self._waiting:
                await hire(self.house, self._waiting.pop(0))

    async def perform(
        self, command: object, by: Actor, *, command_id: UUID | None = None, door: Door | None = None
    ) -> Any:
        """What the command's handler returned; raises its refusal."""
        return (await self.performed(command, by, command_id=command_id, door=door)).result

    async def performed(
        self, command: object, by: Actor, *, command_id: UUID | None = None, door: Door | None = None
    ) -> Performed:
        await self.hired()
        return await perform(self.house, command, by, command_id or self.new_id(), door or Door())

    async def look(self, query: Query[Any], by: Actor, **values: Any) -> list[Any]:
        await self.hired()
        async with self.house.reading(by) as reading:
            return await reading.all(query, **values)

    async def ask(self, by: Actor | None, document: str, **variables: Any) -> Any:
        """The whole GraphQL answer: `.data`, `.errors`. Where the document has a plan, that has said the same."""
        await self.hired()
        async with self.house.reading(by or NOBODY) as reading:
            answer = await self.execute(reading, by, document, **variables)
        plan = Planner(graphql_schema()).plan(parse(document, no_location=True))
        if plan is not None and not answer.errors:
            async with self.house.reading(by or NOBODY) as reading:
                planned = await plan.run(self.context(reading, by), variables)
            assert orjson.dumps(planned) == orjson.dumps(answer.data)
        return answer

    def context(self, reading: Reading, by: Actor | None) -> Context:
        return Context(self.house, by, reading, Door(), by.language if by else "zh")

    async def execute(self, reading: Reading, by: Actor | None, document: str, **variables: Any) -> Any:
        """As `ask`, in a reading of the test's own, whose statements it can count."""
        context = self.context(reading, by)
        return await graphql_schema().execute(document, variable_values=variables, context_value=context)


NOBODY = Actor(user_id=UUID(int=1), name="nobody", kind="staff")


@asynccontextmanager
async def open_shop(app_url: str) -> AsyncIterator[Shop]:
    load_features()
    clock = FixedClock(OPENED)
    async with open_house(
        app_url,
        clock=clock,
        ids=TimeOrderedIds(clock),
        zone=ZoneInfo("Asia/Shanghai"),
        recorder=AuditLog(),
        signatory=Signatures(),
        strict=True,
    ) as house:
        await ensure_post_rights(house)
        yield Shop(house, clock)

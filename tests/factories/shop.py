"""A small firm for tests: people with posts, and what they do, always through commands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

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
from backend.foundation.permission import all_rights
from backend.foundation.reading import Query
from backend.foundation.work import Door

OPENED = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
"""09:00 in Shanghai."""


@dataclass
class Shop:
    """The firm: its house, its clock, and one person per post."""

    house: House
    clock: FixedClock
    people: dict[str, Actor] = field(default_factory=dict)

    def new_id(self) -> UUID:
        return self.house.ids.new()

    def person(self, post: str, *, name: str | None = None, language: str = "zh") -> Actor:
        """Somebody who holds that post; the same person each time unless a name is given."""
        key = f"{post}/{name}"
        if key not in self.people:
            rights = frozenset(right.name for right in all_rights() if post in right.posts)
            self.people[key] = Actor(
                user_id=self.new_id(), name=name or post, kind="staff", rights=rights, posts=(post,),
                language=language,
            )  # fmt: skip
        return self.people[key]

    async def perform(
        self, command: object, by: Actor, *, command_id: UUID | None = None, door: Door | None = None
    ) -> Any:
        """What the command's handler returned; raises its refusal."""
        return (await self.performed(command, by, command_id=command_id, door=door)).result

    async def performed(
        self, command: object, by: Actor, *, command_id: UUID | None = None, door: Door | None = None
    ) -> Performed:
        return await perform(self.house, command, by, command_id or self.new_id(), door or Door())

    async def look(self, query: Query[Any], by: Actor, **values: Any) -> list[Any]:
        async with self.house.reading(by) as reading:
            return await reading.all(query, **values)

    async def ask(self, by: Actor | None, document: str, **variables: Any) -> Any:
        """The whole GraphQL answer: `.data`, `.errors`."""
        async with self.house.reading(by or NOBODY) as reading:
            context = Context(self.house, by, reading, Door(), by.language if by else "zh")
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
        yield Shop(house, clock)

"""Replay as a phone meets it: a till to work on, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from backend.foundation.actor import Actor
from backend.foundation.command import all_handlers
from backend.foundation.database.roles import DatabaseUrls
from backend.sync.replay.commanded import OfflineCommands
from backend.sync.replay.door import replayed
from offline.replay import Answer
from offline.signature import SignedEnvelope
from tests.factories.people import a_person
from tests.factories.phones import Phone, a_phone
from tests.factories.shop import Shop
from tests.sync.till import open_till, till_commands


@dataclass
class Replay:
    """The server's side of one test."""

    shop: Shop
    commands: OfflineCommands

    async def phone(self, *posts: str) -> Phone:
        return await a_phone(self.shop, await a_person(self.shop, *(posts or ("sales",))))

    async def send(
        self, phone: Phone, batch: Sequence[SignedEnvelope] | None = None, by: Actor | None = None
    ) -> list[Answer]:
        return await replayed(
            self.shop.house, by or phone.owner, phone.sealed if batch is None else batch, self.commands
        )

    async def rows(self, sql: str, *arguments: Any) -> list[Any]:
        return [tuple(row) for row in await self.shop.house.pool.fetch(sql, *arguments)]

    async def balance(self, account: UUID) -> int:
        found = await self.rows("select balance from till where account = $1", account)
        return found[0][0] if found else 0

    async def amounts(self, account: UUID) -> list[int]:
        """What was put in, in the order in which it took effect."""
        sql = "select amount from till_entries where account = $1 order by position"
        return [row[0] for row in await self.rows(sql, account)]

    def put(self, phone: Phone, account: UUID, amount: int, **changed: Any) -> SignedEnvelope:
        name = changed.pop("name", "till.putIn")
        said = changed.pop("input", {"accountId": str(account), "amount": amount})
        return phone.seal(name, said, f"account:{account}", **changed)


@pytest.fixture(scope="session")
async def till(database: DatabaseUrls) -> None:
    await open_till(database.owner)


@pytest.fixture
def replay(shop: Shop, till: None) -> Replay:
    own = [handler for handler in all_handlers() if handler.name.startswith("sync.")]
    return Replay(shop, till_commands(*own))


def kinds(answers: Sequence[Answer]) -> list[str]:
    """What came of each, in one word; what custody said where nothing came of it."""
    return [
        answer.wire()["custody"] if answer.outcome is None else answer.wire()["outcome"]["kind"]
        for answer in answers
    ]

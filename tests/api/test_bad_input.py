"""Bad input at the real door: refused by name or with a 4xx, never a 500, and nothing is kept of it."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from backend.api.failures import INCIDENT_CODE
from backend.api.schema import graphql_schema
from backend.identity.posts.rules import PORTAL_POST, POSTS
from backend.identity.sessions.tokens import AccessTokens
from tests.api.hostile import ATTACKS, Attack, requests
from tests.factories.desk import Desk, a_desk
from tests.factories.orders import a_buyer
from tests.factories.own_world import own_world
from tests.factories.page import ORIGIN, Web, a_web
from tests.factories.people import a_person
from tests.factories.shop import Shop
from tests.reachable import reachable_folder

SCHEMA = graphql_schema()._schema
READABLE = """select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
  and has_table_privilege(oid, 'select')"""


@dataclass(frozen=True)
class Door:
    """A firm of its own, somebody who may do everything, and a customer's person."""

    web: Web
    everybody: Desk
    customer: Desk

    @property
    def shop(self) -> Shop:
        return self.web.shop

    async def rows(self) -> Counter[str]:
        """How many rows each table holds."""
        tables = [row[0] for row in await self.shop.house.pool.fetch(READABLE)]
        each = ", ".join(f'(select count(*) from "{table}") as "{table}"' for table in tables)
        counted = await self.shop.house.pool.fetchrow(f"select {each}")
        return Counter(dict(counted))

    async def asked(self, desk: Desk, document: str, variables: dict[str, Any]) -> tuple[int, Any]:
        """Status and answer; the body is written as ASCII, so that half a character arrives as one."""
        body = json.dumps({"query": document, "variables": variables})
        return await self.sent(desk, body.encode())

    async def sent(self, desk: Desk, body: bytes) -> tuple[int, Any]:
        headers = {
            "x-lotline": "1",
            "origin": ORIGIN,
            "content-type": "application/json",
            "authorization": f"Bearer {desk.page.token}",
        }
        response = await desk.page.client.post("/graphql", content=body, headers=headers)
        return response.status_code, response.json()


@pytest.fixture(scope="module")
async def door() -> AsyncIterator[Door]:
    with reachable_folder() as folder:
        async with own_world(folder / "data") as shop:
            web = a_web(shop, AccessTokens.kept_in(folder / "keys"))
            everything = await a_person(shop, *(post.name for post in POSTS if post.name != PORTAL_POST))
            buyer = await a_buyer(shop)
            portal = shop.person("customer", customer_id=buyer.id)
            yield Door(web, await a_desk(web, everything), await a_desk(web, portal))


def refusal_of(answer: Any) -> str | None:
    """The name of the refusal; None where something was done or found."""
    if "errors" in answer:
        return str(answer["errors"][0]["extensions"]["code"])
    (said,) = answer["data"].values()
    return said["__typename"] if isinstance(said, dict) and "message" in said else None


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_no_command_breaks_on_it_and_a_refused_one_keeps_nothing(door, attack: Attack):
    broken, before = [], await door.rows()
    for name, document, variables in requests(SCHEMA, "mutation", attack):
        status, answer = await door.asked(door.everybody, document, variables)

        refused, after = refusal_of(answer), await door.rows()
        if status >= 500 or refused == INCIDENT_CODE or (refused is not None and after != before):
            broken.append((name, status, refused, dict(after - before)))
        before = after

    assert broken == [], broken


@pytest.mark.parametrize("who", ["everybody", "customer"])
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_no_question_breaks_on_it(door, attack: Attack, who: str):
    desk: Desk = getattr(door, who)
    broken = []
    for name, document, variables in requests(SCHEMA, "query", attack):
        status, answer = await door.asked(desk, document, variables)

        codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
        if status >= 500 or INCIDENT_CODE in codes:
            broken.append((name, status, codes))

    assert broken == [], broken

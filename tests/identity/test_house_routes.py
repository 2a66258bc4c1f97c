"""The house's own routes put together: health, contexts, sockets of signed-in people."""

import asyncio
import json
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.engines.notices.commands import TellPerson
from backend.foundation.actor import SYSTEM, Actor
from backend.identity.sessions.tokens import AccessTokens
from backend.identity.users.commands import ChangeProfile, DisableUser
from backend.migrations import head
from tests.factories.page import ORIGIN, Web, a_web
from tests.factories.people import a_person, with_password
from tests.factories.shop import Shop, open_shop

SECONDS = 30


class Socket:
    """One socket over raw ASGI."""

    def __init__(self, web: Web) -> None:
        self._sent: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._received: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        scope: dict[str, Any] = {
            "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "wss",
            "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "root_path": "",
            "headers": [(b"host", b"lotline.example"), (b"origin", ORIGIN.encode())],
            "subprotocols": ["graphql-transport-ws"], "client": ("10.0.0.1", 1), "extensions": {},
        }  # fmt: skip
        self._sent.put_nowait({"type": "websocket.connect"})
        self._app: asyncio.Future[None] = asyncio.ensure_future(
            web.app(scope, self._sent.get, self._received.put)
        )

    async def send(self, message: object) -> None:
        await self._sent.put({"type": "websocket.receive", "text": json.dumps(message)})

    async def next(self) -> Any:
        message = await asyncio.wait_for(self._received.get(), SECONDS)
        return json.loads(message["text"]) if message["type"] == "websocket.send" else message

    async def leave(self) -> None:
        await self._sent.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._app, SECONDS)

    async def opened(self, payload: object) -> Any:
        assert (await self.next())["type"] == "websocket.accept"
        await self.send({"type": "connection_init", "payload": payload})
        return await self.next()


async def test_a_socket_is_the_persons_whose_token_opens_it(shop, web):
    person = await with_password(shop, await a_person(shop, "sales"))
    page = web.page()
    await page.sign_in(person)
    socket = Socket(web)

    assert await socket.opened({"accessToken": page.token}) == {"type": "connection_ack"}
    await socket.leave()


@pytest.mark.parametrize(
    "payload", [{}, {"accessToken": "forged"}, {"accessToken": 7}, {"accessToken": None}]
)
async def test_a_socket_without_a_good_token_is_closed_with_4403(web, payload):
    socket = Socket(web)

    closed = await socket.opened(payload)

    assert (closed["type"], closed["code"]) == ("websocket.close", 4403)
    await socket.leave()


@contextmanager
def at_machine_time(shop: Shop, ago: timedelta = timedelta(0)) -> Iterator[None]:
    """Sockets are closed by the machine's own clock: the shop's is set to it, or to a moment before."""
    then = shop.clock.now()
    shop.clock.set(datetime.now(UTC) - ago)
    try:
        yield
    finally:
        shop.clock.set(then)


async def test_a_socket_is_closed_with_4403_when_its_token_expires(shop, web):
    person = await with_password(shop, await a_person(shop, "sales"))
    page, socket = web.page("203.0.113.92"), Socket(web)
    with at_machine_time(shop, ago=timedelta(minutes=10) - timedelta(seconds=2)):
        await page.sign_in(person)

        assert await socket.opened({"accessToken": page.token}) == {"type": "connection_ack"}
        closed = await socket.next()

    assert (closed["type"], closed["code"]) == ("websocket.close", 4403)
    await socket.leave()


async def test_a_disabled_persons_socket_hears_nothing_more(shop, web):
    person = await with_password(shop, await a_person(shop, "sales"))
    page = web.page("203.0.113.91")
    socket = Socket(web)
    with at_machine_time(shop):
        async with shop.house.live.listening():
            await page.sign_in(person)
            await socket.opened({"accessToken": page.token})
            query = 'subscription { changes(kinds: ["notice"]) { kind id } }'
            await socket.send({"id": "1", "type": "subscribe", "payload": {"query": query}})

            hearing = asyncio.create_task(socket.next())
            while not hearing.done():  # Until the subscription stands, nobody hears.
                await tell(shop, person)
            assert hearing.result()["payload"]["data"]["changes"]["kind"] == "notice"
            await shop.perform(
                DisableUser(user_id=person.user_id, reason="离职"), shop.person("administrator")
            )
            web.timer.seconds += 1
            await tell(shop, person)
            refused = await socket.next()
            while refused["type"] == "next":  # What was on its way before.
                refused = await socket.next()

    assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "UNAUTHENTICATED")
    await socket.leave()


async def tell(shop: Shop, person: Actor) -> None:
    """Gives the person a notice, which nudges who watches."""
    thing = shop.new_id()
    await shop.perform(
        TellPerson(
            user_id=person.user_id,
            kind="orderAwaitsYou",
            about_kind="order",
            about_id=thing,
            cause_id=thing,
            facts={},
        ),
        SYSTEM,
    )


async def test_ready_tells_what_it_looked_at(web):
    answer = await web.page().client.get("/health/ready")

    said = answer.json()
    assert answer.status_code == 200
    assert said["ready"] is True
    assert said["migrated"] == head()
    assert "zxing" in said["decodingEngines"]
    assert said["outboxSeconds"] >= 0


async def test_a_house_without_its_database_lives_and_is_not_ready(database, tmp_path):
    async with open_shop(database.app) as shop:
        web = a_web(shop, AccessTokens.kept_in(tmp_path))
    page = web.page()

    ready = await page.client.get("/health/ready")

    assert (await page.client.get("/health/live")).json() == {"live": True}
    assert (ready.status_code, ready.json()["ready"], ready.json()["database"]) == (503, False, False)


async def test_a_command_is_logged_with_its_request(shop, web, logged):
    person = await with_password(shop, await a_person(shop, "sales"))
    page, command_id = web.page("203.0.113.90"), shop.new_id()
    await page.sign_in(person)

    answer = await page.post(
        "/graphql",
        {
            "query": """mutation ($c: UUID!) { changeProfile(commandId: $c, input: {language: "en"}) {
                __typename } }""",
            "variables": {"c": str(command_id)},
        },
    )

    assert answer.json() == {"data": {"changeProfile": {"__typename": "ProfileChanged"}}}
    [line] = [event for event in logged if event["event"] == "performed"]
    assert (line["command"], line["command_id"]) == (ChangeProfile.__name__, str(command_id))
    assert not [event for event in logged if page.token in str(event) or page.cookie in str(event)]


async def test_nobody_is_told_to_sign_in_and_a_broken_header_is_401(web):
    page = web.page()

    anonymous = await page.post("/graphql", {"query": "{ me { posts } }"})
    broken = await page.post("/graphql", {"query": "{ me { posts } }"}, authorization="Basic YTpi")

    assert (anonymous.status_code, broken.status_code) == (200, 401)
    assert anonymous.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert broken.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"

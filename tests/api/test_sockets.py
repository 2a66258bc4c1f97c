"""Subscriptions: the protocol's limits, over raw ASGI, so that no client library can be polite for us."""

import asyncio
import json
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.api.refusals import DoorRefusal
from backend.foundation.limits import SOCKET_MESSAGE_BYTES_MAX, SUBSCRIPTIONS_PER_SOCKET_MAX
from tests.api.toy import ORIGIN, SECRET, Subscription, Toy

SECONDS = 5


class Socket:
    """A client of one socket: what it sent is received by the app, what the app sends is kept in order."""

    def __init__(self, toy: Toy, origin: str | None = ORIGIN, protocol: str = "graphql-transport-ws") -> None:
        headers = [(b"host", b"lotline.example"), (b"accept-language", b"en")]
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        scope: dict[str, Any] = {
            "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "wss",
            "path": "/graphql", "raw_path": b"/graphql", "query_string": b"", "headers": headers,
            "subprotocols": [protocol], "client": ("10.0.0.1", 1), "server": ("lotline.example", 443),
            "extensions": {}, "root_path": "",
        }  # fmt: skip
        self._sent: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._received: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._sent.put_nowait({"type": "websocket.connect"})
        self._app = asyncio.create_task(toy.app(scope, self._sent.get, self._received.put))

    async def send(self, *messages: object) -> None:
        for message in messages:
            text = message if isinstance(message, str) else json.dumps(message)
            await self._sent.put({"type": "websocket.receive", "text": text})

    async def next(self) -> Any:
        message = await asyncio.wait_for(self._received.get(), SECONDS)
        return json.loads(message["text"]) if message["type"] == "websocket.send" else message

    async def close_code(self) -> Any:
        while True:
            message = await self.next()
            if message["type"] == "websocket.close":
                await self.leave()
                return message["code"]

    async def leave(self) -> None:
        await self._sent.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._app, SECONDS)


INIT = {"type": "connection_init"}


def subscribe(query: str, id: str = "1", **more: object) -> dict[str, object]:
    return {"type": "subscribe", "id": id, "payload": {"query": query} | more}


async def test_a_subscription_is_answered_until_it_is_complete():
    toy = Toy()
    socket = Socket(toy)
    await socket.send(INIT, subscribe("subscription($n:Int!){ticks(count:$n)}", variables={"n": 2}))

    answers = [await socket.next() for _ in range(5)]

    assert [answer["type"] for answer in answers] == [
        "websocket.accept",
        "connection_ack",
        "next",
        "next",
        "complete",
    ]
    assert answers[2]["payload"] == {"data": {"ticks": 0}}
    await socket.leave()
    assert toy.contexts[0].closed


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://lotline.example"])
async def test_a_page_of_another_site_gets_no_socket(origin):
    toy = Toy()
    socket = Socket(toy, origin=origin)

    assert (await socket.next())["type"] == "websocket.close"  # Not accepted: the server answers 403.
    assert toy.contexts == []


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([subscribe("subscription{ticks}")], 4401),
        ([INIT, INIT], 4429),
        ([INIT, subscribe("subscription{ticks(count:9)}"), subscribe("subscription{ticks(count:9)}")], 4409),
        (["not json"], 4400),
        (["[" * 10_000], 4400),
        (["[]"], 4400),
        (['"connection_init"'], 4400),
        ([{"type": ["connection_init"]}], 4400),
        ([{"type": "start"}], 4400),
        ([INIT, {"type": "subscribe", "id": "1"}], 4400),
        ([INIT, {"type": "subscribe", "id": 1, "payload": {}}], 4400),
        ([INIT, {"type": "subscribe", "id": "x" * 101, "payload": {}}], 4400),
        ([INIT, {"type": "complete"}], 4400),
        ([{"type": "connection_init", "payload": "token"}], 4400),
        ([INIT, "x" * (SOCKET_MESSAGE_BYTES_MAX + 1)], 4400),
        (['{"type":"connection_init","payload":{"a":"\\u0000"}}'], 4400),
    ],
)  # fmt: skip
async def test_what_is_not_the_protocol_closes_the_socket_with_its_code(messages, expected):
    socket = Socket(Toy())
    await socket.send(*messages)

    assert await socket.close_code() == expected


async def test_the_legacy_protocol_is_not_spoken():
    assert await Socket(Toy(), protocol="graphql-ws").close_code() == 4406


async def test_a_flood_of_subscriptions_closes_the_socket_and_leaves_nothing_open():
    socket = Socket(Toy())
    await socket.send(INIT, *(subscribe("subscription{ticks(count:9)}", id=str(n)) for n in range(1000)))

    assert await socket.close_code() == 4429
    assert Subscription.open_now == []


async def test_as_many_subscriptions_as_are_allowed_stay_open_until_the_client_leaves():
    socket = Socket(Toy())
    await socket.send(
        INIT,
        *(subscribe("subscription{ticks(count:4)}", id=str(n)) for n in range(SUBSCRIPTIONS_PER_SOCKET_MAX)),
    )
    for _ in range(2 + 4 * SUBSCRIPTIONS_PER_SOCKET_MAX):
        await socket.next()

    assert len(Subscription.open_now) == SUBSCRIPTIONS_PER_SOCKET_MAX
    await socket.leave()
    assert Subscription.open_now == []


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"query": "{order{id}}"}, "SOCKETS_SUBSCRIBE_ONLY"),
        ({"query": 'mutation{move(lot:"L1")}'}, "SOCKETS_SUBSCRIBE_ONLY"),
        ({"query": "subscription{unknown}"}, "DOCUMENT_NOT_VALID"),
        ({"query": "subscription{" + "a{" * 300}, "DOCUMENT_TOO_DEEP"),
        ({"query": "subscription{__schema{types{name}}}"}, "INTROSPECTION_OFF"),
        ({"query": "subscription($n:Int!){ticks(count:$n)}", "variables": {"n": "x"}}, None),
        ({}, "BODY_NOT_READABLE"),
        ([], "BODY_NOT_READABLE"),
        ({"documentId": "0" * 64}, "DOCUMENT_UNKNOWN"),
    ],
)  # fmt: skip
async def test_a_refused_document_ends_its_own_subscription_only(payload, expected):
    toy = Toy()
    socket = Socket(toy)
    await socket.send(
        INIT,
        {"type": "subscribe", "id": "1", "payload": payload},
        subscribe("subscription{ticks(count:1)}", "2"),
    )
    answers = [await socket.next() for _ in range(5)]
    about = {answer["id"]: answer for answer in reversed(answers[2:]) if answer["type"] != "complete"}
    await socket.leave()

    if expected is not None:
        assert (about["1"]["type"], about["1"]["payload"][0]["extensions"]["code"]) == ("error", expected)
    else:
        assert about["1"]["payload"]["errors"][0]["extensions"]["code"] == "INPUT_NOT_VALID"
    assert about["2"]["payload"] == {"data": {"ticks": 0}}
    assert toy.contexts[0].moved == []


@pytest.mark.parametrize(
    ("field", "code", "message"),
    [("guardedTicks", "UNAUTHENTICATED", "Sign in first."), ("heldTicks", "LotOnHold", "Lot L1 is on hold.")],
)
async def test_a_subscription_that_is_refused_says_why_and_is_no_incident(field, code, message, logged):
    socket = Socket(Toy())
    await socket.send(INIT, subscribe(f"subscription{{{field}}}"))
    told = [await socket.next() for _ in range(3)][-1]
    await socket.leave()

    assert (told["type"], told["payload"]) == ("error", [{"message": message, "extensions": {"code": code}}])
    assert [event["event"] for event in logged] == ["request"]


async def test_a_bug_in_a_subscription_is_told_as_a_number():
    socket = Socket(Toy())
    await socket.send(INIT, subscribe("subscription{bugTicks}"))
    told = [await socket.next() for _ in range(4)][-1]
    await socket.leave()

    assert told["type"] == "error"
    assert told["payload"][0]["extensions"]["code"] == "INCIDENT"
    assert "hunter2" not in json.dumps(told)


async def test_a_socket_is_closed_when_its_session_expires():
    async def opened(context: object, payload: dict[str, Any]) -> datetime:
        assert payload == {"ticket": "t"}
        return datetime.now(UTC) + timedelta(milliseconds=50)

    socket = Socket(Toy(opened=opened))
    await socket.send(
        {"type": "connection_init", "payload": {"ticket": "t"}}, subscribe("subscription{ticks(count:9)}")
    )

    assert await socket.close_code() == 4403
    assert Subscription.open_now == []


async def test_a_socket_whose_session_is_refused_is_closed_before_it_is_acknowledged():
    class SignInNeeded(DoorRefusal):
        code = "SIGN_IN_NEEDED"
        zh = "请先登录。"
        en = "Sign in first."

    async def opened(context: object, payload: object) -> None:
        raise SignInNeeded()

    socket = Socket(Toy(opened=opened))
    await socket.send(INIT)
    assert (await socket.next())["type"] == "websocket.accept"
    assert await socket.close_code() == 4403


async def test_a_bug_while_a_socket_is_opened_shows_nothing(logged):
    async def break_down(_: object) -> None:
        raise RuntimeError(SECRET)

    socket = Socket(Toy(context_of=break_down))
    await asyncio.wait_for(socket._app, SECONDS)

    assert socket._received.empty()
    assert [event["event"] for event in logged] == ["incident", "request"]

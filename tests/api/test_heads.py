"""What a server under uvicorn does with requests whose head has no end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from backend.api.heads import BoundedHttp
from backend.foundation.limits import HEAD_BYTES_MAX

SECONDS_FOR_ALL = 20


class Impatient(BoundedHttp):
    head_seconds = 0.05


@asynccontextmanager
async def served(http: type[BoundedHttp]) -> AsyncIterator[tuple[int, list[str]]]:
    """A server on a port of its own; the paths that it was asked for."""
    asked: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    config = uvicorn.Config(app, port=0, http=http, loop="asyncio", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield server.servers[0].sockets[0].getsockname()[1], asked
    finally:
        await server.shutdown()


async def answered(port: int, *sent: bytes) -> bytes:
    """The status line that comes back before the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(SECONDS_FOR_ALL):
            for part in sent:
                writer.write(part)
                await writer.drain()
            return (await reader.readline()).strip()
    finally:
        writer.close()


def head(path: str, *headers: bytes) -> bytes:
    return b"\r\n".join((f"GET {path} HTTP/1.1".encode(), b"host: x", *headers, b"", b""))


@pytest.mark.parametrize(
    "headers",
    [
        [b"x-one: " + b"a" * HEAD_BYTES_MAX],
        [b"x-%d: %s" % (at, b"a" * 90) for at in range(HEAD_BYTES_MAX // 90)],
    ],
    ids=["one long header", "many headers"],
)
async def test_a_head_over_its_limit_is_refused_and_nothing_is_executed(headers):
    async with served(BoundedHttp) as (port, asked):
        assert (
            await answered(port, head("/large", *headers)) == b"HTTP/1.1 431 Request Header Fields Too Large"
        )

    assert asked == []


async def test_a_head_without_end_is_refused_once_it_is_over_its_limit():
    async with served(BoundedHttp) as (port, asked):
        endless = (b"GET / HTTP/1.1\r\nx: ", b"a" * HEAD_BYTES_MAX)
        assert await answered(port, *endless) == b"HTTP/1.1 431 Request Header Fields Too Large"

    assert asked == []


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nhost: x\r\n"])
async def test_a_head_that_does_not_come_is_not_waited_for(begun):
    async with served(Impatient) as (port, asked):
        assert await answered(port, begun) == b"HTTP/1.1 408 Request Timeout"

    assert asked == []


async def test_a_head_up_to_its_limit_is_served_and_so_is_the_next_one():
    full = b"x-full: " + b"a" * (HEAD_BYTES_MAX - 100)
    async with served(BoundedHttp) as (port, asked):
        first, second = head("/1", full), head("/2", full, b"connection: close")
        assert await answered(port, first, second) == b"HTTP/1.1 204 No Content"
        assert asked[0] == "/1"

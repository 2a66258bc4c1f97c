"""A strict DingTalk and WeCom robot on this machine: checks what the real ones check, and remembers what it was sent."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

TOKEN = "robot-token"
SECRET = "SECthis is secret"
KEY = "693a91f6-7aa6-4b3c-91bc-7c0fd2ff0c01"
SKEW_MILLISECONDS = 3_600_000


@dataclass
class RobotSimulator:
    """`answers` are given first, one a request; then messages are judged as the real robots do."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    port: int = 0
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    seen_ids: set[str] = field(default_factory=set)
    requests: int = 0

    @property
    def dingtalk_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/robot/send?access_token={TOKEN}"

    @property
    def wecom_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/cgi-bin/webhook/send?key={KEY}"

    def answer(self, target: str, body: bytes) -> tuple[int, bytes]:
        self.requests += 1
        if self.answers:
            return self.answers.pop(0)
        url = urlsplit(target)
        query = dict(parse_qsl(url.query))
        if url.path == "/robot/send":
            return 200, self._dingtalk(url.query, query, body)
        if url.path == "/cgi-bin/webhook/send" and query.get("key") == KEY:
            return 200, self._take(body)
        return 200, _error(93000, "invalid webhook url")

    def _dingtalk(self, raw_query: str, query: dict[str, str], body: bytes) -> bytes:
        if query.get("access_token") != TOKEN:
            return _error(400101, "access_token does not exist")
        timestamp = query.get("timestamp", "0")
        expected = base64.b64encode(
            hmac.digest(SECRET.encode(), f"{timestamp}\n{SECRET}".encode(), hashlib.sha256)
        ).decode()
        raw_sign = next(part[5:] for part in raw_query.split("&") if part.startswith("sign="))
        # A sign that was encoded twice still holds a percent sign after one decoding.
        if unquote_plus(raw_sign) != expected:
            return _error(310000, "sign not match")
        if abs(int(timestamp) - self.now().timestamp() * 1000) > SKEW_MILLISECONDS:
            return _error(310000, "invalid timestamp")
        id = json.loads(body).get("msgUuid")
        if id in self.seen_ids:
            return _error(0, "ok")
        self.seen_ids.add(id)
        return self._take(body)

    def _take(self, body: bytes) -> bytes:
        message = json.loads(body)
        if message.get("msgtype") != "text" or not 0 < len(message["text"]["content"].encode()) <= 2048:
            return _error(40008, "invalid message type")
        self.messages.append(message)
        return _error(0, "ok")


def _error(code: int, why: str) -> bytes:
    return json.dumps({"errcode": code, "errmsg": why}).encode()


@asynccontextmanager
async def robot_simulator(
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[RobotSimulator]:
    robot = RobotSimulator(now)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split(" ", 2)[1]
        length = next(
            int(line.split(":")[1])
            for line in head.split("\r\n")
            if line.lower().startswith("content-length:")
        )
        status, body = robot.answer(target, await reader.readexactly(length))
        writer.write(
            b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
            % (status, len(body))
            + body
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        robot.port = server.sockets[0].getsockname()[1]
        yield robot

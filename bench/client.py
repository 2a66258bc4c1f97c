"""A client that asks over kept-alive connections; plain sockets, so that the machine is left to who is measured."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

ANSWER_SECONDS_MAX = 30.0
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class Connection:
    """One connection to one address; asks one thing after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer to one POST of JSON. Raises TimeoutError, IncompleteReadError."""
        lines = [f"POST {path} HTTP/1.1", f"host: {self._host}", "content-type: application/json"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines.append(f"content-length: {len(body)}")
        self._writer.write("\r\n".join(lines).encode() + _END + body)
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            head = (await self._reader.readuntil(_END)).decode("latin-1").split("\r\n")
            length = next(
                (int(line.partition(":")[2]) for line in head if line.lower().startswith("content-length:")),
                0,
            )
            return Answer(int(head[0].split()[1]), await self._reader.readexactly(length))


@asynccontextmanager
async def connections(host: str, port: int, count: int) -> AsyncIterator[list[Connection]]:
    """So many connections to one address, closed at the end."""
    opened = [await asyncio.open_connection(host, port) for _ in range(count)]
    try:
        yield [Connection(reader, writer, f"{host}:{port}") for reader, writer in opened]
    finally:
        for _, writer in opened:
            writer.close()

"""Starting, asking and watching database servers, also from a process of their own that can be killed.

As a program (`python -m …`) it starts the embedded database, prints one line of JSON when it is ready, and
waits for its standard input to end.
"""

import asyncio
import json
import os
import select
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg

from backend.foundation.database.binaries import CACHE_FOLDER
from backend.foundation.database.embedded import embedded_database
from backend.foundation.refusal import Refusal

ROOT_OF_CODE = Path(__file__).parents[2]
PACKAGES = sysconfig.get_path("purelib")
GONE_SECONDS = 15


def ask(url: str, query: str, **options: Any) -> Any:
    async def in_a_connection() -> Any:
        connection = await asyncpg.connect(url, timeout=10, **options)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(in_a_connection())


def put_one_row(url: str) -> None:
    ask(url, "CREATE TABLE box AS SELECT 7 AS number")


class Starter:
    """Another process that holds a server; `said` is its one line."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        assert process.stdout is not None
        self.said: dict[str, Any] = json.loads(process.stdout.readline())


@contextmanager
def starter(
    data: Path,
    interpreter: str = sys.executable,
    packages: str = "",
    cache: Path = CACHE_FOLDER,
    **options: Any,
) -> Iterator[Starter]:
    with subprocess.Popen(  # noqa: S603 - Our own words.
        [interpreter, "-m", "tests.foundation.database_processes", str(data), str(cache)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT_OF_CODE,
        env={"PYTHONPATH": f"{packages}:{ROOT_OF_CODE}:{PACKAGES}"},
        **options,
    ) as process:
        yield Starter(process)
        process.communicate()


def wait_until_gone(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(pid)
            gone, _, _ = select.select([handle], [], [], GONE_SECONDS)
            os.close(handle)
            assert gone == [handle]


def main(data: str, cache: str) -> None:
    try:
        with embedded_database(data, cache=Path(cache)) as server:
            print(json.dumps({"url": server.superuser_url, "postmaster": server.pid}), flush=True)
            sys.stdin.read()
    except Refusal as refusal:
        print(json.dumps({"refused": type(refusal).__name__} | refusal.facts()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

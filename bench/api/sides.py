"""The two servers that are measured: each one process under uvicorn, with the same loop, parser and database."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from backend.foundation.settings import PREFIX
from bench.api.shapes import Shape

HOST: Final = "127.0.0.1"
READY_SECONDS: Final = 60.0
LOOK_AGAIN_SECONDS: Final = 0.1
STOP_SECONDS: Final = 20.0
KEEP_ALIVE_SECONDS: Final = 120  # One side's connections rest while the other is asked.


@dataclass(frozen=True, slots=True)
class Side:
    """A running server and how a shape is asked of it."""

    name: str
    pid: int
    port: int
    path: Callable[[Shape], str]
    body: Callable[[Shape, dict[str, Any]], bytes]


@contextmanager
def both(database_url: str, data: Path, ports: tuple[int, int]) -> Iterator[tuple[Side, Side]]:
    """Ours and the baseline, ready to answer; stopped at the end."""
    with (
        _served("bench.api.ours:app", ports[0], database_url, data) as ours,
        _served("bench.api.baseline:app", ports[1], database_url, data) as baseline,
    ):
        yield (
            Side("ours", ours.pid, ports[0], lambda _: "/graphql", Shape.asked_of_us),
            Side("baseline", baseline.pid, ports[1], lambda shape: shape.path, Shape.asked_by_hand),
        )


@contextmanager
def _served(app: str, port: int, database_url: str, data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    settings = {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data),
        "HOST": HOST,
        "PORT": str(port),
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "ENVIRONMENT": "development",
        "ARGON2_PROFILE": "test",
    }
    words = ["--factory", app, "--host", HOST, "--port", str(port), "--loop", "uvloop", "--http", "httptools"]
    words += ["--no-access-log", "--log-level", "warning", "--timeout-keep-alive", str(KEEP_ALIVE_SECONDS)]
    with (data / f"{app.partition(':')[0]}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words.
            [sys.executable, "-m", "uvicorn", *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=os.environ | {PREFIX + name: value for name, value in settings.items()},
        )
        try:
            _wait_until_ready(process, port, Path(log.name))
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _says_ready(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"a server did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(LOOK_AGAIN_SECONDS)


def _says_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

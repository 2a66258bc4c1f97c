"""The demo's processes beside its own: started, waited for, watched, stopped; none of them outlives it."""

import ctypes
import http.client
import os
import select
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import urlsplit

from backend.foundation.refusal import Refusal
from backend.foundation.settings import PREFIX

READY_SECONDS: Final = 60.0
ANSWER_SECONDS: Final = 5.0
LOOK_AGAIN_SECONDS: Final = 0.05
STOP_SECONDS: Final = 30.0
LOG_BYTES_MAX: Final = 5 * 2**20
_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)


@dataclass
class PartStopped(Refusal):
    """A process of the demo ended by itself, or never became ready."""

    part: str
    log: str
    zh: ClassVar[str] = "演示的“{part}”进程已退出或未能启动，演示已全部停止。原因见 {log}，处理后请重新启动。"
    en: ClassVar[str] = (
        "The demo's {part} process ended or did not start; everything was stopped. {log} says why."
    )


@dataclass(frozen=True, slots=True)
class Child:
    """A running part and where its log is."""

    part: str
    process: "subprocess.Popen[bytes]"
    log: Path


@contextmanager
def child(part: str, *arguments: str, data: Path, settings: dict[str, str]) -> Iterator[Child]:
    """`lotline` with these arguments and settings for as long as the block runs; its log is in the data folder."""
    log = data / f"{part}.log"
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        log.chmod(0o600)
        process = subprocess.Popen(  # noqa: S603 - Our own program and words.
            [sys.executable, "-m", "backend.cli", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | {PREFIX + name: value for name, value in settings.items()},
            start_new_session=True,  # Ctrl+C in the terminal is for us; we stop our parts in their order.
            preexec_fn=_die_with_us,
        )
    try:
        yield Child(part, process, log)
    finally:
        _stop(process)


def prepared(job: bytes) -> bytes:
    """What `backend.demo.preparing` answers to the job; what it refuses, it has said already (SystemExit)."""
    with subprocess.Popen(
        [sys.executable, "-m", "backend.demo.preparing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_die_with_us,
    ) as process:
        try:
            answer, _ = process.communicate(job)
        except BaseException:
            process.kill()  # It works inside transactions, and the next start begins the company anew.
            raise
    if process.returncode:
        raise SystemExit(process.returncode)
    return answer


def wait_until_ready(server: Child, url: str, trusted: Path | None = None) -> None:
    """Until the web app at `url` says that it is ready. Raises PartStopped."""
    deadline = time.monotonic() + READY_SECONDS
    while not _says_ready(url, trusted):
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise PartStopped(part=server.part, log=str(server.log))
        time.sleep(LOOK_AGAIN_SECONDS)


def watch(children: list[Child]) -> None:
    """Sleeps until one of them ends, and raises PartStopped; a signal's handler ends it otherwise."""
    handles = {os.pidfd_open(part.process.pid): part for part in children}
    try:
        ended, _, _ = select.select(list(handles), [], [])
        part = handles[ended[0]]
        raise PartStopped(part=part.part, log=str(part.log))
    finally:
        for handle in handles:
            os.close(handle)


def _die_with_us() -> None:
    """Has the kernel end the new process when the one that started it is killed."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _says_ready(url: str, trusted: Path | None) -> bool:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
        if trusted is None
        else http.client.HTTPSConnection(
            host, port, timeout=ANSWER_SECONDS, context=ssl.create_default_context(cafile=trusted)
        )
    )
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
        return
    process.kill()
    process.wait()

"""The server's process: started, waited for, watched, stopped."""

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.foundation.database.account import Account
from backend.foundation.database.binaries import Binaries
from backend.foundation.database.cluster import last_words
from backend.foundation.database.leftovers import PID_FILE
from backend.foundation.database.refusals import DatabaseWouldNotStart

START_SECONDS = 300.0  # Covers crash recovery: max_wal_size bounds the log that has to be replayed.
LOOK_AGAIN_SECONDS = 0.01
STOP_SECONDS = 20.0  # For running transactions to roll back and the last checkpoint; then SIGQUIT,
ABORT_SECONDS = 10.0  # then SIGKILL. No committed transaction is lost by either.
LOG_BYTES_MAX = 5 * 2**20
LOG_TAIL_BYTES = 8_192

# Reads from a pipe that only the starter holds open. A line means "stopped as planned"; the end of the pipe
# without one means that the starter is dead, however it died, and the server must go too. The parent-death
# signal of Linux would be simpler, but it follows the starting *thread* and is lost on a change of user.
WATCHDOG = """read -r planned && exit
order() { [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ] && kill "-$3" "$1"; }
order "$1" "$2" INT && sleep 20 && order "$1" "$2" QUIT"""


@contextmanager
def running(
    binaries: Binaries, account: Account, cluster: Path, settings: dict[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        log.chmod(0o600)
        began = output.tell()
        postmaster = account.spawn(
            binaries.program("postgres"),
            "-D",
            str(cluster.resolve()),
            *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    with _watchdog(account, postmaster, cluster):
        try:
            _wait_until_ready(postmaster, cluster, log, began)
            yield postmaster
        finally:
            _stop(postmaster)


@contextmanager
def _watchdog(account: Account, postmaster: "subprocess.Popen[bytes]", cluster: Path) -> Iterator[None]:
    process = account.spawn(
        "/bin/sh", "-c", WATCHDOG, "lotline-watchdog", str(postmaster.pid), str(cluster.resolve()),
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired, BrokenPipeError):
            process.communicate(b"planned\n", timeout=ABORT_SECONDS)


def _wait_until_ready(postmaster: "subprocess.Popen[bytes]", cluster: Path, log: Path, began: int) -> None:
    """Until line 8 of the pid file says so, and line 1 that it is ours: whoever answers on the port may be
    another server, its own file is not."""
    deadline = time.monotonic() + START_SECONDS
    while not _says_ready(cluster / PID_FILE, postmaster.pid):
        if postmaster.poll() is not None:
            raise DatabaseWouldNotStart(reason=last_words(_tail(log, began)), log=str(log))
        if time.monotonic() > deadline:
            raise DatabaseWouldNotStart(reason=f"not ready after {START_SECONDS:.0f} s", log=str(log))
        time.sleep(LOOK_AGAIN_SECONDS)


def _says_ready(pid_file: Path, pid: int) -> bool:
    try:
        lines = pid_file.read_text().split("\n")
        return int(lines[0]) == pid and lines[7].strip() == "ready"
    except (OSError, IndexError, ValueError):  # Not there, or not yet whole.
        return False


def _tail(log: Path, began: int) -> bytes:
    with log.open("rb") as source:
        source.seek(max(began, log.stat().st_size - LOG_TAIL_BYTES))
        return source.read(LOG_TAIL_BYTES)


def _stop(postmaster: "subprocess.Popen[bytes]") -> None:
    for order, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, ABORT_SECONDS)):
        if postmaster.poll() is None:
            postmaster.send_signal(order)
            with contextlib.suppress(subprocess.TimeoutExpired):
                postmaster.wait(seconds)
    if postmaster.poll() is None:
        postmaster.kill()
        postmaster.wait(ABORT_SECONDS)

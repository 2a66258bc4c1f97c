"""A PostgreSQL server for one machine, on a data folder: nothing to install by hand, nothing left running.

Layout of the data folder: `postgres/` the cluster (a link where the server's user could not reach it),
`postgres.log`, `passwords/` (0600), `starter.lock`. The server listens on 127.0.0.1 and a Unix socket only
and asks everybody for a password. It does not outlive its starter: see WATCHDOG. A starter that needs
processes of its own must not fork them (use "spawn"): a fork would hold the lock and the watchdog's pipe.
"""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backend.foundation.database.account import Account, account_for
from backend.foundation.database.binaries import CACHE_FOLDER, Binaries, binaries_for
from backend.foundation.database.cluster import (
    OUTSIDE_FOLDER,
    SUPERUSER,
    last_words,
    make_cluster,
    refuse_other_version,
    short_socket_folder,
    written_major,
)
from backend.foundation.database.leftovers import PID_FILE, clear_leftovers
from backend.foundation.database.refusals import DatabaseWouldNotStart, DataFolderNotOurs, PortTaken
from backend.foundation.database.starter_lock import only_starter
from backend.foundation.secret_files import kept_secret

HOST = "127.0.0.1"
START_SECONDS = 300.0  # Covers crash recovery: max_wal_size bounds the log that has to be replayed.
LOOK_AGAIN_SECONDS = 0.01
STOP_SECONDS = 20.0  # For running transactions to roll back and the last checkpoint; then SIGQUIT,
ABORT_SECONDS = 10.0  # then SIGKILL. No committed transaction is lost by either.
LOG_BYTES_MAX = 5 * 2**20
LOG_TAIL_BYTES = 8_192

SERVER_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "jit": "off",  # Our queries take milliseconds; compiling them would take longer.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_error_verbosity": "terse",  # DETAIL lines would write whole rows, with people in them, into the log.
}
FORGETFUL_SETTINGS = {"fsync": "off", "full_page_writes": "off"}

# Reads from a pipe that only the starter holds open. A line means "stopped as planned"; the end of the pipe
# without one means that the starter is dead, however it died, and the server must go too. The parent-death
# signal of Linux would be simpler, but it follows the starting *thread* and is lost on a change of user.
WATCHDOG = """read -r planned && exit
order() { [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ] && kill "-$3" "$1"; }
order "$1" "$2" INT && sleep 20 && order "$1" "$2" QUIT"""


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server. The URLs name TCP; `socket_folder` is for its own user, who wants less work."""

    port: int
    major: int
    pid: int
    data: Path
    cluster: Path
    log: Path
    socket_folder: Path
    superuser_password: str = field(repr=False)

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, self.superuser_password, "postgres")

    @property
    def passwords(self) -> Path:
        return self.data / "passwords"

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@{HOST}:{self.port}/{database}"


@contextmanager
def embedded_database(
    data_dir: Path | str,
    port: int = 0,
    *,
    durable: bool = True,
    cache: Path = CACHE_FOLDER,
    outside: Path = OUTSIDE_FOLDER,
) -> Iterator[EmbeddedServer]:
    """A server on `data_dir` for as long as the block runs; port 0 takes a free one.

    Returns when connections are accepted, after crash recovery if there was a crash. `durable=False` trades
    the safety of data against power cuts for speed: tests only. `cache` and `outside` are where programs and
    data go when we are root and the server's user cannot reach them where they are.

    Raises DataFolderInUse, DataFolderNotOurs, DatabaseNotInstalled, OtherDatabaseVersion, PortTaken,
    DatabaseWouldNotStart.
    """
    data = Path(data_dir).absolute()
    _make_folder(data)
    with only_starter(data), contextlib.ExitStack() as undo:
        cluster = data / "postgres"
        account = account_for(cluster)
        binaries = binaries_for(account, written_major(cluster), cache)
        refuse_other_version(cluster, binaries)
        superuser_password = kept_secret(data / "passwords" / SUPERUSER)
        if not cluster.exists():
            make_cluster(cluster, binaries, account, superuser_password, outside=outside, durable=durable)
        clear_leftovers(cluster)

        reserved, port = _reserve(port)
        undo.callback(reserved.close)
        socket_folder, passing = short_socket_folder(cluster, port, account)
        if passing:
            undo.callback(_remove_socket_folder, socket_folder, port)
        settings = SERVER_SETTINGS | {"port": str(port), "unix_socket_directories": str(socket_folder)}
        log = data / "postgres.log"
        postmaster = undo.enter_context(
            _running(binaries, account, cluster, settings | ({} if durable else FORGETFUL_SETTINGS), log)
        )
        reserved.close()
        yield EmbeddedServer(
            port=port,
            major=binaries.major,
            pid=postmaster.pid,
            data=data,
            cluster=cluster.resolve(),
            log=log,
            socket_folder=socket_folder,
            superuser_password=superuser_password,
        )


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not os.access(data, os.W_OK | os.X_OK):
            raise PermissionError
    except (PermissionError, FileExistsError, NotADirectoryError):
        owner = data.owner() if data.exists() else "?"
        raise DataFolderNotOurs(folder=str(data), owner=owner) from None


def _reserve(port: int) -> tuple[socket.socket, int]:
    """Bind `port` without listening, until the server does: nobody is given it in between.

    With SO_REUSEADDR on both sides Linux lets two sockets bind one port as long as only one listens, and
    PostgreSQL sets it. Raises PortTaken when somebody listens already.
    """
    reserved = socket.socket()
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind((HOST, port))
    except OSError:
        reserved.close()
        raise PortTaken(port=port) from None
    return reserved, reserved.getsockname()[1]


@contextmanager
def _running(
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


def _remove_socket_folder(folder: Path, port: int) -> None:
    for name in (f".s.PGSQL.{port}", f".s.PGSQL.{port}.lock"):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()

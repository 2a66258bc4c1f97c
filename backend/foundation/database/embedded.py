"""A PostgreSQL server for one machine, on a data folder: nothing to install by hand, nothing left running.

Layout of the data folder: `postgres/` the cluster (a link where the server's user could not reach it),
`postgres.log`, `passwords/` (0600), `starter.lock`. The server listens on 127.0.0.1 and a Unix socket only
and asks everybody for a password. It does not outlive its starter: see postmaster.py. A starter that needs
processes of its own must not fork them (use "spawn"): a fork would hold the lock and the watchdog's pipe.
"""

import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backend.foundation.database.account import account_for, owner_name
from backend.foundation.database.binaries import CACHE_FOLDER, binaries_for
from backend.foundation.database.cluster import (
    OUTSIDE_FOLDER,
    SUPERUSER,
    make_cluster,
    refuse_missing_data,
    refuse_other_version,
    set_superuser_password,
    short_socket_folder,
    written_major,
)
from backend.foundation.database.leftovers import clear_leftovers
from backend.foundation.database.postmaster import running
from backend.foundation.database.refusals import DataFolderNotOurs, PortTaken
from backend.foundation.database.starter_lock import only_starter
from backend.foundation.secret_files import kept_secret

HOST = "127.0.0.1"

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

    Raises DataFolderInUse, DataFolderNotOurs, DataMissing, DatabaseNotInstalled, OtherDatabaseVersion,
    PortTaken, DatabaseWouldNotStart.
    """
    data = Path(data_dir).absolute()
    _make_folder(data)
    with only_starter(data), contextlib.ExitStack() as undo:
        cluster = data / "postgres"
        refuse_missing_data(cluster)
        account = account_for(cluster)
        binaries = binaries_for(account, written_major(cluster), cache)
        refuse_other_version(cluster, binaries)
        password_file = data / "passwords" / SUPERUSER
        password_lost = not password_file.exists()
        superuser_password = kept_secret(password_file)
        if not cluster.exists():
            make_cluster(cluster, binaries, account, superuser_password, outside=outside, durable=durable)
        clear_leftovers(cluster)
        if password_lost:
            set_superuser_password(cluster, binaries, account, superuser_password)

        reserved, port = _reserve(port)
        undo.callback(reserved.close)
        socket_folder, passing = short_socket_folder(cluster, port, account)
        if passing:
            undo.callback(_remove_socket_folder, socket_folder, port)
        settings = SERVER_SETTINGS | {"port": str(port), "unix_socket_directories": str(socket_folder)}
        log = data / "postgres.log"
        postmaster = undo.enter_context(
            running(binaries, account, cluster, settings | ({} if durable else FORGETFUL_SETTINGS), log)
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
    except OSError:  # Not allowed, or a file stands in the way.
        there = next(path for path in (data, *data.parents) if path.exists())
        raise DataFolderNotOurs(folder=str(data), owner=owner_name(there)) from None


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


def _remove_socket_folder(folder: Path, port: int) -> None:
    for name in (f".s.PGSQL.{port}", f".s.PGSQL.{port}.lock"):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()

"""The data of one server (a "cluster" in PostgreSQL's words): where they lie, who wrote them, making them."""

import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from backend.foundation.database.account import Account
from backend.foundation.database.binaries import BUILTIN_LOCALES_SINCE, Binaries
from backend.foundation.database.refusals import DatabaseWouldNotStart, DataMissing, OtherDatabaseVersion
from backend.foundation.database.scram import scram_verifier

SUPERUSER = "lotline_superuser"  # Made by initdb; the product itself never connects as this one.
MAKE_SECONDS = 120
OUTSIDE_FOLDER = Path("/var/lib/lotline")
VERSION_CHARACTERS_MAX = 20
SOCKET_BYTES_MAX = 107  # What sockaddr_un holds.


def written_major(cluster: Path) -> int | None:
    """The major version that wrote `cluster`, None if nothing is there yet, 0 if it cannot be told."""
    text = written_version(cluster)
    return None if text is None else int(text) if text.isascii() and text.isdecimal() else 0


def written_version(cluster: Path) -> str | None:
    if not cluster.is_dir():
        return None
    try:
        with (cluster / "PG_VERSION").open("rb") as source:
            return source.read(VERSION_CHARACTERS_MAX).decode("ascii", "replace").strip()
    except FileNotFoundError:
        return "?"


def refuse_other_version(cluster: Path, binaries: Binaries) -> None:
    """Raises OtherDatabaseVersion before anything is touched: also for newer data, a downgrade."""
    found = written_version(cluster)
    if found is not None and found != str(binaries.major):
        raise OtherDatabaseVersion(found=found, offered=binaries.major, folder=str(cluster))


def refuse_missing_data(cluster: Path) -> None:
    """Raises DataMissing when a link is left but not what it leads to."""
    if cluster.is_symlink() and not cluster.exists():
        raise DataMissing(folder=str(cluster), target=str(cluster.readlink()))


def make_cluster(
    cluster: Path, binaries: Binaries, account: Account, password: str, *, outside: Path, durable: bool
) -> None:
    """Run initdb and put the result at `cluster`, whole or not at all: a half-made one is made anew.

    Every door asks for the password (SCRAM), the socket too. Text sorts by code point and upper and lower
    case follow Unicode, the same on every machine, whatever its C library. Raises DatabaseWouldNotStart.
    """
    final = _place_for(cluster, account, outside)
    draft = final.with_name(f"{final.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    account.own(draft)
    with tempfile.NamedTemporaryFile("w", prefix="lotline-") as password_file:  # Mode 0600 from its birth.
        password_file.write(password)
        password_file.flush()
        account.own(Path(password_file.name))
        process = account.spawn(
            binaries.program("initdb"),
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file.name}",
            "--auth-local=scram-sha-256",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            *_locale(binaries),
            "--no-instructions",
            *(() if durable else ("--no-sync",)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said, _ = process.communicate(timeout=MAKE_SECONDS)
    if process.returncode != 0:
        raise DatabaseWouldNotStart(reason=last_words(said), log="initdb")
    draft.rename(final)
    if final != cluster:
        cluster.symlink_to(final)


def set_superuser_password(cluster: Path, binaries: Binaries, account: Account, password: str) -> None:
    """Give a cluster whose password file was lost a new one. Nothing else may run on it.

    Whoever may run the server's programs on the data needs no password for them: single-user mode asks none.
    Raises DatabaseWouldNotStart.
    """
    process = account.spawn(
        binaries.program("postgres"),
        "--single",
        "-D",
        str(cluster.resolve()),
        "postgres",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    statement = f"ALTER ROLE {SUPERUSER} PASSWORD '{scram_verifier(password)}'\n"
    said, _ = process.communicate(statement.encode(), timeout=MAKE_SECONDS)
    if process.returncode != 0 or b"ERROR:" in said:
        raise DatabaseWouldNotStart(reason=last_words(said), log="postgres --single")


def last_words(output: bytes) -> str:
    """The line that says why: the last FATAL, PANIC or error line, else the last line at all."""
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    telling = [
        line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "ERROR:", "error:"))
    ]
    return (telling or lines or ["?"])[-1][:300]


def _locale(binaries: Binaries) -> tuple[str, ...]:
    if binaries.major >= BUILTIN_LOCALES_SINCE:
        return ("--locale-provider=builtin", "--locale=C.UTF-8")
    return ("--locale=C.UTF-8",)


def _place_for(cluster: Path, account: Account, outside: Path) -> Path:
    """`cluster` itself, or a folder in `outside` that the server's user can reach (below /root nobody else
    can), to which a link at `cluster` will lead."""
    if account.can_enter(cluster.parent):
        return cluster
    account.share(outside)
    return outside / f"postgres-{secrets.token_hex(8)}"


def short_socket_folder(cluster: Path, port: int, account: Account) -> tuple[Path, bool]:
    """Where the Unix socket goes, and whether the folder is to be removed afterwards.

    The kernel bounds the whole path of a socket; a deep data folder is longer.
    """
    socket = cluster.resolve() / f".s.PGSQL.{port}"
    if len(os.fsencode(socket)) <= SOCKET_BYTES_MAX:
        return cluster.resolve(), False
    folder = Path(tempfile.mkdtemp(prefix="lotline-"))
    account.own(folder)
    return folder, True

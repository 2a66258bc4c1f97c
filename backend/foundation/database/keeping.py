"""Backup and restore of the whole database; the files that people uploaded are rows of it, and so go with it.

A backup is one snapshot, taken while others write. Passwords of roles and keys of tokens stay out: an installation
makes its own. A restore is one transaction and gives the installation a new epoch, so that phones offer again what
they sent after the backup was made.
"""

import asyncio
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit

import asyncpg

from backend.foundation.database.account import account_for
from backend.foundation.database.archive import (
    DUMP,
    FORMAT,
    ArchiveNewer,
    Manifest,
    file_digest,
    free_place,
    read_archive,
    write_archive,
)
from backend.foundation.database.binaries import binaries_for
from backend.foundation.refusal import Refusal

CONNECT_SECONDS: Final = 10.0
DUMP_SECONDS_MAX: Final = 4 * 3600
_COUNTED_SECONDS_MAX: Final = 3600.0
_TABLES: Final = """
select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1
"""
_OTHERS: Final = """
select count(*) from pg_stat_activity
where datname = current_database() and usename is not null and pid <> pg_backend_pid()
"""


@dataclass
class NothingToKeep(Refusal):
    """No tables: a backup of it would only look like one."""

    zh: ClassVar[str] = "数据库中没有数据，未生成备份。请用 --data 指定正在使用的数据目录。"
    en: ClassVar[str] = (
        "The database holds nothing; no backup was made. Name the data folder in use by --data."
    )


@dataclass
class DatabaseNotEmpty(Refusal):
    """There are data where the backup would go."""

    tables: int
    zh: ClassVar[str] = (
        "目标数据库中已有 {tables} 张表，未恢复任何内容。请换一个空的数据目录，或用 --replace 明确替换现有数据。"
    )
    en: ClassVar[str] = (
        "The database holds {tables} tables already; nothing was restored. Take an empty data folder, or say"
        " --replace to put the backup in the place of what is there."
    )


@dataclass
class DatabaseInUse(Refusal):
    """Somebody else is connected; they would go on with what they had read."""

    others: int
    zh: ClassVar[str] = "还有 {others} 个连接在使用目标数据库，未恢复任何内容。请先停止 serve 和 worker。"
    en: ClassVar[str] = (
        "{others} others are connected to the database; nothing was restored. Stop serve and worker first."
    )


@dataclass
class ProgramFailed(Refusal):
    """PostgreSQL's own program could not do it; the database is as it was."""

    program: str
    said: str
    zh: ClassVar[str] = "{program} 未能完成，数据库未作改动：{said}"
    en: ClassVar[str] = "{program} could not do it, and the database is as it was: {said}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made or restored; `digest` is its manifest's SHA-256 (None after a restore)."""

    manifest: Manifest
    digest: str | None = None


async def back_up(owner_url: str, file: Path) -> Kept:
    """Writes everything, as of one moment, into `file`. Raises FileThere, NothingToKeep, ProgramFailed."""
    folder_of_file = free_place(file)
    connection = await asyncpg.connect(owner_url, timeout=CONNECT_SECONDS)
    try:
        with tempfile.TemporaryDirectory(prefix=".lotline-backup-", dir=folder_of_file) as folder:
            dump = Path(folder) / DUMP
            # The snapshot lives as long as its transaction: counted and dumped is the same moment.
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                if await connection.fetchval("select to_regclass('public.alembic_version')") is None:
                    raise NothingToKeep
                snapshot = await connection.fetchval("select pg_export_snapshot()")
                schema = await connection.fetchval("select version_num from alembic_version")
                rows = await _counted(connection)
                await _run(
                    owner_url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--file", str(dump)
                )
            size, digest = file_digest(dump)
            manifest = Manifest(
                format=FORMAT,
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                schema=schema,
                postgresql=connection.get_server_version().major,
                dump_bytes=size,
                dump_sha256=digest,
                rows=rows,
            )
            return Kept(manifest, write_archive(file, manifest, dump))
    finally:
        await connection.close()


async def restore(owner_url: str, file: Path, known_schemas: Sequence[str], *, replace: bool = False) -> Kept:
    """Puts a backup into the database that `owner_url` names, all of it or nothing.

    `known_schemas`: this program's migrations, oldest first. Every byte is checked before anything is touched.
    Raises ArchiveNotReadable, ArchiveNewer, DatabaseNotEmpty, DatabaseInUse, ProgramFailed.
    """
    with tempfile.TemporaryDirectory(prefix="lotline-restore-") as folder:
        dump = Path(folder) / DUMP
        manifest = read_archive(file, dump)
        if manifest.schema not in known_schemas:
            raise ArchiveNewer(str(file), manifest.schema, known_schemas[-1])
        connection = await asyncpg.connect(owner_url, timeout=CONNECT_SECONDS)
        try:
            major = connection.get_server_version().major
            if manifest.postgresql > major:
                raise ArchiveNewer(str(file), f"PostgreSQL {manifest.postgresql}", f"PostgreSQL {major}")
            await _refuse_others(connection, replace=replace)
        finally:
            await connection.close()
        script = Path(folder) / "restore.sql"
        await _run(
            None, "pg_restore", "--clean", "--if-exists", "--no-owner", "--file", str(script), str(dump)
        )
        epoch = (
            "insert into public.installation default values"
            " on conflict (single) do update set epoch = gen_random_uuid()"
        )
        await _run(
            owner_url, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
            "--output=/dev/null", "--file", str(script), "--command", epoch,
        )  # fmt: skip
    return Kept(manifest)


async def _refuse_others(connection: Any, *, replace: bool) -> None:
    tables = await connection.fetch(_TABLES)
    if tables and not replace:
        raise DatabaseNotEmpty(len(tables))
    if others := await connection.fetchval(_OTHERS):
        raise DatabaseInUse(others)


async def _counted(connection: Any) -> Mapping[str, int]:
    rows = {}
    for (table,) in await connection.fetch(_TABLES):
        counting = f'select count(*) from public."{table}"'  # noqa: S608 - a name from the catalogue.
        rows[table] = await connection.fetchval(counting, timeout=_COUNTED_SECONDS_MAX)
    return rows


async def _run(url: str | None, program: str, *words: str) -> None:
    """Runs a program of PostgreSQL on that database. The password goes by the environment, where no list shows it."""
    binaries = binaries_for(account_for(Path("/nowhere")), None)
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/", "PGCONNECT_TIMEOUT": "10"}
    if url is not None:
        parts = urlsplit(url)
        environment["PGPASSWORD"] = unquote(parts.password or "")
        place = (
            f"postgresql://{parts.username}@{parts.hostname}:{parts.port or 5432}{parts.path}?{parts.query}"
        )
        words = (f"--dbname={place.rstrip('?')}", "--no-password", *words)
    process = await asyncio.create_subprocess_exec(
        binaries.program(program), *words, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE, env=environment,
    )  # fmt: skip
    try:
        async with asyncio.timeout(DUMP_SECONDS_MAX):
            _, complaint = await process.communicate()
    except BaseException:
        if process.returncode is None:
            process.kill()
            await process.wait()
        raise
    if process.returncode:
        raise ProgramFailed(program, complaint.decode(errors="replace").strip()[-500:] or os.strerror(5))

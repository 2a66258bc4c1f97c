"""Backup and restore on real PostgreSQL: the same rows and files come back, or nothing is touched."""

import io
import json
import tarfile
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import asyncpg
import pytest

from backend.foundation.database import keeping
from backend.foundation.database.archive import DUMP, MANIFEST, ArchiveNewer, ArchiveNotReadable, FileThere
from backend.foundation.database.embedded import EmbeddedServer, embedded_database
from backend.foundation.database.keeping import back_up, restore
from backend.foundation.database.roles import DatabaseUrls, prepare_database
from backend.migrations import known, migrate
from tests.reachable import reachable_folder

PHOTO = bytes(range(256)) * 40
TABLES = "select array_agg(relname::text) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
GUARDS = """
select json_build_array(
    (select json_agg(json_build_array(tgname, tgenabled, tgrelid::regclass) order by tgname) from pg_trigger where not tgisinternal),
    (select json_agg(json_build_array(tablename, policyname, roles, qual) order by tablename, policyname) from pg_policies),
    (select json_agg(json_build_array(relname, relrowsecurity, relacl, pg_get_userbyid(relowner)) order by relname)
        from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')))::text
"""


@pytest.fixture
async def elsewhere() -> AsyncIterator[DatabaseUrls]:
    """Another machine's database: roles, and nothing else."""
    with reachable_folder() as folder, embedded_database(folder / "data", durable=False) as server:
        yield await prepare_database(server.superuser_url, server.passwords)


@pytest.fixture
async def firm(database_server: EmbeddedServer, database: DatabaseUrls) -> DatabaseUrls:
    """This worker's database, with a file in it."""
    await ask(
        database.owner,
        "insert into attachments (id, user_id, sha256, mime, length, received, content)"
        f" select gen_random_uuid(), gen_random_uuid(), '\\x00', 'image/png', {len(PHOTO)}, {len(PHOTO)}, '\\x{PHOTO.hex()}'",
    )
    return database


async def ask(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def everything(urls: DatabaseUrls) -> dict[str, object]:
    """A digest of all rows of each table; the installation has an epoch of its own."""
    tables = await ask(urls.owner, TABLES)
    assert isinstance(tables, list)
    return {
        table: await ask(urls.owner, f"select md5(string_agg(r::text, ',' order by r::text)) from {table} r")
        for table in sorted(tables)
        if table != "installation"
    }


async def test_all_rows_files_and_guards_come_back_under_a_new_epoch(firm, elsewhere, tmp_path):
    kept = await back_up(firm.owner, tmp_path / "one.lotline")
    there, guards = await everything(firm), await ask(firm.owner, GUARDS)
    epoch = await ask(firm.owner, "select epoch from installation")  # None while no phone has asked.

    restored = await restore(elsewhere.owner, tmp_path / "one.lotline", known())

    assert await everything(elsewhere) == there
    assert await ask(elsewhere.owner, GUARDS) == guards
    assert await ask(
        elsewhere.owner, f"select count(*) > 0 from attachments where content = '\\x{PHOTO.hex()}'"
    )
    assert await ask(elsewhere.owner, "select epoch from installation") not in (None, epoch)
    assert restored.manifest == kept.manifest
    assert kept.manifest.rows["attachments"] == await ask(firm.owner, "select count(*) from attachments")
    assert (tmp_path / "one.lotline").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["one.lotline"]
    await migrate(elsewhere.owner)  # It stands at this version, and so nothing happens.


async def test_what_is_written_while_it_runs_is_in_all_of_it_or_in_none(firm, tmp_path):
    """The dump and the manifest's counts are one snapshot: a row that comes later is in neither."""
    before = await ask(firm.owner, "select count(*) from attachments")
    kept = await back_up(firm.owner, tmp_path / "one.lotline")
    await ask(
        firm.owner,
        "insert into attachments (id, user_id, sha256, mime, length) values (gen_random_uuid(), gen_random_uuid(), '', 'image/png', 1)",
    )

    assert kept.manifest.rows["attachments"] == before
    with pytest.raises(FileThere):
        await back_up(firm.owner, tmp_path / "one.lotline")


async def test_a_database_with_tables_is_replaced_only_when_told(firm, elsewhere, tmp_path):
    file = tmp_path / "one.lotline"
    await back_up(firm.owner, file)
    there = await everything(firm)
    await migrate(elsewhere.owner)
    empty = await everything(elsewhere)

    with pytest.raises(keeping.DatabaseNotEmpty):
        await restore(elsewhere.owner, file, known())
    assert await everything(elsewhere) == empty

    await restore(elsewhere.owner, file, known(), replace=True)
    assert await everything(elsewhere) == there


async def test_nothing_is_restored_below_somebody_who_is_connected(firm, elsewhere, tmp_path):
    await back_up(firm.owner, tmp_path / "one.lotline")
    other = await asyncpg.connect(elsewhere.app)
    try:
        with pytest.raises(keeping.DatabaseInUse):
            await restore(elsewhere.owner, tmp_path / "one.lotline", known())
    finally:
        await other.close()
    assert await ask(elsewhere.owner, "select to_regclass('public.orders') is null")


def rewritten(file: Path, to: Path, **changed: object) -> Path:
    """The archive with other parts: bytes, or members of the manifest."""
    with tarfile.open(file) as archive:
        parts = {member.name: archive.extractfile(member).read() for member in archive.getmembers()}  # type: ignore[union-attr]
    parts[DUMP] = changed.pop("dump", parts[DUMP])
    parts[MANIFEST] = json.dumps(json.loads(parts[MANIFEST]) | changed).encode()
    with tarfile.open(to, "w") as archive:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return to


async def test_damaged_altered_and_newer_archives_are_refused_and_nothing_is_touched(
    firm, elsewhere, tmp_path
):
    file = tmp_path / "one.lotline"
    kept = await back_up(firm.owner, file)
    with tarfile.open(file) as archive:
        dump = archive.extractfile(DUMP).read()  # type: ignore[union-attr]
    assert sha256(dump).hexdigest() == kept.manifest.dump_sha256
    altered = dump[:-200] + bytes([dump[-200] ^ 1]) + dump[-199:]
    cut = tmp_path / "cut"
    cut.write_bytes(file.read_bytes()[: len(dump) // 2])
    html = tmp_path / "html"
    html.write_text("<html>")

    for broken in (
        rewritten(file, tmp_path / "a", dump=altered),
        rewritten(file, tmp_path / "b", dump=dump + b"more"),
        rewritten(file, tmp_path / "c", dump_sha256="0" * 64),
        rewritten(file, tmp_path / "d", rows="many"),
        cut,
        html,
    ):
        with pytest.raises(ArchiveNotReadable):
            await restore(elsewhere.owner, broken, known())
    for newer in (
        rewritten(file, tmp_path / "e", format=2),
        rewritten(file, tmp_path / "f", schema="9999_of_next_year"),
        rewritten(file, tmp_path / "g", postgresql=99),
    ):
        with pytest.raises(ArchiveNewer):
            await restore(elsewhere.owner, newer, known())

    assert await ask(elsewhere.owner, "select to_regclass('public.orders') is null")


async def test_an_empty_database_makes_no_backup(elsewhere, tmp_path):
    with pytest.raises(keeping.NothingToKeep):
        await back_up(elsewhere.owner, tmp_path / "none.lotline")

    assert list(tmp_path.iterdir()) == []

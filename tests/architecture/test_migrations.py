"""The migrations, run one after the other, must end at the tables and guards that the mapped classes draw."""

import asyncio
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import asyncpg

from backend.foundation.database.embedded import EmbeddedServer
from backend.foundation.database.roles import DatabaseUrls
from backend.migrations import migrate

VERSIONS = Path(__file__).parents[2] / "backend/migrations/versions"
RELEASED = {"0001_house.sql": "19780e54b65703c102c5960f3dfeb821f0bff5759ee5129c3715d26703ca0121"}
"""What firms have run: a changed byte would make their database another one than a new firm's."""

FACTS = """
with tables as (select oid, relname, relacl, relrowsecurity from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S') and relname not like 'alembic%')
select 'relation', relname, relrowsecurity::text, array(select unnest(relacl)::text order by 1)::text from tables
union all
select 'column', relname || '.' || attname, format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
        || ' ' || attidentity::text || attgenerated::text || ' collate ' || coalesce(attcollation::regcollation::text, ''),
        coalesce(pg_get_expr(adbin, adrelid), '')
    from pg_attribute join tables on tables.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped
union all
select 'constraint', relname || '.' || conname, pg_get_constraintdef(pg_constraint.oid), ''
    from pg_constraint join tables on tables.oid = conrelid
union all
select 'index', relname, pg_get_indexdef(indexrelid), '' from pg_index join tables on tables.oid = indrelid
union all
select 'trigger', relname || '.' || tgname, pg_get_triggerdef(pg_trigger.oid), tgenabled::text
    from pg_trigger join tables on tables.oid = tgrelid where not tgisinternal
union all
select 'policy', tablename || '.' || policyname, roles::text || ' ' || cmd, coalesce(qual, '') || ' with ' || coalesce(with_check, '')
    from pg_policies
union all
select 'function', proname, pg_get_functiondef(oid), coalesce(proacl::text, '') from pg_proc
    where pronamespace = 'public'::regnamespace
"""


async def facts(url: str) -> set[tuple[str, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return {tuple(row) for row in await connection.fetch(FACTS)}
    finally:
        await connection.close()


async def empty_database(name: str, server: EmbeddedServer, owner: str) -> str:
    """A database of its own beside the tests' one, in which other tests make tables."""
    superuser = await asyncpg.connect(server.superuser_url)
    try:
        await superuser.execute(f"create database {name} owner lotline_owner")
    finally:
        await superuser.close()
    return owner.rpartition("/")[0] + f"/{name}"


async def draw(url: str) -> None:
    """All tables at once, as the classes say."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(await asyncio.to_thread(draft_of_this_version))
    finally:
        await connection.close()


def draft_of_this_version() -> str:
    """In a process of its own: tests add tables to the classes of theirs."""
    command = [sys.executable, "-m", "backend.migrations.draft"]
    return subprocess.run(  # noqa: S603 - our own module
        command, check=True, capture_output=True, text=True, timeout=60
    ).stdout


async def test_the_migrations_make_what_the_classes_draw(
    database_server: EmbeddedServer, database: DatabaseUrls
):
    by_classes = await empty_database("by_classes", database_server, database.owner)
    by_migrations = await empty_database("by_migrations", database_server, database.owner)

    await draw(by_classes)
    await migrate(by_migrations)

    drawn, migrated = await facts(by_classes), await facts(by_migrations)

    assert sorted(drawn - migrated) == []
    assert sorted(migrated - drawn) == []
    assert {kind for kind, *_ in drawn} == {
        "relation", "column", "constraint", "index", "trigger", "policy", "function"
    }  # fmt: skip


def test_a_released_migration_is_never_edited():
    assert {name: sha256((VERSIONS / name).read_bytes()).hexdigest() for name in RELEASED} == RELEASED

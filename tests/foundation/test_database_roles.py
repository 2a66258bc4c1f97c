"""What each database role can and cannot do, asked of the real server."""

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.foundation.database.embedded import EmbeddedServer, embedded_database
from backend.foundation.database.refusals import UnsafeDatabaseRole
from backend.foundation.database.roles import DatabaseUrls, prepare_database, refuse_unsafe_role
from backend.foundation.database.scram import scram_verifier
from tests.reachable import reachable_folder

DELIVERIES = """
CREATE TABLE deliveries (id int PRIMARY KEY, customer text NOT NULL);
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'deliveries are kept'; END $$;
CREATE TRIGGER keep BEFORE DELETE ON deliveries FOR EACH ROW EXECUTE FUNCTION keep();
ALTER TABLE deliveries ENABLE ALWAYS TRIGGER keep;
GRANT SELECT, INSERT, DELETE ON deliveries TO lotline_app;
GRANT SELECT ON deliveries TO lotline_portal;
ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON deliveries TO lotline_app USING (true) WITH CHECK (true);
CREATE POLICY own ON deliveries TO lotline_portal
    USING (customer = current_setting('lotline.customer', true));
INSERT INTO deliveries VALUES (1, '华东试剂'), (2, '苏州医检');
CREATE TABLE prices (id int);
"""


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    with reachable_folder() as folder, embedded_database(folder / "data", durable=False) as running:
        yield running


@pytest.fixture(scope="module")
async def urls(server: EmbeddedServer) -> DatabaseUrls:
    urls = await prepare_database(server.superuser_url, server.passwords)
    async with connected(urls.owner) as owner:
        await owner.execute(DELIVERIES)
    return urls


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        yield connection
    finally:
        await connection.close()


def membership(role: str) -> tuple[str, str]:
    return f"GRANT {role} TO lotline_app", f"REVOKE {role} FROM lotline_app"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE deliveries (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP TABLE deliveries",
        "TRUNCATE deliveries",
        "UPDATE deliveries SET customer = ''",
        "ALTER TABLE deliveries DISABLE TRIGGER keep",
        "ALTER TABLE deliveries DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON deliveries",
        "SET session_replication_role = replica",
        "SET ROLE lotline_owner",
        "SET SESSION AUTHORIZATION lotline_owner",
        "GRANT lotline_owner TO lotline_app",
        "GRANT SELECT ON prices TO lotline_app",
        "ALTER ROLE lotline_app BYPASSRLS",
        "ALTER ROLE lotline_portal LOGIN",
        "CREATE ROLE other SUPERUSER",
        "CREATE DATABASE other",
        "CREATE EXTENSION pg_trgm",
        "SELECT * FROM prices",
        "SELECT * FROM pg_authid",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
async def test_the_app_is_not_allowed(statement: str, urls: DatabaseUrls):
    async with connected(urls.app) as app:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(statement)


async def test_what_was_forbidden_to_the_app_did_not_happen(urls: DatabaseUrls):
    async with connected(urls.app) as app:
        with pytest.raises(asyncpg.RaiseError, match="deliveries are kept"):
            await app.execute("DELETE FROM deliveries")
    async with connected(urls.owner) as owner:
        assert await owner.fetchval("SELECT array_agg(relname::text ORDER BY 1) FROM pg_class "
                                    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace") == [
            "deliveries", "prices",
        ]  # fmt: skip
        assert await owner.fetchval("SELECT tgenabled FROM pg_trigger WHERE tgname = 'keep'") == b"A"
        assert await owner.fetchval("SELECT array_agg(customer ORDER BY id) FROM deliveries") == [
            "华东试剂",
            "苏州医检",
        ]


async def test_the_portal_sees_what_a_policy_shows_and_nothing_without_its_customer(urls: DatabaseUrls):
    seen = "SELECT array_agg(id ORDER BY id) FROM deliveries"
    async with connected(urls.app) as app:
        async with app.transaction():
            await app.execute("SET LOCAL ROLE lotline_portal")
            assert await app.fetchval(seen) is None
            await app.execute("SELECT set_config('lotline.customer', '苏州医检', true)")
            assert await app.fetchval(seen) == [2]
            assert await app.fetchval("SELECT current_user") == "lotline_portal"
        assert await app.fetchval("SELECT current_user") == "lotline_app"
        assert await app.fetchval(seen) == [1, 2]


async def test_the_portal_reads_but_does_not_write(urls: DatabaseUrls):
    async with connected(urls.app) as app:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with app.transaction():
                await app.execute("SET LOCAL ROLE lotline_portal")
                await app.execute("INSERT INTO deliveries VALUES (3, '苏州医检')")
        assert await app.fetchval("SELECT count(*) FROM deliveries") == 2


async def test_the_app_does_not_read_by_the_portals_grants(urls: DatabaseUrls):
    async with connected(urls.owner) as owner:
        await owner.execute("CREATE TABLE for_the_portal (id int)")
        await owner.execute("GRANT SELECT ON for_the_portal TO lotline_portal")
    try:
        async with connected(urls.app) as app:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.fetch("SELECT * FROM for_the_portal")
    finally:
        async with connected(urls.owner) as owner:
            await owner.execute("DROP TABLE for_the_portal")


async def test_nobody_logs_in_as_the_portal(server: EmbeddedServer, urls: DatabaseUrls):
    with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
        await asyncpg.connect(server.url("lotline_portal", "", "lotline"))


async def test_a_role_without_a_grant_does_not_even_connect(server: EmbeddedServer, urls: DatabaseUrls):
    async with connected(server.superuser_url) as superuser:
        await superuser.execute(f"CREATE ROLE stranger LOGIN PASSWORD '{scram_verifier('stranger')}'")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(server.url("stranger", "stranger", "lotline"))
        await superuser.execute("DROP ROLE stranger")


async def test_the_apps_statements_waits_and_pauses_have_an_end(urls: DatabaseUrls):
    async with connected(urls.app) as app:
        assert await app.fetchval("SHOW statement_timeout") == "5s"
        assert await app.fetchval("SHOW lock_timeout") == "3s"
        assert await app.fetchval("SHOW idle_in_transaction_session_timeout") == "30s"


async def test_the_app_may_serve_and_the_mighty_may_not(server: EmbeddedServer, urls: DatabaseUrls):
    async with connected(urls.app) as app:
        await refuse_unsafe_role(app)
    for url, role, power in (
        (urls.owner, "lotline_owner", "owner of the database"),
        (server.superuser_url, "lotline_superuser", "superuser"),
    ):
        async with connected(url) as mighty:
            with pytest.raises(UnsafeDatabaseRole) as refused:
                await refuse_unsafe_role(mighty)
            assert (refused.value.role, refused.value.power) == (role, power)


@pytest.mark.parametrize(
    ("gift", "taken_back", "power"),
    [
        ("ALTER ROLE lotline_app BYPASSRLS", "ALTER ROLE lotline_app NOBYPASSRLS", "BYPASSRLS"),
        ("ALTER ROLE lotline_app CREATEROLE", "ALTER ROLE lotline_app NOCREATEROLE", "CREATEROLE"),
        (*membership("lotline_superuser"), "superuser"),
        (*membership("lotline_owner"), "owner of the database"),
        (*membership("pg_write_all_data"), "pg_write_all_data"),
        (
            *(f"ALTER TABLE prices OWNER TO {role}" for role in ("lotline_app", "lotline_owner")),
            "owner of tables",
        ),
    ],
)
async def test_a_power_that_somebody_gave_the_app_by_mistake_stops_it(
    gift: str, taken_back: str, power: str, server: EmbeddedServer, urls: DatabaseUrls
):
    in_lotline = server.url("lotline_superuser", server.superuser_password, "lotline")
    async with connected(in_lotline) as superuser:
        await superuser.execute(gift)
        try:
            async with connected(urls.app) as app:
                with pytest.raises(UnsafeDatabaseRole) as refused:
                    await refuse_unsafe_role(app)
        finally:
            await superuser.execute(taken_back)
    assert refused.value.power == power


async def test_preparing_again_changes_nothing_and_two_at_once_take_turns(
    server: EmbeddedServer, urls: DatabaseUrls
):
    again = await asyncio.gather(
        *(prepare_database(server.superuser_url, server.passwords) for _ in range(3))
    )

    assert again == [urls, urls, urls]
    async with connected(urls.app) as app:
        assert await app.fetchval("SELECT count(*) FROM deliveries") == 2


async def test_preparing_takes_back_powers_that_the_app_was_given_by_hand(
    server: EmbeddedServer, urls: DatabaseUrls
):
    async with connected(server.superuser_url) as superuser:
        await superuser.execute("ALTER ROLE lotline_app SUPERUSER BYPASSRLS CREATEROLE")

    await prepare_database(server.superuser_url, server.passwords)

    async with connected(urls.app) as app:
        await refuse_unsafe_role(app)


async def test_passwords_are_kept_in_closed_files_and_shown_nowhere(
    server: EmbeddedServer, urls: DatabaseUrls
):
    roles = ("lotline_owner", "lotline_app")
    passwords = {role: _kept(server.passwords / role) for role in roles}

    assert len(set(passwords.values())) == 2
    for password in passwords.values():
        assert password not in _log(server)
        assert password not in repr(urls)
    assert [(server.passwords / role).stat().st_mode & 0o777 for role in roles] == [0o600, 0o600]


async def test_a_password_is_stored_as_postgresql_itself_would_store_it(server: EmbeddedServer):
    async with connected(server.superuser_url) as superuser:
        await superuser.execute("CREATE ROLE writer PASSWORD 'pencil'")
        stored = await superuser.fetchval("SELECT rolpassword FROM pg_authid WHERE rolname = 'writer'")
        await superuser.execute("DROP ROLE writer")

    salt = base64.b64decode(stored.split("$")[1].partition(":")[2])
    assert scram_verifier("pencil", salt) == stored


def _kept(file: Path) -> str:
    return file.read_text()


def _log(server: EmbeddedServer) -> str:
    return server.log.read_text()

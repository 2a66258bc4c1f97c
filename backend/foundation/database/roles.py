"""The database `lotline` and who may do what in it.

- `lotline_owner` owns the database and all tables; only `migrate` and `restore` connect as it.
- `lotline_app` owns nothing; web app and worker connect as it. Migrations grant it what each table allows.
- `lotline_portal` cannot log in: for a customer or consignor a transaction of the app says
  `SET LOCAL ROLE lotline_portal` and sees what row policies show. The app does not inherit its grants,
  so no query reads through them by accident.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from backend.foundation.database.refusals import UnsafeDatabaseRole
from backend.foundation.database.scram import scram_verifier
from backend.foundation.secret_files import kept_secret

DATABASE = "lotline"
OWNER = "lotline_owner"
APP = "lotline_app"
PORTAL = "lotline_portal"

APP_STATEMENT_SECONDS_MAX = 5
APP_LOCK_WAIT_SECONDS_MAX = 3
APP_IDLE_IN_TRANSACTION_SECONDS_MAX = 30

CONNECT_SECONDS = 10
COMMAND_SECONDS = 30
PREPARING = 0x4C6F746C  # The advisory lock's number ("Lotl"): two starters take turns.

HARMLESS = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """`postgresql://` URLs with passwords in them: not for logs."""

    owner: str = field(repr=False)
    app: str = field(repr=False)


class Connection(Protocol):
    """What is needed of an asyncpg connection, pooled or not."""

    async def fetchrow(self, query: str, *args: Any) -> Any: ...


async def prepare_database(superuser_url: str, passwords: Path) -> DatabaseUrls:
    """Make the database and the roles, or bring those that are there to this state; data are not touched.

    The roles' passwords are made once and kept in `passwords` (0600). Needs PostgreSQL 16 or newer.
    """
    owner_password, app_password = kept_secret(passwords / OWNER), kept_secret(passwords / APP)
    connection = await _connect(superuser_url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", PREPARING)
        async with connection.transaction():
            await _make_roles(connection, owner_password, app_password)
        await _make_database(connection)
        await _close_doors(_in_database(superuser_url))
    finally:
        await connection.close()  # Lets go of the lock too.
    return DatabaseUrls(
        owner=_in_database(superuser_url, OWNER, owner_password),
        app=_in_database(superuser_url, APP, app_password),
    )


async def refuse_unsafe_role(connection: Connection) -> None:
    """Raises UnsafeDatabaseRole when the session's user could step around grants, triggers or row policies.

    That is: is or may become a superuser, a role with BYPASSRLS, the owner of the database or of any table,
    or a predefined role that reads, writes or runs beyond grants; or may make roles.
    """
    row = await connection.fetchrow(MIGHTIEST_POWER)
    if row["power"] is not None:
        raise UnsafeDatabaseRole(role=row["role"], power=row["power"])


# session_user, not current_user: RESET ROLE leads back to it.
MIGHTIEST_POWER = """
WITH may_become AS (
    SELECT oid, rolname, rolsuper, rolbypassrls, rolcreaterole
    FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')
)
SELECT session_user AS role,
    CASE
        WHEN (SELECT bool_or(rolsuper) FROM may_become) THEN 'superuser'
        WHEN (SELECT bool_or(rolbypassrls) FROM may_become) THEN 'BYPASSRLS'
        WHEN (SELECT bool_or(rolcreaterole) FROM may_become) THEN 'CREATEROLE'
        WHEN EXISTS (SELECT FROM pg_database JOIN may_become ON datdba = may_become.oid
                     WHERE datname = current_database()) THEN 'owner of the database'
        WHEN EXISTS (SELECT FROM pg_class JOIN may_become ON relowner = may_become.oid
                     WHERE relkind IN ('r', 'p')) THEN 'owner of tables'
        ELSE (SELECT min(rolname::text) FROM may_become WHERE rolname IN (
            'pg_read_all_data', 'pg_write_all_data', 'pg_maintain', 'pg_signal_backend',
            'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'))
    END AS power
"""


async def _make_roles(connection: Any, owner_password: str, app_password: str) -> None:
    for role in (OWNER, APP, PORTAL):
        if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", role):
            await connection.execute(f"CREATE ROLE {role}")
    await connection.execute(
        f"""
        ALTER ROLE {OWNER} LOGIN INHERIT {HARMLESS} PASSWORD '{scram_verifier(owner_password)}';
        ALTER ROLE {APP} LOGIN INHERIT {HARMLESS} PASSWORD '{scram_verifier(app_password)}';
        ALTER ROLE {PORTAL} NOLOGIN INHERIT {HARMLESS} PASSWORD NULL;
        GRANT {PORTAL} TO {APP} WITH ADMIN FALSE, INHERIT FALSE, SET TRUE;
        ALTER ROLE {APP} SET statement_timeout = '{APP_STATEMENT_SECONDS_MAX}s';
        ALTER ROLE {APP} SET lock_timeout = '{APP_LOCK_WAIT_SECONDS_MAX}s';
        ALTER ROLE {APP} SET idle_in_transaction_session_timeout = '{APP_IDLE_IN_TRANSACTION_SECONDS_MAX}s';
        """
    )


async def _make_database(connection: Any) -> None:
    """CREATE DATABASE cannot stand in a transaction; a start that died before it makes it now."""
    if await connection.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", DATABASE):
        await connection.execute(f"ALTER DATABASE {DATABASE} OWNER TO {OWNER}")
    else:
        await connection.execute(
            f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'"
        )


async def _close_doors(superuser_url: str) -> None:
    """What PostgreSQL gives to everybody is given by name. Nobody but the owner makes tables, not even
    temporary ones: those would be looked up before the real ones of the same name."""
    connection = await _connect(superuser_url)
    try:
        async with connection.transaction():
            await connection.execute(
                f"""
                REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
                GRANT CONNECT ON DATABASE {DATABASE} TO {APP};
                REVOKE ALL ON SCHEMA public FROM PUBLIC;
                GRANT USAGE ON SCHEMA public TO {APP}, {PORTAL};
                """
            )
    finally:
        await connection.close()


async def _connect(url: str) -> Any:
    return await asyncpg.connect(url, timeout=CONNECT_SECONDS, command_timeout=COMMAND_SECONDS)


def _in_database(url: str, role: str | None = None, password: str | None = None) -> str:
    """`url` with the database `lotline`, and another role if one is given."""
    parts = urlsplit(url)
    place = parts.netloc
    if role is not None and password is not None:
        place = f"{role}:{quote(password, safe='')}@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=place, path=f"/{DATABASE}"))

"""Brings a database to this version. Runs as `lotline_owner`, the only role that may."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import await_only

FOLDER: Final = Path(__file__).parent
MIGRATING: Final = 0x4C6F7470
"""The advisory lock's number: two starters migrate one after the other."""


async def migrate(owner_url: str) -> None:
    """Runs every migration that has not run, each in its transaction; waits for another starter's to end."""
    engine = create_async_engine(owner_url.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with engine.begin() as connection:
            await connection.execute(text("select pg_advisory_xact_lock(:number)"), {"number": MIGRATING})
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


@cache
def head() -> str:
    """The newest migration of this version."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if newest is None:
        raise RuntimeError("there is no migration")
    return newest


def known() -> tuple[str, ...]:
    """Every migration of this version, oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(reversed([script.revision for script in scripts]))


def run_script(connection: Connection, script: str) -> None:
    """Runs many statements at once inside the open transaction (the driver prepares only single ones)."""
    connection.execute(text("select 1"))  # The driver begins its transaction with the first statement only.
    driver: Any = connection.connection.driver_connection
    await_only(driver.execute(script))


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    # So that `serve` can see whether its own version's migrations have run.
    connection.execute(text("grant select on alembic_version to lotline_app"))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config

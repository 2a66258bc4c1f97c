"""Which database this installation works on: the one that was given, else one of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from backend.foundation.database.embedded import HOST, embedded_database
from backend.foundation.database.leftovers import PID_FILE
from backend.foundation.database.refusals import DataFolderInUse
from backend.foundation.database.roles import DATABASE, OWNER, DatabaseUrls, prepare_database
from backend.foundation.refusal import Refusal
from backend.foundation.settings import Settings


@dataclass
class OwnerUrlMissing(Refusal):
    zh: ClassVar[str] = (
        "已设置 LOTLINE_DATABASE_URL，但建表和升级还需要属主角色：请设置 LOTLINE_OWNER_DATABASE_URL。"
    )
    en: ClassVar[str] = (
        "LOTLINE_DATABASE_URL is set, but making and changing tables needs the owner's role too: "
        "set LOTLINE_OWNER_DATABASE_URL."
    )


@asynccontextmanager
async def chosen_database(settings: Settings) -> AsyncIterator[DatabaseUrls]:
    """Owner's and app's URL for as long as the block runs, for what needs both (demo, migrate, setup).

    With LOTLINE_DATABASE_URL nothing is started and no role is touched; else the embedded server runs in
    `data_dir`, and stops with the block. Raises OwnerUrlMissing, and what embedded_database refuses.
    """
    if settings.database_url is None:
        with embedded_database(settings.data_dir) as server:
            yield await prepare_database(server.superuser_url, server.passwords)
    elif settings.owner_database_url is None:
        raise OwnerUrlMissing
    else:
        yield DatabaseUrls(
            owner=settings.owner_database_url.get_secret_value(), app=settings.database_url.get_secret_value()
        )


@asynccontextmanager
async def database_as_it_is(settings: Settings) -> AsyncIterator[str]:
    """The owner's URL for as long as the block runs, also of an embedded server that `serve` or `demo` has started."""
    async with AsyncExitStack() as undo:
        try:
            owner_url = (await undo.enter_async_context(chosen_database(settings))).owner
        except DataFolderInUse as in_use:
            running = _running_owner_url(settings.data_dir)
            if running is None:
                raise in_use from None
            owner_url = running
        yield owner_url


def _running_owner_url(data: Path) -> str | None:
    try:
        # Line 4 of the server's own pid file is its port.
        port = int((data / "postgres" / PID_FILE).read_text(encoding="utf-8").split("\n")[3])
        password = (data / "passwords" / OWNER).read_text(encoding="utf-8").strip()
    except (OSError, ValueError, IndexError):
        return None  # It is only just starting.
    return f"postgresql://{OWNER}:{password}@{HOST}:{port}/{DATABASE}"

"""A database and a shop of one's own, for tests that move the clock by days or change what all people may do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from backend.foundation.database.embedded import embedded_database
from backend.foundation.database.roles import prepare_database
from backend.migrations import migrate
from tests.factories.shop import Shop, open_shop


@asynccontextmanager
async def own_world(folder: Path) -> AsyncIterator[Shop]:
    """A firm that nobody else works in, on a server of its own in `folder`."""
    with embedded_database(folder, durable=False) as server:
        urls = await prepare_database(server.superuser_url, server.passwords)
        await migrate(urls.owner)
        async with open_shop(urls.app) as shop:
            yield shop

"""One migrated database per test worker; tests make their own world through commands and never clean."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from backend.foundation.database.embedded import EmbeddedServer, embedded_database
from backend.foundation.database.roles import DatabaseUrls, prepare_database
from backend.migrations import migrate
from tests.factories.shop import Shop, open_shop


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    with embedded_database(tmp_path_factory.mktemp("database"), durable=False) as server:
        yield server


@pytest.fixture(scope="session")
async def database(database_server: EmbeddedServer) -> DatabaseUrls:
    urls = await prepare_database(database_server.superuser_url, Path(database_server.passwords))
    await migrate(urls.owner)
    return urls


@pytest.fixture(scope="session")
async def shop(database: DatabaseUrls) -> AsyncIterator[Shop]:
    async with open_shop(database.app) as shop:
        yield shop

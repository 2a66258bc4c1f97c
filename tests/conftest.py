"""One migrated database per test worker; tests make their own world through commands and never clean."""

from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings

from backend.foundation.database.embedded import EmbeddedServer, embedded_database
from backend.foundation.database.roles import DatabaseUrls, prepare_database
from backend.migrations import migrate
from tests.factories.shop import OPENED, Shop, open_shop
from tests.reachable import reachable_folder

# A change is judged by the same examples every time, however busy the machine is; `make explore` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore")
settings.load_profile("steady")


@pytest.fixture(scope="session")
def database_server() -> Iterator[EmbeddedServer]:
    with reachable_folder() as folder, embedded_database(folder / "data", durable=False) as server:
        yield server


@pytest.fixture(scope="session")
async def database(database_server: EmbeddedServer) -> DatabaseUrls:
    urls = await prepare_database(database_server.superuser_url, database_server.passwords)
    await migrate(urls.owner)
    return urls


@pytest.fixture(scope="session")
async def opened_shop(database: DatabaseUrls) -> AsyncIterator[Shop]:
    async with open_shop(database.app) as shop:
        yield shop


@pytest.fixture
def shop(opened_shop: Shop) -> Shop:
    """The firm, at nine in the morning of its day, whatever an earlier test made of the clock."""
    opened_shop.clock.set(OPENED)
    return opened_shop

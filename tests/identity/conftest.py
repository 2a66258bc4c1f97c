"""A firm of their own: these tests change what posts may do and let days pass, for everybody in the firm."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog

from backend.foundation.database.embedded import embedded_database
from backend.foundation.database.roles import DatabaseUrls, prepare_database
from backend.identity.sessions.tokens import AccessTokens
from backend.migrations import migrate
from tests.factories.page import Web, a_web
from tests.factories.shop import Shop, open_shop
from tests.reachable import reachable_folder


@pytest.fixture(scope="session")
async def database() -> AsyncIterator[DatabaseUrls]:
    with reachable_folder() as folder, embedded_database(folder / "data", durable=False) as server:
        urls = await prepare_database(server.superuser_url, server.passwords)
        await migrate(urls.owner)
        yield urls


@pytest.fixture(scope="session")
async def shop(database: DatabaseUrls) -> AsyncIterator[Shop]:
    async with open_shop(database.app) as shop:
        yield shop


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> AccessTokens:
    return AccessTokens.kept_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def web(shop: Shop, tokens: AccessTokens) -> Web:
    return a_web(shop, tokens)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """What is logged during a test, as events."""
    with structlog.testing.capture_logs() as events:
        yield events

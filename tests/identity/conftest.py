from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog

from backend.identity.sessions.tokens import AccessTokens
from tests.factories.own_world import own_world
from tests.factories.page import Web, a_web
from tests.factories.shop import Shop
from tests.reachable import reachable_folder


@pytest.fixture(scope="session")
async def opened_shop() -> AsyncIterator[Shop]:
    """These tests live through days and change what posts may do, so they have a world of their own."""
    with reachable_folder() as folder:
        async with own_world(folder) as shop:
            yield shop


@pytest.fixture
def shop(opened_shop: Shop) -> Shop:
    """Time only goes on here: rights and sessions have periods."""
    return opened_shop


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

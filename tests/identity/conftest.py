from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from backend.identity.sessions.tokens import AccessTokens
from tests.factories.page import Web, a_web
from tests.factories.shop import Shop


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

"""A server of its own: the demo's world is a firm of its own, and it is made and thrown away whole."""

from collections.abc import Iterator

import pytest

from backend.foundation.database.embedded import EmbeddedServer, embedded_database
from tests.reachable import reachable_folder


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    with reachable_folder() as folder, embedded_database(folder / "data", durable=False) as server:
        yield server

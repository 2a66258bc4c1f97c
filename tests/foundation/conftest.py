from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reachable import reachable_folder


@pytest.fixture
def data() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder / "data"

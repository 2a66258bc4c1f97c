"""Folders for tests that start a server as root."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A temporary folder that the server's own user can enter, gone afterwards.

    pytest's are closed to others, and each pytest session that starts closes them again, also under the feet
    of a session that runs beside it.
    """
    with tempfile.TemporaryDirectory(prefix="lotline-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)

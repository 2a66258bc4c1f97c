"""One starter per data folder. The kernel holds the lock and drops it with the process, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.foundation.database.account import owner_name
from backend.foundation.database.refusals import DataFolderInUse, DataFolderNotOurs

LOCK_FILE = "starter.lock"
PID_DIGITS_MAX = 20


@contextmanager
def only_starter(data: Path) -> Iterator[None]:
    """Hold the lock on `data`. Raises DataFolderInUse with the pid of the process that holds it,
    DataFolderNotOurs when we may not write there.

    flock, not lockf: a second start inside the same process is refused too, and closing some other handle of
    the file does not let go.
    """
    try:
        descriptor = os.open(data / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise DataFolderNotOurs(folder=str(data), owner=owner_name(data)) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, PID_DIGITS_MAX, 0).decode().strip() or "?"
            raise DataFolderInUse(folder=str(data), process=holder) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)

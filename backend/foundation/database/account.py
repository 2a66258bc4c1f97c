"""Under which operating-system user the server runs. PostgreSQL refuses to run as root, and rightly so."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from backend.foundation.database.refusals import DataFolderNotOurs

ROOT = 0
UNPRIVILEGED_USERS = ("postgres", "nobody")  # The second is on every machine; the first is the better home.
PROBE_SECONDS = 10
BARE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}

Stream = int | IO[bytes] | None


@dataclass(frozen=True, slots=True)
class Account:
    """The user that owns the data and runs the server; `switched` if that is not who we are."""

    user: int
    group: int
    switched: bool

    def spawn(
        self, *command: str, stdin: Stream = None, stdout: Stream = None, stderr: Stream = None
    ) -> "subprocess.Popen[bytes]":
        """Start `command` as this user in `/`, in a session of its own (Ctrl+C in the terminal is for us),
        with an environment that holds none of our secrets."""
        return subprocess.Popen(  # noqa: S603 - Programs and arguments are our own words, no shell.
            command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd="/",
            env=BARE_ENVIRONMENT,
            start_new_session=True,
            user=self.user if self.switched else None,
            group=self.group if self.switched else None,
            extra_groups=() if self.switched else None,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this user gets into `folder` through all the folders above it. Asked by trying: mode bits
        alone know nothing of access lists and mounts."""
        if not self.switched:
            return os.access(folder, os.X_OK)
        return self.spawn("/usr/bin/test", "-x", str(folder)).wait(PROBE_SECONDS) == 0

    def share(self, folder: Path) -> None:
        """Make `folder`, if it is not there, so that this user can enter it, whatever our umask is."""
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755)

    def own(self, path: Path) -> None:
        """Hand `path` over to this user."""
        if self.switched:
            os.chown(path, self.user, self.group)


def owner_name(path: Path) -> str:
    """Who owns `path`, by name if the system knows one."""
    user = path.stat().st_uid
    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_uid == user), str(user))


def account_for(cluster: Path) -> Account:
    """Who runs the server on `cluster`: ourselves, or as root whoever owns the data, or an unprivileged user.

    Raises DataFolderNotOurs when the data belong to somebody else and we are not root.
    """
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != ROOT:
        if owner not in (None, os.geteuid()):
            raise DataFolderNotOurs(folder=str(cluster), owner=owner_name(cluster))
        return Account(os.geteuid(), os.getegid(), switched=False)
    if owner not in (None, ROOT):
        return Account(owner, cluster.stat().st_gid, switched=True)
    entry = _first_known(UNPRIVILEGED_USERS)
    return Account(entry.pw_uid, entry.pw_gid, switched=True)


def _first_known(names: tuple[str, ...]) -> pwd.struct_passwd:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in names if name in known)

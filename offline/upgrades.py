"""Old payloads, made new by the server. A queued envelope is never rewritten; only its input is read with
today's eyes.

A step is pure and is kept for ever, with fixtures of what the released app really sent.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias

from offline.digest import JsonObject

Upgrade: TypeAlias = Callable[[JsonObject], JsonObject]


class UpgradeRefused(Exception):
    """The base of every reason for which an input cannot be read."""


@dataclass
class UnknownCommandName(UpgradeRefused):
    """No command of this server has the name."""

    name: str


@dataclass
class VersionTooNew(UpgradeRefused):
    """The app is newer than the server: the envelope waits in custody for the server."""

    name: str
    version: int
    newest: int


@dataclass
class VersionTooOld(UpgradeRefused):
    """Older than the first released version."""

    name: str
    version: int
    oldest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrades:
    """`newest` is the version each command name has today; `steps[name, n]` makes version n + 1 out of
    version n.
    """

    newest: Mapping[str, int]
    steps: Mapping[tuple[str, int], Upgrade]

    def __post_init__(self) -> None:
        """Raises ValueError when a chain has a hole, or leads past the newest version: found at start, not
        at replay.
        """
        for name, version in self.steps:
            newest = self.newest.get(name, 0)
            missing = [n for n in range(version, newest) if (name, n) not in self.steps]
            if version >= newest or missing:
                raise ValueError(f"the upgrades of {name} do not lead from version {version} to {newest}")

    def upgraded(self, name: str, version: int, command_input: JsonObject) -> JsonObject:
        """The input in the newest version; the one that was given stays as it is. Raises UpgradeRefused."""
        newest = self.newest.get(name)
        if newest is None:
            raise UnknownCommandName(name)
        if version > newest:
            raise VersionTooNew(name, version, newest)
        if version < newest and (name, version) not in self.steps:
            raise VersionTooOld(name, version, min([n for at, n in self.steps if at == name], default=newest))
        upgraded = deepcopy(command_input)
        for at in range(version, newest):
            upgraded = self.steps[name, at](upgraded)
        return upgraded

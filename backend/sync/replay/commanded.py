"""Which commands an envelope may hold, and how each is read, whatever version of the app sealed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from backend.foundation.command import Handler, all_handlers
from backend.foundation.upgrading import all_upgrades
from backend.sync.replay import rules
from backend.sync.replay.inputs import command_of
from offline.envelope import Envelope
from offline.upgrades import UnknownCommandName, Upgrades, VersionTooOld


@dataclass(frozen=True, slots=True)
class Commanded:
    """What an envelope asks for: the command, and the handler that will do it."""

    handler: Handler
    command: Any


@dataclass(frozen=True, slots=True)
class OfflineCommands:
    """The commands by name. Only those declared `offline=True` may wait in an envelope."""

    handlers: Mapping[str, Handler]
    upgrades: Upgrades

    @property
    def physical_facts(self) -> frozenset[str]:
        return frozenset(name for name, handler in self.handlers.items() if handler.physical_fact)

    def commanded(self, envelope: Envelope) -> Commanded:
        """Raises a refusal of rules.py, or offline.upgrades.VersionTooNew: then this server is the one to be updated."""
        handler = self.handlers.get(envelope.name)
        if handler is None:
            raise rules.UnknownCommandName(envelope.name)
        if not handler.offline:
            raise rules.NotOffline(envelope.name)
        try:
            said = self.upgrades.upgraded(envelope.name, envelope.version, envelope.input)
        except UnknownCommandName as unknown:
            raise rules.UnknownCommandName(unknown.name) from None
        except VersionTooOld as old:
            raise rules.VersionTooOld(old.name, old.version, old.oldest) from None
        return Commanded(handler, command_of(handler.command, said))


def offline_commands(
    handlers: tuple[Handler, ...], steps: Mapping[tuple[str, int], Any] | None = None
) -> OfflineCommands:
    """The commands of these handlers. Raises ValueError when an upgrade leads nowhere."""
    newest = {handler.name: handler.version for handler in handlers}
    return OfflineCommands(
        {handler.name: handler for handler in handlers}, Upgrades(newest=newest, steps=steps or {})
    )


@cache
def declared_commands() -> OfflineCommands:
    """All that the features have declared; asked for when they are loaded."""
    return offline_commands(all_handlers(), all_upgrades())

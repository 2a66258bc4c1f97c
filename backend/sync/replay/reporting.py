"""Tells those who should hear of it what came of an envelope: once, however often it is asked again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.foundation.actor import SYSTEM
from backend.foundation.command import plain
from backend.foundation.house import House
from backend.foundation.ids import derived_id
from backend.foundation.perform import perform
from backend.foundation.refusal import Refusal
from backend.foundation.versions import ChangedMeanwhile
from backend.sync.attention.commands import ReportEnvelope
from backend.sync.attention.rules import Why
from backend.sync.custody.store import PostgresStore
from backend.sync.replay.rules import NoLongerAllowed
from offline.custody import HeldEnvelope
from offline.envelope import Envelope
from offline.outcome import Conflict, Final, Quarantined, Refused


@dataclass(frozen=True)
class TellingStore(PostgresStore):
    """The store whose refusals are heard of: told before they are kept, so a crash between tells again."""

    async def settle(self, held: HeldEnvelope, outcome: Final) -> None:
        said = held.envelope
        match outcome:
            case Refused(refusal=NoLongerAllowed.__name__, facts=facts):
                await report(self.house, said, Why.no_longer_allowed, NoLongerAllowed.__name__, facts)
            case Refused(refusal=name, facts=facts):
                await report(self.house, said, Why.refused, name, facts)
            case Conflict(current_version=version):
                await report(self.house, said, Why.conflict, ChangedMeanwhile.__name__, {"version": version})
            case Quarantined(reason=reason):
                await report(self.house, said, Why.quarantined, None, {"reason": reason})
        await super().settle(held, outcome)


async def report(house: House, said: Envelope, why: Why, refusal: str | None, facts: dict[str, Any]) -> None:
    """Performs the report as the system, under an id derived from the envelope and the reason."""
    command = ReportEnvelope(
        device_id=UUID(said.device), sequence=said.sequence, why=why, refusal=refusal, facts=facts
    )
    command_id = derived_id("sync.report", UUID(said.device), said.sequence, why.value)
    await perform(house, command, SYSTEM, command_id)


def refused(refusal: Refusal) -> Refused:
    """A refusal as an outcome. Its sentence is said anew for whoever asks, in their language."""
    return Refused(refusal=type(refusal).__name__, message=refusal.say("zh"), facts=plain(refusal.facts()))

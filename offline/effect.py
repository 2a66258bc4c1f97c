"""Effect: what is in custody is applied, each envelope once, when its turn has come (ordering).

`apply` must be idempotent by envelope id, with its own effect and its answer in one transaction, as
`perform` is. An answer may be lost anywhere between here and the phone; asking again then gives the stored
answer.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from offline.controls import Discard, MalformedControl, Supersede, control_of
from offline.custody import HeldEnvelope
from offline.limits import EFFECTS_PER_REPLAY_MAX
from offline.ordering import Discarded, Entry, Resolution, Superseded, Turns, first_by_id, turns
from offline.outcome import Applied, Conflict, Final, Outcome, Quarantined, Refused, Replayed, Waiting

Apply: TypeAlias = Callable[[HeldEnvelope], Awaitable[Outcome]]


class EffectStore(Protocol):
    async def entries(self, device: str) -> Sequence[Entry]:
        """All of the device's chain that is not done, and every envelope that those name.

        They name others in dependsOn, and as `command` and `by` in the input of a control.
        """

    async def settle(self, held: HeldEnvelope, outcome: Final) -> None:
        """Keeps what came of it. The first one stands: a second call changes nothing."""

    async def resolve(self, held: HeldEnvelope, resolution: Resolution) -> None:
        """Keeps what a person decided about it. The first one stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """By digest: what came of the envelopes tried now, and what stands for all that were looked at."""

    tried: Mapping[str, Outcome]
    entries: Mapping[str, Entry]
    turns: Turns

    def of(self, digest: str) -> Outcome | None:
        """What to answer for an envelope; None when it was done before and not looked at again."""
        if digest in self.tried:
            return self.tried[digest]
        entry = self.entries.get(digest)
        if entry is None:
            return None
        if entry.outcome is not None:
            return entry.outcome
        if entry.resolution is not None:
            return Refused(refusal=type(entry.resolution).__name__)
        return Waiting(on=self.turns.waiting.get(digest, ()))


async def take_effect(
    *, device: str, store: EffectStore, apply: Apply, physical_facts: Collection[str]
) -> Effects:
    """Applies what is due until nothing is, or EFFECTS_PER_REPLAY_MAX were tried; each at most once.

    The caller lets one run per device in at a time. Two at once would apply nothing twice, but one might
    apply what the other discards.
    """
    entries = {entry.held.digest: entry for entry in await store.entries(device)}
    tried: dict[str, Outcome] = {}
    while True:
        now = turns(list(entries.values()), device=device, physical_facts=physical_facts)
        settled = _settled_without_trying(now)
        for held, refused in settled:
            await store.settle(held, refused)
            entries[held.digest] = replace(entries[held.digest], outcome=refused)
            tried[held.digest] = refused
        if settled:
            continue
        due = next((held for held in now.due if held.digest not in tried), None)
        if due is None or len(tried) >= EFFECTS_PER_REPLAY_MAX:
            return Effects(tried=tried, entries=entries, turns=now)
        tried[due.digest] = await _try(due, device=device, entries=entries, store=store, apply=apply)


def _settled_without_trying(now: Turns) -> list[tuple[HeldEnvelope, Refused]]:
    return [(held, Refused(refusal="KeyReused")) for held in now.key_reused] + [
        (held, Refused(refusal="DependencyDiscarded", facts={"dependency": dependency}))
        for held, dependency in now.dependency_discarded
    ]


async def _try(
    held: HeldEnvelope, *, device: str, entries: dict[str, Entry], store: EffectStore, apply: Apply
) -> Outcome:
    """Resolve before settle: whoever is killed between them does both again, and neither twice."""
    decided = _decided(held, first_by_id(entries.values(), device))
    if isinstance(decided, Refused):
        outcome: Outcome = decided
    else:
        outcome = await apply(held)
        if decided is not None and isinstance(outcome, (Applied, Replayed)):
            target, resolution = decided
            await store.resolve(target.held, resolution)
            entries[target.held.digest] = replace(target, resolution=resolution)
    if isinstance(outcome, (Applied, Replayed, Refused, Conflict, Quarantined)):
        await store.settle(held, outcome)
        entries[held.digest] = replace(entries[held.digest], outcome=outcome)
    return outcome


def _decided(held: HeldEnvelope, by_id: Mapping[str, Entry]) -> tuple[Entry, Resolution] | Refused | None:
    """The envelope that this one decides about and how; None when it is business or leaves the order as it
    is.
    """
    try:
        control = control_of(held.envelope)
    except MalformedControl:
        return Refused(refusal="MalformedControl")
    if control is None:
        return None
    target = by_id.get(control.command)
    if target is None or target.held.envelope.device != held.envelope.device:
        return Refused(refusal="UnknownCommand")
    match control:
        case Discard():
            resolution: Resolution = Discarded()
        case Supersede(by=by):
            resolution = Superseded(by=by)
            sealed = by_id.get(by)
            if sealed and sealed.held.envelope.sequence < held.envelope.sequence:
                return Refused(refusal="SuccessorTooEarly")
        case _:
            return None
    if target.done:
        return Refused(refusal="AlreadyApplied")
    if target.resolution not in (None, resolution):
        return Refused(refusal="AlreadyResolved")
    return target, resolution

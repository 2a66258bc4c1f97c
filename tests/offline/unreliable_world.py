"""A server that is killed anywhere, answers late, twice or not at all, and a till whose entries show each
effect.

What is in `MemoryStore` and `Till` has been committed and survives; whoever was working with it does not.
Every call gives way once before and once after, so a test decides which of two senders goes on.
"""

from collections.abc import Coroutine, Generator, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from offline.custody import HeldEnvelope
from offline.outcome import Applied, Final, Outcome, Refused, Replayed, Transient
from tests.offline.memory_store import MemoryStore

PHYSICAL = "logistics.confirmDelivery"


class Fault(IntEnum):
    NONE = 0
    KILLED_BEFORE = 1
    KILLED_AFTER = 2
    NOT_NOW = 3  # For `apply` only: it could not be done now.


class Killed(Exception):
    """The process ended; nobody gets an answer."""


class GiveWay:
    def __await__(self) -> Generator[None, None, None]:
        yield


@dataclass
class Till:
    """Does what `perform` does: effect and answer in one transaction, once per id. No account goes below
    nought.
    """

    balance: dict[str, int] = field(default_factory=dict)
    effects: list[tuple[str, str]] = field(default_factory=list)  # (entity, id) in the order they took effect
    answers: dict[str, Final] = field(default_factory=dict)

    def perform(self, held: HeldEnvelope) -> Outcome:
        envelope = held.envelope
        stored = self.answers.get(envelope.id)
        if stored is not None:
            return Replayed(result=stored.result) if isinstance(stored, Applied) else stored
        answer = self.effect(held)
        self.answers[envelope.id] = answer
        return answer

    def effect(self, held: HeldEnvelope) -> Final:
        envelope = held.envelope
        amount = envelope.input.get("amount", 0)
        after = self.balance.get(envelope.entity, 0) + amount
        if after < 0 and envelope.name != PHYSICAL:
            return Refused(refusal="BelowNought")
        self.balance[envelope.entity] = after if envelope.name != PHYSICAL else after - amount
        self.effects.append((envelope.entity, envelope.id))
        return Applied()


@dataclass
class UnreliableStore(MemoryStore):
    """Every call may be the last of whoever makes it."""

    faults: Iterator[Fault] = field(default_factory=lambda: iter(()))
    till: Till = field(default_factory=Till)

    async def chain(self, device):
        return await self._call(super().chain(device))

    async def digest_at(self, device, sequence):
        return await self._call(super().digest_at(device, sequence))

    async def hold(self, held):
        return await self._call(super().hold(held))

    async def entries(self, device):
        return await self._call(super().entries(device))

    async def settle(self, held, outcome):
        return await self._call(super().settle(held, outcome))

    async def resolve(self, held, resolution):
        return await self._call(super().resolve(held, resolution))

    async def outcome_of(self, digest):
        return await self._call(super().outcome_of(digest))

    async def apply(self, held: HeldEnvelope) -> Outcome:
        outcome: Outcome = await self._call(self._perform(held), refuses_now=True)
        return outcome

    async def _perform(self, held: HeldEnvelope) -> Outcome:
        return self.till.perform(held)

    async def _call(self, call: Coroutine[Any, Any, Any], *, refuses_now: bool = False) -> Any:
        fault = next(self.faults, Fault.NONE)
        await GiveWay()
        if fault is Fault.KILLED_BEFORE or (fault is Fault.NOT_NOW and refuses_now):
            call.close()
            if fault is Fault.NOT_NOW:
                return Transient()
            raise Killed
        answer = await call
        if fault is Fault.KILLED_AFTER:
            raise Killed
        await GiveWay()
        return answer


def store_for(device: str, key: EllipticCurvePublicKey, till: Till) -> UnreliableStore:
    return UnreliableStore(keys={device: key}, till=till)


def run_together(senders: list[Coroutine[Any, Any, Any]], whose_turn: Iterator[int]) -> None:
    """Lets one of them go on at a time until all have ended, by their end or by being killed."""
    while senders:
        at = next(whose_turn, 0) % len(senders)
        try:
            senders[at].send(None)
        except (StopIteration, Killed):
            del senders[at]

"""A ReplayStore in memory, with every answer of a real one: what is in it survives a crash of whoever uses
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from offline.custody import Chain, HeldEnvelope
from offline.ordering import Entry, Resolution
from offline.outcome import Final


@dataclass
class MemoryStore:
    keys: dict[str, EllipticCurvePublicKey]
    kept: list[Entry] = field(default_factory=list)

    async def chain(self, device: str) -> Chain | None:
        return self._chain(device)

    def _chain(self, device: str) -> Chain | None:
        if device not in self.keys:
            return None
        own = [entry.held for entry in self.kept if entry.held.envelope.device == device]
        return Chain(key=self.keys[device], sequence=len(own), digest=own[-1].digest if own else None)

    async def digest_at(self, device: str, sequence: int) -> str | None:
        at = (device, sequence)
        return next(
            (
                entry.held.digest
                for entry in self.kept
                if (entry.held.envelope.device, entry.held.envelope.sequence) == at
            ),
            None,
        )

    async def hold(self, held: HeldEnvelope) -> bool:
        chain = self._chain(held.envelope.device)  # In one step with keeping it, as one statement does.
        if chain is None or (chain.sequence + 1, chain.digest) != (
            held.envelope.sequence,
            held.envelope.previous_digest,
        ):
            return False
        self.kept.append(Entry(held=held))
        return True

    async def entries(self, device: str) -> Sequence[Entry]:
        return [entry for entry in self.kept if entry.held.envelope.device == device]

    async def settle(self, held: HeldEnvelope, outcome: Final) -> None:
        self._change(held, lambda entry: replace(entry, outcome=entry.outcome or outcome))

    async def resolve(self, held: HeldEnvelope, resolution: Resolution) -> None:
        self._change(held, lambda entry: replace(entry, resolution=entry.resolution or resolution))

    async def outcome_of(self, digest: str) -> Final | None:
        return next((entry.outcome for entry in self.kept if entry.held.digest == digest), None)

    def _change(self, held: HeldEnvelope, change) -> None:
        self.kept = [change(entry) if entry.held.digest == held.digest else entry for entry in self.kept]

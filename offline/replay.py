"""The server half of offline work: envelopes come in, what became of each goes back.

Custody first, then effect; the two are separate so that a phone is relieved of its work as soon as it is
kept, even when its turn is far away or nobody may apply it any more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from offline.custody import CustodyStore, InCustody, Receipt, check_batch, receipt_wire, take
from offline.digest import JsonObject, text_digest
from offline.effect import Apply, EffectStore, take_effect
from offline.outcome import Final, Outcome, Waiting, again, wire
from offline.signature import SignedEnvelope


class ReplayStore(CustodyStore, EffectStore, Protocol):
    async def outcome_of(self, digest: str) -> Final | None:
        """What came of an envelope, kept 180 days at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """For the envelope whose text has this digest. No outcome: nothing is known but the receipt."""

    digest: str
    receipt: Receipt
    outcome: Outcome | None

    def wire(self) -> JsonObject:
        """As it is sent; reply.ts reads it."""
        return {
            "digest": self.digest,
            **receipt_wire(self.receipt),
            "outcome": None if self.outcome is None else wire(self.outcome),
        }


async def replay(
    batch: Sequence[SignedEnvelope],
    *,
    device: str,
    store: ReplayStore,
    apply: Apply,
    physical_facts: Collection[str],
    received_at: datetime,
) -> list[Answer]:
    """One answer per envelope, in the order sent. Raises BatchRefused; one bad envelope spoils no other."""
    receipts = await take_custody(batch, device=device, store=store, received_at=received_at)
    settled = {digest: await store.outcome_of(digest) for digest, receipt in receipts if _is_kept(receipt)}
    effects = await take_effect(device=device, store=store, apply=apply, physical_facts=physical_facts)

    def outcome(digest: str, receipt: Receipt) -> Outcome | None:
        if not _is_kept(receipt):
            return None
        before = settled[digest]
        return again(before) if before is not None else effects.of(digest) or Waiting()

    return [
        Answer(digest=digest, receipt=receipt, outcome=outcome(digest, receipt))
        for digest, receipt in receipts
    ]


async def take_custody(
    batch: Sequence[SignedEnvelope], *, device: str, store: CustodyStore, received_at: datetime
) -> list[tuple[str, Receipt]]:
    """Custody alone, for work that is handed in before a device is wiped. Raises BatchRefused."""
    check_batch(batch)
    return [
        (text_digest(one.envelope), await take(one, device=device, store=store, received_at=received_at))
        for one in batch
    ]


def _is_kept(receipt: Receipt) -> bool:
    return isinstance(receipt, InCustody)

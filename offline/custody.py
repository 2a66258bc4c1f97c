"""Custody: what arrived is kept as it arrived, in the strict sequence of its device.

It needs no session and no right, only the device's key; whether the work may take effect is asked later
(effect).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from offline.digest import JsonObject, text_digest
from offline.envelope import Envelope, EnvelopeRefused, FieldRefused
from offline.limits import REPLAY_BYTES_MAX, REPLAY_ENVELOPES_MAX
from offline.signature import SignedEnvelope, verified, wire_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEnvelope:
    """An envelope in custody: what it says, the text and signature as received, and when."""

    envelope: Envelope
    signed: SignedEnvelope
    digest: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A device as custody sees it. A chain without envelopes has sequence 0 and no digest."""

    key: EllipticCurvePublicKey
    sequence: int
    digest: str | None


class CustodyStore(Protocol):
    async def chain(self, device: str) -> Chain | None:
        """None when no such device was ever enrolled; a revoked device still has its chain."""

    async def digest_at(self, device: str, sequence: int) -> str | None:
        """The digest held at that place; digests are kept for ever."""

    async def hold(self, held: HeldEnvelope) -> bool:
        """Appends in one transaction, if the chain still ends just before it; False when it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InCustody:
    """Kept, now or (`duplicate`) before: the phone need not fear for it."""

    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Not kept: the envelope with sequence `expected` has to come first."""

    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Not kept: another envelope is held at `sequence`. The device was copied, or two queues share its
    key.
    """

    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Not kept: `problem` names an EnvelopeRefused, UnknownDevice or ForeignDevice."""

    problem: str
    field: str | None = None


Receipt: TypeAlias = InCustody | Gap | Fork | NotTaken


@dataclass
class BatchRefused(Exception):
    """More envelopes or bytes than one replay may bring; nothing was looked at."""

    envelopes_max: int = REPLAY_ENVELOPES_MAX
    bytes_max: int = REPLAY_BYTES_MAX


def check_batch(batch: Sequence[SignedEnvelope]) -> None:
    """Raises BatchRefused."""
    if len(batch) > REPLAY_ENVELOPES_MAX or sum(wire_bytes(one) for one in batch) > REPLAY_BYTES_MAX:
        raise BatchRefused


async def take(signed: SignedEnvelope, *, device: str, store: CustodyStore, received_at: datetime) -> Receipt:
    """Takes one envelope of `device` into custody, or says why not. Safe to repeat and to run twice at
    once.
    """
    chain = await store.chain(device)
    if chain is None:
        return NotTaken(problem="UnknownDevice")
    try:
        envelope = verified(signed, chain.key)
    except EnvelopeRefused as refused:
        return NotTaken(
            problem=type(refused).__name__, field=refused.field if isinstance(refused, FieldRefused) else None
        )
    if envelope.device != device:
        return NotTaken(problem="ForeignDevice")
    held = HeldEnvelope(
        envelope=envelope, signed=signed, digest=text_digest(signed.envelope), received_at=received_at
    )
    receipt = await _place(held, chain, store)
    if receipt is not None:
        return receipt
    # A twin was quicker, so the chain is longer now and the place is taken: by the same envelope or by
    # another.
    moved = await store.chain(device)
    receipt = None if moved is None else await _place(held, moved, store)
    if receipt is None:
        raise RuntimeError("a chain refused an envelope and did not grow")
    return receipt


async def _place(held: HeldEnvelope, chain: Chain, store: CustodyStore) -> Receipt | None:
    """None when the chain grew in the meantime."""
    sequence = held.envelope.sequence
    if sequence > chain.sequence + 1:
        return Gap(expected=chain.sequence + 1)
    if sequence <= chain.sequence:
        same = await store.digest_at(held.envelope.device, sequence) == held.digest
        return InCustody(duplicate=True) if same else Fork(sequence=sequence)
    if held.envelope.previous_digest != chain.digest:
        return Fork(sequence=chain.sequence)
    return InCustody(duplicate=False) if await store.hold(held) else None


def receipt_wire(receipt: Receipt) -> JsonObject:
    """As it is sent: `custody` is held, gap, fork or notTaken; reply.ts reads it."""
    match receipt:
        case InCustody():
            return {"custody": "held", "expected": None, "problem": None}
        case Gap(expected=expected):
            return {"custody": "gap", "expected": expected, "problem": None}
        case Fork(sequence=sequence):
            return {"custody": "fork", "expected": sequence, "problem": None}
        case NotTaken(problem=problem, field=field):
            return {
                "custody": "notTaken",
                "expected": None,
                "problem": f"{problem}:{field}" if field else problem,
            }

"""The protocol's store on PostgreSQL: each method is a transaction of its own, and safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text, update

from backend.foundation.house import House
from backend.identity.devices.tables import Device
from backend.sync.custody.tables import Envelope
from offline.clock import estimate
from offline.controls import MalformedControl, Supersede, control_of
from offline.custody import Chain, HeldEnvelope
from offline.envelope import Envelope as Said
from offline.envelope import parse
from offline.ordering import Discarded, Entry, Resolution, Superseded
from offline.outcome import Applied, Conflict, Quarantined, Refused, Replayed, wire
from offline.outcome import Final as FinalOutcome
from offline.signature import SignedEnvelope, device_key

UNDONE_MAX: Final = 2_000
"""Envelopes of one device that are looked at together; more, and the first of them come first."""

_STATES: Final = {
    "applied": "applied",
    "replayed": "applied",
    "refused": "refused",
    "conflict": "conflict",
    "quarantined": "quarantined",
}


@dataclass(frozen=True)
class PostgresStore:
    """Custody and effect of one installation (offline/custody.py, offline/effect.py state what each method promises)."""

    house: House

    async def chain(self, device: str) -> Chain | None:
        async with self.house.sessions() as session:
            found = await session.execute(
                select(Device.public_key, Device.sequence, Device.head).where(Device.id == UUID(device))
            )
            row = found.one_or_none()
        return None if row is None else Chain(key=device_key(row[0]), sequence=row[1], digest=row[2])

    async def digest_at(self, device: str, sequence: int) -> str | None:
        async with self.house.sessions() as session:
            digest: str | None = await session.scalar(
                select(Envelope.digest).where(
                    Envelope.device_id == UUID(device), Envelope.sequence == sequence
                )
            )
        return digest

    async def hold(self, held: HeldEnvelope) -> bool:
        """Appends under the lock of the device's row, which holds the chain's end."""
        said = held.envelope
        async with self.house.sessions() as session, session.begin():
            device = await session.scalar(
                select(Device).where(Device.id == UUID(said.device)).with_for_update()
            )
            if device is None or (device.sequence + 1, device.head) != (said.sequence, said.previous_digest):
                return False
            device.sequence, device.head = said.sequence, held.digest
            device.last_seen_at = held.received_at
            session.add(_row(held, device.user_id))
        return True

    async def entries(self, device: str) -> Sequence[Entry]:
        """What is not done and not given up, and whatever it names, of any device."""
        undone = (
            select(Envelope)
            .where(
                Envelope.device_id == UUID(device),
                Envelope.state != "applied",
                text("coalesce(resolution ->> 'kind', '') <> 'discarded'"),
            )
            .order_by(Envelope.sequence)
            .limit(UNDONE_MAX)
        )
        async with self.house.sessions() as session:
            found = {row.digest: _entry(row) for row in await session.scalars(undone)}
            looked_up: set[str] = set()
            while unknown := {id for entry in found.values() for id in _named(entry)} - looked_up:
                looked_up |= unknown
                rows = await session.scalars(select(Envelope).where(Envelope.id.in_(map(UUID, unknown))))
                found |= {row.digest: _entry(row) for row in rows if row.digest not in found}
        return list(found.values())

    async def settle(self, held: HeldEnvelope, outcome: FinalOutcome) -> None:
        said = wire(outcome)
        async with self.house.sessions() as session, session.begin():
            await session.execute(
                update(Envelope)
                .where(Envelope.digest == held.digest, Envelope.outcome.is_(None))
                .values(outcome=said, state=_STATES[said["kind"]])
            )

    async def resolve(self, held: HeldEnvelope, resolution: Resolution) -> None:
        said = (
            {"kind": "superseded", "by": resolution.by}
            if isinstance(resolution, Superseded)
            else {"kind": "discarded"}
        )
        async with self.house.sessions() as session, session.begin():
            await session.execute(
                update(Envelope)
                .where(Envelope.digest == held.digest, Envelope.resolution.is_(None))
                .values(resolution=said)
            )

    async def note_version(self, said: Said, version: int) -> None:
        """Keeps the version that an applied envelope gave to its entity."""
        async with self.house.sessions() as session, session.begin():
            await session.execute(
                update(Envelope)
                .where(Envelope.device_id == UUID(said.device), Envelope.sequence == said.sequence)
                .values(made_version=version)
            )

    async def version_made_before(self, said: Said) -> int | None:
        """What the same phone's earlier work upon the same version made of the entity."""
        async with self.house.sessions() as session:
            version: int | None = await session.scalar(
                select(Envelope.made_version)
                .where(
                    Envelope.device_id == UUID(said.device),
                    Envelope.entity == said.entity,
                    Envelope.base_version == said.base_version,
                    Envelope.sequence < said.sequence,
                    Envelope.made_version.is_not(None),
                )
                .order_by(Envelope.sequence.desc())
                .limit(1)
            )
        return version

    async def outcome_of(self, digest: str) -> FinalOutcome | None:
        async with self.house.sessions() as session:
            said = await session.scalar(select(Envelope.outcome).where(Envelope.digest == digest))
        return None if said is None else outcome_from(said)


def outcome_from(said: dict[str, Any]) -> FinalOutcome:
    """A stored outcome, as `wire` wrote it."""
    match said["kind"]:
        case "applied":
            return Applied(result=said["result"])
        case "replayed":
            return Replayed(result=said["result"])
        case "refused":
            return Refused(refusal=said["refusal"], message=said["message"], facts=said["facts"])
        case "conflict":
            return Conflict(current_version=said["currentVersion"], theirs=said["theirs"])
        case "quarantined":
            return Quarantined(reason=said["reason"])
        case unknown:
            raise ValueError(f"no outcome is called {unknown}")


def _row(held: HeldEnvelope, user_id: UUID) -> Envelope:
    said = held.envelope
    moment = estimate(
        made_at=said.made_at, clock_offset_ms=said.clock_offset_ms, received_at=held.received_at
    )
    return Envelope(
        device_id=UUID(said.device),
        sequence=said.sequence,
        id=UUID(said.id),
        user_id=user_id,
        name=said.name,
        entity=said.entity,
        depends_on=[UUID(id) for id in said.depends_on],
        base_version=said.base_version,
        signed_text=held.signed.envelope,
        signature=held.signed.device_signature,
        digest=held.digest,
        made_at=moment.made_at,
        estimated_at=moment.estimated_at,
        drift_seconds=None if moment.drift is None else round(moment.drift.total_seconds()),
        received_at=held.received_at,
    )


def _entry(row: Envelope) -> Entry:
    signed = SignedEnvelope(envelope=row.signed_text, device_signature=row.signature)
    held = HeldEnvelope(
        envelope=parse(row.signed_text), signed=signed, digest=row.digest, received_at=row.received_at
    )
    return Entry(
        held=held,
        outcome=None if row.outcome is None else outcome_from(row.outcome),
        resolution=_resolution(row.resolution),
    )


def _resolution(said: dict[str, Any] | None) -> Resolution | None:
    if said is None:
        return None
    return Superseded(by=said["by"]) if said["kind"] == "superseded" else Discarded()


def _named(entry: Entry) -> set[str]:
    """The ids that this one's turn may hang on."""
    said = entry.held.envelope
    try:
        control = control_of(said)
    except MalformedControl:
        control = None
    named = set(said.depends_on)
    if control is not None:
        named.add(control.command)
    if isinstance(control, Supersede):
        named.add(control.by)
    if isinstance(entry.resolution, Superseded):
        named.add(entry.resolution.by)
    return named

"""Gives effect to one envelope: rights of then and now, files, the version that was seen, then `perform`."""

import secrets
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from uuid import UUID

import structlog
from sqlalchemy import select

from backend.foundation.actor import Actor
from backend.foundation.command import Handler, plain
from backend.foundation.house import House
from backend.foundation.perform import Performed, perform
from backend.foundation.permission import SIGNED_IN
from backend.foundation.records import Attachment
from backend.foundation.refusal import Refusal
from backend.foundation.versions import BasedOn, ChangedMeanwhile
from backend.foundation.work import Door
from backend.identity.posts.queries import actor_at
from backend.sync.attention.rules import Why
from backend.sync.custody.store import PostgresStore
from backend.sync.replay.commanded import Commanded, OfflineCommands
from backend.sync.replay.reporting import refused, report
from backend.sync.replay.rules import AttachmentDiffers, NoLongerAllowed
from offline.clock import Moment, estimate
from offline.custody import HeldEnvelope
from offline.envelope import Envelope
from offline.outcome import (
    Applied,
    Conflict,
    Outcome,
    Quarantined,
    Replayed,
    Transient,
    Waiting,
)
from offline.rights import AtReplay, at_replay
from offline.upgrades import VersionTooNew

ShutOut: TypeAlias = Literal["userDisabled", "deviceRevoked"]

_INCIDENT_CHARACTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_log = structlog.stdlib.get_logger("lotline.replay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applier:
    """Applies the envelopes of one device. `now` is its owner with today's rights; None when they have left."""

    house: House
    commands: OfflineCommands
    store: PostgresStore
    now: Actor | None
    shut_out: ShutOut | None = None

    async def apply(self, held: HeldEnvelope) -> Outcome:
        """Never raises: what nobody foresaw is an incident, keeps nothing, and stops only what hangs on this one."""
        try:
            return await self._apply(held)
        except Exception as bug:
            incident = "".join(secrets.choice(_INCIDENT_CHARACTERS) for _ in range(4))
            _log.error(
                "incident",
                incident=incident,
                envelope=held.envelope.id,
                command=held.envelope.name,
                exc_info=bug,
            )
            return Transient(incident=incident)

    async def _apply(self, held: HeldEnvelope) -> Outcome:
        if self.shut_out is not None or self.now is None:
            return Quarantined(reason=self.shut_out or "userDisabled")
        try:
            commanded = self.commands.commanded(held.envelope)
            missing = await self._missing_files(held.envelope, self.now)
            if missing and not commanded.handler.physical_fact:
                return Waiting(attachments=missing)
            return await self._judged(held, commanded, self.now)
        except VersionTooNew:
            return Waiting()
        except ChangedMeanwhile as changed:
            return Conflict(current_version=changed.version)
        except Refusal as refusal:
            return refused(refusal) if refusal.final else Transient()

    async def _judged(self, held: HeldEnvelope, commanded: Commanded, now: Actor) -> Outcome:
        """Under the rights of then and of now. Raises the command's refusals."""
        said, handler = held.envelope, commanded.handler
        moment = estimate(
            made_at=said.made_at, clock_offset_ms=said.clock_offset_ms, received_at=held.received_at
        )
        then = await actor_at(self.house, now.user_id, moment.estimated_at)
        allowed_then = then is not None and _may(then, handler)
        match at_replay(then=allowed_then, now=_may(now, handler), physical_fact=handler.physical_fact):
            case AtReplay.QUARANTINE:
                return Quarantined(reason="neverAllowed")
            case AtReplay.TO_MANAGER:
                raise NoLongerAllowed(handler.needs.name)
            case AtReplay.APPLY_WITH_TASK:
                return await self._performed(said, commanded, then or now, moment, Why.applied_with_task)
            case AtReplay.APPLY_FLAGGED:
                return await self._performed(said, commanded, now, moment, Why.applied_flagged)
            case AtReplay.APPLY:
                return await self._performed(said, commanded, now, moment, None)

    async def _performed(
        self, said: Envelope, commanded: Commanded, actor: Actor, moment: Moment, flagged: Why | None
    ) -> Outcome:
        """Done, then told: whoever is killed between them does both again, and neither twice."""
        performed = await self._perform(said, commanded, actor, moment, flagged)
        if flagged is not None:
            await report(self.house, said, flagged, None, {"right": commanded.handler.needs.name})
        done = Replayed if performed.replayed else Applied
        return done(result=plain(performed.result))

    async def _perform(
        self, said: Envelope, commanded: Commanded, actor: Actor, moment: Moment, flagged: Why | None
    ) -> Performed:
        based_on = await self._based_on(said)
        door = Door(
            device_id=UUID(said.device),
            made_at=moment.made_at,
            occurred_at=moment.estimated_at,
            flagged=flagged,
            based_on=based_on,
        )
        performed = await perform(
            self.house, commanded.command, actor, UUID(said.id), door, handler=commanded.handler
        )
        if performed.version is not None:
            await self.store.note_version(said, performed.version)
        return performed

    async def _based_on(self, said: Envelope) -> BasedOn | None:
        """What the person saw; after earlier work of this same phone upon the same version, what that made of it."""
        if said.base_version is None:
            return None
        kind, id = said.entity.split(":")
        version = await self.store.version_made_before(said) or said.base_version
        return BasedOn(kind, UUID(id), version)

    async def _missing_files(self, said: Envelope, owner: Actor) -> tuple[str, ...]:
        """The attachments that have not arrived whole. Raises AttachmentDiffers."""
        if not said.attachments:
            return ()
        named = {UUID(one.id): one.sha256 for one in said.attachments}
        async with self.house.sessions() as session:
            rows = await session.execute(
                select(Attachment.id, Attachment.sha256).where(
                    Attachment.id.in_(named),
                    Attachment.user_id == owner.user_id,
                    Attachment.complete_at.is_not(None),
                )
            )
            here = {id: sha256.hex() for id, sha256 in rows}
        for id, sha256 in here.items():
            if named[id] != sha256:
                raise AttachmentDiffers(str(id))
        return tuple(str(id) for id in named if id not in here)


def _may(actor: Actor, handler: Handler) -> bool:
    return handler.needs is SIGNED_IN or actor.may(handler.needs)

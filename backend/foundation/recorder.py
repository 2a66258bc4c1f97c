"""The one inversion of the house: what `perform` needs from compliance, stated here, implemented there.

Audit and signatures touch every write, yet compliance stands above the foundation; so the foundation states two
protocols and the composition root introduces the implementations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import Actor
from backend.foundation.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a command changed: its kind, id and JSON-ready facts before and after (None: was, is not)."""

    kind: str
    id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the audit log is told of one command that was performed."""

    command_id: UUID
    command: str
    actor: Actor
    changes: Sequence[Change]
    reason: str | None
    request_id: str | None
    device_id: UUID | None
    signature_id: UUID | None
    made_at: datetime | None
    occurred_at: datetime
    simulated: bool


class Recorder(Protocol):
    """Writes the audit entry of a command inside the command's own transaction."""

    async def record(self, driver: Any, done: Done) -> None:
        """`driver` is the asyncpg connection of the unit of work, with nothing left to flush."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A person's declaration under a command: the single-use proof from /auth/reauthenticate and what it covers.

    `digest` is the lower-case hex SHA-256 of the canonical JSON that the server rendered and the person saw.
    """

    proof: UUID
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature ready to be kept: what was signed, in which version, and by which method."""

    kind: str
    id: UUID
    object_version: int
    document: dict[str, Any]


class Signatory(Protocol):
    """Consumes proofs and keeps signatures, inside the command's own transaction."""

    async def consume(
        self, session: AsyncSession, actor: Actor, meaning: Meaning, signing: Signing, now: datetime
    ) -> str:
        """Uses the proof up and returns the method by which it was made ("pin", "password").

        Raises a refusal when the proof is unknown, used, out of date, or bound to another person, meaning or
        digest.
        """
        ...

    async def keep(
        self,
        session: AsyncSession,
        *,
        signature_id: UUID,
        actor: Actor,
        meaning: Meaning,
        signing: Signing,
        method: str,
        signed: Signed,
        now: datetime,
        made_at: datetime | None,
    ) -> None:
        """Keeps the signature; raises a refusal when `signed.document` is not what `signing.digest` covers."""
        ...

"""One unit of work: the only way to get a writing session. Handlers act through it and report what they changed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import Actor
from backend.foundation.events import Event
from backend.foundation.ids import Ids
from backend.foundation.meaning import Meaning
from backend.foundation.reading import Query
from backend.foundation.recorder import Change, Signatory, Signed, Signing
from backend.foundation.versions import BasedOn

Row = TypeVar("Row", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How a command came in: through which request and device, and when it happened there.

    `made_at` is the device's own clock, `occurred_at` the server's estimate of that moment (None: now). `flagged`
    says why a person should look at it although it was applied. `based_on` is the version that was seen: the
    command is refused when somebody else has changed the thing since.
    """

    request_id: str | None = None
    device_id: UUID | None = None
    made_at: datetime | None = None
    occurred_at: datetime | None = None
    supersedes: UUID | None = None
    flagged: str | None = None
    based_on: BasedOn | None = None


@dataclass(slots=True)
class Work:
    """What a handler has in hand. Leaving the handler with an exception rolls everything back.

    `now` is the server's time, UTC; `occurred_at` when it happened (earlier, after a day offline); `today` is the
    local date in the site's zone. `public_url` is scheme and host of the app, for what is printed as a link.
    `driver` is the asyncpg connection that `session` works on, inside the same transaction: what is done for every
    order or pick is a statement compiled once and runs there (`rows`, `written`); what is rare stays mapped.
    """

    session: AsyncSession
    driver: Any
    actor: Actor
    command_id: UUID
    ids: Ids
    now: datetime
    zone: ZoneInfo
    public_url: str
    door: Door
    simulated: bool
    _signatory: Signatory
    meaning: Meaning | None = None
    signing: Signing | None = None
    method: str | None = None
    events: list[Event] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reason: str | None = None
    signature_id: UUID | None = None

    @property
    def occurred_at(self) -> datetime:
        return self.door.occurred_at or self.now

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def changed(
        self, kind: str, id: UUID, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
    ) -> None:
        """Reports a change to the audit log; `before` None means it was made, `after` None that it ended."""
        self.changes.append(Change(kind, id, before, after))

    async def rows(self, query: Query[Row], **values: Any) -> list[Row]:
        """Every row of a statement compiled once, which may lock them; it sees what `session` has in hand."""
        await self._flushed()
        return await query.on(self.driver, self.actor, **values)

    async def written(self, sql: str, *values: Any) -> list[Any]:
        """Runs a statement that writes, and gives the rows it returns. Lists of JSON are given as text."""
        await self._flushed()
        rows: list[Any] = await self.driver.fetch(sql, *values)
        return rows

    async def _flushed(self) -> None:
        session = self.session
        if session.new or session.dirty or session.deleted:
            await session.flush()

    async def sign(self, signed: Signed) -> UUID:
        """Keeps the signature that this command carries, over what the server itself rendered just now.

        Refused when it differs from what the person saw. A command that asks for no signature is a bug.
        """
        if self.signing is None or self.meaning is None or self.method is None:
            raise RuntimeError("this command's handler asks for no signature")
        signature_id = self.ids.new()
        await self._signatory.keep(
            self.session,
            signature_id=signature_id,
            actor=self.actor,
            meaning=self.meaning,
            signing=self.signing,
            method=self.method,
            signed=signed,
            now=self.now,
            made_at=self.door.made_at,
        )
        self.signature_id = signature_id
        self.changed("signature", signature_id, None, {"of": signed.kind, "id": str(signed.id)})
        return signature_id

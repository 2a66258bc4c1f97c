"""The outbox: events told after the commit, at least once, in order per thing, until each listener has heard.

A row is leased and its attempt counted *before* the listener is called, so that a listener that kills the process
is not tried for ever. Several workers may run this: they take different rows (`FOR UPDATE SKIP LOCKED`), and a row
waits until every earlier row about the same thing, for the same listener, is done.
"""

import asyncio
import contextlib
import random
from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
import structlog

from backend.foundation.actor import SYSTEM
from backend.foundation.events import Listener, listener_named
from backend.foundation.house import House
from backend.foundation.ids import derived_id
from backend.foundation.perform import perform
from backend.foundation.refusal import Refusal

BATCH: Final = 20
LEASE: Final = timedelta(seconds=60)
ATTEMPTS_MAX: Final = 12
BACK_OFF_SECONDS_MAX: Final = 300.0
POLL_SECONDS: Final = 2.0

log = structlog.get_logger()

_TAKE: Final = """
with next as (
    select id from outbox o
    where state = 'waiting' and next_at <= now() and (listener = $3 or $3 is null) and listener <> all($4)
      and not exists (
          select 1 from outbox earlier
          where earlier.about = o.about and earlier.listener = o.listener
            and earlier.state = 'waiting' and earlier.position < o.position)
    order by next_at, position
    limit $1
    for update skip locked)
update outbox set attempts = attempts + 1, next_at = now() + $2::interval
from next where outbox.id = next.id
returning outbox.id, outbox.position, outbox.listener, outbox.payload, outbox.event_id, outbox.attempts
"""
_DONE: Final = "update outbox set state = 'done', told_at = now(), last_failure = null where id = $1"
_LATER: Final = """
update outbox set last_failure = $2, next_at = now() + $3::interval,
    state = case when attempts >= $4 then 'given_up' else 'waiting' end
where id = $1
"""


async def run_outbox(house: House, stop: asyncio.Event) -> None:
    """Tells events until `stop` is set; wakes at once when a command notifies, and every POLL_SECONDS."""
    woken = asyncio.Event()
    async with house.pool.acquire() as connection:

        def wake(_: Any, __: int, ___: str, what: str) -> None:
            if what == "outbox":
                woken.set()

        await connection.add_listener("lotline", wake)
        try:
            while not stop.is_set():
                woken.clear()
                if await tell_waiting(house) == 0:
                    await _first_of(woken, stop, POLL_SECONDS)
        finally:
            with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.remove_listener("lotline", wake)


async def tell_waiting(house: House, *, only: str | None = None, but: Collection[str] = ()) -> int:
    """Tells one batch of what is due; returns how many rows were taken. Tests call it instead of waiting.

    `only` and `but` name listeners: who leaves a slow one to somebody else is not held up by it.
    """
    rows = await house.pool.fetch(_TAKE, BATCH, LEASE, only, list(but))
    for row in sorted(rows, key=lambda row: row["position"]):
        await _tell(house, row)
    return len(rows)


async def _tell(house: House, row: "asyncpg.Record") -> None:
    listener = listener_named(row["listener"])
    if listener is None:
        await house.pool.execute(_LATER, row["id"], "nobody listens under this name", timedelta(hours=1), 0)
        return
    try:
        await _call(house, listener, row)
    except Exception as failure:
        wait = min(BACK_OFF_SECONDS_MAX, 2.0 ** row["attempts"]) * random.uniform(0.5, 1.0)  # noqa: S311
        log.warning("outbox.later", listener=listener.name, attempts=row["attempts"], failure=repr(failure))
        await house.pool.execute(
            _LATER, row["id"], repr(failure)[:500], timedelta(seconds=wait), ATTEMPTS_MAX
        )
    else:
        await house.pool.execute(_DONE, row["id"])


async def _call(house: House, listener: Listener, row: "asyncpg.Record") -> None:
    event = msgspec.convert(row["payload"], listener.event, strict=False)
    if listener.delivery is not None:
        await listener.delivery(event, house, row["id"])
    if listener.reaction is not None:
        for position, command in enumerate(listener.reaction(event)):
            await _perform_as_system(house, command, derived_id("reaction", row["id"], position))


async def _perform_as_system(house: House, command: object, command_id: UUID) -> None:
    try:
        await perform(house, command, SYSTEM, command_id)
    except Refusal as refusal:
        if not refusal.final:
            raise
        # A final "no" to the system is an answer too: it is kept with the command and will not change by asking again.
        log.info("outbox.refused", command=type(command).__name__, refusal=type(refusal).__name__)


async def _first_of(woken: asyncio.Event, stop: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(woken.wait()), asyncio.create_task(stop.wait())]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()

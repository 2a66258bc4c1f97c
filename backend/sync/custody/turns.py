"""One at a time gives effect to a device's envelopes: two could apply what the other is about to discard.

A lease, not a lock: a lock would keep a connection for as long as the effects take, and when a whole fleet comes back
from the cold room there are fewer connections than phones. Whoever finds it taken answers with what is known so far,
and the phone asks again.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from backend.foundation.house import House
from backend.foundation.limits import EXECUTION_SECONDS_MAX
from backend.sync.custody.tables import EffectRun

LEASE: Final = timedelta(seconds=EXECUTION_SECONDS_MAX)
"""No request runs for longer, so a lease that has ended belongs to nobody: its holder was killed."""


@asynccontextmanager
async def turn_of(house: House, device_id: UUID) -> AsyncIterator[bool]:
    """Whether this run is the device's only one; True is held until the block ends."""
    now = house.clock.now()
    mine = now + LEASE
    taken = (
        insert(EffectRun)
        .values(device_id=device_id, until=mine)
        .on_conflict_do_update(
            index_elements=[EffectRun.device_id], set_={"until": mine}, where=EffectRun.until <= now
        )
        .returning(EffectRun.device_id)
    )
    async with house.sessions() as session, session.begin():
        is_mine = await session.scalar(taken) is not None
    try:
        yield is_mine
    finally:
        if is_mine:
            ended = delete(EffectRun).where(EffectRun.device_id == device_id, EffectRun.until == mine)
            async with house.sessions() as session, session.begin():
                await session.execute(ended)

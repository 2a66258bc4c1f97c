"""The epoch of this installation: new at every restore, so that phones offer again what the backup did not know."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.foundation.house import House
from backend.foundation.records import Installation


async def epoch_of(house: House) -> UUID:
    """The epoch that stands; the first one who asks makes the row where setting up has not."""
    async with house.sessions() as session, session.begin():
        epoch: UUID | None = await session.scalar(select(Installation.epoch))
        if epoch is None:
            await session.execute(insert(Installation).on_conflict_do_nothing())
            epoch = (await session.execute(select(Installation.epoch))).scalar_one()
    return epoch

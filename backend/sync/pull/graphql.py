"""Pull and the state of one's devices, in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.permission import SIGNED_IN
from backend.sync.pull import queries
from backend.sync.pull.changes import CHANGES_MAX, changed_since, read_cursor, write_cursor
from backend.sync.pull.epoch import epoch_of

KINDS_MAX = 20


@strawberry.type(name="Changed", description="What has changed of one kind since the cursor.")
class ChangedType:
    kind: str
    ids: list[UUID] = strawberry.field(metadata={"at_most": CHANGES_MAX})
    all: bool = strawberry.field(description="Too much, or nothing is known: read all of this kind again.")
    hidden: bool = strawberry.field(
        description="Something changed that you do not see: what you hold may have left you."
    )


@strawberry.type(name="Pull", description="What a phone should read again, and where to go on asking.")
class PullType:
    cursor: str
    epoch: UUID
    server_time: datetime
    changed: list[ChangedType] = strawberry.field(metadata={"at_most": KINDS_MAX})


@strawberry.type(name="DeviceChain", description="How far the work of one of your devices has come.")
class DeviceChainType:
    id: UUID
    name: str
    sequence: int
    waiting: int
    needs_attention: int
    last_seen_at: datetime | None
    revoked_at: datetime | None


@strawberry.type(name="SyncState", description="The server's epoch and time, and your devices.")
class SyncStateType:
    epoch: UUID
    server_time: datetime
    devices: list[DeviceChainType] = strawberry.field(metadata={"at_most": PAGE_SIZE_MAX})


@strawberry.type
class SyncQueries:
    @query(needs=SIGNED_IN)
    async def pull(self, info: Info, kinds: list[str], cursor: str | None = None) -> PullType:
        """What has changed of these kinds; those you may not watch are left out. Without a cursor: everything."""
        context = info.context
        since, epoch = read_cursor(cursor), await epoch_of(context.house)
        changes, reached = await changed_since(context.reading, kinds[:KINDS_MAX], since, epoch)
        return PullType(
            cursor=write_cursor(reached),
            epoch=epoch,
            server_time=context.house.clock.now(),
            changed=[
                ChangedType(kind=change.kind, ids=change.ids, all=change.all, hidden=change.hidden)
                for change in changes
            ],
        )

    @query(needs=SIGNED_IN)
    async def sync_state(self, info: Info) -> SyncStateType:
        """Whether this is still the server that a phone knows, and how far its work has come."""
        context = info.context
        return SyncStateType(
            epoch=await epoch_of(context.house),
            server_time=context.house.clock.now(),
            devices=await context.all(queries.CHAINS),
        )

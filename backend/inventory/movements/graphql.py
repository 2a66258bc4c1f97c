"""The ledger in GraphQL."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.inventory.movements import queries
from backend.inventory.rights import INVENTORY_READ


@strawberry.type(
    name="Movement", description="One leg of a movement: into (+) or out of (−) an account, in pieces."
)
class MovementType:
    command_id: UUID
    lot_id: UUID
    account: str
    location_code: str | None
    holder_kind: str | None
    holder_id: UUID | None
    quantity: Decimal
    user_id: UUID
    user_name: str | None
    occurred_at: datetime
    recorded_at: datetime


@strawberry.type
class MovementQueries:
    @query(needs=INVENTORY_READ)
    async def movements(
        self, info: Info, lot_id: UUID, first: int = PAGE_SIZE_DEFAULT, after: str | None = None
    ) -> PageOf[MovementType]:
        """What was entered for a lot, newest first."""
        return page_of(await info.context.page(queries.MOVEMENTS, first, after, lot_id=lot_id))

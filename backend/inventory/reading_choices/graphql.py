"""Reading choices in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.inventory.reading_choices import queries
from backend.inventory.rights import INVENTORY_READ


@strawberry.type(
    name="ReadingChoice",
    description="A shape of reading, such as `gs1 01 10 17`, that was chosen for a supplier's ambiguous codes.",
)
class ReadingChoiceType:
    shape: str
    chosen_at: datetime


@strawberry.type
class ReadingChoiceQueries:
    @query(needs=INVENTORY_READ, at_most=queries.CHOICES_MAX)
    async def reading_choices(self, info: Info, supplier_id: UUID) -> list[ReadingChoiceType]:
        """What was chosen for this supplier's codes, the latest first: to be offered first, never to be taken unasked."""
        return await info.context.all(queries.CHOICES_OF_SUPPLIER, supplier_id=supplier_id)

"""How much there is to sell, in GraphQL."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.inventory.allocation.queries import STOCK
from backend.inventory.allocation.rules import PRODUCTS_ASKED_MAX, TooManyAsked
from backend.inventory.rights import INVENTORY_READ


@strawberry.type(name="Stock", description="What can be sold of a product now, in pieces.")
class StockType:
    product_id: UUID
    available: Decimal
    reserved: Decimal
    nearest_expiry: date | None


@strawberry.type
class StockQueries:
    @query(needs=INVENTORY_READ, at_most=PRODUCTS_ASKED_MAX)
    async def stock(self, info: Info, product_ids: list[UUID]) -> list[StockType]:
        """Available (accepted, not expired) and reserved, product by product, in the order asked."""
        asked = list(dict.fromkeys(product_ids))
        if len(asked) > PRODUCTS_ASKED_MAX:
            raise TooManyAsked(asked=len(asked), asked_max=PRODUCTS_ASKED_MAX)
        house = info.context.house
        rows = await info.context.all(STOCK, ids=asked, today=house.clock.today(house.zone))
        return sorted(rows, key=lambda row: asked.index(row.product_id))

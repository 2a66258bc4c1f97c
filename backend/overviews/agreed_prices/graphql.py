"""Agreed prices in GraphQL."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import strawberry

from backend.catalog.rights import PRICES_READ
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.overviews.agreed_prices import queries


@strawberry.type(
    name="AgreedPrice",
    description="What one piece costs one customer from a day to a day (both included), in yuan, tax included.",
)
class AgreedPriceType:
    id: UUID
    customer_id: UUID
    customer_name: str
    product_id: UUID
    product_name: str
    catalogue_number: str
    unit_price: Decimal
    valid_from: date
    valid_to: date | None


@strawberry.type
class AgreedPriceQueries:
    @query(needs=PRICES_READ)
    async def agreed_prices(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        product_id: UUID | None = None,
        customer_id: UUID | None = None,
    ) -> PageOf[AgreedPriceType]:
        """Prices agreed with customers that the reader sees, by the customer's pinyin; ended ones too."""
        return page_of(
            await info.context.page(
                queries.AGREED_PRICES, first, after, product_id=product_id, customer_id=customer_id
            )
        )

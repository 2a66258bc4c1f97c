"""The search in GraphQL: each kind is asked by its own feature's list, and only when it is asked for."""

import strawberry

from backend.catalog.products.graphql import ProductType
from backend.catalog.products.queries import PRODUCTS
from backend.catalog.rights import CATALOG_READ
from backend.customers.accounts.graphql import CustomerType
from backend.customers.accounts.queries import CUSTOMERS
from backend.customers.rights import CUSTOMERS_READ
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.permission import SIGNED_IN
from backend.inventory.lots.graphql import LotType
from backend.inventory.lots.queries import LOTS
from backend.inventory.rights import INVENTORY_READ
from backend.logistics.deliveries.graphql import DeliveryType
from backend.logistics.deliveries.queries import DELIVERIES
from backend.logistics.rights import DELIVERIES_READ
from backend.overviews.search.rules import FOUND_MAX, pattern_of
from backend.sales.orders.graphql import OrderType
from backend.sales.orders.queries import ORDERS
from backend.sales.rights import SALES_READ


@strawberry.type(
    name="Found",
    description=f"At most {FOUND_MAX} of each kind; null for a kind that the asker may not read.",
)
class FoundType:
    pattern: strawberry.Private[str]

    @edge(needs=SALES_READ, at_most=FOUND_MAX)
    async def orders(self, info: Info) -> list[OrderType] | None:
        """By number, purchase number and customer; the latest first."""
        page = await info.context.page(
            ORDERS, FOUND_MAX, None, search=self.pattern, states=None, customer_id=None
        )
        return page.items

    @edge(needs=CUSTOMERS_READ, at_most=FOUND_MAX)
    async def customers(self, info: Info) -> list[CustomerType] | None:
        """By name, pinyin, initials and number."""
        page = await info.context.page(CUSTOMERS, FOUND_MAX, None, search=self.pattern, kind=None, mine=False)
        return page.items

    @edge(needs=CATALOG_READ, at_most=FOUND_MAX)
    async def products(self, info: Info) -> list[ProductType] | None:
        """By name, pinyin, initials, catalogue and registration number, GTIN."""
        page = await info.context.page(
            PRODUCTS, FOUND_MAX, None, search=self.pattern, regime=None, storage_class=None
        )
        return page.items

    @edge(needs=INVENTORY_READ, at_most=FOUND_MAX)
    async def lots(self, info: Info) -> list[LotType] | None:
        """By lot number and product; first to expire first."""
        house = info.context.house
        page = await info.context.page(
            LOTS, FOUND_MAX, None,
            search=self.pattern, product_id=None, state=None, expired=None,
            today=house.clock.today(house.zone), near_until=None,
        )  # fmt: skip
        return page.items

    @edge(needs=DELIVERIES_READ, at_most=FOUND_MAX)
    async def deliveries(self, info: Info) -> list[DeliveryType] | None:
        """By order, note and waybill number, plate and customer; the latest first."""
        page = await info.context.page(
            DELIVERIES, FOUND_MAX, None, search=self.pattern, outcomes=None, under_way=None
        )
        return page.items


@strawberry.type
class SearchQueries:
    @query(needs=SIGNED_IN)
    async def search(self, info: Info, text: str) -> FoundType:
        """Everything that the asker may see and that `text` finds: numbers, names, pinyin, initials, plates."""
        return FoundType(pattern=pattern_of(text))

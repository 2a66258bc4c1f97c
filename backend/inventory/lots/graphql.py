"""Lots in GraphQL."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from backend.catalog.products.graphql import ProductType
from backend.catalog.products.queries import PRODUCTS_BY_ID
from backend.catalog.products.rules import StorageClass
from backend.foundation.expiry import days_left, expired, months_after, near_expiry
from backend.foundation.graphql.context import Context, Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.permission import SIGNED_IN
from backend.foundation.text import search_pattern
from backend.inventory.lots import queries
from backend.inventory.lots.commands import HoldLot, RejectLot, ReleaseLot
from backend.inventory.lots.rules import LotStateForbids
from backend.inventory.rights import INVENTORY_READ


@strawberry.type(name="LotQuantities", description="How much of a lot is in our hands, in pieces.")
class LotQuantitiesType:
    received: Decimal
    """Waits for inspection."""
    in_stock: Decimal
    reserved: Decimal
    picked: Decimal
    returned: Decimal
    """Came back and waits for quality: never available."""
    rejected: Decimal


@strawberry.type(name="LotPlace", description="Where some of a lot stands.")
class LotPlaceType:
    account: str
    location_id: UUID | None
    location_code: str | None
    quantity: Decimal


@strawberry.type(name="Lot", description="One maker's batch of one product with one expiry (批号).")
class LotType:
    id: UUID
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    storage_class: StorageClass
    lot_number: str
    expires_on: date
    expiry_word: str | None
    """The maker's word on the label (有效期至, 失效期 …), where a person copied it."""
    expiry_printed: str | None
    """The date beside that word, as printed; `expires_on` is the last usable day that follows."""
    made_on: date | None
    state: str
    state_by: UUID | None
    state_at: datetime | None

    @edge(needs=SIGNED_IN)
    async def product(self, info: Info) -> ProductType | None:
        """What it is a lot of."""
        return await info.context.load(PRODUCTS_BY_ID, self.product_id)

    @edge(needs=INVENTORY_READ)
    async def state_reason(self, info: Info) -> str | None:
        """Why it was stopped, rejected or released: the firm's own business."""
        return self.state_reason

    @edge(needs=SIGNED_IN)
    async def expired(self, info: Info) -> bool | None:
        """Whether its last usable day is past, by the site's local date."""
        return expired(self.expires_on, _today(info.context))

    @edge(needs=SIGNED_IN)
    async def near_expiry(self, info: Info) -> bool | None:
        """近效期: usable, but at most six months more."""
        return near_expiry(self.expires_on, _today(info.context))

    @edge(needs=SIGNED_IN)
    async def days_left(self, info: Info) -> int | None:
        """Days after today on which it may be used: 0 on the last day, negative once expired."""
        return days_left(self.expires_on, _today(info.context))

    @edge(needs=INVENTORY_READ)
    async def quantities(self, info: Info) -> LotQuantitiesType | None:
        """How much there is; null for a lot of which nothing ever came."""
        return await info.context.load(queries.QUANTITIES_BY_LOT, self.id)

    @edge(needs=INVENTORY_READ, at_most=20)
    async def places(self, info: Info) -> list[LotPlaceType] | None:
        """Where it stands, by account and location."""
        return await info.context.load_many(queries.PLACES_OF_LOTS, self.id, key="lot_id")


@strawberry.type
class LotQueries:
    @query(needs=INVENTORY_READ)
    async def lots(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        search: str | None = None,
        product_id: UUID | None = None,
        state: str | None = None,
        expired: bool | None = None,
        near_expiry_months: int | None = None,
    ) -> PageOf[LotType]:
        """Lots, first to expire first. `search` finds product (pinyin, catalogue number) and lot number."""
        today = _today(info.context)
        months = None if near_expiry_months is None else min(max(near_expiry_months, 0), 10 * 12)
        page = await info.context.page(
            queries.LOTS,
            first,
            after,
            search=search_pattern(search) if search else None,
            product_id=product_id,
            state=state,
            expired=expired,
            today=today,
            near_until=None if months is None else months_after(today, months),
        )
        return page_of(page)

    @query(needs=SIGNED_IN)
    async def lot(self, info: Info, id: UUID) -> LotType | None:
        """One lot; customers find those that went to them."""
        return await info.context.load(queries.LOTS_BY_ID, id)


LotMutations = mutations(
    "LotMutations",
    mutation(HoldLot, refuses=(LotStateForbids,)),
    mutation(ReleaseLot, refuses=(LotStateForbids,)),
    mutation(RejectLot, refuses=(LotStateForbids,)),
)


def _today(context: Context) -> date:
    return context.house.clock.today(context.house.zone)

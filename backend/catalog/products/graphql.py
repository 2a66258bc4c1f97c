"""Products in GraphQL."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from backend.catalog.products import queries
from backend.catalog.products.commands import AddProduct, ChangeProduct, SetListPrice
from backend.catalog.products.prices import SetCustomerPrice
from backend.catalog.products.queries import ProductRow
from backend.catalog.products.rules import (
    PACKS_MAX,
    PRODUCT_REFUSALS,
    NoSuchProduct,
    PriceKnown,
    PriceNotPositive,
    ProductOrder,
    StorageClass,
    registration_label,
)
from backend.catalog.rights import CATALOG_READ, PRICES_READ
from backend.compliance.qualifications.rules import Regime
from backend.foundation.graphql.context import Context, Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX
from backend.foundation.money import TaxRateRefused, UnitPriceRefused
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import SIGNED_IN
from backend.foundation.text import search_pattern
from backend.foundation.versions import ChangedMeanwhile
from backend.foundation.visibility import seen_by_id
from scanners import gtin

strawberry.enum(StorageClass)
strawberry.enum(ProductOrder)
Parent = Annotated[ProductRow, strawberry.parent]


@strawberry.type(
    name="ProductPack", description="A code on the product's boxes and how many pieces it stands for."
)
class PackType:
    gtin: str
    product_id: UUID
    pieces: int


@strawberry.type(name="Price", description="What one piece costs, in yuan, tax included.")
class PriceType:
    unit_price: Decimal
    is_list: bool


@strawberry.type(name="Product", description="A thing that is sold, in its smallest sales pack (产品).")
class ProductType:
    id: UUID
    catalogue_number: str
    name: str
    specification: str
    regime: Regime
    storage_class: StorageClass
    storage_text: str
    registration_number: str | None
    registration_holder: str | None
    registered_from: date | None
    registered_to: date | None
    dosage_form: str | None
    model: str | None
    maker: str
    maker_licence: str | None
    unit: str
    pieces_per_case: int
    serialised: bool
    list_price: Decimal | None
    tax_rate: Decimal
    version: int

    @edge(needs=CATALOG_READ)
    async def search_key(self: Parent, info: Info) -> str | None:
        """What `search` looks into: name, pinyin, initials and codes, for a phone that searches without network."""
        return self.search_key

    @edge(needs=SIGNED_IN)
    async def registration_label(self: Parent, info: Info) -> str | None:
        """What its registration number is called under its regime; null where it has none."""
        return registration_label(Regime(self.regime), info.context.language)

    @edge(needs=SIGNED_IN, at_most=PACKS_MAX)
    async def packs(self: Parent, info: Info) -> list[PackType]:
        """The codes on its boxes, the smallest pack first."""
        return await info.context.load_many(queries.PACKS_OF, self.id, key="product_id")

    @edge(needs=PRICES_READ)
    async def price_for(self: Parent, info: Info, customer_id: UUID) -> PriceType | None:
        """What it costs that customer today; null for a customer that is not visible."""
        return await _prices(info.context, customer_id).load(self.id)


def _prices(context: Context, customer_id: UUID) -> DataLoader[UUID, Any]:
    """Prices for one customer, all products asked for in one tick in one statement."""
    key = ("prices", customer_id)
    if key not in context.loaders:

        async def batch(ids: list[UUID]) -> list[Any]:
            customers = seen_by_id("customer")
            if customers is None or await context.load(customers, customer_id) is None:
                return [None] * len(ids)
            today = context.house.clock.today(context.house.zone)
            found = await context.all(queries.PRICES_FOR_CUSTOMER, ids=ids, customer_id=customer_id, on=today)
            prices = {price.id: price for price in found}
            return [prices.get(id) for id in ids]

        context.loaders[key] = DataLoader(load_fn=batch)
    return context.loaders[key]


@strawberry.type
class ProductQueries:
    @query(needs=CATALOG_READ)
    async def products(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        search: str | None = None,
        regime: Regime | None = None,
        storage_class: StorageClass | None = None,
        order: ProductOrder = ProductOrder.name,
    ) -> PageOf[ProductType]:
        """Products by pinyin or catalogue number; `search` finds name, pinyin, initials, catalogue and registration number, GTIN."""
        return page_of(
            await info.context.page(
                queries.PRODUCTS if order is ProductOrder.name else queries.PRODUCTS_BY_NUMBER,
                first,
                after,
                search=search_pattern(search) if search else None,
                regime=regime.value if regime else None,
                storage_class=storage_class.value if storage_class else None,
            )
        )

    @query(needs=CATALOG_READ)
    async def product(self, info: Info, id: UUID) -> ProductType | None:
        """One product; null for one that is not visible."""
        return await info.context.load(queries.PRODUCTS_BY_ID, id)

    @query(needs=CATALOG_READ, at_most=PAGE_SIZE_MAX)
    async def products_by_ids(self, info: Info, ids: list[UUID]) -> list[ProductType]:
        """Those of up to 100 products that are visible, in the order asked; beyond 100 are left out."""
        asked = list(dict.fromkeys(ids))[:PAGE_SIZE_MAX]
        rows = await info.context.all(queries.PRODUCTS_BY_ID, ids=asked)
        return sorted(rows, key=lambda row: asked.index(row.id))

    @query(needs=CATALOG_READ)
    async def product_by_code(self, info: Info, gtin: str) -> ProductType | None:
        """The product with this GTIN-8, -12, -13 or -14 on one of its packs; null where there is none."""
        return await info.context.first(queries.PRODUCT_BY_GTIN, gtin=_gtin_14(gtin))


def _gtin_14(typed: str) -> str | None:
    return gtin.from_digits(typed.strip()[:20])


ProductMutations = mutations(
    "ProductMutations",
    mutation(AddProduct, refuses=PRODUCT_REFUSALS),
    mutation(ChangeProduct, refuses=(*PRODUCT_REFUSALS, ChangedMeanwhile)),
    mutation(SetListPrice, refuses=(NoSuchProduct, PriceNotPositive, UnitPriceRefused, TaxRateRefused)),
    mutation(SetCustomerPrice, refuses=(PriceKnown, PriceNotPositive, UnitPriceRefused, PeriodInverted)),
)

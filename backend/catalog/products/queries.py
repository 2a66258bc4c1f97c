"""Finds products, the codes of their packs, and what they cost a customer."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Text, Uuid, any_, bindparam, case, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from backend.catalog.products.tables import CustomerPrice, Product, ProductPack
from backend.catalog.rights import CATALOG_READ, PRICES_READ
from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.foundation.visibility import shows


class ProductRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    catalogue_number: str
    name: str
    specification: str
    regime: str
    storage_class: str
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
    sort_key: str
    search_key: str


class PackRow(msgspec.Struct, frozen=True, gc=False):
    gtin: str
    product_id: UUID
    pieces: int


class PriceRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    unit_price: Decimal
    is_list: bool


class OfferedRow(msgspec.Struct, frozen=True, gc=False):
    """A product as it is sold to one customer on one day; `is_list` where no price was agreed."""

    id: UUID
    unit_price: Decimal
    is_list: bool
    name: str
    unit: str
    regime: str
    tax_rate: Decimal


# What everybody else pays is not for a customer's eyes; their orders say what they pay.
_LIST_PRICE = case((ACTOR.customer_id.is_(None), Product.list_price)).label("list_price")
COLUMNS = tuple(
    _LIST_PRICE if name == "list_price" else getattr(Product, name) for name in ProductRow.__struct_fields__
)


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Staff who read the catalogue; portal people get to products through what they ordered."""
    return Product.deleted_at.is_(None) & or_(actor.is_portal(), actor.may(CATALOG_READ))


shows("product", Product.id, visible_to(ACTOR))

_IDS = bindparam("ids", type_=ARRAY(Uuid()))
_SEARCH = bindparam("search", type_=Text())
_REGIME = bindparam("regime", type_=Text())
_STORAGE = bindparam("storage_class", type_=Text())

_FOUND = select(*COLUMNS).where(
    visible_to(ACTOR),
    or_(_SEARCH.is_(None), Product.search_key.like(_SEARCH)),
    or_(_REGIME.is_(None), Product.regime == _REGIME),
    or_(_STORAGE.is_(None), Product.storage_class == _STORAGE),
)
PRODUCTS = PageQuery(ProductRow, _FOUND, order=(Product.sort_key, Product.id), fields=("sort_key", "id"))
PRODUCTS_BY_NUMBER = PageQuery(
    ProductRow, _FOUND, order=(Product.catalogue_number,), fields=("catalogue_number",)
)
PRODUCTS_BY_ID = Query(ProductRow, select(*COLUMNS).where(visible_to(ACTOR), Product.id == any_(_IDS)))
watchable("product", PRODUCTS_BY_ID, needs=CATALOG_READ)
PRODUCT_BY_GTIN = Query(
    ProductRow,
    select(*COLUMNS)
    .join(ProductPack, ProductPack.product_id == Product.id)
    .where(
        visible_to(ACTOR),
        ProductPack.gtin == bindparam("gtin", type_=Text()),
        ProductPack.deleted_at.is_(None),
    ),
)
PACKS_OF = Query(
    PackRow,
    select(ProductPack.gtin, ProductPack.product_id, ProductPack.pieces)
    .join(Product, Product.id == ProductPack.product_id)
    .where(visible_to(ACTOR), Product.id == any_(_IDS), ProductPack.deleted_at.is_(None))
    .order_by(ProductPack.product_id, ProductPack.pieces, ProductPack.gtin),
)


class OnFileRow(msgspec.Struct, frozen=True, gc=False):
    name: str
    list_price: Decimal
    tax_rate: Decimal


ON_FILE = Query(
    OnFileRow,
    select(Product.catalogue_number, Product.list_price, Product.tax_rate).where(
        visible_to(ACTOR),
        ACTOR.customer_id.is_(None),
        Product.catalogue_number == any_(bindparam("names", type_=ARRAY(Text()))),
    ),
)
"""Products by catalogue number, for an import that asks what is there already."""

_ON = bindparam("on", type_=Date())
_agreed = (
    select(CustomerPrice.unit_price)
    .where(
        CustomerPrice.product_id == Product.id,
        CustomerPrice.customer_id == bindparam("customer_id", type_=Uuid()),
        CustomerPrice.valid_from <= _ON,
        or_(CustomerPrice.valid_to.is_(None), CustomerPrice.valid_to >= _ON),
        CustomerPrice.deleted_at.is_(None),
    )
    .order_by(CustomerPrice.valid_from.desc())
    .limit(1)
    .lateral("agreed")
)
_PRICED = (
    select(
        Product.id,
        func.coalesce(_agreed.c.unit_price, Product.list_price).label("unit_price"),
        _agreed.c.unit_price.is_(None).label("is_list"),
    )
    .join_from(Product, _agreed, true(), isouter=True)
    .where(Product.id == any_(_IDS))
)
OFFERED = Query(
    OfferedRow,
    _PRICED.add_columns(Product.name, Product.unit, Product.regime, Product.tax_rate).where(
        Product.deleted_at.is_(None)
    ),
)
"""For units of work: what an order says of each product. Whoever asks has checked that the actor sees the customer."""

PRICES_FOR_CUSTOMER = Query(PriceRow, _PRICED.where(ACTOR.customer_id.is_(None) & ACTOR.may(PRICES_READ)))
"""For loaders over product ids; the customer is a parameter, and the asker must have been found to see it."""

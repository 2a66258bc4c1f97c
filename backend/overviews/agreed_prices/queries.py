"""Finds agreed prices. Whoever may read prices sees those of the customers that they see; portal people see none."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, bindparam, or_, select

from backend.catalog.products.tables import CustomerPrice, Product
from backend.catalog.rights import PRICES_READ
from backend.customers.accounts.queries import visible_to as customer_visible_to
from backend.customers.accounts.tables import Customer
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR


class AgreedPriceRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    customer_id: UUID
    customer_name: str
    product_id: UUID
    product_name: str
    catalogue_number: str
    unit_price: Decimal
    valid_from: date
    valid_to: date | None
    customer_sort: str


_PRODUCT = bindparam("product_id", type_=Uuid())
_CUSTOMER = bindparam("customer_id", type_=Uuid())

AGREED_PRICES = PageQuery(
    AgreedPriceRow,
    select(
        CustomerPrice.id,
        Customer.id,
        Customer.name,
        Product.id,
        Product.name,
        Product.catalogue_number,
        CustomerPrice.unit_price,
        CustomerPrice.valid_from,
        CustomerPrice.valid_to,
        Customer.sort_key,
    )
    .join(Customer, Customer.id == CustomerPrice.customer_id)
    .join(Product, Product.id == CustomerPrice.product_id)
    .where(
        CustomerPrice.deleted_at.is_(None),
        ACTOR.customer_id.is_(None) & ACTOR.may(PRICES_READ) & customer_visible_to(ACTOR),
        or_(_PRODUCT.is_(None), CustomerPrice.product_id == _PRODUCT),
        or_(_CUSTOMER.is_(None), CustomerPrice.customer_id == _CUSTOMER),
    ),
    order=(Customer.sort_key, CustomerPrice.valid_from, CustomerPrice.id),
    fields=("customer_sort", "valid_from", "id"),
)
"""By the customer's pinyin, then by their first day; ended ones too."""

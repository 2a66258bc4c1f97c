"""Prices: a list price per product, and prices agreed with a customer from a day to a day (both included).

Of agreed prices that hold on a day the one that began last counts, so a new one needs no old one ended. Until a
hundred customers share a price there are no price groups.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from backend.catalog.products.queries import OFFERED, OfferedRow
from backend.catalog.products.rules import PriceKnown, checked_price
from backend.catalog.products.tables import CustomerPrice, Product
from backend.catalog.rights import PRICES_SET
from backend.foundation.command import handles
from backend.foundation.perform import refuses
from backend.foundation.period import DatePeriod
from backend.foundation.permission import NotFound
from backend.foundation.revision import revise
from backend.foundation.visibility import must_see
from backend.foundation.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCustomerPrice:
    """Agrees a price with a customer, yuan per piece, tax included, from a day to a day (both included).

    One that begins on the same day is replaced.
    """

    price_id: UUID
    customer_id: UUID
    product_id: UUID
    unit_price: Decimal
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class CustomerPriceSet:
    """The price is agreed; `priceId` is an earlier one's where that began on the same day."""

    price_id: UUID


refuses("pk_customer_prices", PriceKnown)
refuses("uq_customer_prices_customer_id_product_id_valid_from", PriceKnown)


@handles(SetCustomerPrice, name="catalog.setCustomerPrice", needs=PRICES_SET)
async def set_customer_price(command: SetCustomerPrice, work: Work) -> CustomerPriceSet:
    DatePeriod(command.valid_from, command.valid_to)
    terms = {
        "unit_price": checked_price(command.unit_price),
        "valid_to": command.valid_to,
        "deleted_at": None,
    }
    await must_see(work, "customer", [command.customer_id])
    if await work.session.get(Product, command.product_id) is None:
        raise NotFound("product")
    price = await work.session.scalar(
        select(CustomerPrice)
        .where(
            CustomerPrice.customer_id == command.customer_id,
            CustomerPrice.product_id == command.product_id,
            CustomerPrice.valid_from == command.valid_from,
        )
        .with_for_update()
    )
    key = {
        "customer_id": command.customer_id,
        "product_id": command.product_id,
        "valid_from": command.valid_from,
    }
    if price is None:
        price = CustomerPrice(id=command.price_id, **key, **terms)
        work.session.add(price)
        work.changed("price", price.id, None, {**key, **terms})
    else:
        before, after = revise(price, terms)
        if after:
            work.changed("price", price.id, {**key, **before}, {**key, **after})
    return CustomerPriceSet(price.id)


async def offered(
    work: Work, customer_id: UUID, product_ids: Collection[UUID], on: date
) -> dict[UUID, OfferedRow]:
    """These products as they are sold to this customer on that day; unknown and ended ones are left out.

    Whoever calls has checked that the actor sees the customer.
    """
    rows = await work.rows(OFFERED, customer_id=customer_id, ids=list(product_ids), on=on)
    return {row.id: row for row in rows}

"""Orders for tests: a customer with credit and a site, goods in stock, and what a salesperson sends."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.foundation.actor import Actor
from backend.sales.orders.commands import OrderPlaced, SubmitOrder
from backend.sales.orders.content import OrderContent, OrderLineContent
from tests.factories.inventory import a_lot
from tests.factories.masterdata import MadeCustomer, a_customer, a_product
from tests.factories.shop import Shop

PLENTY_FEN = 100_000_000


async def a_buyer(shop: Shop, *, credit_fen: int = PLENTY_FEN, **given: Any) -> MadeCustomer:
    """A customer of the shop's salesperson with credit and one site."""
    return await a_customer(shop, credit_fen=credit_fen, **given)


async def goods(shop: Shop, *, quantity: int = 100, expires: str = "2028-06-30", **product: Any) -> UUID:
    """A product at 100 yuan a piece with one accepted lot in stock; the product's id."""
    made = await a_product(shop, **product)
    await a_lot(shop, product=made.id, quantity=quantity, expires=expires)
    return made.id


def a_line(
    shop: Shop, product_id: UUID, quantity: str = "2", price: str = "100", shown: str | None = None
) -> OrderLineContent:
    return OrderLineContent(
        line_id=shop.new_id(),
        product_id=product_id,
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        shown_price=Decimal(shown or price),
    )


def content(shop: Shop, buyer: MadeCustomer, *lines: OrderLineContent, **given: Any) -> OrderContent:
    made = OrderContent(
        customer_id=buyer.id,
        site_id=buyer.site_id,
        receiver="王敏",
        receiver_phone="13800000001",
        invoice_title=buyer.name,
        prices_as_of=shop.clock.now(),
        lines=lines,
    )
    return replace(made, **given)


async def a_submitted_order(
    shop: Shop, buyer: MadeCustomer, *lines: OrderLineContent, by: Actor | None = None, **given: Any
) -> OrderPlaced:
    command = SubmitOrder(order_id=shop.new_id(), content=content(shop, buyer, *lines, **given))
    placed: OrderPlaced = await shop.perform(command, by or shop.person("sales"))
    return placed

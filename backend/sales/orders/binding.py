"""Binds a submission to what stands below: the customer's papers, today's prices, the stock that is wanted."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from backend.catalog.products.prices import price_of
from backend.catalog.products.tables import Product
from backend.compliance.qualifications.queries import held_papers
from backend.compliance.qualifications.rules import CustomerKind, Line, QualificationMissing, Regime, missing
from backend.customers.accounts.tables import Customer
from backend.foundation.work import Work
from backend.inventory.allocation.rules import Wanted
from backend.sales.orders import rules
from backend.sales.orders.content import OrderContent
from backend.sales.orders.tables import Order, OrderLine


async def demand_papers(
    work: Work, customer: Customer, content: OrderContent, products: Mapping[UUID, Product]
) -> None:
    """Raises QualificationMissing, naming line, regime, paper and date, when the regimes of the lines demand more."""
    papers = await held_papers(work.session, "customer", customer.id, work.zone)
    lines = [
        Line(position, Regime(products[line.product_id].regime))
        for position, line in enumerate(content.lines, start=1)
    ]
    lacking = missing(CustomerKind(customer.kind), lines, papers, work.today)
    if lacking:
        raise QualificationMissing(tuple(lacking))


async def bind_prices(work: Work, content: OrderContent) -> bool:
    """Whether every line is at our own price today. Raises PriceChanged for shown prices no longer held."""
    ids = sorted({line.product_id for line in content.lines})
    now = await price_of(work.session, content.customer_id, ids, work.today)
    return rules.bind_prices(
        [
            rules.Asked(line.line_id, line.product_id, line.shown_price, line.unit_price)
            for line in content.lines
        ],
        {product_id: price.unit_price for product_id, price in now.items()},
        shown_at=content.prices_as_of,
        now=work.now,
    )


async def wanted(work: Work, order: Order) -> list[Wanted]:
    """What the order wants of each product, by line."""
    lines = await work.session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
    )
    return [
        Wanted(
            holder_id=line.id,
            product_id=line.product_id,
            quantity=line.quantity,
            shelf_life_months_min=order.shelf_life_months_min,
        )
        for line in lines
    ]

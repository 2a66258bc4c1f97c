"""Binds a submission to what stands below: the customer's papers, today's prices, the stock that is wanted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from backend.catalog.products.queries import OfferedRow
from backend.compliance.qualifications.queries import held_papers
from backend.compliance.qualifications.rules import (
    CustomerKind,
    Line,
    QualificationMissing,
    Regime,
    missing,
    required_papers,
)
from backend.foundation.quantity import Quantity
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.inventory.allocation.rules import Called, Wanted
from backend.sales.orders import rules
from backend.sales.orders.content import OrderContent

DAYS_TO_ARRIVE: Final = 2
"""When no day is wished for, goods are taken to arrive this many days from now."""

Goods = Mapping[UUID, OfferedRow]


async def demand_papers(work: Work, customer_kind: str, content: OrderContent, goods: Goods) -> None:
    """Raises QualificationMissing, naming line, regime, paper and date, when the regimes of the lines demand more."""
    kind = CustomerKind(customer_kind)
    lines = [
        Line(position, Regime(goods[line.product_id].regime))
        for position, line in enumerate(content.lines, start=1)
    ]
    if not required_papers(kind, (line.regime for line in lines), work.today):
        return
    papers = await held_papers(work.session, "customer", content.customer_id, work.zone)
    lacking = missing(kind, lines, papers, work.today)
    if lacking:
        raise QualificationMissing(tuple(lacking))


def demand_whole(content: OrderContent, goods: Goods) -> None:
    """Raises QuantityNotWhole for half a bottle."""
    for line in content.lines:
        Quantity.sold(line.quantity, goods[line.product_id].unit)


def bind_prices(work: Work, content: OrderContent, goods: Goods) -> bool:
    """Whether every line is at our own price today. Raises PriceChanged for shown prices no longer held."""
    return rules.bind_prices(
        [
            rules.Asked(line.line_id, line.product_id, line.shown_price, line.unit_price)
            for line in content.lines
        ],
        {product_id: offered.unit_price for product_id, offered in goods.items()},
        shown_at=content.prices_as_of,
        now=work.now,
    )


async def reserve_stock(work: Work, content: OrderContent, goods: Goods) -> None:
    """Reserves for each line what expires first. Raises LotShort."""
    wanted = [
        Wanted(
            holder_id=line.line_id,
            product_id=line.product_id,
            quantity=line.quantity,
            shelf_life_months_min=content.shelf_life_months_min,
        )
        for line in content.lines
    ]
    called = {product_id: Called(offered.name, offered.unit) for product_id, offered in goods.items()}
    # A wanted day that is over cannot make a lot fresher on arrival than it is today.
    arriving = max(content.wanted_on or work.today + timedelta(days=DAYS_TO_ARRIVE), work.today)
    await allocation.reserve(work, wanted, arriving=arriving, called=called)

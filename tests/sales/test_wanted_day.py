"""The day an order is wanted, the shelf life it asks for and the order it repeats: none of them is taken unread."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from backend.customers.accounts.rules import ShelfLifeRefused
from backend.foundation.days import DayImplausible
from backend.foundation.permission import NotFound
from backend.foundation.work import Door
from backend.sales.orders import rules
from backend.sales.orders.commands import ChangeOrder, SaveDraft, SubmitOrder
from tests.factories.inventory import balances
from tests.factories.logistics import some_goods
from tests.factories.orders import a_buyer, a_line, a_submitted_order, content
from tests.sales.test_orders import the_order

TODAY = date(2026, 11, 22)


async def asked(shop, **given):
    """The goods, and the content of an order over two of them."""
    buyer, goods = await a_buyer(shop), await some_goods(shop, quantity=10)
    return goods, content(shop, buyer, a_line(shop, goods.product.id), **given)


def test_an_order_is_wanted_from_the_day_it_is_written_to_a_year_later():
    rules.check_wanted_day(None, TODAY)
    rules.check_wanted_day(TODAY, TODAY)
    rules.check_wanted_day(TODAY + timedelta(days=366), TODAY)

    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=367)):
        with pytest.raises(rules.WantedDayUnfit) as refused:
            rules.check_wanted_day(day, TODAY)
        assert (refused.value.first, refused.value.last) == (TODAY, date(2027, 11, 23))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"wanted_on": TODAY - timedelta(days=1)}, rules.WantedDayUnfit),
        ({"wanted_on": date(2062, 11, 24)}, rules.WantedDayUnfit),
        ({"wanted_on": date(1, 1, 1)}, DayImplausible),
        ({"wanted_on": date(9999, 12, 31)}, DayImplausible),
        ({"shelf_life_months_min": -1}, ShelfLifeRefused),
        ({"shelf_life_months_min": 121}, ShelfLifeRefused),
        ({"repeats_id": "unknown"}, NotFound),
    ],
)
async def test_what_no_order_can_ask_for_is_refused_and_nothing_is_kept(shop, given, refusal):
    if "repeats_id" in given:
        given = {"repeats_id": shop.new_id()}
    goods, wanted = await asked(shop, **given)
    order_id = shop.new_id()

    with pytest.raises(refusal):
        await shop.perform(SubmitOrder(order_id=order_id, content=wanted), shop.person("sales"))

    assert await the_order(shop, order_id) is None
    assert await balances(shop, goods.lot.id) == {"stock": 10}


async def test_an_order_written_in_time_is_taken_when_its_phone_finds_the_network_after_the_wanted_day(shop):
    """The day was to come when it was written; that it passed on the way is for people to see to."""
    _, wanted = await asked(shop, wanted_on=TODAY)
    order_id = shop.new_id()
    written = shop.clock.now()
    shop.clock.advance(timedelta(days=1))

    placed = await shop.perform(
        SubmitOrder(order_id=order_id, content=wanted), shop.person("sales"), door=Door(occurred_at=written)
    )

    assert (placed.state, (await the_order(shop, order_id)).wanted_on) == ("approved", TODAY)


async def test_the_day_is_that_of_the_site_s_calendar(shop):
    """At seven in the morning of the 23rd in Shanghai it is still the 22nd in Greenwich."""
    assert shop.house.zone == ZoneInfo("Asia/Shanghai")
    _, wanted = await asked(shop, wanted_on=TODAY)
    shop.clock.set(datetime(2026, 11, 22, 23, 0, tzinfo=UTC))

    with pytest.raises(rules.WantedDayUnfit) as refused:
        await shop.perform(SubmitOrder(order_id=shop.new_id(), content=wanted), shop.person("sales"))

    assert refused.value.first == date(2026, 11, 23)


async def test_a_draft_may_wait_past_its_day_and_is_not_submitted_with_it(shop):
    _, wanted = await asked(shop, wanted_on=TODAY - timedelta(days=1))
    order_id = shop.new_id()
    await shop.perform(SaveDraft(order_id=order_id, content=wanted), shop.person("sales"))

    with pytest.raises(rules.WantedDayUnfit):
        await shop.perform(SubmitOrder(order_id=order_id, content=wanted), shop.person("sales"))

    assert (await the_order(shop, order_id)).state == "draft"


async def test_a_changed_order_names_a_day_that_is_to_come(shop):
    buyer, goods = await a_buyer(shop), await some_goods(shop, list_price="9000")
    line = a_line(shop, goods.product.id, price="9000")
    placed = await a_submitted_order(shop, buyer, line, wanted_on=TODAY)
    assert placed.state == "submitted"
    shop.clock.advance(timedelta(days=1))
    order = await the_order(shop, placed.order_id)
    again = ChangeOrder(
        order_id=order.id, content=content(shop, buyer, line, wanted_on=TODAY), base_version=order.version
    )

    with pytest.raises(rules.WantedDayUnfit):
        await shop.perform(again, shop.person("sales"))

    assert await the_order(shop, order.id) == order


async def test_an_order_repeats_one_that_its_maker_sees(shop):
    _, first = await asked(shop)
    earlier = await shop.perform(SubmitOrder(order_id=shop.new_id(), content=first), shop.person("sales"))
    _, again = await asked(shop, repeats_id=earlier.order_id)

    placed = await shop.perform(SubmitOrder(order_id=shop.new_id(), content=again), shop.person("sales"))

    assert placed.state == "approved"
    stranger = shop.person("sales", name="贺川")
    buyer, goods = await a_buyer(shop, by=stranger), await some_goods(shop)
    theirs = content(shop, buyer, a_line(shop, goods.product.id), repeats_id=earlier.order_id)
    with pytest.raises(NotFound):
        await shop.perform(SubmitOrder(order_id=shop.new_id(), content=theirs), stranger)


def test_a_price_shown_in_the_days_to_come_is_not_honoured():
    now, product = datetime(2026, 11, 22, 1, 0, tzinfo=UTC), UUID(int=1)
    asked_for = rules.Asked(line_id=UUID(int=2), product_id=product, shown=Decimal(1), asked=Decimal(1))
    today = {product: Decimal(100)}

    assert not rules.bind_prices([asked_for], today, shown_at=now + timedelta(minutes=10), now=now)
    with pytest.raises(rules.PriceChanged):
        rules.bind_prices([asked_for], today, shown_at=now + timedelta(days=2), now=now)

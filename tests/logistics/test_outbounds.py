from datetime import date
from decimal import Decimal

import pytest

from backend.api.schema import graphql_schema
from backend.foundation.actor import SYSTEM
from backend.foundation.graphql.context import Context
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.work import Door
from backend.inventory.lots.commands import HoldLot
from backend.logistics.outbounds import rules
from backend.logistics.outbounds.commands import (
    FinishPick,
    OpenOutbound,
    OutboundReady,
    PickTaken,
    TakeOver,
    TakePick,
)
from backend.sales.orders import queries as orders
from backend.sales.orders.commands import CancelOrder
from tests.factories.inventory import a_lot, balances
from tests.factories.logistics import (
    a_way,
    code_of,
    confirm,
    picked,
    scanned,
    some_goods,
    take,
    the_line,
    the_lines,
    the_outbound,
    told,
)


async def order_state(shop, way):
    (order,) = await shop.look(orders.ORDERS_BY_ID, shop.person("sales"), ids=[way.order_id])
    return order.state


async def test_an_approved_order_becomes_an_outbound_with_its_lots_at_their_places_first_expiry_first(shop):
    goods = await some_goods(shop, quantity=3, expires="2027-03-31")
    later = await a_lot(shop, product=goods.product.id, quantity=5, expires="2027-09-30")

    way = await a_way(shop, goods, quantity="5")

    outbound = await the_outbound(shop, way.order_id)
    assert (outbound.state, outbound.order_number, outbound.line_count, outbound.lines_done) == (
        "open", way.number, 2, 0,
    )  # fmt: skip
    lines = sorted(await the_lines(shop, way), key=lambda line: line.expires_on)
    assert [
        (line.lot_id, line.location_id, line.expires_on, line.to_pick, line.picked) for line in lines
    ] == [
        (goods.lot.id, goods.lot.location_id, date(2027, 3, 31), Decimal(3), Decimal(0)),
        (later.id, later.location_id, date(2027, 9, 30), Decimal(2), Decimal(0)),
    ]


async def test_an_order_that_is_approved_is_told_of_twice_and_has_one_outbound(shop):
    way = await a_way(shop)

    again = await shop.perform(OpenOutbound(order_id=way.order_id), SYSTEM)

    assert again == OutboundReady(way.outbound_id, 1)


async def test_nobody_but_the_system_opens_an_outbound(shop):
    way = await a_way(shop)

    with pytest.raises(NotAllowed):
        await shop.perform(OpenOutbound(order_id=way.order_id), shop.person("keeper"))


async def test_who_takes_a_task_holds_it_and_the_order_is_being_picked(shop):
    way = await a_way(shop)

    taken = await shop.perform(TakePick(outbound_id=way.outbound_id), shop.person("picker"))

    assert taken == PickTaken(way.outbound_id, "picking")
    assert (await the_outbound(shop, way.order_id)).picker_name == "picker"
    assert await order_state(shop, way) == "picking"


async def test_a_task_is_one_persons_until_a_colleague_takes_it_over_and_what_was_picked_stays(shop):
    way = await a_way(shop, quantity="3")
    other = shop.person("picker", name="陈默")
    await take(shop, way)
    line = await the_line(shop, way)
    code = scanned(code_of(way.goods[0]))
    await confirm(shop, line, code, "2")

    with pytest.raises(rules.PickIsAnothers) as refused:
        await shop.perform(TakePick(outbound_id=way.outbound_id), other)
    with pytest.raises(rules.PickIsAnothers):
        await confirm(shop, line, code, "1", by=other)
    await shop.perform(TakeOver(outbound_id=way.outbound_id), other)

    assert refused.value == rules.PickIsAnothers("picker")
    with pytest.raises(rules.PickIsAnothers):
        await confirm(shop, line, code, "1")
    assert (await confirm(shop, line, code, "1", by=other)).picked == Decimal(3)


async def test_an_outbound_with_a_line_that_is_neither_complete_nor_closed_cannot_be_finished(shop):
    way = await a_way(shop, await some_goods(shop), await some_goods(shop))
    await take(shop, way)
    line = await the_line(shop, way)
    await confirm(shop, line, scanned(code_of(way.goods[0])), "2")

    with pytest.raises(rules.LinesOpen) as refused:
        await shop.perform(FinishPick(outbound_id=way.outbound_id), shop.person("picker"))

    assert refused.value == rules.LinesOpen(1)
    assert (await the_outbound(shop, way.order_id)).state == "picking"
    assert await order_state(shop, way) == "picking"


async def test_a_finished_outbound_awaits_its_recheck_and_is_not_taken_again(shop):
    way = await a_way(shop)
    await picked(shop, way)

    assert (await the_outbound(shop, way.order_id)).state == "picked"
    assert await order_state(shop, way) == "picked"
    with pytest.raises(rules.OutboundStands) as refused:
        await shop.perform(TakePick(outbound_id=way.outbound_id), shop.person("picker"))
    assert (
        refused.value.say("zh") == f"订单 {way.number} 的出库任务待复核，这一步不能再做。请刷新查看最新进展。"
    )


async def test_an_unknown_outbound_is_not_found(shop):
    with pytest.raises(NotFound):
        await shop.perform(TakePick(outbound_id=shop.new_id()), shop.person("picker"))


async def test_a_cancelled_order_gives_back_what_is_reserved_and_what_was_in_hand(shop):
    way = await a_way(shop, await some_goods(shop, quantity=10), quantity="5")
    await take(shop, way)
    await confirm(shop, await the_line(shop, way), scanned(code_of(way.goods[0])), "2")
    assert await balances(shop, way.goods[0].lot.id) == {
        "stock": Decimal(5), "reserved": Decimal(3), "picked": Decimal(2),
    }  # fmt: skip

    await shop.perform(CancelOrder(order_id=way.order_id, reason="客户改主意"), shop.person("sales"))
    with pytest.raises(rules.OutboundStands):  # Before the outbound has heard of it.
        await shop.perform(FinishPick(outbound_id=way.outbound_id), shop.person("picker"))
    await told(shop)

    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(10)}
    assert (await the_outbound(shop, way.order_id)).state == "cancelled"


async def test_a_lot_that_was_stopped_after_the_reservation_still_shows_on_the_line(shop):
    way = await a_way(shop)
    await shop.perform(HoldLot(lot_id=way.goods[0].lot.id, reason="渗漏"), shop.person("qualityOfficer"))

    assert (await the_line(shop, way)).lot_state == "on_hold"


async def test_outbounds_are_the_warehouses_and_no_customers_nor_drivers_business(shop):
    way = await a_way(shop)
    document = "query ($id: UUID!) { outbound(id: $id) { state lines { lotNumber packs { gtin pieces } } } }"

    seen = await shop.ask(shop.person("rechecker"), document, id=str(way.outbound_id))
    for stranger in (shop.person("driver"), shop.person("customer", customer_id=way.buyer.id)):
        refused = await shop.ask(stranger, document, id=str(way.outbound_id))
        assert refused.errors[0].extensions["code"] == "NotAllowed"

    packs = seen.data["outbound"]["lines"][0]["packs"]
    assert seen.data["outbound"]["state"] == "open"
    assert packs == [
        {"gtin": way.goods[0].product.gtin, "pieces": 1},
        {"gtin": way.goods[0].product.case_gtin, "pieces": 20},
    ]


async def test_a_list_of_outbounds_with_lines_picks_and_packs_is_four_statements(shop):
    for _ in range(3):
        await picked(shop, await a_way(shop))
    document = """{ outbounds(states: ["picked"]) { items { orderNumber lines { lotNumber packs { gtin } }
        picks { source } } } }"""

    async with shop.house.reading(shop.person("rechecker")) as reading:
        context = Context(shop.house, shop.person("rechecker"), reading, Door(), "zh")
        answer = await graphql_schema().execute(document, context_value=context)

    assert answer.errors is None
    assert answer.data is not None
    assert len(answer.data["outbounds"]["items"]) >= 3
    assert reading.statements == 4

"""The one search box: each asker finds what they may see, by whatever they remember of it."""

import pytest

from tests.factories.logistics import a_way, boxes_for, hand_over, picked, rechecked, some_goods
from tests.factories.orders import a_buyer

SEARCH = """query($text: String!) { search(text: $text) {
  orders { number } customers { name } products { catalogueNumber } lots { lotNumber }
  deliveries { orderNumber }
} }"""


async def found(shop, by, text):
    answer = await shop.ask(by, SEARCH, text=text)
    assert answer.errors is None
    return answer.data["search"]


async def test_a_lot_an_order_and_a_delivery_are_found_by_their_numbers(shop):
    way = await a_way(shop, await some_goods(shop, lot_number="SEEK-771"))
    await picked(shop, way)
    await rechecked(shop, way)
    await hand_over(shop, way, boxes=await boxes_for(shop, way, plate="浙B7Z771"))
    officer = shop.person("qualityOfficer")

    assert (await found(shop, officer, "seek-771"))["lots"] == [{"lotNumber": "SEEK-771"}]
    by_number = await found(shop, officer, way.number)
    assert by_number["orders"] == [{"number": way.number}]
    assert by_number["deliveries"] == [{"orderNumber": way.number}]
    assert (by_number["customers"], by_number["products"], by_number["lots"]) == ([], [], [])
    assert (await found(shop, officer, "浙b7z771"))["deliveries"] == [{"orderNumber": way.number}]


async def test_a_customer_is_found_by_pinyin_and_initials(shop):
    buyer = await a_buyer(shop, name="鄂尔多斯砾岩蛋白研究所")
    seller = shop.person("sales")

    for typed in ("砾岩", "liyandanbai", "eedslydbyjs", " 鄂尔多斯 研究所 "):
        assert (await found(shop, seller, typed))["customers"] == [{"name": buyer.name}]


async def test_no_more_than_five_of_a_kind_are_shown(shop):
    for number in range(7):
        await some_goods(shop, lot_number=f"MANY5-{number}")

    assert len((await found(shop, shop.person("keeper"), "MANY5-"))["lots"]) == 5


async def test_a_kind_that_the_asker_may_not_read_is_null_and_not_empty(shop):
    way = await a_way(shop, await some_goods(shop, lot_number="HIDDEN-1"))

    by_driver = await found(shop, shop.person("driver"), way.number)

    assert (by_driver["orders"], by_driver["customers"]) == (None, None)
    assert by_driver["deliveries"] == []


async def test_a_customer_finds_their_own_orders_and_nobody_elses(shop):
    ours, others = await a_way(shop), await a_way(shop)
    portal = shop.person("customer", customer_id=ours.buyer.id)

    assert (await found(shop, portal, ours.number))["orders"] == [{"number": ours.number}]
    by_other = await found(shop, portal, others.number)
    assert by_other == {"orders": [], "customers": [], "products": None, "lots": None, "deliveries": []}


async def test_only_the_kinds_that_are_asked_for_are_looked_for(shop):
    keeper = shop.person("keeper")
    await shop.hired()
    async with shop.house.reading(keeper) as reading:
        answer = await shop.execute(reading, keeper, '{ search(text: "x") { lots { lotNumber } } }')
        assert answer.errors is None
        assert reading.statements == 1


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "TextEmpty"), ("x" * 61, "TextTooLong"), ("a\x00b", "TextNotPrintable")]
)
async def test_what_cannot_be_searched_for_is_refused_in_words(shop, text, code):
    answer = await shop.ask(shop.person("keeper"), SEARCH, text=text)

    assert answer.data is None
    assert answer.errors[0].extensions["code"] == code


async def test_signs_that_stand_for_anything_stand_for_themselves(shop):
    assert (await found(shop, shop.person("keeper"), "%_%"))["lots"] == []

"""What people read of the stock: through GraphQL, with its rights, in few statements."""

from dataclasses import replace

import pytest

from backend.api.schema import graphql_schema
from backend.foundation.actor import Actor
from backend.foundation.graphql.context import Context
from backend.foundation.work import Door
from backend.inventory.allocation.rules import PRODUCTS_ASKED_MAX
from backend.inventory.lots.queries import LOTS_BY_ID
from tests.factories.inventory import a_location, a_lot
from tests.factories.masterdata import a_product
from tests.inventory.steps import a_reservation, hand_on_as

LOTS = """query ($search: String, $state: String, $expired: Boolean, $near: Int, $product: UUID, $first: Int!, $after: String) {
  lots(search: $search, state: $state, expired: $expired, nearExpiryMonths: $near, productId: $product,
       first: $first, after: $after) {
    items { id lotNumber state expired nearExpiry daysLeft quantities { inStock reserved } places { account quantity locationCode } }
    pageInfo { hasNextPage endCursor } } }"""
LOT = "query ($id: UUID!) { lot(id: $id) { lotNumber expiresOn stateReason quantities { inStock } places { account } } }"
MOVEMENTS = """query ($lot: UUID!, $first: Int!, $after: String) { movements(lotId: $lot, first: $first, after: $after) {
  items { account quantity holderKind } pageInfo { hasNextPage endCursor } } }"""
STOCK = "query ($ids: [UUID!]!) { stock(productIds: $ids) { productId available reserved nearestExpiry } }"
RECEIPT = """query ($id: UUID!) { receipt(id: $id) { number transport inspectedAt
  lines { arrived accepted locationCode lot { lotNumber productName } } } }"""
RECEIPTS = "query ($search: String, $inspected: Boolean) { receipts(search: $search, inspected: $inspected) { items { id } } }"


async def asked(shop, document, by="keeper", **variables):
    answer = await shop.ask(shop.person(by) if isinstance(by, str) else by, document, **variables)
    assert answer.errors is None, answer.errors
    return answer.data


async def numbers(shop, **filters) -> list[str]:
    data = await asked(shop, LOTS, **{"first": 100, **filters})
    return [lot["lotNumber"] for lot in data["lots"]["items"]]


def a_buyer(shop, customer) -> Actor:
    return Actor(user_id=shop.new_id(), name="采购王敏", kind="portal", customer_id=customer)


async def test_lots_are_found_by_product_and_lot_number_first_to_expire_first(shop):
    product = (await a_product(shop, name="游离甲状腺素试剂")).id
    late = await a_lot(shop, product=product, expires="2028-01-31", lot_number="FT4-Late")
    soon = await a_lot(shop, product=product, expires="2027-01-31", lot_number="FT4-Soon")

    both = [soon.lot_number, late.lot_number]
    assert await numbers(shop, search="游离甲状腺素") == both
    assert await numbers(shop, search="ft4-") == both
    assert await numbers(shop, product=str(product)) == both
    assert await numbers(shop, search="FT4-late") == ["FT4-Late"]
    assert await numbers(shop, search="ft4_") == []


async def test_lots_are_filtered_by_state_and_by_how_long_they_last(shop):
    product = (await a_product(shop)).id
    await a_lot(shop, product=product, lot_number="GONE", expires="2026-11-21")
    await a_lot(shop, product=product, lot_number="TODAY", expires="2026-11-22")
    await a_lot(shop, product=product, lot_number="NEAR", expires="2027-05-22")
    await a_lot(shop, product=product, lot_number="FAR", expires="2027-05-23", hold="疑似")

    assert await numbers(shop, product=str(product), expired=True) == ["GONE"]
    assert await numbers(shop, product=str(product), expired=False) == ["TODAY", "NEAR", "FAR"]
    assert await numbers(shop, product=str(product), near=6) == ["TODAY", "NEAR"]
    assert await numbers(shop, product=str(product), state="on_hold") == ["FAR"]
    data = await asked(shop, LOTS, product=str(product), first=1)
    assert {**data["lots"]["items"][0], "id": None, "places": None} == {
        "id": None, "lotNumber": "GONE", "state": "accepted", "expired": True, "nearExpiry": False, "daysLeft": -1,
        "quantities": {"inStock": "10", "reserved": "0"}, "places": None,
    }  # fmt: skip


async def test_pages_of_lots_follow_one_another_without_a_gap(shop):
    product = (await a_product(shop)).id
    for number in ("P1", "P2", "P3"):
        await a_lot(shop, product=product, lot_number=number)

    first = (await asked(shop, LOTS, product=str(product), first=2))["lots"]
    rest = (await asked(shop, LOTS, product=str(product), first=2, after=first["pageInfo"]["endCursor"]))[
        "lots"
    ]

    assert [lot["lotNumber"] for lot in first["items"] + rest["items"]] == ["P1", "P2", "P3"]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


async def test_a_page_of_lots_with_quantities_and_places_takes_three_statements(shop):
    product = (await a_product(shop)).id
    for _ in range(3):
        await a_lot(shop, product=product)

    keeper = shop.person("keeper")
    async with shop.house.reading(keeper) as reading:
        context = Context(shop.house, keeper, reading, Door(), "zh")
        answer = await graphql_schema().execute(
            LOTS, variable_values={"product": str(product), "first": 20}, context_value=context
        )

    assert answer.errors is None and len((answer.data or {})["lots"]["items"]) == 3
    assert reading.statements == 3


async def test_a_lot_tells_where_it_is_and_its_movements_newest_first(shop):
    lot = await a_lot(shop, quantity=10)
    await a_reservation(shop, lot.product_id, 4)

    where = (await asked(shop, LOT, id=str(lot.id)))["lot"]["places"]
    first = (await asked(shop, MOVEMENTS, lot=str(lot.id), first=4))["movements"]
    rest = await asked(shop, MOVEMENTS, lot=str(lot.id), first=4, after=first["pageInfo"]["endCursor"])

    assert [place["account"] for place in where] == ["reserved", "stock"]
    assert sorted((leg["account"], leg["quantity"]) for leg in first["items"][:2]) == [
        ("reserved", "4"),
        ("stock", "-4"),
    ]
    assert [leg["account"] for leg in rest["movements"]["items"]] == ["supplier", "received"]


async def test_stock_counts_what_can_be_sold_product_by_product_as_asked(shop):
    product, empty = (await a_product(shop)).id, (await a_product(shop)).id
    await a_lot(shop, product=product, quantity=10, expires="2027-03-01")
    await a_lot(shop, product=product, quantity=5, expires="2027-01-01", hold="疑似")
    await a_lot(shop, product=product, quantity=5, expires="2026-11-21")
    await a_lot(shop, product=product, quantity=5, inspected=False)
    await a_reservation(shop, product, 3)

    data = await asked(
        shop, STOCK, by="sales", ids=[str(empty), str(product), str(product), str(shop.new_id())]
    )

    assert data["stock"] == [
        {"productId": str(empty), "available": "0", "reserved": "0", "nearestExpiry": None},
        {"productId": str(product), "available": "7", "reserved": "3", "nearestExpiry": "2027-03-01"},
    ]


async def test_the_stock_of_more_than_a_hundred_products_is_refused(shop):
    ids = [str(shop.new_id()) for _ in range(PRODUCTS_ASKED_MAX + 1)]

    answer = await shop.ask(shop.person("sales"), STOCK, ids=ids)

    assert answer.errors[0].extensions["code"] == "TooManyAsked"


async def test_a_receipt_shows_its_lines_with_their_lots(shop):
    lot = await a_lot(shop, quantity=6, storage_class="ambient")
    waiting = await a_lot(shop, inspected=False)

    receipt = (await asked(shop, RECEIPT, by="inspector", id=str(lot.receipt_id)))["receipt"]

    [line] = receipt["lines"]
    assert (receipt["transport"], line["arrived"], line["accepted"]) == ("冷藏车", "6", "6")
    assert line["lot"]["lotNumber"] == lot.lot_number
    found = await asked(shop, RECEIPTS, search=waiting.lot_number, inspected=False)
    assert [item["id"] for item in found["receipts"]["items"]] == [str(waiting.receipt_id)]
    assert (await asked(shop, RECEIPTS, search=waiting.lot_number, inspected=True))["receipts"]["items"] == []


async def test_locations_are_found_by_their_code(shop):
    location = await a_location(shop, storage_class="deep_frozen")
    document = "query ($s: String) { locations(search: $s, storageClass: deep_frozen) { items { id code } } }"
    everything = (await asked(shop, document))["locations"]["items"]
    code = next(item["code"] for item in everything if item["id"] == str(location))

    assert (await asked(shop, document, s=code.lower()))["locations"]["items"] == [
        {"id": str(location), "code": code}
    ]


async def test_a_customers_person_sees_the_lots_that_went_to_them_and_no_quantity(shop):
    mine, theirs, other = await a_lot(shop), await a_lot(shop), await a_lot(shop)
    customer, foreign = shop.new_id(), shop.new_id()
    for lot, receiver in ((mine, customer), (theirs, foreign)):
        picks = await a_reservation(shop, lot.product_id, 1)
        await hand_on_as(shop, "pick", picks)
        await hand_on_as(shop, "ship", picks, customer=receiver)
    buyer = a_buyer(shop, customer)

    seen = await shop.look(LOTS_BY_ID, buyer, ids=[mine.id, theirs.id, other.id])
    shown = (await asked(shop, LOT, by=buyer, id=str(mine.id)))["lot"]

    assert [lot.id for lot in seen] == [mine.id]
    assert shown == {
        "lotNumber": mine.lot_number,
        "expiresOn": mine.expires_on.isoformat(),
        "stateReason": None,
        "quantities": None,
        "places": None,
    }
    assert (await asked(shop, LOT, by=buyer, id=str(theirs.id)))["lot"] is None


@pytest.mark.parametrize("document", [LOTS, STOCK, MOVEMENTS, RECEIPTS, RECEIPT])
async def test_a_customers_person_reads_nothing_else_of_the_warehouse(shop, document):
    lot = await a_lot(shop)
    given = {"first": 10, "ids": [str(lot.product_id)], "lot": str(lot.id), "id": str(lot.receipt_id)}
    buyer = replace(a_buyer(shop, shop.new_id()), rights=shop.person("keeper").rights)

    declared = {name: value for name, value in given.items() if f"${name}" in document}
    for person in (a_buyer(shop, shop.new_id()), buyer):
        answer = await shop.ask(person, document, **declared)
        found = [] if answer.data is None else [value for value in answer.data.values() if value]
        assert answer.errors or all(value.get("items") == [] for value in found)

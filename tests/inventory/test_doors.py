"""The warehouse's commands through GraphQL: what they answer, and what each refusal says."""

import pytest

from backend.foundation.actor import Actor
from tests.factories.inventory import a_location, a_lot, a_supplier, balances
from tests.factories.masterdata import a_product

RECEIVE = """mutation ($id: UUID!, $input: ReceiveInput!) { receive(commandId: $id, input: $input) {
  __typename ... on Received { number lotIds } ... on Refusal { message } } }"""
INSPECT = """mutation ($id: UUID!, $input: InspectInput!) { inspect(commandId: $id, input: $input) {
  __typename ... on Inspected { number } ... on Refusal { message } } }"""
HOLD = """mutation ($id: UUID!, $input: HoldLotInput!) { holdLot(commandId: $id, input: $input) {
  __typename ... on LotStateChanged { state } ... on Refusal { message } } }"""
RELEASE = HOLD.replace("HoldLot", "ReleaseLot").replace("holdLot", "releaseLot")


async def arrival(shop, **line) -> dict[str, object]:
    product, location = (await a_product(shop)).id, await a_location(shop)
    given = {
        "productId": str(product), "lotNumber": "G1", "expiresOn": "2027-11-30", "quantity": "10",
        "locationId": str(location), **line,
    }  # fmt: skip
    return {
        "receiptId": str(shop.new_id()), "supplierId": str(await a_supplier(shop)), "lines": [given],
        "transport": "冷藏车", "arrivalCelsius": "4.5",
    }  # fmt: skip


async def answer(shop, document, by, input):
    person = by if isinstance(by, Actor) else shop.person(by)
    asked = await shop.ask(person, document, id=str(shop.new_id()), input=input)
    assert asked.errors is None, asked.errors
    return next(iter(asked.data.values()))


async def test_goods_are_received_inspected_held_and_released_through_graphql(shop):
    given = await arrival(shop)

    received = await answer(shop, RECEIVE, "receiver", given)
    [lot] = received["lotIds"]
    found = {"receiptId": given["receiptId"], "lines": [{"lotId": lot, "accepted": "10"}]}
    inspected = await answer(shop, INSPECT, "inspector", found)
    held = await answer(shop, HOLD, "picker", {"lotId": lot, "reason": "外箱破损"})
    released = await answer(shop, RELEASE, "qualityOfficer", {"lotId": lot, "reason": "已核对"})

    assert inspected == {"__typename": "Inspected", "number": received["number"]}
    assert (held["state"], released["state"]) == ("on_hold", "accepted")
    assert await balances(shop, lot) == {"stock": 10}


@pytest.mark.parametrize(
    ("line", "refusal", "sentence"),
    [
        (
            {"lotNumber": "X" * 21},
            "LotNumberUnfit",
            f"批号“{'X' * 21}”不能使用：须为 1–20 位字母、数字或常用半角符号，请按标签填写。",
        ),
        ({"quantity": "-5"}, "QuantityNegative", "数量不能小于 0：-5。"),
        ({"quantity": "1000000000001"}, "QuantityTooLarge", "数量 1000000000001 超出系统上限，请核对。"),
        ({"quantity": "NaN"}, "NotAQuantity", "“NaN”不是数量，请只填数字。"),
        (
            {"locationId": "00000000-0000-7000-8000-000000000000"},
            "NotFound",
            "没有找到，或不在你的可见范围内。",
        ),
    ],
)
async def test_what_cannot_be_received_is_refused_in_words(shop, line, refusal, sentence):
    refused = await answer(shop, RECEIVE, "receiver", await arrival(shop, **line))

    assert refused == {"__typename": refusal, "message": sentence}


@pytest.mark.parametrize(
    "line", [{"expiresOn": "2027-02-30"}, {"productId": "not-an-id"}, {"quantity": "ten"}]
)
async def test_what_is_no_date_id_or_number_does_not_come_through_the_door(shop, line):
    given = await arrival(shop, **line)

    asked = await shop.ask(shop.person("receiver"), RECEIVE, id=str(shop.new_id()), input=given)

    assert asked.data is None and len(asked.errors) == 1


async def test_a_customers_person_moves_nothing_in_the_warehouse(shop):
    lot = await a_lot(shop)
    buyer = Actor(user_id=shop.new_id(), name="采购", kind="portal", customer_id=shop.new_id())

    held = await answer(shop, HOLD, buyer, {"lotId": str(lot.id), "reason": "试一试"})
    received = await answer(shop, RECEIVE, buyer, await arrival(shop))

    assert (held["__typename"], received["__typename"]) == ("NotAllowed", "NotAllowed")

"""What people and phones do in good faith, twice or at once: refused by the right name, never an incident."""

import asyncio
from typing import Any

import pytest

from backend.identity.sessions.tokens import AccessTokens
from tests.factories.desk import Desk, a_desk
from tests.factories.logistics import a_way, some_goods, take, the_line
from tests.factories.orders import a_buyer
from tests.factories.page import Web, a_web
from tests.factories.people import a_person
from tests.journeys.said import an_order


@pytest.fixture
def web(shop, tmp_path) -> Web:
    return a_web(shop, AccessTokens.kept_in(tmp_path))


async def staff(web: Web, post: str) -> Desk:
    return await a_desk(web, await a_person(web.shop, post))


async def submitted(desk: Desk, order: dict[str, Any]) -> str:
    answer = await desk.do("submitOrder", "SubmitOrderInput", order)
    return str(answer["__typename"])


@pytest.mark.parametrize("command", ["submitOrder", "saveDraft"])
@pytest.mark.parametrize("line_of", ["this order", "another order"])
async def test_a_line_id_that_is_used_already_is_refused_and_nothing_is_kept(shop, web, command, line_of):
    seller = await staff(web, "sales")
    buyer, goods = await a_buyer(shop, by=seller.actor), await some_goods(shop)
    other = an_order(shop, buyer, (goods, "1"))
    assert await submitted(seller, other) == "OrderPlaced"
    order = an_order(shop, buyer, (goods, "1"), (goods, "2"))
    lines = order["content"]["lines"]
    used = lines[1] if line_of == "this order" else other["content"]["lines"][0]
    lines[0]["lineId"] = used["lineId"]

    answer = await seller.do(command, f"{command[0].upper()}{command[1:]}Input", order)

    assert answer["__typename"] == "OrderIdTaken"
    assert (await seller.ask("query ($id: UUID!) { order(id: $id) { id } }", id=order["orderId"]))[
        "order"
    ] is None


async def test_one_order_submitted_six_times_at_once_is_one_order(shop, web):
    seller = await staff(web, "sales")
    order = an_order(shop, await a_buyer(shop, by=seller.actor), (await some_goods(shop), "1"))

    names = await asyncio.gather(*(submitted(seller, order) for _ in range(6)))

    assert names.count("OrderPlaced") == 1
    assert set(names) <= {"OrderPlaced", "NotNow", "OrderIdTaken"}


async def test_a_word_that_a_command_does_not_know_is_refused_with_those_it_knows(shop, web):
    picker, way = await staff(web, "picker"), await a_way(shop)
    await take(shop, way, picker.actor)
    line = await the_line(shop, way)

    answer = await picker.do(
        "closeLine",
        "CloseLineInput",
        {"pickLineId": str(line.id), "why": "lost"},
        "... on OtherRefusal { name }",
    )

    assert (answer["__typename"], answer["name"]) == ("OtherRefusal", "WordUnknown")
    assert "short, broken" in answer["message"]
    assert (await the_line(shop, way)).closed_why is None


async def test_a_rejection_without_its_reason_is_refused_as_that(shop, web):
    seller, manager = await staff(web, "sales"), await staff(web, "salesManager")
    order = an_order(shop, await a_buyer(shop, by=seller.actor), (await some_goods(shop), "1"))
    order["content"]["lines"][0]["unitPrice"] = "90"
    assert await submitted(seller, order) == "OrderPlaced"
    waiting = await manager.ask("{ approvalsForMe(first: 100) { items { id order { id } } } }")
    (step,) = [
        one["id"] for one in waiting["approvalsForMe"]["items"] if one["order"]["id"] == order["orderId"]
    ]

    answer = await manager.do("decideApproval", "DecideApprovalInput", {"approvalId": step, "approve": False})

    assert answer["__typename"] == "ReasonMissing"


async def test_more_of_a_lot_than_the_books_can_hold_is_refused(shop, web):
    receiver, inspector = await staff(web, "receiver"), await staff(web, "inspector")
    goods = await some_goods(shop)
    line = {
        "productId": str(goods.product.id), "lotNumber": "L1", "expiresOn": "2028-06-30",
        "quantity": "999999999999", "locationId": str(goods.lot.location_id),
    }  # fmt: skip
    supplier = await shop.house.pool.fetchval("select id from suppliers limit 1")

    async def accepted() -> str:
        receipt = str(shop.new_id())
        arrival = {
            "receiptId": receipt, "supplierId": str(supplier), "lines": [line], "arrivalCelsius": "4",
            "transport": "冷藏车",
        }  # fmt: skip
        assert (await receiver.do("receive", "ReceiveInput", arrival))["__typename"] == "Received"
        found = await inspector.ask("query ($id: UUID!) { receipt(id: $id) { lines { lotId } } }", id=receipt)
        lines = [{"lotId": found["receipt"]["lines"][0]["lotId"], "accepted": line["quantity"]}]
        judged = {"receiptId": receipt, "lines": lines}
        answer = await inspector.do("inspect", "InspectInput", judged, "... on OtherRefusal { name }")
        return str(answer.get("name", answer["__typename"]))

    assert [await accepted(), await accepted()] == ["Inspected", "FigureTooLarge"]


@pytest.mark.parametrize("written", ["１２", "١٢", "1_000", " 5"])
async def test_a_number_in_other_signs_than_ascii_is_no_number(shop, web, written):
    seller = await staff(web, "sales")
    order = an_order(shop, await a_buyer(shop, by=seller.actor), (await some_goods(shop), written))
    document = "mutation ($id: UUID!, $i: SubmitOrderInput!) { submitOrder(commandId: $id, input: $i) { __typename } }"

    answer = await seller.page.ask(document, id=str(shop.new_id()), i=order)

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["INPUT_NOT_VALID"]

"""An approved order's way to the receiver's signature, by GraphQL alone, each step by its own person."""

from datetime import UTC
from typing import Any
from uuid import UUID

from backend.identity.sessions.tokens import AccessTokens
from tests.factories.logistics import NAME_DRAWN, a_way, code_of, told
from tests.factories.page import Page, a_web
from tests.factories.people import PIN, a_person, with_password
from tests.factories.shop import Shop


class Person:
    """Somebody signed in, with what they ask and do over HTTP."""

    def __init__(self, shop: Shop, page: Page, user_id: UUID) -> None:
        self.shop, self.page, self.id = shop, page, str(user_id)

    async def do(self, name: str, input_: dict[str, Any], said: str):
        document = (
            f"mutation ($commandId: UUID!, $input: {name[0].upper()}{name[1:]}Input!) {{"
            f" {name}(commandId: $commandId, input: $input) {{ __typename ... on Refusal {{ message }} {said} }} }}"
        ).replace("RecheckInput", "RecheckOutboundsInput")
        answer = await self.page.ask(document, commandId=str(self.shop.new_id()), input=input_)
        assert "errors" not in answer, answer
        return answer["data"][name]

    async def ask(self, document: str, **variables):
        answer = await self.page.ask(document, **variables)
        assert "errors" not in answer, answer
        return answer["data"]

    async def proof(self, meaning: str, digest: str) -> str:
        answer = await self.page.post(
            "/auth/reauthenticate", {"pin": PIN, "meaning": meaning, "digest": digest}
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["proof"])


async def signed_in(shop, web, *posts: str, name: str) -> Person:
    actor = await with_password(shop, await a_person(shop, *posts, name=name), pin=PIN)
    page = web.page()
    assert (await page.sign_in(actor)).status_code == 200
    return Person(shop, page, actor.user_id)


async def test_from_the_approval_to_the_receiver_s_signature_each_step_by_its_own_person(shop, tmp_path):
    web = a_web(shop, AccessTokens.kept_in(tmp_path))
    picker = await signed_in(shop, web, "picker", name="陈默")
    rechecker = await signed_in(shop, web, "rechecker", name="赵芸")
    keeper = await signed_in(shop, web, "keeper", name="孙立")
    driver = await signed_in(shop, web, "driver", name="周海")
    way = await a_way(shop, quantity="3")
    outbound_id = str(way.outbound_id)

    # The picker takes the task, scans and finishes.
    taken = await picker.do("takePick", {"outboundId": outbound_id}, "... on PickTaken { state }")
    assert taken == {"__typename": "PickTaken", "state": "picking"}
    outbound = (
        await picker.ask(
            "query ($id: UUID!) { outbound(id: $id) { lines { id lotNumber locationCode toPick } } }",
            id=outbound_id,
        )
    )["outbound"]
    (line,) = outbound["lines"]
    scan = {"rawText": code_of(way.goods[0]), "source": "camera", "symbology": "]d2"}
    unfinished = await picker.do("finishPick", {"outboundId": outbound_id}, "")
    assert unfinished["__typename"] == "LinesOpen"
    confirmed = await picker.do(
        "confirmPick",
        {"pickId": str(shop.new_id()), "pickLineId": line["id"], "scan": scan, "quantity": "3"},
        "... on PickConfirmed { picked toPick }",
    )
    assert (confirmed["__typename"], confirmed["picked"][:1], confirmed["toPick"][:1]) == (
        "PickConfirmed",
        "3",
        "3",
    )
    finished = await picker.do("finishPick", {"outboundId": outbound_id}, "")
    assert finished["__typename"] == "PickFinished"

    # Another person looks at what the server renders and signs it by PIN.
    signable = (
        await rechecker.ask(
            'query ($ids: [UUID!]!) { signable(kind: "outbound", ids: $ids) { meaning text digest checkCode } }',
            ids=[outbound_id],
        )
    )["signable"]
    assert way.goods[0].lot.lot_number in signable["text"][1]
    proof = await rechecker.proof(signable["meaning"], signable["digest"])
    signed = await rechecker.do(
        "recheck",
        {"outboundIds": [outbound_id], "signing": {"proof": proof, "digest": signable["digest"]}},
        "... on OutboundsRechecked { notes { deliveryNoteNumber } }",
    )
    assert signed["__typename"] == "OutboundsRechecked"

    # Nothing leaves without the note; with it, the driver takes the counted box over.
    box_id, delivery_id = str(shop.new_id()), str(shop.new_id())
    hand_over = {
        "deliveryId": delivery_id, "outboundId": outbound_id, "leg": "own_driver", "driverId": driver.id, "pieces": 1,
        "boxes": [
            {"boxId": box_id, "means": "passive_box", "pickLineIds": [line["id"]], "departureCelsius": "4.0",
             "loggerNumber": "T-1", "plate": "沪A12345", "boxNumber": "BX-1"}
        ],
    }  # fmt: skip
    assert (await keeper.do("handOver", hand_over, ""))["__typename"] == "NoteNotReady"
    await told(shop)
    assert (await keeper.do("handOver", hand_over, ""))["__typename"] == "HandedOver"

    # At the door: the receiver signs.
    trips = (await driver.ask("{ trips { id address receiverPhone } }"))["trips"]
    assert [trip["id"] for trip in trips] == [delivery_id]
    delivered = await driver.do(
        "confirmDelivery",
        {
            "deliveryId": delivery_id, "arrivedAt": shop.clock.now().astimezone(UTC).isoformat(),
            "outcome": "delivered", "receiverName": "王敏", "strokes": [list(stroke) for stroke in NAME_DRAWN],
            "boxes": [{"boxId": box_id, "arrivalCelsius": "5.5"}],
        },
        "... on DeliveryRecorded { outcome temperatureVerdict exception }",
    )  # fmt: skip
    assert delivered == {
        "__typename": "DeliveryRecorded", "outcome": "delivered", "temperatureVerdict": "within", "exception": None,
    }  # fmt: skip

    # The customer sees it, with lots and signature.
    customer = shop.person("customer", customer_id=way.buyer.id)
    seen = await shop.ask(
        customer,
        "query ($id: UUID!) { delivery(id: $id) { orderState lines { lotNumber } signatures { signerName } } }",
        id=delivery_id,
    )
    assert seen.data["delivery"] == {
        "orderState": "delivered",
        "lines": [{"lotNumber": way.goods[0].lot.lot_number}],
        "signatures": [{"signerName": "王敏"}],
    }
    steps = await shop.ask(
        customer, "query ($id: UUID!) { order(id: $id) { steps { state userName } } }", id=str(way.order_id)
    )
    assert [step["state"] for step in steps.data["order"]["steps"]] == [
        "submitted", "approved", "picking", "picked", "rechecked", "handed_over", "delivered",
    ]  # fmt: skip

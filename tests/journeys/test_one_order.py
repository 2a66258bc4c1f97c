"""One order from a salesperson's phone to the receiver's signature, through GraphQL alone: the house's main job."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from backend.catalog.products.rules import StorageClass
from backend.identity.sessions.tokens import AccessTokens
from offline.digest import text_digest
from tests.factories.desk import Desk, a_desk
from tests.factories.files import a_photo
from tests.factories.inventory import a_lot, balances
from tests.factories.logistics import NAME_DRAWN, Goods, some_goods, told
from tests.factories.orders import a_buyer
from tests.factories.page import Web, a_web
from tests.factories.people import PIN, a_person
from tests.factories.phones import a_phone, stamp
from tests.journeys.labels import scan_of
from tests.journeys.said import DELIVERY, ORDER, OUTBOUND, REGISTERS, SIGNABLE, an_order, hand_over_of


@pytest.fixture
def web(shop, tmp_path) -> Web:
    return a_web(shop, AccessTokens.kept_in(tmp_path))


async def staff(web: Web, post: str, name: str) -> Desk:
    return await a_desk(web, await a_person(web.shop, post, name=name))


def numbers(said: dict[str, Any], *fields: str) -> tuple[Any, ...]:
    return tuple(Decimal(said[field]) for field in fields)


async def state_of(desk: Desk, order_id: str) -> str:
    state: str = (await desk.ask(ORDER, id=order_id))["order"]["state"]
    return state


async def test_one_order_goes_from_the_salespersons_phone_to_the_receivers_signature(shop, web):
    seller, other_seller = await staff(web, "sales", "陆遥"), await staff(web, "sales", "贺川")
    manager = await staff(web, "salesManager", "沈岚")
    picker, rechecker = await staff(web, "picker", "周启"), await staff(web, "rechecker", "邱实")
    keeper, driver = await staff(web, "keeper", "高平"), await staff(web, "driver", "马骏")
    quality = await staff(web, "qualityHead", "顾临")
    buyer = await a_buyer(shop, by=seller.actor)
    stranger = await a_buyer(shop)
    customer = await a_desk(web, shop.person("customer", customer_id=buyer.id))
    foreigner = await a_desk(web, shop.person("customer", customer_id=stranger.id))
    antibody = await some_goods(shop, quantity=200, lot_number="2609B147", expires="2027-06-30")
    await some_later_lot(shop, antibody)
    tubes = await some_goods(shop, quantity=50, storage_class=StorageClass.ambient)

    # 1. Without network the order is written and sealed; the phone sends it an hour later, and again.
    phone = await a_phone(shop, seller.actor)
    order = an_order(shop, buyer, (antibody, "110"), (tubes, "5"))
    order_id = order["orderId"]
    sealed = phone.seal("sales.submitOrder", order, f"order:{order_id}")
    written = shop.clock.now()
    assert (await seller.ask(ORDER, id=order_id))["order"] is None
    shop.clock.advance(timedelta(hours=1))

    first, second = (await seller.replay(sealed))[0], (await seller.replay(sealed))[0]

    placed = first["outcome"]["result"]
    assert (first["outcome"]["kind"], second["outcome"]["kind"]) == ("applied", "replayed")
    assert second["outcome"]["result"] == placed
    assert placed["number"].startswith("SO-2026-")
    assert (placed["orderId"], placed["state"], placed["awaits"]) == (
        order_id,
        "submitted",
        "sales.approve",
    )
    shown = (await seller.ask(ORDER, id=order_id))["order"]
    assert (shown["totalFen"], shown["releasedWhy"]) == (1_150_000, None)
    assert shown["approvals"] == [{"step": "manager", "why": "amount", "state": "open"}]
    assert [(step["state"], step["userName"], step["occurredAt"][:19]) for step in shown["steps"]] == [
        ("submitted", "陆遥", written.isoformat()[:19])
    ]
    assert (await other_seller.ask(ORDER, id=order_id))["order"] is None
    assert await balances(shop, antibody.lot.id) == {"stock": 90, "reserved": 110}

    # 2. Over 10,000 yuan: the manager alone is told, and alone can release it.
    await told(shop)
    assert await manager.notices(order_id) == ["order.awaitsYou"]
    assert await picker.notices(order_id) == []
    waiting = (await manager.ask("{ approvalsForMe(first: 100) { items { id order { id } } } }"))[
        "approvalsForMe"
    ]
    (approval,) = [item["id"] for item in waiting["items"] if item["order"]["id"] == order_id]
    verdict = {"approvalId": approval, "approve": True}
    refused = await seller.do("decideApproval", "DecideApprovalInput", verdict)
    assert (await picker.ask(OUTBOUND, id=order_id))["outboundOfOrder"] is None
    approved = await manager.do(
        "decideApproval", "DecideApprovalInput", verdict, "... on ApprovalDecided { orderId state awaits }"
    )
    late = await manager.do("decideApproval", "DecideApprovalInput", verdict)
    assert (refused["__typename"], late["__typename"]) == ("NotAllowed", "AlreadyDecided")
    assert (approved["state"], approved["awaits"]) == ("approved", None)
    await told(shop)

    # 3. The picker scans labels; what is wrong is refused in words and books nothing.
    outbound = (await picker.ask(OUTBOUND, id=order_id))["outboundOfOrder"]
    outbound_id = outbound["id"]
    cold, ambient = outbound["lines"]
    assert [(line["lotNumber"], *numbers(line, "toPick", "picked")) for line in (cold, ambient)] == [
        ("2609B147", 110, 0),
        (tubes.lot.lot_number, 5, 0),
    ]
    own = {"outboundId": outbound_id}

    async def pick(line, scan, quantity=None):
        told_of = {
            "pickId": str(shop.new_id()),
            "pickLineId": line["id"],
            "scan": scan,
            "quantity": quantity,
        }
        return await picker.do(
            "confirmPick", "ConfirmPickInput", told_of, "... on PickConfirmed { quantity picked toPick }"
        )

    assert (await picker.do("takePick", "TakePickInput", own))["__typename"] == "PickTaken"
    refusals = [
        await pick(cold, scan_of(tubes), "5"),
        await pick(cold, scan_of(antibody, lot="2612C001"), "1"),
        await pick(cold, {"rawText": scan_of(antibody)["rawText"], "source": "typed"}, "1"),
        await pick(cold, scan_of(antibody), "111"),
        await picker.do("finishPick", "FinishPickInput", own),
    ]
    assert [refusal["__typename"] for refusal in refusals] == [
        "WrongProduct", "NotTheProposedLot", "TypedWithoutReason", "LineFull", "LinesOpen",
    ]  # fmt: skip
    assert antibody.product.name in refusals[0]["message"]
    assert (await picker.ask(OUTBOUND, id=order_id))["outboundOfOrder"]["picks"] == []
    whole = await pick(cold, scan_of(antibody), "110")
    assert numbers(whole, "quantity", "picked", "toPick") == (110, 110, 110)
    assert (await pick(cold, scan_of(antibody), "1"))["__typename"] == "LineFull"
    assert numbers(await pick(ambient, scan_of(tubes, carrier="gs1_128"), "5"), "picked") == (5,)
    assert (await picker.do("finishPick", "FinishPickInput", own))["__typename"] == "PickFinished"
    assert await state_of(seller, order_id) == "picked"

    # 4. Another person signs what the server shows, once; then there are a note and a pick list.
    seen = (await rechecker.ask(SIGNABLE, ids=[outbound_id]))["signable"]
    assert any("2609B147" in line for line in seen["text"])
    assert text_digest(seen["document"]) == seen["digest"]
    secret = {"pin": PIN, "meaning": seen["meaning"], "digest": seen["digest"]}
    proof = (await rechecker.page.post("/auth/reauthenticate", secret)).json()["proof"]
    signing = {"outboundIds": [outbound_id], "signing": {"proof": proof, "digest": seen["digest"]}}
    boxed = hand_over_of(shop, outbound_id, driver, [cold["id"]])
    early = await keeper.do("handOver", "HandOverInput", boxed)
    by_picker = await picker.do("recheck", "RecheckOutboundsInput", signing)
    signed = await rechecker.do("recheck", "RecheckOutboundsInput", signing)
    again = await rechecker.do("recheck", "RecheckOutboundsInput", signing)
    assert [answer["__typename"] for answer in (early, by_picker, signed, again)] == [
        "OutboundStands", "NotAllowed", "OutboundsRechecked", "ProofNotValid",
    ]  # fmt: skip
    assert (await keeper.do("handOver", "HandOverInput", boxed))["__typename"] == "NoteNotReady"
    await told(shop)
    outbound = (await rechecker.ask(OUTBOUND, id=order_id))["outboundOfOrder"]
    assert outbound["state"] == "rechecked"
    assert outbound["deliveryNoteNumber"].startswith("DN-2026-")
    for paper in (outbound["deliveryNoteId"], outbound["pickListId"]):
        status, content = await rechecker.file(paper)
        assert (status, content[:5]) == (200, b"%PDF-")

    # 5. Counted boxes go over to the driver, who delivers without network; the envelope comes twice, hours later.
    boxed = {**boxed, "deliveryId": str(shop.new_id())}
    delivery_id = boxed["deliveryId"]
    unrecorded = await keeper.do("handOver", "HandOverInput", {**boxed, "boxes": []})
    assert (unrecorded["__typename"], await state_of(seller, order_id)) == ("ColdRecordMissing", "rechecked")
    assert (await keeper.do("handOver", "HandOverInput", boxed))["__typename"] == "HandedOver"
    assert delivery_id in [stop["id"] for stop in (await driver.ask("{ trips { id } }"))["trips"]]
    photo, photo_id = a_photo(), shop.new_id()
    shop.clock.advance(timedelta(hours=1))
    arrived = shop.clock.now()
    drivers_phone = await a_phone(shop, driver.actor)
    at_the_door = {
        "deliveryId": delivery_id,
        "arrivedAt": stamp(arrived),
        "outcome": "delivered",
        "boxes": [
            {
                "boxId": boxed["boxes"][0]["boxId"],
                "arrivalCelsius": "9.4",
                "loggerPhotoId": str(photo_id),
            }
        ],
        "receiverName": "王敏",
        "strokes": NAME_DRAWN,
    }
    sealed = drivers_phone.seal(
        "logistics.confirmDelivery",
        at_the_door,
        f"delivery:{delivery_id}",
        attachments=[{"id": str(photo_id), "sha256": hashlib.sha256(photo).hexdigest()}],
    )
    shop.clock.advance(timedelta(hours=3))
    first = (await driver.replay(sealed))[0]["outcome"]  # A fact does not wait for its photo.
    assert await driver.upload(photo_id, photo, "image/jpeg") == 204
    outcomes = [first, (await driver.replay(sealed))[0]["outcome"]]
    assert [outcome["kind"] for outcome in outcomes] == ["applied", "replayed"]
    recorded = {
        "__typename": "DeliveryRecorded", "deliveryId": delivery_id, "outcome": "delivered",
        "temperatureVerdict": "above", "exception": None,
    }  # fmt: skip
    assert [outcome["result"] for outcome in outcomes] == [recorded, recorded]
    await told(shop)

    # 6. The customer's person sees the whole of it; another customer's sees that there is nothing.
    found = (await customer.ask(DELIVERY, id=delivery_id))["delivery"]
    assert (found["orderState"], found["outcome"], found["receiverName"], found["temperatureVerdict"]) == (
        "delivered", "delivered", "王敏", "above",
    )  # fmt: skip
    assert found["arrivedAt"][:19] == arrived.isoformat()[:19]
    assert sorted(
        (line["lotNumber"], *numbers(line, "sent", "received")) for line in found["lines"]
    ) == sorted([("2609B147", 110, 110), (tubes.lot.lot_number, 5, 5)])
    (box,) = found["boxes"]
    assert numbers(box, "departureCelsius", "arrivalCelsius") == (Decimal("4.2"), Decimal("9.4"))
    assert (box["loggerNumber"], box["verdict"], box["loggerPhotoId"]) == ("T-0815", "above", str(photo_id))
    assert [(one["signerName"], one["method"], one["strokes"]) for one in found["signatures"]] == [
        ("王敏", "drawn", [list(stroke) for stroke in NAME_DRAWN])
    ]
    assert (await customer.file(found["deliveryNoteId"]))[0] == 200
    steps = (await customer.ask(ORDER, id=order_id))["order"]["steps"]
    assert [step["state"] for step in steps] == [
        "submitted", "approved", "picking", "picked", "rechecked", "handed_over", "delivered",
    ]  # fmt: skip
    assert steps[-1]["occurredAt"] < steps[-1]["recordedAt"]
    assert (await foreigner.ask(ORDER, id=order_id))["order"] is None
    assert (await foreigner.ask(DELIVERY, id=delivery_id))["delivery"] is None
    assert (await foreigner.ask("{ orders { items { id } } deliveries { items { id } } }")) == {
        "orders": {"items": []}, "deliveries": {"items": []},
    }  # fmt: skip
    assert (await foreigner.file(found["deliveryNoteId"]))[0] == 404
    assert (await foreigner.file(photo_id))[0] == 404

    # 7. Each register has it under its lot, with who, when and how warm; a customer reads none of them.
    rows = await quality.ask(REGISTERS, filter={"customerId": str(buyer.id), "lot": "2609B147"})
    (sale,), (check,), (handed,) = (rows[name]["items"] for name in ("sales", "checks", "handOvers"))
    assert (sale["orderNumber"], sale["salesperson"], sale["amountFen"]) == (
        placed["number"],
        "陆遥",
        1_100_000,
    )
    assert (check["picker"], check["rechecker"], check["method"]) == ("周启", "邱实", "pin")
    assert (handed["handedOverBy"], handed["driver"], handed["plate"], handed["temperatureVerdict"]) == (
        "高平", "马骏", "沪A12345", "above",
    )  # fmt: skip
    assert numbers(handed, "sent", "received", "arrivalCelsius") == (110, 110, Decimal("9.4"))
    assert [numbers(row, "quantity") for row in (sale, check)] == [(110,), (110,)]
    barred = await customer.page.ask(REGISTERS, filter={"lot": "2609B147"})
    assert {error["extensions"]["code"] for error in barred["errors"]} == {"NotAllowed"}

    # 8. Quality hears of the warm box once; nobody else does, and the goods are off the books once.
    assert await quality.notices(delivery_id) == ["temperature.task"]
    assert await manager.notices(delivery_id) == []
    tasks = (await quality.ask(DELIVERY, id=delivery_id))["delivery"]["qualityTasks"]
    assert [(task["kind"], task["state"]) for task in tasks] == [("temperature_out_of_range", "open")]
    assert await balances(shop, antibody.lot.id) == {"stock": 90}
    assert (
        await shop.house.pool.fetchval("select count(*) from deliveries where order_id = $1", UUID(order_id))
        == 1
    )


async def some_later_lot(shop, goods: Goods) -> None:
    """A lot of the same product that expires later: it is not proposed."""
    await a_lot(shop, product=goods.product.id, quantity=300, expires="2028-01-31", lot_number="2612C001")

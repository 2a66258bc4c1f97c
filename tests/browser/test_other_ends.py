"""The ends of a delivery other than the good one, on phones: what the server holds of each, to the piece and the degree."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from backend.demo.ready import PIN
from tests.browser.conftest import Demo, walk
from tests.browser.on_the_way import Checked, checked_orders, cold_goods, handed_over, note_token, the_buyer

DELIVERY = """query ($id: UUID!) { delivery(id: $id) { orderState leg carrier waybill outcome outcomeReason
  receiverName receivedOnBehalf secondReceiverName temperatureVerdict exception
  boxes { departureCelsius arrivalCelsius verdict } lines { productName sent received reason }
  signatures { signerName signerRole strokes } qualityTasks { kind state facts } } }"""
SEEN_BY_CUSTOMER = """query ($id: UUID!) { delivery(id: $id) { outcome outcomeReason receiverName receivedOnBehalf
  temperatureVerdict boxes { arrivalCelsius verdict } lines { productName sent received reason }
  qualityTasks { kind } } }"""
ATTEMPTS = "query ($id: UUID!) { deliveriesOfOrder(orderId: $id) { outcome driverName } }"
LOT = "query ($id: UUID!) { lot(id: $id) { quantities { inStock reserved returned } } }"
REGISTER = """query ($filter: RegisterFilter!) { handOverRecords(first: 100, filter: $filter) { items {
  deliveryId outcome outcomeReason leg carrier waybill driver sent received differenceReason arrivalCelsius
  temperatureVerdict receiverName receivedOnBehalf secondReceiverName signatureMethod } } }"""

FEWER = 1
PARTLY = {"fewer": FEWER, "why": "外盒压损", "receiver": "周小楠", "relation": "同组同事", "second": "何立"}
REFUSED = {"celsius": "12.5", "why": "冰袋已化，拒收"}
NOBODY = {"why": "无人收货", "celsius": "4.8"}
OTHER_DAY = {"why": "改约"}
WRONG_ADDRESS = {"why": "地址不符", "more": "楼号写错"}
COURIER = {"carrier": "冷运速递", "waybill": "LY2026112201", "celsius": "5.5"}


def in_hand(demo: Demo, lot_ids: set[str]) -> Counter[tuple[str, str]]:
    """Pieces of each lot by where they stand."""
    found: Counter[tuple[str, str]] = Counter()
    for lot_id in lot_ids:
        for place, pieces in demo.ask("keeper", LOT, id=lot_id)["lot"]["quantities"].items():
            found[lot_id, place] = int(float(pieces))
    return found


def record_of(demo: Demo, delivery_id: str) -> dict[str, Any]:
    found: dict[str, Any] = demo.ask("quality", DELIVERY, id=delivery_id)["delivery"]
    assert all(len(one.pop("strokes")) > 0 for one in found["signatures"])
    return found


def tasks(found: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((task["kind"], task["state"]) for task in found["qualityTasks"])


def pieces(found: dict[str, Any]) -> list[tuple[float, float, str | None]]:
    return sorted((float(line["sent"]), float(line["received"]), line["reason"]) for line in found["lines"])


def celsius(found: dict[str, Any]) -> tuple[str | None, str]:
    (box,) = found["boxes"]
    return box["arrivalCelsius"], box["verdict"]


@pytest.fixture(scope="module")
def walked(demo: Demo) -> dict[str, Any]:
    buyer, goods = the_buyer(demo), cold_goods(demo, 2)
    checked = checked_orders(demo, buyer, goods, (3, 2), (2,), (2,), (1,), (1,), (2,), pin=PIN)
    lots = {line["lotId"] for each in checked for line in each.lines}
    *by_driver, by_courier = checked
    stops = [stop(each, handed_over(demo, each)) for each in by_driver]
    before = in_hand(demo, lots)
    partly, refused, nobody, other_day, wrong_address = stops
    first_line = checked[0].lines[0]
    told = walk(
        demo,
        "ends.browser.mjs",
        240,
        partly=partly | PARTLY | {"product": first_line["productName"]},
        refused=refused | REFUSED,
        nobody=nobody | NOBODY,
        otherDay=other_day | OTHER_DAY,
        wrongAddress=wrong_address | WRONG_ADDRESS,
        courier=stop(by_courier, None) | COURIER | {"token": asyncio.run(note_token(demo, by_courier))},
    )
    return told | {"stops": stops, "lots": lots, "before": before, "checked": checked, "buyer": buyer}


def stop(checked: Checked, delivery_id: str | None) -> dict[str, Any]:
    return {"deliveryId": delivery_id, "number": checked.number, "outboundId": checked.outbound_id}


def of(walked: dict[str, Any], place: int) -> str:
    delivery_id: str = walked["stops"][place]["deliveryId"]
    return delivery_id


def test_every_page_of_the_way_ran_without_a_script_failure(walked):
    assert walked["troubles"] == []


def test_what_was_taken_in_part_says_how_many_why_and_who_took_and_signed(demo, walked):
    found = record_of(demo, of(walked, 0))

    short = walked["checked"][0].lines[0]
    sent = float(short["toPick"])
    assert walked["seen"]["partly"] == {"restored": PARTLY["why"]}
    assert (found["outcome"], found["orderState"], found["exception"]) == (
        "partly_delivered", "partly_delivered", None,
    )  # fmt: skip
    assert [line for line in pieces(found) if line[2]] == [(sent, sent - 1, PARTLY["why"])]
    assert [line for line in pieces(found) if not line[2]] == [
        (float(line["toPick"]), float(line["toPick"]), None) for line in walked["checked"][0].lines[1:]
    ]
    assert (found["receiverName"], found["receivedOnBehalf"], found["secondReceiverName"]) == (
        PARTLY["receiver"], PARTLY["relation"], PARTLY["second"],
    )  # fmt: skip
    assert sorted((one["signerName"], one["signerRole"]) for one in found["signatures"]) == sorted(
        [(PARTLY["receiver"], f"代收：{PARTLY['relation']}"), (PARTLY["second"], "第二签收人")]
    )
    assert (celsius(found), tasks(found)) == (("5", "within"), [("goods_came_back", "open")])


def test_what_was_refused_whole_and_too_warm_is_two_questions_to_quality_and_received_by_nobody(demo, walked):
    found = record_of(demo, of(walked, 1))

    assert walked["seen"]["refused"] == {"warned": "超出范围，会如实记录并通知质量部，不影响签收。"}
    assert (found["outcome"], found["outcomeReason"], found["orderState"]) == (
        "refused", REFUSED["why"], "refused",
    )  # fmt: skip
    assert [line[1] for line in pieces(found)] == [0]
    assert (found["receiverName"], found["signatures"]) == (None, [])
    assert celsius(found) == (REFUSED["celsius"], "above")
    assert tasks(found) == [("goods_came_back", "open"), ("temperature_out_of_range", "open")]
    (warm,) = [task["facts"] for task in found["qualityTasks"] if task["kind"] == "temperature_out_of_range"]
    assert (warm["box"], warm["when"], float(warm["celsius"]), warm["verdict"]) == (
        "BX-0417", "arrival", 12.5, "above",
    )  # fmt: skip


def test_each_failed_attempt_says_why_and_names_no_receiver(demo, walked):
    found = [record_of(demo, of(walked, place)) for place in (2, 3, 4)]

    assert [(one["outcome"], one["outcomeReason"], one["receiverName"]) for one in found] == [
        ("not_delivered", "无人收货", None),
        ("not_delivered", "改约", None),
        ("not_delivered", "地址不符：楼号写错", None),
    ]
    assert [one["orderState"] for one in found] == ["delivered", "not_delivered", "not_delivered"]
    assert [celsius(one) for one in found] == [("4.8", "within"), (None, "no_data"), (None, "no_data")]
    assert [tasks(one) for one in found] == [
        [], [("temperature_no_data", "open")], [("temperature_no_data", "open")],
    ]  # fmt: skip


def test_what_came_back_in_range_is_delivered_on_the_second_drive_and_an_unread_logger_is_no_data(
    demo, walked
):
    second = walked["second"]
    found = record_of(demo, second["deliveryId"])

    assert second["said"] == "将记为“无数据”，不算在范围内，质量部会查看。"
    assert (found["outcome"], found["receiverName"], found["exception"]) == (
        "delivered", second["receiver"], None,
    )  # fmt: skip
    assert (celsius(found), found["temperatureVerdict"]) == ((None, "no_data"), "no_data")
    assert tasks(found) == [("temperature_no_data", "open")]
    attempts = demo.ask("keeper", ATTEMPTS, id=walked["checked"][2].order_id)["deliveriesOfOrder"]
    assert [attempt["outcome"] for attempt in attempts] == ["delivered", "not_delivered"]


def test_behind_the_couriers_note_all_may_look_and_only_its_customer_confirms(demo, walked):
    link, found = walked["link"], record_of(demo, walked["courierDeliveryId"])

    assert link["mayConfirm"] is False
    assert link["shown"].startswith(f"在途 {COURIER['carrier']} {COURIER['waybill']} · 1 件 启运 ")
    assert link["after"].startswith(
        f"全部签收 在范围内 {COURIER['carrier']} {COURIER['waybill']} · 1 件 启运 "
    )
    assert (found["leg"], found["carrier"], found["waybill"], found["outcome"], found["orderState"]) == (
        "courier", COURIER["carrier"], COURIER["waybill"], "delivered", "delivered",
    )  # fmt: skip
    customer = demo.ask("customer", "{ me { person { name } } }")["me"]["person"]["name"]
    assert (found["receiverName"], celsius(found), tasks(found)) == (customer, ("5.5", "within"), [])


def test_what_comes_back_is_pending_and_never_available(demo, walked):
    back = in_hand(demo, walked["lots"]) - walked["before"]
    short, refused, _, other_day, wrong_address, _ = (each.lines[0] for each in walked["checked"])

    expected: Counter[tuple[str, str]] = Counter()
    expected[short["lotId"], "returned"] += FEWER
    for line in (refused, other_day, wrong_address):
        expected[line["lotId"], "returned"] += int(float(line["toPick"]))
    assert back == expected


def test_the_customer_sees_each_end_and_none_of_the_houses_own_questions(demo, walked):
    for stop_ in walked["stops"]:
        own = record_of(demo, stop_["deliveryId"])
        seen = demo.ask("customer", SEEN_BY_CUSTOMER, id=stop_["deliveryId"])["delivery"]
        assert seen.pop("qualityTasks") is None
        assert pieces(seen) == pieces(own)
        assert celsius(seen) == celsius(own)
        assert {name: own[name] for name in seen if name not in ("boxes", "lines")} == {
            name: said for name, said in seen.items() if name not in ("boxes", "lines")
        }


def test_the_register_of_hand_overs_has_a_row_for_each_lot_of_each_attempt(demo, walked):
    rows = demo.ask("quality", REGISTER, filter={"customerId": walked["buyer"].id})["handOverRecords"][
        "items"
    ]
    own = [each["deliveryId"] for each in walked["stops"]]
    own += [walked["second"]["deliveryId"], walked["courierDeliveryId"]]

    driver = demo.ask("driver", "{ me { person { name } } }")["me"]["person"]["name"]
    customer = demo.ask("customer", "{ me { person { name } } }")["me"]["person"]["name"]
    found = {delivery_id: [row for row in rows if row["deliveryId"] == delivery_id] for delivery_id in own}
    assert [
        (row["outcome"], row["driver"] or row["carrier"], row["receiverName"], row["signatureMethod"],
         row["temperatureVerdict"], row["arrivalCelsius"])
        for delivery_id in own for row in found[delivery_id][:1]
    ] == [
        ("partly_delivered", driver, PARTLY["receiver"], "drawn", "within", "5"),
        ("refused", driver, None, None, "above", "12.5"),
        ("not_delivered", driver, None, None, "within", "4.8"),
        ("not_delivered", driver, None, None, "no_data", None),
        ("not_delivered", driver, None, None, "no_data", None),
        ("delivered", driver, walked["second"]["receiver"], "drawn", "no_data", None),
        ("delivered", COURIER["carrier"], customer, None, "within", "5.5"),
    ]  # fmt: skip
    assert len(found[own[0]]) == len(walked["checked"][0].lines)
    assert sum(float(row["sent"]) - float(row["received"]) for row in found[own[0]]) == FEWER

"""One order on phones: what the pages said is what the server holds."""

from typing import Any

from backend.demo.ready import PIN
from tests.browser.conftest import Demo, walk

ORDER = """query ($id: UUID!) { order(id: $id) { number state customerName lineCount
  steps { state userName occurredAt recordedAt } } }"""
CORRECTED = "query ($id: UUID!) { order(id: $id) { number lines { quantity } steps { state } } }"
OUTBOUND = """query ($id: UUID!) { outbound(id: $id) { state deliveryNoteNumber lines { lotNumber toPick picked }
  picks { source typedReason quantity } } }"""
DELIVERIES = "query ($id: UUID!) { deliveriesOfOrder(orderId: $id) { id } }"
DELIVERY = """query ($id: UUID!) { delivery(id: $id) { outcome receiverName temperatureVerdict
  boxes { departureCelsius arrivalCelsius loggerNumber loggerPhotoId } lines { lotNumber sent received }
  signatures { signerName method strokes } qualityTasks { id } } }"""

SEEN_TEMPERATURE = (
    "温度记录 保温箱 BX-0417 记录仪 T-0815 启运 4.6 ℃ 在范围内 限 2–8 ℃ 到货 6.1 ℃ 在范围内 限 2–8 ℃"
)


def test_one_order_travels_from_the_salespersons_phone_to_the_receivers_signature(demo: Demo):
    told = walk(demo, "order.browser.mjs", 300, pin=PIN)

    order = demo.ask("sales", ORDER, id=told["orderId"])["order"]
    assert told["troubles"] == []
    assert (order["number"], order["customerName"], order["state"]) == (
        told["number"], told["customer"], "delivered",
    )  # fmt: skip
    assert told["temperature"] == SEEN_TEMPERATURE
    assert told["corrected"]["refused"] is None
    corrected = demo.ask("sales", CORRECTED, id=told["corrected"]["orderId"])["order"]
    assert corrected["number"] == told["corrected"]["number"]
    assert [float(line["quantity"]) for line in corrected["lines"]] == [1]
    assert corrected["steps"][0]["state"] == "submitted"
    assert told["askedBecause"] == "金额超过自动放行额度"
    assert [step["state"] for step in order["steps"]] == [
        "submitted", "approved", "picking", "picked", "rechecked", "handed_over", "delivered",
    ]  # fmt: skip
    outbound = demo.ask("warehouse", OUTBOUND, id=told["outboundId"])["outbound"]
    assert outbound["deliveryNoteNumber"].startswith("DN-")
    assert [(line["lotNumber"], float(line["picked"])) for line in outbound["lines"]] == [
        (told["lot"], told["quantity"])
    ]
    assert {(pick["source"], pick["typedReason"]) for pick in outbound["picks"]} == {("camera", None)}
    assert sum(float(pick["quantity"]) for pick in outbound["picks"]) == told["quantity"]
    assert delivered(demo, told) == {
        "deliveries": [told["deliveryId"]],
        "outcome": ("delivered", told["receiver"], "within"),
        "box": (4.6, float(told["arrivalCelsius"]), "T-0815"),
        "lines": [(told["lot"], told["quantity"], told["quantity"])],
        "signed": [(told["receiver"], "drawn")],
        "tasks": [],
    }


def delivered(demo: Demo, told: dict[str, Any]) -> dict[str, Any]:
    """What is on record of the order's way to its receiver, once its photo is there too."""
    found = demo.ask("driver", DELIVERIES, id=told["orderId"])["deliveriesOfOrder"]
    delivery = demo.ask("quality", DELIVERY, id=told["deliveryId"])["delivery"]
    (box,) = delivery["boxes"]
    assert box["loggerPhotoId"] is not None
    assert all(len(stroke) > 1 for one in delivery["signatures"] for stroke in one["strokes"])
    return {
        "deliveries": [one["id"] for one in found],
        "outcome": (delivery["outcome"], delivery["receiverName"], delivery["temperatureVerdict"]),
        "box": (float(box["departureCelsius"]), float(box["arrivalCelsius"]), box["loggerNumber"]),
        "lines": [
            (line["lotNumber"], float(line["sent"]), float(line["received"])) for line in delivery["lines"]
        ],
        "signed": [(one["signerName"], one["method"]) for one in delivery["signatures"]],
        "tasks": [task["id"] for task in delivery["qualityTasks"]],
    }

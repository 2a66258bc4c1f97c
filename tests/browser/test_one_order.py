"""One order on phones: what the pages said is what the server holds."""

from backend.demo.ready import PIN
from tests.browser.conftest import Demo, walk

ORDER = """query ($id: UUID!) { order(id: $id) { number state customerName lineCount
  steps { state userName occurredAt recordedAt } } }"""
OUTBOUND = """query ($id: UUID!) { outbound(id: $id) { state deliveryNoteNumber lines { lotNumber toPick picked }
  picks { source typedReason quantity } } }"""


def test_an_order_written_without_network_is_picked_by_camera_and_rechecked_by_pin(demo: Demo):
    told = walk(demo, "order.browser.mjs", 150, pin=PIN)

    order = demo.ask("sales", ORDER, id=told["orderId"])["order"]
    assert told["troubles"] == []
    assert (order["number"], order["customerName"], order["state"]) == (
        told["number"], told["customer"], "rechecked",
    )  # fmt: skip
    assert [step["state"] for step in order["steps"]] == [
        "submitted", "approved", "picking", "picked", "rechecked",
    ]  # fmt: skip
    outbound = demo.ask("warehouse", OUTBOUND, id=told["outboundId"])["outbound"]
    assert outbound["deliveryNoteNumber"].startswith("DN-")
    assert [(line["lotNumber"], float(line["picked"])) for line in outbound["lines"]] == [(told["lot"], 1.0)]
    assert [(pick["source"], pick["typedReason"]) for pick in outbound["picks"]] == [("camera", None)]

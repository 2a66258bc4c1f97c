"""What a receiver signs at the door, and whether the ink is a signature: the same on the phone and on the server.

Pure functions of plain data, twin of delivery_receipt.ts; both are held to vectors/delivery_receipt.json. The phone
builds the document from its snapshot of the delivery and from what was told at the door, shows it, and names its
digest; the server builds it again from its own rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from offline.digest import JsonObject

KIND = "deliveryReceipt"
VERSION = 1

STROKES_MAX = 200
POINTS_MAX = 4_000
INK_MAX = 100_000
"""Coordinates are thousandths of the pad's width, from 0; a pad may be higher than wide."""
STROKE_EXTENT_MIN = 15
"""A stroke that stays within this square is a dot."""
INK_LENGTH_MIN = 100
"""All strokes together: less than a tenth of the pad's width is no name."""

Ink = Literal["ok", "empty", "dots", "malformed", "too_much"]


def receipt_document(sent: Mapping[str, Any], told: Mapping[str, Any]) -> JsonObject:
    """The document of a delivery: what was sent, and what the receiver says of it.

    `sent`: {deliveryId, noteNumber, orderNumber, customer, address, lines: [{pickLineId, product, specification,
    lot, expiresOn, unit, sent}]}; `told`: {outcome, reason, arrivedAt, receiver, onBehalf, lines: [{pickLineId,
    received, reason}], temperatures: [{boxId, celsius}]}. Quantities and temperatures are decimal text; lines that
    are not told of were received as the outcome says. Absent facts are null, lists are in the order of their ids.
    """
    answers = {line["pickLineId"]: line for line in told["lines"]}
    return {
        "kind": KIND,
        "version": VERSION,
        "deliveryId": sent["deliveryId"],
        "noteNumber": sent["noteNumber"],
        "orderNumber": sent["orderNumber"],
        "customer": sent["customer"],
        "address": sent["address"],
        "outcome": told["outcome"],
        "reason": told["reason"],
        "arrivedAt": told["arrivedAt"],
        "receiver": told["receiver"],
        "onBehalf": told["onBehalf"],
        "lines": [
            _line(line, answers.get(line["pickLineId"]), told["outcome"])
            for line in sorted(sent["lines"], key=lambda line: str(line["pickLineId"]))
        ],
        "temperatures": [
            {
                "boxId": box["boxId"],
                "celsius": None if box["celsius"] is None else plain_number(box["celsius"]),
            }
            for box in sorted(told["temperatures"], key=lambda box: str(box["boxId"]))
        ],
    }


def plain_number(written: str) -> str:
    """A decimal as people write it: without needless zeros or sign: "5.000" is "5", "-0.0" is "0"."""
    negative = written.startswith("-")
    whole, _, fraction = written.lstrip("-+").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    return f"-{number}" if negative and number != "0" else number


def ink(strokes: Sequence[Sequence[int]]) -> Ink:
    """Whether drawn strokes can be a signature. A stroke is x, y, x, y, … in whole units of the pad."""
    if len(strokes) > STROKES_MAX or sum(map(len, strokes)) > 2 * POINTS_MAX:
        return "too_much"
    for stroke in strokes:
        if len(stroke) % 2 or any(not 0 <= value <= INK_MAX for value in stroke):
            return "malformed"
    drawn = [stroke for stroke in strokes if stroke]
    if not drawn:
        return "empty"
    long_enough = sum(map(_length, drawn)) >= INK_LENGTH_MIN
    return "ok" if long_enough and any(_extent(stroke) > STROKE_EXTENT_MIN for stroke in drawn) else "dots"


def _line(line: Mapping[str, Any], answer: Mapping[str, Any] | None, outcome: str) -> JsonObject:
    sent = plain_number(line["sent"])
    untold = "0" if outcome in ("refused", "not_delivered") else sent
    return {
        "pickLineId": line["pickLineId"],
        "product": line["product"],
        "specification": line["specification"],
        "lot": line["lot"],
        "expiresOn": line["expiresOn"],
        "unit": line["unit"],
        "sent": sent,
        "received": untold if answer is None else plain_number(answer["received"]),
        "reason": None if answer is None else answer["reason"],
    }


def _extent(stroke: Sequence[int]) -> int:
    across, down = stroke[0::2], stroke[1::2]
    return max(max(across) - min(across), max(down) - min(down))


def _length(stroke: Sequence[int]) -> int:
    """The longer of both ways of each step, added up: whole numbers, so that both tongues agree."""
    return sum(
        max(abs(stroke[at] - stroke[at - 2]), abs(stroke[at + 1] - stroke[at - 1]))
        for at in range(2, len(stroke), 2)
    )

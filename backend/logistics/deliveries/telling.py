"""What is told at the door: the commands that tell it, and the words and numbers of it, cleaned."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.foundation.limits import NAME_CHARACTERS_MAX, REMARK_CHARACTERS_MAX
from backend.foundation.quantity import Quantity
from backend.foundation.text import cleaned_or_none, reason_of
from backend.logistics.deliveries import rules
from backend.logistics.deliveries.tables import Delivery
from offline.delivery_receipt import ink

Strokes = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReceived:
    """Pieces of a line that the receiver took; fewer than sent needs a reason."""

    pick_line_id: UUID
    received: Decimal
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxArrived:
    """How cold a box was at the door (°C); nothing is no data, never in range."""

    box_id: UUID
    arrival_celsius: Decimal | None = None
    logger_photo_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDelivery:
    """Tells what became of a delivery, with the receiver's drawn signature. Lines not told of follow the outcome.

    Strokes are x, y, x, y, … in thousandths of the pad's width. `shown_digest` is of the document that the receiver
    was shown.
    """

    delivery_id: UUID
    arrived_at: datetime
    outcome: rules.Outcome
    reason: str | None = None
    lines: tuple[LineReceived, ...] = ()
    boxes: tuple[BoxArrived, ...] = ()
    receiver_name: str | None = None
    received_on_behalf: str | None = None
    strokes: Strokes = ()
    second_receiver_name: str | None = None
    second_strokes: Strokes = ()
    slip_photo_id: UUID | None = None
    shown_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCourierDelivery:
    """The customer tells what a courier brought."""

    delivery_id: UUID
    arrived_at: datetime
    outcome: rules.Outcome
    reason: str | None = None
    lines: tuple[LineReceived, ...] = ()
    boxes: tuple[BoxArrived, ...] = ()


@dataclass(slots=True)
class Told:
    """What was told at the door, cleaned; `exceptions` grow as facts turn out to be unexpected."""

    arrived_at: datetime
    outcome: rules.Outcome
    reason: str | None
    lines: list[rules.ReceivedLine]
    boxes: dict[UUID, BoxArrived]
    exceptions: list[str] = field(default_factory=list)


def told_by(command: ConfirmDelivery | ConfirmCourierDelivery) -> Told:
    lines = [
        rules.ReceivedLine(
            line.pick_line_id,
            Quantity.of(line.received, "件").value,
            cleaned_or_none(line.reason, characters_max=REMARK_CHARACTERS_MAX, lines=True),
        )
        for line in command.lines
    ]
    boxes = {box.box_id: box for box in command.boxes}
    if len(boxes) != len(command.boxes):
        raise rules.LineUnknown
    reason = reason_of(command.reason, characters_max=REMARK_CHARACTERS_MAX, lines=True)
    if command.outcome not in rules.OUTCOMES:
        raise rules.OutcomeContradicts(str(command.outcome)[:20])
    at = command.arrived_at if command.arrived_at.tzinfo else command.arrived_at.replace(tzinfo=UTC)
    return Told(at, command.outcome, reason, lines, boxes)


def receivers(command: ConfirmDelivery) -> tuple[str | None, str | None, str | None]:
    """Receiver, relation, second receiver; demanded and drawn where goods were taken, and nobody where nobody signed."""
    first = cleaned_or_none(command.receiver_name, characters_max=NAME_CHARACTERS_MAX)
    second = cleaned_or_none(command.second_receiver_name, characters_max=NAME_CHARACTERS_MAX)
    taken = command.outcome in ("delivered", "partly_delivered")
    if not taken and not command.strokes:
        return None, None, None  # 0.1.0 tells whom the order names, whether or not anybody was there.
    if taken and first is None:
        raise rules.ReceiverMissing
    for name, strokes, demanded in (
        (first, command.strokes, taken),
        (second, command.second_strokes, second is not None),
    ):
        if not demanded and not strokes:
            continue
        if name is None:
            raise rules.ReceiverMissing
        drawn = ink(strokes)
        if drawn != "ok":
            raise rules.SignatureNotDrawn(drawn)
    return first, cleaned_or_none(command.received_on_behalf), second


def receipt_answers(command: ConfirmDelivery, delivery: Delivery, told: Told) -> dict[str, Any]:
    arrived = told.arrived_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "outcome": told.outcome,
        "reason": told.reason,
        "arrivedAt": arrived,
        "receiver": delivery.receiver_name,
        "onBehalf": delivery.received_on_behalf,
        "lines": [
            {"pickLineId": str(line.pick_line_id), "received": f"{line.received:f}", "reason": line.reason}
            for line in told.lines
        ],
        "temperatures": [
            {
                "boxId": str(box.box_id),
                "celsius": None if box.arrival_celsius is None else f"{box.arrival_celsius:f}",
            }
            for box in command.boxes
        ],
    }

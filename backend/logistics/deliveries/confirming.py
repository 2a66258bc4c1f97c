"""Records what became of a delivery. A physical fact: what the office did not expect is kept and looked at, not refused."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.compliance.signatures.drawn import keep_drawn
from backend.foundation.command import handles
from backend.foundation.files import photo_may_be_named
from backend.foundation.permission import NotFound
from backend.foundation.refusal import Refusal
from backend.foundation.temperature import Judgement, TemperatureRange, celsius
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.inventory.allocation.rules import Pick as Taken
from backend.inventory.lots.queries import lots_for_update
from backend.inventory.lots.rules import may_go_out
from backend.logistics.deliveries import locked, packing, rules
from backend.logistics.deliveries.events import DeliveryConfirmed
from backend.logistics.deliveries.returning import goods_to_judge, was_found_unfit
from backend.logistics.deliveries.tables import Delivery, DeliveryBox
from backend.logistics.deliveries.telling import (
    ConfirmCourierDelivery,
    ConfirmDelivery,
    Told,
    receipt_answers,
    receivers,
    told_by,
)
from backend.logistics.quality_tasks.commands import open_task
from backend.logistics.quality_tasks.rules import Kind
from backend.logistics.rights import CONFIRM_ARRIVAL, DELIVER, RETURN_SLIP
from backend.sales.orders.commands import move_on
from backend.sales.orders.tables import Order
from offline.delivery_receipt import receipt_document
from offline.digest import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSlip:
    """Notes that the signed slip came back: as a photo, or in the original."""

    delivery_id: UUID
    state: str
    photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRecorded:
    """The outcome is kept; `exception` says why the office looks at it, null when all was as expected."""

    delivery_id: UUID
    outcome: str
    temperature_verdict: str | None
    exception: str | None


@dataclass(frozen=True, slots=True)
class SlipReturned:
    """The slip's state is noted."""

    delivery_id: UUID
    slip_state: str


@handles(ConfirmDelivery, name="logistics.confirmDelivery", needs=DELIVER, offline=True, physical_fact=True)
async def confirm_delivery(command: ConfirmDelivery, work: Work) -> DeliveryRecorded:
    order, delivery = await locked.delivery_locked(work, command.delivery_id)
    names = receivers(command)
    told = told_by(command)
    if delivery.completed_at is not None:
        return _told_again(work, delivery, told, names[0])
    if delivery.leg == "courier":
        told.exceptions.append("courier_leg")
    elif delivery.driver_id not in work.actor.persons:
        told.exceptions.append("other_driver")
    sent = await locked.sent_lines(work, delivery.id)
    await _complete(work, order, delivery, told, sent)
    delivery.receiver_name, delivery.received_on_behalf = names[0], names[1]
    delivery.second_receiver_name = names[2]
    delivery.slip_photo_id = await _photo(work, command.slip_photo_id, told)
    delivery.slip_state = "photo" if delivery.slip_photo_id else "not_back"
    await _sign(work, command, order, delivery, told, sent)
    return await _end(work, order, delivery, told)


@handles(ConfirmCourierDelivery, name="logistics.confirmCourierDelivery", needs=CONFIRM_ARRIVAL)
async def confirm_courier_delivery(command: ConfirmCourierDelivery, work: Work) -> DeliveryRecorded:
    order, delivery = await locked.delivery_locked(work, command.delivery_id)
    if work.actor.customer_id is None or order.customer_id != work.actor.customer_id:
        raise NotFound("delivery")
    if delivery.leg != "courier" or command.outcome == "not_delivered":
        raise rules.CourierConfirmsOtherwise
    if delivery.completed_at is not None:
        raise rules.DeliveryDone(delivery.outcome or "")
    told = told_by(command)
    await _complete(work, order, delivery, told, await locked.sent_lines(work, delivery.id))
    delivery.receiver_name = work.actor.name
    return await _end(work, order, delivery, told)


@handles(ReturnSlip, name="logistics.returnSlip", needs=RETURN_SLIP)
async def return_slip(command: ReturnSlip, work: Work) -> SlipReturned:
    _, delivery = await locked.delivery_locked(work, command.delivery_id)
    if not await locked.sees(work, delivery.id):
        raise NotFound("delivery")
    if command.state not in rules.SLIP_STATES:
        raise rules.SlipStateUnknown(command.state[:20])
    before, delivery.slip_state = delivery.slip_state, command.state
    if command.photo_id is not None:
        if not await photo_may_be_named(work, command.photo_id):
            raise NotFound("attachment")
        delivery.slip_photo_id = command.photo_id
    work.changed("delivery", delivery.id, {"slip_state": before}, {"slip_state": command.state})
    return SlipReturned(delivery.id, delivery.slip_state)


def _told_again(work: Work, delivery: Delivery, told: Told, receiver: str | None) -> DeliveryRecorded:
    """The first telling stands; a second one is no refusal to the driver, but a question to the office."""
    open_task(
        work,
        "delivery_exception",
        ("delivery", delivery.id),
        {
            "exception": "told_again",
            "stands": delivery.outcome,
            "told": told.outcome,
            "receiver": receiver,
            "by": work.actor.name,
            "lines": [[line.pick_line_id, line.received, line.reason] for line in told.lines],
        },
    )
    return DeliveryRecorded(
        delivery.id, delivery.outcome or told.outcome, delivery.temperature_verdict, "told_again"
    )


async def _complete(
    work: Work, order: Order, delivery: Delivery, told: Told, sent: list[locked.SentRow]
) -> None:
    """Writes outcome, quantities and temperatures; what was not taken comes back, pending."""
    received = {
        line.pick_line_id: line
        for line in rules.settled(
            told.outcome, told.reason, {row.line.pick_line_id: row.line.sent for row in sent}, told.lines
        )
    }
    for row in sent:
        answer = received[row.line.pick_line_id]
        row.line.received, row.line.reason = answer.received, answer.reason
    delivery.temperature_verdict = await _temperatures(work, delivery, told)
    delivery.arrived_at = _arrival(work, delivery, told)
    delivery.outcome, delivery.outcome_reason = told.outcome, told.reason
    delivery.completed_at, delivery.confirmed_by = work.now, work.actor.user_id
    await _lots_still_good(work, sent, told)
    await _bring_back(work, order, delivery, sent)


async def _bring_back(work: Work, order: Order, delivery: Delivery, sent: list[locked.SentRow]) -> None:
    back = [
        Taken(
            holder_id=row.order_line_id,
            lot_id=row.lot_id,
            location_id=row.location_id,
            quantity=row.line.sent - (row.line.received or Decimal(0)),
        )
        for row in sent
        if row.line.received != row.line.sent
    ]
    if not back:
        return
    await allocation.come_back(work, back, order.customer_id)
    # What nobody took for want of somebody there goes out again, unless its temperature says otherwise.
    if delivery.outcome != "not_delivered" or await was_found_unfit(work, delivery):
        await goods_to_judge(work, delivery)


async def _temperatures(work: Work, delivery: Delivery, told: Told) -> str | None:
    """Judges each box by its limits; out of range and no data are facts with a task each."""
    boxes = {box.id: box for box in await locked.boxes_of(work, delivery.id)}
    if not told.boxes.keys() <= boxes.keys():
        raise rules.LineUnknown
    verdicts: list[Judgement] = []
    for box in boxes.values():
        arrived = told.boxes.get(box.id)
        reading = arrived.arrival_celsius if arrived else None
        box.arrival_celsius = None if reading is None else celsius(reading)
        box.logger_photo_id = await _photo(work, arrived.logger_photo_id if arrived else None, told)
        verdict = TemperatureRange(box.celsius_min, box.celsius_max).judge(box.arrival_celsius)
        box.verdict = verdict.value
        verdicts.append(verdict)
        _ask_quality(work, delivery, box, verdict)
    judged = packing.worst(verdicts)
    return judged.value if judged else None


def _ask_quality(work: Work, delivery: Delivery, box: DeliveryBox, verdict: Judgement) -> None:
    if verdict is Judgement.WITHIN:
        return
    facts: dict[str, Any] = {
        "box": box.box_number or box.plate,
        "when": "arrival",
        "celsius": box.arrival_celsius,
        "celsius_min": box.celsius_min,
        "celsius_max": box.celsius_max,
        "verdict": verdict.value,
    }
    kind: Kind = "temperature_no_data" if verdict is Judgement.NO_DATA else "temperature_out_of_range"
    open_task(work, kind, ("delivery", delivery.id), facts)


def _arrival(work: Work, delivery: Delivery, told: Told) -> datetime:
    if rules.believable(told.arrived_at, delivery.departed_at, work.now):
        return told.arrived_at
    told.exceptions.append("arrival_time")
    return work.occurred_at


async def _lots_still_good(work: Work, sent: list[locked.SentRow], told: Told) -> None:
    """Goods that were stopped or expired on the way were delivered all the same: that is a fact, and urgent."""
    if told.outcome not in ("delivered", "partly_delivered"):
        return
    taken = {row.lot_id for row in sent if row.line.received}
    for lot in (await lots_for_update(work.session, taken)).values():
        try:
            may_go_out(lot.facts, work.occurred_at.astimezone(work.zone).date())
        except Refusal as stopped:
            told.exceptions.append(f"{type(stopped).__name__} {lot.lot_number}")


async def _photo(work: Work, photo_id: UUID | None, told: Told) -> UUID | None:
    """A photo may still be on its way; one that somebody else sent is not taken."""
    if photo_id is None or await photo_may_be_named(work, photo_id):
        return photo_id
    told.exceptions.append("photo_of_another")
    return None


async def _sign(
    work: Work,
    command: ConfirmDelivery,
    order: Order,
    delivery: Delivery,
    told: Told,
    sent: list[locked.SentRow],
) -> None:
    """Keeps what was drawn, over the document as the server builds it from its own rows."""
    document = receipt_document(
        await locked.receipt_facts(work, order, delivery, sent), receipt_answers(command, delivery, told)
    )
    if command.shown_digest is not None and command.shown_digest != digest(document):
        told.exceptions.append("shown_differently")
    role = f"代收：{delivery.received_on_behalf}" if delivery.received_on_behalf else "签收人"
    if command.strokes and delivery.receiver_name:
        delivery.signature_id = await keep_drawn(
            work,
            ("delivery", delivery.id),
            document,
            name=delivery.receiver_name,
            role=role,
            strokes=command.strokes,
        )
    if command.second_strokes and delivery.second_receiver_name:
        delivery.second_signature_id = await keep_drawn(
            work, ("delivery", delivery.id), document,
            name=delivery.second_receiver_name, role="第二签收人", strokes=command.second_strokes,
        )  # fmt: skip


async def _end(work: Work, order: Order, delivery: Delivery, told: Told) -> DeliveryRecorded:
    if order.state == "handed_over":
        move_on(work, order, told.outcome, told.reason)
    else:
        told.exceptions.append(f"order_{order.state}")
    delivery.exception = ", ".join(told.exceptions) or None
    if delivery.exception:
        open_task(work, "delivery_exception", ("delivery", delivery.id), {"exception": delivery.exception})
    work.changed(
        "delivery",
        delivery.id,
        {"outcome": None},
        {
            "outcome": delivery.outcome,
            "reason": delivery.outcome_reason,
            "receiver": delivery.receiver_name,
            "temperature_verdict": delivery.temperature_verdict,
            "exception": delivery.exception,
        },
    )
    work.events.append(
        DeliveryConfirmed(
            delivery_id=delivery.id,
            order_id=order.id,
            number=order.number or "",
            customer=await locked.customer_name(work, order),
            outcome=told.outcome,
            temperature_verdict=delivery.temperature_verdict,
            exception=delivery.exception,
            reason=told.reason,
        )
    )
    return DeliveryRecorded(delivery.id, told.outcome, delivery.temperature_verdict, delivery.exception)

"""Hands goods over: counted, cold-recorded, with the delivery note; never with what may not go out by now."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from backend.catalog.products.tables import Product
from backend.compliance.qualifications.queries import held_papers
from backend.compliance.qualifications.rules import CustomerKind, Line, QualificationMissing, Regime, missing
from backend.customers.accounts.tables import Customer
from backend.foundation.command import handles
from backend.foundation.limits import NAME_CHARACTERS_MAX, NUMBER_CHARACTERS_MAX, REMARK_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.temperature import Judgement, TemperatureRange, celsius
from backend.foundation.text import cleaned_or_none, reason_of
from backend.foundation.work import Work
from backend.identity.posts.queries import ACTOR_AT
from backend.inventory.allocation import commands as allocation
from backend.inventory.allocation.rules import Pick as Taken
from backend.inventory.lots.queries import lots_for_update
from backend.inventory.lots.rules import may_go_out
from backend.inventory.lots.tables import Lot
from backend.inventory.movements.commands import move
from backend.inventory.movements.rules import Holder, Leg, transfer
from backend.logistics.deliveries import counting, packing, rules
from backend.logistics.deliveries.events import GoodsHandedOver
from backend.logistics.deliveries.tables import Delivery, DeliveryBox, DeliveryLine
from backend.logistics.outbounds.queries import outbound_locked, stands
from backend.logistics.outbounds.tables import Outbound, PickLine
from backend.logistics.quality_tasks.commands import open_task, tasks_about
from backend.logistics.rights import DELIVER, HAND_OVER
from backend.sales.orders.commands import move_on
from backend.sales.orders.tables import Order, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSent:
    """A cold box, or the cold truck itself, with what is in it and how cold it is at departure (°C).

    `calibratedUntil` is the last day of its logger's calibration, `validatedHours` how long the packaging was validated
    for (GB/T 28842 Annex A asks for both); a register says plainly where they were not told.
    """

    box_id: UUID
    means: rules.Means
    pick_line_ids: tuple[UUID, ...]
    departure_celsius: Decimal
    logger_number: str | None = None
    plate: str | None = None
    box_number: str | None = None
    calibrated_until: date | None = None
    coolant: str | None = None
    validated_hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Hands an outbound to our driver or a courier; lines that are not ambient travel in recorded boxes.

    `counted_boxes` are the codes of the box labels that were scanned, `count_reason` why the rest was counted by hand;
    null from a phone of the first release, which could not scan them.
    """

    delivery_id: UUID
    outbound_id: UUID
    leg: rules.Leg
    pieces: int
    driver_id: UUID | None = None
    carrier: str | None = None
    waybill: str | None = None
    boxes: tuple[BoxSent, ...] = ()
    counted_boxes: tuple[str, ...] | None = None
    count_reason: str | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The goods are on their way."""

    delivery_id: UUID
    outbound_id: UUID
    delivery_note_number: str


refuses("uq_deliveries_under_way", rules.UnderWay)
refuses("pk_deliveries", rules.DeliveryKnown)
refuses("pk_delivery_boxes", rules.LineUnknown)


@handles(HandOver, name="logistics.handOver", needs=HAND_OVER)
async def hand_over(command: HandOver, work: Work) -> HandedOver:
    order, outbound = await outbound_locked(work, command.outbound_id)
    again = await _may_leave(work, order, outbound)
    if not 1 <= command.pieces <= rules.PIECES_MAX:
        raise rules.PiecesUncounted(rules.PIECES_MAX)
    counted = await _counted(command, work, order)
    lines = await _lines(work, outbound.id)
    boxes = [_box(box) for box in command.boxes]
    limits = packing.packed([line.sent for line in lines], boxes, command.leg)
    await _papers_stand(work, order, lines)
    await _leave(work, order, lines, again=again)
    delivery = await _delivery(command, work, order, outbound, counted)
    work.session.add(delivery)
    await work.session.flush()
    await _load(work, delivery, command.boxes, boxes, limits, lines)
    if outbound.state != "handed_over":
        work.changed("outbound", outbound.id, {"state": outbound.state}, {"state": "handed_over"})
        outbound.state = "handed_over"
    move_on(work, order, "handed_over")
    work.events.append(
        GoodsHandedOver(delivery_id=delivery.id, order_id=order.id, driver_id=delivery.driver_id)
    )
    return HandedOver(delivery.id, outbound.id, outbound.delivery_note_number or "")


@dataclass(frozen=True, slots=True)
class _Picked:
    """A picked line with what its hand-over is judged by."""

    taken: Taken
    sent: packing.SentLine
    position: int
    regime: str


async def _may_leave(work: Work, order: Order, outbound: Outbound) -> bool:
    """Whether it goes out again after a failed attempt. Raises UnderWay, OutboundStands, NoteNotReady, QualityMustDecide."""
    again = outbound.state == "handed_over"
    if again and order.state == "handed_over":
        raise rules.UnderWay
    if order.state != ("not_delivered" if again else "rechecked"):
        raise stands(order, outbound)
    if outbound.delivery_note_id is None:
        raise rules.NoteNotReady(outbound.delivery_note_number or "")
    if again:
        earlier = await work.session.scalars(select(Delivery.id).where(Delivery.outbound_id == outbound.id))
        tasks = await tasks_about(work, "delivery", list(earlier))
        if any(task.fit is not True for task in tasks):
            raise rules.QualityMustDecide(any(task.fit is False for task in tasks))
    return again


async def _lines(work: Work, outbound_id: UUID) -> list[_Picked]:
    rows = await work.session.execute(
        select(PickLine, OrderLine.position, Product.name, Product.storage_class, Product.regime)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Lot, Lot.id == PickLine.lot_id)
        .join(Product, Product.id == Lot.product_id)
        .where(PickLine.outbound_id == outbound_id, PickLine.picked > 0)
        .order_by(OrderLine.position, PickLine.id)
    )
    return [
        _Picked(
            Taken(
                holder_id=line.order_line_id,
                lot_id=line.lot_id,
                location_id=line.location_id,
                quantity=line.picked,
            ),
            packing.SentLine(
                pick_line_id=line.id, product=name, storage_class=storage_class, sent=line.picked
            ),
            position,
            regime,
        )
        for line, position, name, storage_class, regime in rows
    ]


def _box(box: BoxSent) -> packing.BoxFacts:
    return packing.BoxFacts(
        box_id=box.box_id,
        means=box.means,
        pick_line_ids=box.pick_line_ids,
        plate=cleaned_or_none(box.plate, characters_max=NUMBER_CHARACTERS_MAX),
        box_number=cleaned_or_none(box.box_number, characters_max=NUMBER_CHARACTERS_MAX),
        logger_number=cleaned_or_none(box.logger_number, characters_max=NUMBER_CHARACTERS_MAX),
    )


async def _papers_stand(work: Work, order: Order, lines: list[_Picked]) -> None:
    """A licence that lapsed since the order was approved stops it here. Raises QualificationMissing."""
    customer = await work.session.get(Customer, order.customer_id)
    assert customer is not None  # noqa: S101 - a foreign key
    lacking = missing(
        CustomerKind(customer.kind),
        [Line(line.position, Regime(line.regime)) for line in lines],
        await held_papers(work.session, "customer", customer.id, work.zone),
        work.today,
    )
    if lacking:
        raise QualificationMissing(tuple(lacking))


async def _leave(work: Work, order: Order, lines: list[_Picked], *, again: bool) -> None:
    """In hand → the customer; after a failed attempt, returned → the customer. Lots that may not go out stay."""
    taken = [line.taken for line in lines]
    if not again:
        await allocation.ship(work, taken, order.customer_id)
        return
    lots = await lots_for_update(work.session, {pick.lot_id for pick in taken})
    for lot in lots.values():
        may_go_out(lot.facts, work.today)
    legs: list[Leg] = []
    for pick in taken:
        back = Leg(
            lot_id=pick.lot_id,
            account="returned",
            quantity=pick.quantity,
            holder=Holder("order_line", pick.holder_id),
        )
        legs += transfer(
            back, account="customer", location_id=None, holder=Holder("customer", order.customer_id)
        )
    await move(work, legs)


async def _counted(command: HandOver, work: Work, order: Order) -> counting.Count:
    """The scanned boxes. Raises BoxUnreadable, BoxOfAnotherOrder, BoxesUncounted, BoxOnItsWay."""
    reason = reason_of(command.count_reason, characters_max=REMARK_CHARACTERS_MAX)
    if command.counted_boxes is None:
        return counting.Count([], reason)
    codes = counting.counted(order.number or "", command.pieces, command.counted_boxes, reason)
    elsewhere = await work.session.execute(
        select(Delivery.counted_boxes, Order.number)
        .join(Order, Order.id == Delivery.order_id)
        .where(Delivery.completed_at.is_(None), Delivery.counted_boxes.overlap(codes))
        .limit(1)
    )
    for boxes, number in elsewhere:
        raise counting.BoxOnItsWay(next(code for code in codes if code in boxes), number or "")
    return counting.Count(codes, reason)


async def _delivery(
    command: HandOver, work: Work, order: Order, outbound: Outbound, counted: counting.Count
) -> Delivery:
    carrier = cleaned_or_none(command.carrier)
    waybill = cleaned_or_none(command.waybill, characters_max=NUMBER_CHARACTERS_MAX)
    own = command.leg == "own_driver"
    if command.leg not in rules.LEGS or (command.driver_id is None if own else not (carrier and waybill)):
        raise rules.LegIncomplete(command.leg)
    delivery = Delivery(
        id=command.delivery_id,
        order_id=order.id,
        outbound_id=outbound.id,
        leg=command.leg,
        driver_id=command.driver_id if own else None,
        driver_name=await _driver(work, command.driver_id) if own and command.driver_id else None,
        handed_over_by=work.actor.user_id,
        handed_over_by_name=work.actor.name,
        carrier=None if own else carrier,
        waybill=None if own else waybill,
        pieces=command.pieces,
        counted_boxes=counted.boxes,
        count_reason=counted.reason,
        departed_at=work.occurred_at,
    )
    work.changed(
        "delivery",
        delivery.id,
        None,
        {"order_id": order.id, "leg": delivery.leg, "driver": delivery.driver_name, "waybill": delivery.waybill,
         "pieces": delivery.pieces, "counted_boxes": counted.boxes, "count_reason": counted.reason},
    )  # fmt: skip
    return delivery


async def _driver(work: Work, driver_id: UUID) -> str:
    """Their name. Raises NotFound for nobody of ours, NotADriver for who could not bring a delivery to its end."""
    person = next(iter(await work.rows(ACTOR_AT, user_id=driver_id, at=work.now)), None)
    if person is None or person.kind != "staff":
        raise NotFound("driver")
    if DELIVER.name not in person.rights:
        raise rules.NotADriver(person.name)
    return person.name


async def _load(
    work: Work,
    delivery: Delivery,
    told: tuple[BoxSent, ...],
    boxes: list[packing.BoxFacts],
    limits: dict[UUID, TemperatureRange],
    lines: list[_Picked],
) -> None:
    """Writes the boxes and what is in them; a box that leaves too warm or too cold is a fact with a task."""
    holds: dict[UUID, UUID] = {}
    for sent, box in zip(told, boxes, strict=True):
        departure = celsius(sent.departure_celsius)
        range_ = limits[box.box_id]
        work.session.add(
            DeliveryBox(
                id=box.box_id,
                delivery_id=delivery.id,
                means=box.means,
                plate=box.plate,
                box_number=box.box_number,
                logger_number=box.logger_number,
                calibrated_until=sent.calibrated_until,
                coolant=cleaned_or_none(sent.coolant, characters_max=NAME_CHARACTERS_MAX),
                validated_hours=packing.checked_hours(sent.validated_hours),
                celsius_min=range_.celsius_min,
                celsius_max=range_.celsius_max,
                departure_celsius=departure,
            )
        )
        holds |= dict.fromkeys(box.pick_line_ids, box.box_id)
        if range_.judge(departure) is not Judgement.WITHIN:
            facts = {
                "box": box.name,
                "when": "departure",
                "celsius": departure,
                "verdict": range_.judge(departure),
            }
            open_task(work, "temperature_out_of_range", ("delivery", delivery.id), facts)
    await work.session.flush()
    work.session.add_all(
        DeliveryLine(
            id=work.ids.new(),
            delivery_id=delivery.id,
            pick_line_id=line.sent.pick_line_id,
            box_id=holds.get(line.sent.pick_line_id),
            sent=line.sent.sent,
        )
        for line in lines
    )

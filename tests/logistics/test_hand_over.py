import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from backend.catalog.products.rules import StorageClass
from backend.compliance.qualifications.rules import (
    CustomerKind,
    PaperType,
    QualificationMissing,
    Regime,
    Standing,
)
from backend.foundation.actor import SYSTEM
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.temperature import NotATemperature
from backend.inventory.lots.commands import HoldLot
from backend.inventory.lots.rules import LotExpired, LotOnHold
from backend.logistics.deliveries import queries, rules
from backend.logistics.deliveries.commands import BoxSent, HandOver
from backend.logistics.deliveries.packing import BoxMixesClasses, ColdRecordMissing
from backend.logistics.delivery_notes.commands import DrawPapers
from backend.logistics.outbounds.rules import OutboundStands
from backend.logistics.quality_tasks.queries import TASKS_OF_THINGS
from backend.sales.orders import queries as orders
from tests.factories.inventory import balances
from tests.factories.logistics import (
    a_way,
    boxes_for,
    hand_over,
    picked,
    rechecked,
    seen_and_signed,
    some_goods,
    the_line,
    the_lines,
    the_outbound,
    told,
    under_way,
)
from tests.factories.masterdata import an_accepted_paper
from tests.factories.orders import a_buyer


async def ready(shop, *goods, **given):
    """Picked, re-checked, with its papers."""
    way = await a_way(shop, *goods, **given)
    await picked(shop, way)
    await rechecked(shop, way)
    return way


async def order_state(shop, way):
    (order,) = await shop.look(orders.ORDERS_BY_ID, shop.person("sales"), ids=[way.order_id])
    return order.state


async def the_delivery(shop, delivery_id, by="keeper"):
    rows = await shop.look(queries.DELIVERIES_BY_ID, shop.person(by), ids=[delivery_id])
    return rows[0] if rows else None


async def nothing_left(shop, way):
    assert await order_state(shop, way) == "rechecked"
    assert await shop.look(queries.DELIVERIES_OF_ORDERS, shop.person("keeper"), ids=[way.order_id]) == []
    assert (await balances(shop, way.goods[0].lot.id))["picked"] == Decimal(2)


async def test_goods_handed_over_are_the_driver_s_with_counted_boxes_and_their_cold_record(shop):
    way = await ready(shop)

    delivery_id = await hand_over(shop, way, pieces=3)

    delivery = await the_delivery(shop, delivery_id)
    assert (delivery.order_number, delivery.leg, delivery.driver_name, delivery.pieces, delivery.outcome) == (
        way.number, "own_driver", "driver", 3, None,
    )  # fmt: skip
    assert delivery.departed_at == shop.clock.now()
    (box,) = await shop.look(queries.BOXES_OF_DELIVERIES, shop.person("driver"), ids=[delivery_id])
    assert (box.means, box.plate, box.box_number, box.logger_number) == (
        "passive_box",
        "沪A12345",
        "BX-07",
        "T-0815",
    )
    assert (box.celsius_min, box.celsius_max, box.departure_celsius) == (
        Decimal(2),
        Decimal(8),
        Decimal("4.2"),
    )
    assert await order_state(shop, way) == "handed_over"
    assert (await the_outbound(shop, way.order_id)).state == "handed_over"
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(98)}


async def test_nothing_leaves_before_its_recheck_is_signed(shop):
    way = await a_way(shop)
    await picked(shop, way)

    with pytest.raises(OutboundStands):
        await hand_over(shop, way)
    assert await order_state(shop, way) == "picked"


async def test_nothing_leaves_without_the_delivery_note_and_with_it_the_same_command_passes(shop):
    way, rechecker = await a_way(shop), shop.person("rechecker")
    await picked(shop, way)
    await shop.perform(await seen_and_signed(shop, rechecker, way), rechecker)  # Nothing was drawn yet.
    driver = shop.person("driver")
    command = HandOver(
        delivery_id=shop.new_id(), outbound_id=way.outbound_id, leg="own_driver", driver_id=driver.user_id,
        pieces=1, boxes=await boxes_for(shop, way),
    )  # fmt: skip
    id = shop.new_id()

    with pytest.raises(rules.NoteNotReady) as refused:
        await shop.perform(command, shop.person("keeper"), command_id=id)
    await nothing_left(shop, way)
    await shop.perform(DrawPapers(outbound_id=way.outbound_id), SYSTEM)
    await shop.perform(command, shop.person("keeper"), command_id=id)

    assert refused.value.number == (await the_outbound(shop, way.order_id)).delivery_note_number
    assert await order_state(shop, way) == "handed_over"
    await told(shop)


async def test_a_lot_stopped_or_expired_by_then_stays_here(shop):
    held, now = await ready(shop), shop.clock.now()
    await shop.perform(HoldLot(lot_id=held.goods[0].lot.id, reason="投诉"), shop.person("qualityOfficer"))
    with pytest.raises(LotOnHold):
        await hand_over(shop, held)
    await nothing_left(shop, held)

    dying = await ready(shop, await some_goods(shop, expires="2026-11-25"))
    shop.clock.set(now.replace(day=26))
    try:
        with pytest.raises(LotExpired):
            await hand_over(shop, dying)
    finally:
        shop.clock.set(now)
    await nothing_left(shop, dying)


async def test_a_licence_that_lapsed_since_the_order_stops_the_hand_over_and_is_named(shop):
    buyer, now = await a_buyer(shop, kind=CustomerKind.distributor), shop.clock.now()
    await an_accepted_paper(
        shop, buyer.id, PaperType.device_operating_licence, valid_to=now.date().replace(day=25)
    )
    way = await ready(shop, await some_goods(shop, regime=Regime.device_3), buyer=buyer)

    shop.clock.set(now.replace(day=26))
    try:
        with pytest.raises(QualificationMissing) as refused:
            await hand_over(shop, way)
    finally:
        shop.clock.set(now)

    (lack,) = refused.value.missing
    assert (lack.line, lack.paper_type, lack.why) == (1, PaperType.device_operating_licence, Standing.expired)
    await nothing_left(shop, way)


@pytest.mark.parametrize(
    ("told_wrong", "missing"),
    [
        ({"logger_number": None}, ["logger_number"]),
        ({"plate": " "}, ["plate"]),
        ({"box_number": None}, ["box_number"]),
        ({"means": "truck", "plate": None, "logger_number": ""}, ["plate", "logger_number"]),
    ],
)
async def test_a_line_that_is_not_ambient_needs_its_whole_cold_record(shop, told_wrong, missing):
    way = await ready(shop)

    with pytest.raises(ColdRecordMissing) as refused:
        await hand_over(shop, way, boxes=await boxes_for(shop, way, **told_wrong))

    assert refused.value == ColdRecordMissing(way.goods[0].product.name, missing)
    await nothing_left(shop, way)


async def test_a_cold_line_in_no_box_is_refused_and_an_ambient_one_needs_none(shop):
    cold = await ready(shop)
    with pytest.raises(ColdRecordMissing) as refused:
        await hand_over(shop, cold, boxes=())
    assert refused.value.missing == ["box"]
    await nothing_left(shop, cold)

    ambient = await ready(shop, await some_goods(shop, storage_class=StorageClass.ambient))
    delivery_id = await hand_over(shop, ambient, boxes=())
    assert await shop.look(queries.BOXES_OF_DELIVERIES, shop.person("keeper"), ids=[delivery_id]) == []


async def test_refrigerated_and_frozen_goods_travel_in_boxes_of_their_own(shop):
    cold, frozen = await some_goods(shop), await some_goods(shop, storage_class=StorageClass.frozen)
    way = await ready(shop, cold, frozen)
    with pytest.raises(BoxMixesClasses):
        await hand_over(shop, way)
    await nothing_left(shop, way)

    lines = sorted(await the_lines(shop, way), key=lambda line: line.position)
    boxes = tuple(
        BoxSent(
            box_id=shop.new_id(), means="passive_box", pick_line_ids=(line.id,), departure_celsius=Decimal(celsius),
            logger_number=f"T-{line.position}", plate="沪A1", box_number=f"B-{line.position}",
        )
        for line, celsius in zip(lines, ("5", "-18"), strict=True)
    )  # fmt: skip
    delivery_id = await hand_over(shop, way, boxes=boxes, pieces=2)

    kept = await shop.look(queries.BOXES_OF_DELIVERIES, shop.person("keeper"), ids=[delivery_id])
    assert [(box.celsius_min, box.celsius_max) for box in kept] == [
        (Decimal(2), Decimal(8)), (Decimal(-25), Decimal(-10)),
    ]  # fmt: skip


async def test_a_box_that_leaves_too_warm_is_a_fact_with_a_task_for_quality(shop):
    way = await ready(shop)

    delivery_id = await hand_over(shop, way, boxes=await boxes_for(shop, way, "9.1"))

    (task,) = await shop.look(TASKS_OF_THINGS, shop.person("qualityOfficer"), ids=[delivery_id])
    assert (task.kind, task.facts["when"], task.facts["verdict"], task.facts["celsius"]) == (
        "temperature_out_of_range", "departure", "above", "9.1",
    )  # fmt: skip


async def test_lines_and_boxes_of_elsewhere_twice_or_of_nothing_are_refused(shop):
    way, other = await ready(shop), await ready(shop)
    (box,), foreign = await boxes_for(shop, way), await the_line(shop, other)

    for boxes in (
        (replace(box, pick_line_ids=(foreign.id,)),),
        (replace(box, pick_line_ids=box.pick_line_ids * 2),),
        (box, replace(box, box_id=shop.new_id())),
        (box, replace(box, pick_line_ids=())),
    ):
        with pytest.raises(rules.LineUnknown):
            await hand_over(shop, way, boxes=boxes)
    with pytest.raises(NotATemperature):
        await hand_over(shop, way, boxes=(replace(box, departure_celsius=Decimal("-300")),))
    await nothing_left(shop, way)


async def test_boxes_are_counted_and_legs_are_complete(shop):
    way = await ready(shop)

    for given, refusal in (
        ({"pieces": 0}, rules.PiecesUncounted),
        ({"pieces": 1_001}, rules.PiecesUncounted),
        ({"driver_id": None}, rules.LegIncomplete),
        ({"leg": "courier", "carrier": "顺丰冷运"}, rules.LegIncomplete),
        ({"leg": "balloon"}, rules.LegIncomplete),
        ({"driver_id": shop.new_id()}, NotFound),
        ({"driver_id": shop.person("sales").user_id}, rules.NotADriver),
        ({"driver_id": shop.person("customer", customer_id=way.buyer.id).user_id}, NotFound),
    ):
        with pytest.raises(refusal):
            await hand_over(shop, way, **given)
    await nothing_left(shop, way)


async def test_a_courier_s_leg_has_carrier_and_waybill_and_no_driver(shop):
    way = await ready(shop)

    delivery_id = await hand_over(
        shop, way, leg="courier", carrier="顺丰冷运", waybill="SF1034", driver_id=None,
        boxes=await boxes_for(shop, way, plate=None),
    )  # fmt: skip

    delivery = await the_delivery(shop, delivery_id)
    assert (delivery.carrier, delivery.waybill, delivery.driver_id) == ("顺丰冷运", "SF1034", None)


async def test_what_is_under_way_is_not_handed_over_again(shop):
    way, delivery_id = await under_way(shop)

    with pytest.raises(rules.UnderWay):
        await hand_over(shop, way)
    assert len(await shop.look(queries.DELIVERIES_OF_ORDERS, shop.person("keeper"), ids=[way.order_id])) == 1
    assert (await the_delivery(shop, delivery_id)).outcome is None


async def test_two_who_hand_over_at_once_one_does(shop):
    way = await ready(shop)
    boxes = [await boxes_for(shop, way) for _ in range(2)]

    answers = await asyncio.gather(
        *(hand_over(shop, way, boxes=each) for each in boxes), return_exceptions=True
    )

    assert sorted(isinstance(answer, rules.UnderWay) for answer in answers) == [False, True]
    assert len(await shop.look(queries.DELIVERIES_OF_ORDERS, shop.person("keeper"), ids=[way.order_id])) == 1


async def test_who_lacks_the_right_hands_nothing_over(shop):
    way = await ready(shop)

    with pytest.raises(NotAllowed):
        await hand_over(shop, way, by=shop.person("sales"))
    await nothing_left(shop, way)


async def test_a_line_of_which_nothing_was_picked_is_not_sent(shop):
    way, delivery_id = await under_way(shop, await some_goods(shop), await some_goods(shop))

    sent = await shop.look(queries.LINES_OF_DELIVERIES, shop.person("driver"), ids=[delivery_id])

    assert {line.pick_line_id for line in sent} == {line.id for line in await the_lines(shop, way)}
    assert [(line.sent, line.received) for line in sent] == [(Decimal(2), None)] * 2


HAND_OVER = """mutation ($command: UUID!, $input: HandOverInput!) {
  handOver(commandId: $command, input: $input) { __typename ... on Refusal { message } } }"""
LAST_USED = """query ($box: String, $logger: String) { coldBoxLastUsed(boxNumber: $box, loggerNumber: $logger) {
  means coolant validatedHours calibratedUntil } }"""


async def by_graphql(shop, way, **box):
    """Hands it over through the door, in one box with these facts beside the demanded ones."""
    driver, lines = shop.person("driver"), await the_lines(shop, way)
    await shop.hired()
    given = {
        "deliveryId": str(shop.new_id()),
        "outboundId": str(way.outbound_id),
        "leg": "own_driver",
        "pieces": 1,
        "driverId": str(driver.user_id),
        "boxes": [
            {
                "boxId": str(shop.new_id()),
                "means": "passive_box",
                "pickLineIds": [str(line.id) for line in lines],
                "departureCelsius": "4.2",
                "loggerNumber": "T-7001",
                "plate": "沪A12345",
                "boxNumber": "BX-7001",
                **box,
            }
        ],
    }
    answer = await shop.ask(shop.person("keeper"), HAND_OVER, command=str(shop.new_id()), input=given)
    return given["deliveryId"], answer.data["handOver"]


async def test_what_a_box_was_packed_with_is_kept_and_known_when_it_goes_out_again(shop):
    way = await ready(shop)

    delivery_id, answer = await by_graphql(
        shop, way, coolant=" 0 ℃ 冰排 ×6 ", calibratedUntil="2027-03-31", validatedHours=72
    )

    assert answer == {"__typename": "HandedOver"}
    (box,) = await shop.look(queries.BOXES_OF_DELIVERIES, shop.person("driver"), ids=[UUID(delivery_id)])
    assert (box.coolant, box.calibrated_until, box.validated_hours) == ("0 ℃ 冰排 ×6", date(2027, 3, 31), 72)
    keeper = shop.person("keeper")
    known = await shop.ask(keeper, LAST_USED, box="BX-7001", logger="T-7001")
    assert known.data["coldBoxLastUsed"] == {
        "means": "passive_box",
        "coolant": "0 ℃ 冰排 ×6",
        "validatedHours": 72,
        "calibratedUntil": "2027-03-31",
    }
    other_logger = await shop.ask(keeper, LAST_USED, box="BX-7001", logger="T-7002")
    assert other_logger.data["coldBoxLastUsed"]["calibratedUntil"] is None
    unknown = await shop.ask(keeper, LAST_USED)
    assert set(unknown.data["coldBoxLastUsed"].values()) == {None}


async def test_what_a_box_was_packed_with_last_is_told_to_no_one_who_hands_nothing_over(shop):
    answer = await shop.ask(shop.person("sales"), LAST_USED, box="BX-7001")

    assert answer.data is None
    assert answer.errors


@pytest.mark.parametrize("hours", [0, -4, 721])
async def test_no_packaging_is_validated_for_no_time_or_for_ever(shop, hours):
    way = await ready(shop)

    _, answer = await by_graphql(shop, way, validatedHours=hours)

    assert (answer["__typename"], "720" in answer["message"]) == ("ValidatedHoursRefused", True)
    await nothing_left(shop, way)

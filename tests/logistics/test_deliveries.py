import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from backend.catalog.products.rules import StorageClass
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.text import TextNotPrintable
from backend.inventory.lots.commands import HoldLot
from backend.logistics.deliveries import queries, rules
from backend.logistics.deliveries.confirming import DeliveryRecorded, ReturnSlip, SlipReturned
from backend.logistics.deliveries.telling import BoxArrived, ConfirmCourierDelivery, LineReceived
from backend.logistics.quality_tasks.commands import CloseQualityTask
from backend.logistics.quality_tasks.queries import TASKS_OF_THINGS
from backend.logistics.quality_tasks.rules import TaskClosed
from backend.sales.orders import queries as orders
from offline.delivery_receipt import receipt_document
from offline.digest import digest
from tests.factories.inventory import balances
from tests.factories.logistics import (
    NAME_DRAWN,
    a_way,
    at_the_door,
    boxes_for,
    hand_over,
    picked,
    rechecked,
    some_goods,
    the_lines,
    told,
    under_way,
)
from tests.factories.orders import a_buyer


async def order_state(shop, way):
    (order,) = await shop.look(orders.ORDERS_BY_ID, shop.person("sales"), ids=[way.order_id])
    return order.state


async def the_delivery(shop, delivery_id):
    (delivery,) = await shop.look(queries.DELIVERIES_BY_ID, shop.person("keeper"), ids=[delivery_id])
    return delivery


async def lines_of(shop, delivery_id):
    return await shop.look(queries.LINES_OF_DELIVERIES, shop.person("keeper"), ids=[delivery_id])


async def tasks_of(shop, thing_id):
    tasks = await shop.look(TASKS_OF_THINGS, shop.person("qualityOfficer"), ids=[thing_id])
    return [(task.kind, task.state) for task in tasks]


async def signatures_of(shop, delivery_id, by=None):
    return await shop.look(queries.SIGNATURES_OF_DELIVERIES, by or shop.person("keeper"), ids=[delivery_id])


async def warm(shop, delivery_id, celsius="5.1"):
    """What a phone tells of the delivery's boxes."""
    boxes = await shop.look(queries.BOXES_OF_DELIVERIES, shop.person("driver"), ids=[delivery_id])
    reading = None if celsius is None else Decimal(celsius)
    return tuple(BoxArrived(box_id=box.id, arrival_celsius=reading) for box in boxes)


async def test_a_delivery_taken_whole_in_range_is_delivered_and_signed_at_the_weaker_level(shop):
    way, delivery_id = await under_way(shop)
    command = at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id))

    recorded = await shop.perform(command, shop.person("driver"))

    assert recorded == DeliveryRecorded(delivery_id, "delivered", "within", None)
    delivery = await the_delivery(shop, delivery_id)
    assert (delivery.outcome, delivery.receiver_name, delivery.arrived_at, delivery.slip_state) == (
        "delivered", "王敏", shop.clock.now(), "not_back",
    )  # fmt: skip
    assert await order_state(shop, way) == "delivered"
    (signature,) = await signatures_of(shop, delivery_id)
    assert (signature.method, signature.signer_name, signature.signer_role, signature.strokes) == (
        "drawn", "王敏", "签收人", [list(stroke) for stroke in NAME_DRAWN],
    )  # fmt: skip
    assert await tasks_of(shop, delivery_id) == []
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(98)}


async def test_what_the_receiver_signed_is_the_document_that_the_phone_showed(shop):
    way, delivery_id = await under_way(shop, await some_goods(shop, lot_number="DOC-1"))
    delivery, (line,) = await the_delivery(shop, delivery_id), await the_lines(shop, way)
    boxes = await warm(shop, delivery_id, "5.10")
    shown = receipt_document(
        {
            "deliveryId": str(delivery_id), "noteNumber": delivery.delivery_note_number, "orderNumber": way.number,
            "customer": way.buyer.name, "address": delivery.address,
            "lines": [{"pickLineId": str(line.id), "product": line.product_name, "specification": line.specification,
                       "lot": "DOC-1", "expiresOn": "2028-06-30", "unit": "盒", "sent": "2"}],
        },
        {
            "outcome": "delivered", "reason": None, "arrivedAt": "2026-11-22T01:00:00.000Z", "receiver": "王敏",
            "onBehalf": "同事", "lines": [], "temperatures": [{"boxId": str(boxes[0].box_id), "celsius": "5.1"}],
        },
    )  # fmt: skip
    command = at_the_door(
        shop, delivery_id, boxes=boxes, received_on_behalf="同事", shown_digest=digest(shown)
    )

    recorded = await shop.perform(command, shop.person("driver"))

    (signature,) = await signatures_of(shop, delivery_id)
    assert (recorded.exception, signature.digest, signature.signer_role) == (
        None,
        digest(shown),
        "代收：同事",
    )


async def test_another_document_than_the_one_shown_is_a_fact_that_the_office_looks_at(shop):
    way, delivery_id = await under_way(shop)
    command = at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id), shown_digest="0" * 64)

    recorded = await shop.perform(command, shop.person("driver"))

    assert recorded.exception == "shown_differently"
    assert await order_state(shop, way) == "delivered"
    assert await tasks_of(shop, delivery_id) == [("delivery_exception", "open")]


async def test_part_of_it_taken_says_how_many_and_why_and_the_rest_is_pending_never_available(shop):
    way, delivery_id = await under_way(shop, await some_goods(shop, quantity=10), quantity="5")
    (line,) = await the_lines(shop, way)
    taken = LineReceived(pick_line_id=line.id, received=Decimal(3), reason="外盒受潮")
    command = at_the_door(
        shop, delivery_id, outcome="partly_delivered", lines=(taken,), boxes=await warm(shop, delivery_id)
    )

    await shop.perform(command, shop.person("driver"))

    assert [(each.sent, each.received, each.reason) for each in await lines_of(shop, delivery_id)] == [
        (Decimal(5), Decimal(3), "外盒受潮")
    ]
    assert await order_state(shop, way) == "partly_delivered"
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(5), "returned": Decimal(2)}
    assert await tasks_of(shop, delivery_id) == [("goods_came_back", "open")]


async def test_a_whole_refusal_says_why_and_needs_no_signature_and_all_comes_back(shop):
    way, delivery_id = await under_way(shop)
    command = at_the_door(
        shop, delivery_id, outcome="refused", reason="订错货号", receiver_name=None, strokes=(),
        boxes=await warm(shop, delivery_id),
    )  # fmt: skip

    await shop.perform(command, shop.person("driver"))

    assert await order_state(shop, way) == "refused"
    assert [(each.received, each.reason) for each in await lines_of(shop, delivery_id)] == [
        (Decimal(0), "订错货号")
    ]
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(98), "returned": Decimal(2)}
    assert await signatures_of(shop, delivery_id) == []


def not_there(shop, delivery_id, **given):
    return at_the_door(
        shop, delivery_id, outcome="not_delivered", reason="无人收货", receiver_name=None, strokes=(), **given
    )


@pytest.mark.parametrize("outcome", ["refused", "not_delivered"])
async def test_nobody_received_what_nobody_signed_for_even_when_a_phone_names_the_orders_receiver(
    shop, outcome
):
    _, delivery_id = await under_way(shop)

    told = at_the_door(
        shop, delivery_id, outcome=outcome, reason="无人收货", receiver_name="王敏",
        received_on_behalf="同事", strokes=(), boxes=await warm(shop, delivery_id),
    )  # fmt: skip
    await shop.perform(told, shop.person("driver"))

    delivery = await the_delivery(shop, delivery_id)
    assert (delivery.outcome, delivery.receiver_name, delivery.received_on_behalf) == (outcome, None, None)


async def test_one_not_delivered_in_range_may_be_handed_over_again_and_delivered_then(shop):
    way, first = await under_way(shop)
    await shop.perform(not_there(shop, first, boxes=await warm(shop, first)), shop.person("driver"))
    assert await order_state(shop, way) == "not_delivered"
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(98), "returned": Decimal(2)}

    second = await hand_over(shop, way)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(98)}
    await shop.perform(at_the_door(shop, second, boxes=await warm(shop, second)), shop.person("driver"))

    assert await order_state(shop, way) == "delivered"
    attempts = await shop.look(queries.DELIVERIES_OF_ORDERS, shop.person("keeper"), ids=[way.order_id])
    assert sorted(attempt.outcome for attempt in attempts) == ["delivered", "not_delivered"]


async def test_one_not_delivered_without_a_temperature_goes_out_again_only_when_quality_found_it_fit(shop):
    way, first = await under_way(shop)
    await shop.perform(not_there(shop, first), shop.person("driver"))
    assert await tasks_of(shop, first) == [("temperature_no_data", "open")]
    (task,) = await shop.look(TASKS_OF_THINGS, shop.person("qualityOfficer"), ids=[first])

    with pytest.raises(rules.QualityMustDecide) as waiting:
        await hand_over(shop, way)
    await shop.perform(
        CloseQualityTask(task_id=task.id, conclusion="记录仪数据完整，3.9–5.2 ℃", fit=True),
        shop.person("qualityOfficer"),
    )
    await hand_over(shop, way)

    assert waiting.value == rules.QualityMustDecide(unfit=False)
    assert await order_state(shop, way) == "handed_over"


async def test_goods_that_quality_found_unfit_never_go_out_again(shop):
    way, first = await under_way(shop)
    await shop.perform(not_there(shop, first, boxes=await warm(shop, first, "14")), shop.person("driver"))
    (task,) = await shop.look(TASKS_OF_THINGS, shop.person("qualityOfficer"), ids=[first])
    close = CloseQualityTask(task_id=task.id, conclusion="超温，不能再发", fit=False)
    await shop.perform(close, shop.person("qualityHead"))

    with pytest.raises(rules.QualityMustDecide) as refused:
        await hand_over(shop, way)
    with pytest.raises(TaskClosed):
        await shop.perform(replace(close, fit=True), shop.person("qualityOfficer"))

    assert refused.value == rules.QualityMustDecide(unfit=True)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(98), "returned": Decimal(2)}


@pytest.mark.parametrize(
    ("celsius", "verdict", "task"),
    [
        ("2", "within", None),
        ("8.0", "within", None),
        ("8.1", "above", "temperature_out_of_range"),
        ("-0.5", "below", "temperature_out_of_range"),
        (None, "no_data", "temperature_no_data"),
    ],
)
async def test_the_temperature_at_the_door_is_judged_by_the_strictest_class_in_the_box(
    shop, celsius, verdict, task
):
    cool = await some_goods(shop, storage_class=StorageClass.cool)
    _, delivery_id = await under_way(shop, await some_goods(shop), cool)

    recorded = await shop.perform(
        at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id, celsius)), shop.person("driver")
    )

    assert recorded.temperature_verdict == verdict
    assert await tasks_of(shop, delivery_id) == ([(task, "open")] if task else [])
    assert (await the_delivery(shop, delivery_id)).outcome == "delivered"


async def test_a_box_that_nobody_told_of_is_no_data_never_in_range(shop):
    _, delivery_id = await under_way(shop)

    recorded = await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))

    assert recorded.temperature_verdict == "no_data"


async def test_an_ambient_delivery_has_no_temperature_to_judge(shop):
    _, delivery_id = await under_way(
        shop, await some_goods(shop, storage_class=StorageClass.ambient), boxes=()
    )

    recorded = await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))

    assert recorded.temperature_verdict is None
    assert await tasks_of(shop, delivery_id) == []


@pytest.mark.parametrize(
    "strokes",
    [(), ((),), ((500, 500),), ((500, 500, 503, 502), (700, 400, 701, 401)), ((0, 0, 30, 0),)],
    ids=["nothing", "an empty stroke", "a dot", "two dots", "a tick"],
)
async def test_an_empty_or_dotted_signature_is_refused_and_nothing_is_recorded(shop, strokes):
    way, delivery_id = await under_way(shop)

    with pytest.raises(rules.SignatureNotDrawn):
        await shop.perform(at_the_door(shop, delivery_id, strokes=strokes), shop.person("driver"))

    assert (await the_delivery(shop, delivery_id)).outcome is None
    assert await order_state(shop, way) == "handed_over"


async def test_a_second_receiver_signs_beside_the_first_and_dots_of_theirs_are_refused_too(shop):
    _, delivery_id = await under_way(shop)
    command = at_the_door(shop, delivery_id, second_receiver_name="李强", boxes=await warm(shop, delivery_id))

    with pytest.raises(rules.SignatureNotDrawn):
        await shop.perform(command, shop.person("driver"))
    await shop.perform(replace(command, second_strokes=NAME_DRAWN), shop.person("driver"))

    signatures = await signatures_of(shop, delivery_id)
    assert [(each.signer_name, each.signer_role) for each in signatures] == [
        ("王敏", "签收人"), ("李强", "第二签收人"),
    ]  # fmt: skip
    assert signatures[0].digest == signatures[1].digest


async def test_outcomes_that_contradict_their_lines_are_refused_in_words(shop):
    way, delivery_id = await under_way(shop, quantity="5")
    (line,) = await the_lines(shop, way)

    def took(received, reason="破损"):
        return (LineReceived(pick_line_id=line.id, received=Decimal(received), reason=reason),)

    for given, refusal in (
        ({"lines": took(3)}, rules.OutcomeContradicts),
        ({"outcome": "partly_delivered"}, rules.OutcomeContradicts),
        ({"outcome": "partly_delivered", "lines": took(0)}, rules.OutcomeContradicts),
        ({"outcome": "partly_delivered", "lines": took(3, None)}, rules.OutcomeNeedsReason),
        ({"outcome": "refused"}, rules.OutcomeNeedsReason),
        ({"outcome": "lost"}, rules.OutcomeContradicts),
        ({"lines": took(6)}, rules.MoreThanSent),
        ({"lines": took(5) * 2}, rules.LineUnknown),
        ({"lines": (LineReceived(pick_line_id=shop.new_id(), received=Decimal(5)),)}, rules.LineUnknown),
        ({"boxes": (BoxArrived(box_id=shop.new_id()),)}, rules.LineUnknown),
        ({"receiver_name": " "}, rules.ReceiverMissing),
        ({"receiver_name": "王\x00敏"}, TextNotPrintable),
    ):
        with pytest.raises(refusal):
            await shop.perform(at_the_door(shop, delivery_id, **given), shop.person("driver"))
    assert (await the_delivery(shop, delivery_id)).outcome is None


async def test_a_delivery_told_twice_stands_as_it_was_told_first_and_the_office_is_asked(shop):
    way, delivery_id = await under_way(shop)
    await shop.perform(
        at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id)), shop.person("driver")
    )

    again = await shop.perform(
        at_the_door(shop, delivery_id, outcome="refused", reason="不要了"), shop.person("driver", name="二号")
    )

    assert again == DeliveryRecorded(delivery_id, "delivered", "within", "told_again")
    assert (await the_delivery(shop, delivery_id)).outcome == "delivered"
    assert await order_state(shop, way) == "delivered"
    assert await tasks_of(shop, delivery_id) == [("delivery_exception", "open")]


async def test_the_same_confirmation_arriving_twice_is_on_file_exactly_once(shop):
    _, delivery_id = await under_way(shop)
    command, id = at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id)), shop.new_id()

    answers = await asyncio.gather(
        *(shop.performed(command, shop.person("driver"), command_id=id) for _ in range(3))
    )

    assert sorted(answer.replayed for answer in answers) == [False, True, True]
    assert len(await signatures_of(shop, delivery_id)) == 1
    assert await tasks_of(shop, delivery_id) == []


async def test_a_colleague_who_delivered_instead_is_a_fact_with_a_task(shop):
    way, delivery_id = await under_way(shop)
    command = at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id))

    recorded = await shop.perform(command, shop.person("driver", name="替班司机"))

    assert recorded.exception == "other_driver"
    assert await order_state(shop, way) == "delivered"
    assert await tasks_of(shop, delivery_id) == [("delivery_exception", "open")]


async def test_goods_that_were_stopped_while_on_the_way_are_delivered_and_quality_hears_of_it(shop):
    way, delivery_id = await under_way(shop, await some_goods(shop, lot_number="STOP-1"))
    await shop.perform(HoldLot(lot_id=way.goods[0].lot.id, reason="召回在查"), shop.person("qualityOfficer"))

    recorded = await shop.perform(
        at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id)), shop.person("driver")
    )

    assert recorded.exception == "LotOnHold STOP-1"
    assert await order_state(shop, way) == "delivered"


@pytest.mark.parametrize("hours", [-30, 30])
async def test_an_arrival_time_that_cannot_be_is_replaced_by_the_server_s_and_marked(shop, hours):
    _, delivery_id = await under_way(shop)
    command = at_the_door(
        shop,
        delivery_id,
        arrived_at=shop.clock.now() + timedelta(hours=hours),
        boxes=await warm(shop, delivery_id),
    )

    recorded = await shop.perform(command, shop.person("driver"))

    assert recorded.exception == "arrival_time"
    assert (await the_delivery(shop, delivery_id)).arrived_at == shop.clock.now()


async def test_an_arrival_without_a_zone_is_taken_as_utc_and_no_crash(shop):
    _, delivery_id = await under_way(shop)
    naive = shop.clock.now().replace(tzinfo=None)

    recorded = await shop.perform(
        at_the_door(shop, delivery_id, arrived_at=naive, boxes=await warm(shop, delivery_id)),
        shop.person("driver"),
    )

    assert recorded.exception is None


async def test_a_photo_may_come_later_and_one_that_another_sent_is_not_named(shop):
    _, delivery_id = await under_way(shop)
    foreign = shop.new_id()
    async with shop.house.sessions() as session, session.begin():
        await session.execute(
            text(
                "insert into attachments (id, user_id, sha256, mime, length) values"
                " (:id, :user, '\\x00', 'image/png', 9)"
            ),
            {"id": foreign, "user": shop.person("sales").user_id},
        )
    to_come = shop.new_id()
    boxes = tuple(replace(box, logger_photo_id=foreign) for box in await warm(shop, delivery_id))
    command = at_the_door(shop, delivery_id, boxes=boxes, slip_photo_id=to_come)

    recorded = await shop.perform(command, shop.person("driver"))

    delivery = await the_delivery(shop, delivery_id)
    (box,) = await shop.look(queries.BOXES_OF_DELIVERIES, shop.person("keeper"), ids=[delivery_id])
    assert (recorded.exception, delivery.slip_photo_id, delivery.slip_state) == (
        "photo_of_another", to_come, "photo",
    )  # fmt: skip
    assert box.logger_photo_id is None


async def test_the_slip_comes_back_and_finance_can_wait_for_it(shop):
    _, delivery_id = await under_way(shop)
    await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))

    returned = await shop.perform(
        ReturnSlip(delivery_id=delivery_id, state="original"), shop.person("finance")
    )

    assert returned == SlipReturned(delivery_id, "original")
    with pytest.raises(rules.SlipStateUnknown):
        await shop.perform(ReturnSlip(delivery_id=delivery_id, state="eaten"), shop.person("keeper"))
    with pytest.raises(NotFound):
        await shop.perform(
            ReturnSlip(delivery_id=delivery_id, state="photo"), shop.person("driver", name="别的司机")
        )
    assert (await the_delivery(shop, delivery_id)).slip_state == "original"


async def by_courier(shop, **given):
    way = await a_way(shop)
    await picked(shop, way)
    await rechecked(shop, way)
    boxes = await boxes_for(shop, way, plate=None)
    delivery_id = await hand_over(
        shop, way, leg="courier", carrier="顺丰冷运", waybill="SF1", driver_id=None, boxes=boxes, **given
    )
    return way, delivery_id


async def test_what_a_courier_brought_the_customer_confirms_once_and_only_theirs(shop):
    way, delivery_id = await by_courier(shop)
    own = shop.person("customer", name="王敏", customer_id=way.buyer.id)
    foreign = shop.person("customer", customer_id=(await a_buyer(shop)).id)
    command = ConfirmCourierDelivery(
        delivery_id=delivery_id, arrived_at=shop.clock.now(), outcome="delivered"
    )

    with pytest.raises(NotFound):
        await shop.perform(command, foreign)
    with pytest.raises(NotAllowed):
        await shop.perform(command, shop.person("driver"))
    with pytest.raises(rules.CourierConfirmsOtherwise):
        await shop.perform(replace(command, outcome="not_delivered", reason="?"), own)
    recorded = await shop.perform(command, own)
    with pytest.raises(rules.DeliveryDone):
        await shop.perform(command, own)

    assert recorded == DeliveryRecorded(delivery_id, "delivered", "no_data", None)
    assert (await the_delivery(shop, delivery_id)).receiver_name == "王敏"
    assert await order_state(shop, way) == "delivered"


async def test_our_own_driver_s_delivery_is_not_the_customer_s_to_confirm(shop):
    way, delivery_id = await under_way(shop)
    command = ConfirmCourierDelivery(
        delivery_id=delivery_id, arrived_at=shop.clock.now(), outcome="delivered"
    )

    with pytest.raises(rules.CourierConfirmsOtherwise):
        await shop.perform(command, shop.person("customer", customer_id=way.buyer.id))
    assert (await the_delivery(shop, delivery_id)).outcome is None


async def test_an_exception_and_a_temperature_are_told_to_quality_and_a_smooth_delivery_is_not(shop):
    officer = shop.person("qualityOfficer")

    async def notices_about(delivery_id):
        await told(shop)
        async with shop.house.sessions() as session:
            rows = await session.execute(
                text("select kind from notices where about_id = :id and user_id = :user"),
                {"id": delivery_id, "user": officer.user_id},
            )
            return [row.kind for row in rows]

    await shop.hired()
    found = []
    for celsius, driver in (("5", None), ("12", None), ("5", "替班")):
        _, delivery_id = await under_way(shop)
        command = at_the_door(shop, delivery_id, boxes=await warm(shop, delivery_id, celsius))
        await shop.perform(command, shop.person("driver", name=driver))
        found.append(await notices_about(delivery_id))

    assert found == [[], ["temperature.task"], ["delivery.exception"]]


async def test_who_neither_drives_nor_keeps_confirms_nothing(shop):
    _, delivery_id = await under_way(shop)

    with pytest.raises(NotAllowed):
        await shop.perform(at_the_door(shop, delivery_id), shop.person("sales"))
    with pytest.raises(NotFound):
        await shop.perform(at_the_door(shop, shop.new_id()), shop.person("driver"))
    assert (await the_delivery(shop, delivery_id)).outcome is None

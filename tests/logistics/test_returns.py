"""Goods that came back: quality's conclusion moves them, once, and never past a temperature in doubt."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from backend.inventory.movements.tables import Balance
from backend.logistics.deliveries.telling import LineReceived
from backend.logistics.outbounds.rules import OutboundStands
from backend.logistics.quality_tasks.commands import CloseQualityTask
from backend.logistics.quality_tasks.rules import TaskClosed, TemperatureUndecided
from backend.logistics.quality_tasks.tables import QualityTask
from backend.sales.orders.commands import CancelOrder
from tests.factories.inventory import balances
from tests.factories.logistics import (
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
from tests.logistics.test_deliveries import warm

CLOSE = """mutation ($command: UUID!, $input: CloseQualityTaskInput!) {
  closeQualityTask(commandId: $command, input: $input) { __typename ... on Refusal { message } } }"""


async def partly_taken(shop, boxes=None):
    """Five went out, three were taken, two came back; the way and the delivery."""
    way, delivery_id = await under_way(shop, await some_goods(shop, quantity=10), quantity="5")
    (line,) = await the_lines(shop, way)
    taken = LineReceived(pick_line_id=line.id, received=Decimal(3), reason="外盒受潮")
    command = at_the_door(
        shop,
        delivery_id,
        outcome="partly_delivered",
        lines=(taken,),
        boxes=await warm(shop, delivery_id) if boxes is None else boxes,
    )
    await shop.perform(command, shop.person("driver"))
    return way, delivery_id


async def task_of(shop, delivery_id, kind):
    async with shop.house.sessions() as session:
        return await session.scalar(
            select(QualityTask.id).where(QualityTask.about_id == delivery_id, QualityTask.kind == kind)
        )


async def places(shop, way):
    async with shop.house.sessions() as session:
        rows = await session.execute(
            select(Balance.account, Balance.location_id, Balance.quantity).where(
                Balance.lot_id == way.goods[0].lot.id, Balance.quantity > 0
            )
        )
        return [tuple(row) for row in rows]


async def conclude(shop, task_id, *, fit):
    command = CloseQualityTask(task_id=task_id, conclusion="外观与温度记录已核对", fit=fit)
    return await shop.perform(command, shop.person("qualityOfficer"))


async def test_goods_found_fit_stand_on_their_shelf_again(shop):
    way, delivery_id = await partly_taken(shop)
    (line,) = await the_lines(shop, way)

    await conclude(shop, await task_of(shop, delivery_id, "goods_came_back"), fit=True)

    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(7)}
    assert await places(shop, way) == [("stock", line.location_id, Decimal(7))]


async def test_goods_found_unfit_are_set_apart_and_never_available(shop):
    way, delivery_id = await partly_taken(shop)

    await conclude(shop, await task_of(shop, delivery_id, "goods_came_back"), fit=False)

    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(5), "rejected": Decimal(2)}


async def test_a_second_conclusion_moves_nothing(shop):
    way, delivery_id = await partly_taken(shop)
    task_id = await task_of(shop, delivery_id, "goods_came_back")
    await conclude(shop, task_id, fit=True)

    with pytest.raises(TaskClosed):
        await conclude(shop, task_id, fit=False)

    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(7)}


@pytest.mark.parametrize(("judged", "found_unfit"), [(None, False), (False, True)])
async def test_goods_are_not_fit_while_their_temperature_is_in_doubt_or_unfit(shop, judged, found_unfit):
    way, delivery_id = await partly_taken(shop, boxes=())
    if judged is not None:
        await conclude(shop, await task_of(shop, delivery_id, "temperature_no_data"), fit=judged)
    task_id = await task_of(shop, delivery_id, "goods_came_back")

    with pytest.raises(TemperatureUndecided) as refused:
        await conclude(shop, task_id, fit=True)

    assert refused.value.found_unfit is found_unfit
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(5), "returned": Decimal(2)}
    await conclude(shop, task_id, fit=False)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(5), "rejected": Decimal(2)}


async def test_once_the_temperature_is_found_fit_the_goods_may_be_too_through_graphql(shop):
    way, delivery_id = await partly_taken(shop, boxes=())
    quality = shop.person("qualityOfficer")
    goods = str(await task_of(shop, delivery_id, "goods_came_back"))
    given = {"taskId": goods, "conclusion": "可以继续销售", "fit": True}

    early = await shop.ask(quality, CLOSE, command=str(shop.new_id()), input=given)
    await conclude(shop, await task_of(shop, delivery_id, "temperature_no_data"), fit=True)
    late = await shop.ask(quality, CLOSE, command=str(shop.new_id()), input=given)

    assert early.data["closeQualityTask"]["__typename"] == "TemperatureUndecided"
    assert late.data["closeQualityTask"]["__typename"] == "QualityTaskClosed"
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(7)}


async def not_delivered(shop, boxes):
    """Two went out and came back undelivered; the way and the delivery."""
    way, delivery_id = await under_way(shop, await some_goods(shop, quantity=10))
    command = at_the_door(
        shop,
        delivery_id,
        outcome="not_delivered",
        reason="无人收货",
        receiver_name=None,
        strokes=(),
        boxes=boxes if isinstance(boxes, tuple) else await warm(shop, delivery_id, boxes),
    )
    await shop.perform(command, shop.person("driver"))
    return way, delivery_id


async def kinds_about(shop, delivery_id):
    async with shop.house.sessions() as session:
        found = await session.scalars(
            select(QualityTask.kind).where(QualityTask.about_id == delivery_id).order_by(QualityTask.kind)
        )
        return list(found)


async def cancel(shop, way):
    command = CancelOrder(order_id=way.order_id, reason="客户不再需要")
    await shop.perform(command, shop.person("sales"))
    await told(shop)


async def test_an_undelivered_order_may_be_cancelled_and_its_goods_wait_for_quality(shop):
    way, delivery_id = await not_delivered(shop, "4.4")

    await cancel(shop, way)

    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(8), "returned": Decimal(2)}
    assert await kinds_about(shop, delivery_id) == ["goods_came_back"]
    (line,) = await the_lines(shop, way)
    assert line.picked == Decimal(2)  # That they were picked and out stays on record.
    with pytest.raises(OutboundStands):
        await hand_over(shop, way)
    await conclude(shop, await task_of(shop, delivery_id, "goods_came_back"), fit=True)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(10)}


async def test_a_cancelled_order_s_goods_are_not_fit_while_their_temperature_is_in_doubt(shop):
    way, delivery_id = await not_delivered(shop, ())

    await cancel(shop, way)
    task_id = await task_of(shop, delivery_id, "goods_came_back")

    with pytest.raises(TemperatureUndecided):
        await conclude(shop, task_id, fit=True)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(8), "returned": Decimal(2)}


async def test_undelivered_goods_found_too_warm_are_put_to_quality_and_set_apart(shop):
    way, delivery_id = await not_delivered(shop, "14")
    assert await kinds_about(shop, delivery_id) == ["temperature_out_of_range"]

    await conclude(shop, await task_of(shop, delivery_id, "temperature_out_of_range"), fit=False)

    assert await kinds_about(shop, delivery_id) == ["goods_came_back", "temperature_out_of_range"]
    await cancel(shop, way)
    assert await kinds_about(shop, delivery_id) == ["goods_came_back", "temperature_out_of_range"]
    await conclude(shop, await task_of(shop, delivery_id, "goods_came_back"), fit=False)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(8), "rejected": Decimal(2)}


async def test_undelivered_goods_found_fit_are_not_asked_about_again(shop):
    _, delivery_id = await not_delivered(shop, "14")

    await conclude(shop, await task_of(shop, delivery_id, "temperature_out_of_range"), fit=True)

    assert await kinds_about(shop, delivery_id) == ["temperature_out_of_range"]


async def test_a_departure_found_unfit_before_they_came_back_undelivered_is_not_forgotten(shop):
    way = await a_way(shop, await some_goods(shop, quantity=10))
    await picked(shop, way)
    await rechecked(shop, way)
    delivery_id = await hand_over(shop, way, boxes=await boxes_for(shop, way, "15"))
    await conclude(shop, await task_of(shop, delivery_id, "temperature_out_of_range"), fit=False)
    assert await kinds_about(shop, delivery_id) == ["temperature_out_of_range"]

    await shop.perform(
        at_the_door(
            shop,
            delivery_id,
            outcome="not_delivered",
            reason="无人收货",
            receiver_name=None,
            strokes=(),
            boxes=await warm(shop, delivery_id),
        ),
        shop.person("driver"),
    )

    assert await kinds_about(shop, delivery_id) == ["goods_came_back", "temperature_out_of_range"]


async def test_the_numbers_of_a_task_are_spelled_as_people_write_them(shop):
    way, delivery_id = await partly_taken(shop)

    async with shop.house.sessions() as session:
        facts = await session.scalar(
            select(QualityTask.facts).where(
                QualityTask.about_id == delivery_id, QualityTask.kind == "goods_came_back"
            )
        )

    assert facts == {"outcome": "partly_delivered", "lots": [[str(way.goods[0].lot.id), "2"]]}

"""Boxes are counted by their labels when they are handed over: all of them, this order's, or somebody says why not."""

import pytest

from backend.logistics.deliveries.counting import (
    BoxesUncounted,
    BoxOfAnotherOrder,
    BoxOnItsWay,
    BoxUnreadable,
    counted,
    order_of,
)
from backend.overviews.registers.rules import RegisterKind
from tests.factories.logistics import a_way, hand_over, picked, rechecked
from tests.logistics.test_hand_over import nothing_left
from tests.overviews.test_registers import rows_of

ORDER = "SO-2026-000123"


def test_every_box_of_the_order_is_counted_and_kept_in_the_order_of_counting():
    boxes = [f"{ORDER}-2", f"{ORDER}-1", " bx-07 "]

    assert counted(ORDER, 3, boxes, None) == [f"{ORDER}-2", f"{ORDER}-1", "BX-07"]


def test_a_box_of_another_order_is_refused_by_its_name():
    with pytest.raises(BoxOfAnotherOrder) as refused:
        counted(ORDER, 2, [f"{ORDER}-1", "SO-2026-000124-2"], None)

    assert (refused.value.box, refused.value.order) == ("SO-2026-000124-2", "SO-2026-000124")


@pytest.mark.parametrize("box", ["", "a b", "箱", "A" * 25, "\0", f"{ORDER}-1"])
def test_what_is_no_label_or_was_counted_already_is_no_box(box):
    with pytest.raises(BoxUnreadable):
        counted(ORDER, 2, [f"{ORDER}-1", box], None)


@pytest.mark.parametrize("scanned", [0, 1, 3])
def test_fewer_boxes_than_pieces_need_a_reason_and_more_are_no_count(scanned):
    boxes = [f"{ORDER}-{number}" for number in range(scanned)]

    with pytest.raises(BoxesUncounted) as refused:
        counted(ORDER, 2, boxes, None)

    assert (refused.value.counted, refused.value.pieces) == (scanned, 2)
    if scanned < 2:
        assert counted(ORDER, 2, boxes, "标签破损") == boxes


@pytest.mark.parametrize(
    ("code", "order"),
    [(f"{ORDER}-1", ORDER), ("SO-2026-1234567-12", "SO-2026-1234567"), ("BX-07", None), (ORDER, None)],
)
def test_a_box_says_whose_it_is_or_that_it_is_used_again_and_again(code, order):
    assert order_of(code) == order


async def ready(shop):
    way = await a_way(shop)
    await picked(shop, way)
    await rechecked(shop, way)
    return way


async def records(shop, way):
    lot = way.goods[0].lot.lot_number
    rows = await rows_of(shop, RegisterKind.handovers, lot=lot)
    return [
        (row.pieces, row.boxes_scanned, row.count_reason) for row in rows if row.order_number == way.number
    ]


async def test_nothing_leaves_while_a_box_is_uncounted_or_another_order_s(shop):
    way = await ready(shop)

    with pytest.raises(BoxesUncounted):
        await hand_over(shop, way, pieces=2, counted_boxes=(f"{way.number}-1",))
    with pytest.raises(BoxOfAnotherOrder):
        await hand_over(shop, way, pieces=1, counted_boxes=("SO-2019-000001-1",))
    await nothing_left(shop, way)

    await hand_over(shop, way, pieces=2, counted_boxes=(f"{way.number}-1", f"{way.number}-2"))
    assert await records(shop, way) == [(2, 2, None)]


async def test_a_label_that_cannot_be_read_is_counted_by_hand_and_the_register_says_why(shop):
    way = await ready(shop)

    await hand_over(shop, way, pieces=3, counted_boxes=(f"{way.number}-1",), count_reason=" 标签破损 ")

    assert await records(shop, way) == [(3, 1, "标签破损")]


async def test_a_box_that_is_still_on_its_way_cannot_leave_a_second_time(shop):
    first, second = await ready(shop), await ready(shop)
    await hand_over(shop, first, counted_boxes=("BX-07",))

    with pytest.raises(BoxOnItsWay) as refused:
        await hand_over(shop, second, counted_boxes=("BX-07",))

    assert (refused.value.box, refused.value.order) == ("BX-07", first.number)
    await nothing_left(shop, second)


async def test_a_phone_of_the_first_release_hands_over_as_it_did(shop):
    way = await ready(shop)

    await hand_over(shop, way, pieces=2)

    assert await records(shop, way) == [(2, 0, None)]

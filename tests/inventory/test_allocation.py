"""Goods on their way: reserved, picked, shipped, come back; and what stops them."""

from datetime import date
from decimal import Decimal

import pytest

from backend.foundation.permission import NotFound
from backend.inventory.allocation.rules import Wanted
from backend.inventory.lots.commands import HoldLot
from backend.inventory.lots.rules import LotExpired, LotNotAccepted, LotOnHold
from backend.inventory.movements.queries import DRIFT
from backend.inventory.movements.rules import LotShort
from tests.factories.inventory import a_lot, balances
from tests.factories.masterdata import a_product
from tests.inventory.steps import ChangeLot, Release, Reserve, a_reservation, hand_on_as


async def test_a_reservation_takes_what_expires_first_and_splits_over_lots(shop):
    product = (await a_product(shop)).id
    late = await a_lot(shop, product=product, expires="2028-03-01", quantity=10)
    soon = await a_lot(shop, product=product, expires="2027-03-01", quantity=4)

    picks = await a_reservation(shop, product, 6)

    assert [(pick.lot_id, int(pick.quantity)) for pick in picks] == [(soon.id, 4), (late.id, 2)]
    assert await balances(shop, soon.id) == {"reserved": 4}
    assert await balances(shop, late.id) == {"stock": 8, "reserved": 2}


async def test_held_pending_rejected_and_expired_lots_are_passed_over(shop):
    product = (await a_product(shop)).id
    stopped = [
        await a_lot(shop, product=product, expires="2027-01-01", hold="疑似"),
        await a_lot(shop, product=product, expires="2027-01-02", inspected=False),
        await a_lot(shop, product=product, expires="2027-01-03", rejected="变质"),
        await a_lot(shop, product=product, expires="2026-11-21"),
    ]
    before = [await balances(shop, lot.id) for lot in stopped]
    good = await a_lot(shop, product=product, expires="2027-06-01")

    picks = await a_reservation(shop, product, 1)

    assert [pick.lot_id for pick in picks] == [good.id]
    assert [await balances(shop, lot.id) for lot in stopped] == before


async def test_too_little_is_refused_with_what_there_is_and_nothing_is_reserved(shop):
    lot = await a_lot(shop, quantity=3)

    with pytest.raises(LotShort) as short:
        await a_reservation(shop, lot.product_id, 4)

    assert short.value.wanted == 4
    assert short.value.on_hand == 3
    assert await balances(shop, lot.id) == {"stock": 3}


async def test_one_short_line_of_an_order_reserves_none_of_its_lines(shop):
    plenty, little = await a_lot(shop), await a_lot(shop, quantity=1)
    lines = tuple(
        Wanted(holder_id=shop.new_id(), product_id=lot.product_id, quantity=Decimal(2))
        for lot in (plenty, little)
    )

    with pytest.raises(LotShort):
        await shop.perform(Reserve(wanted=lines), shop.person("sales"))
    assert await balances(shop, plenty.id) == {"stock": 10}


async def test_a_lot_without_the_shelf_life_that_the_order_wishes_for_is_passed_over(shop):
    product = (await a_product(shop)).id
    await a_lot(shop, product=product, expires="2027-05-24")
    enough = await a_lot(shop, product=product, expires="2027-05-25")

    picks = await a_reservation(shop, product, 1, months=6, arriving=date(2026, 11, 25))

    assert [pick.lot_id for pick in picks] == [enough.id]


async def test_an_unknown_product_is_not_found(shop):
    with pytest.raises(NotFound):
        await a_reservation(shop, shop.new_id(), 1)


async def test_a_release_puts_back_what_is_reserved_and_a_second_one_nothing(shop):
    lot = await a_lot(shop)
    [pick] = await a_reservation(shop, lot.product_id, 4)
    release = Release(holder_ids=(pick.holder_id,))

    assert await shop.perform(release, shop.person("sales")) == (pick,)
    assert await balances(shop, lot.id) == {"stock": 10}
    assert await shop.perform(release, shop.person("sales")) == ()
    assert await balances(shop, lot.id) == {"stock": 10}


async def test_the_whole_way_to_the_customer_and_partly_back(shop):
    lot, customer = await a_lot(shop), shop.new_id()
    [pick] = await a_reservation(shop, lot.product_id, 4)

    await hand_on_as(shop, "pick", (pick,))
    assert await balances(shop, lot.id) == {"stock": 6, "picked": 4}
    await hand_on_as(shop, "ship", (pick,), customer=customer)
    assert await balances(shop, lot.id) == {"stock": 6}
    back = type(pick)(
        holder_id=pick.holder_id, lot_id=pick.lot_id, location_id=pick.location_id, quantity=Decimal(1)
    )
    await hand_on_as(shop, "come_back", (back,), customer=customer)

    assert await balances(shop, lot.id) == {"stock": 6, "returned": 1}
    with pytest.raises(LotShort):
        await a_reservation(shop, lot.product_id, 7)
    assert await shop.look(DRIFT, shop.person("keeper"), lot_id=lot.id) == []


async def test_no_more_comes_back_than_this_customer_was_sent(shop):
    lot, customer, other = await a_lot(shop), shop.new_id(), shop.new_id()
    picks = await a_reservation(shop, lot.product_id, 4)
    await hand_on_as(shop, "pick", picks)
    await hand_on_as(shop, "ship", picks, customer=customer)

    with pytest.raises(LotShort):
        await hand_on_as(shop, "come_back", picks, customer=other)
    await hand_on_as(shop, "come_back", picks, customer=customer)
    with pytest.raises(LotShort):
        await hand_on_as(shop, "come_back", picks, customer=customer)
    assert await balances(shop, lot.id) == {"stock": 6, "returned": 4}


async def test_a_pick_undone_is_reserved_again(shop):
    lot = await a_lot(shop)
    picks = await a_reservation(shop, lot.product_id, 4)
    await hand_on_as(shop, "pick", picks)

    await hand_on_as(shop, "put_back", picks)

    assert await balances(shop, lot.id) == {"stock": 6, "reserved": 4}


async def test_more_than_is_reserved_for_the_line_cannot_be_picked_though_others_have_some(shop):
    lot = await a_lot(shop)
    [mine] = await a_reservation(shop, lot.product_id, 2)
    await a_reservation(shop, lot.product_id, 5)
    too_many = type(mine)(
        holder_id=mine.holder_id, lot_id=lot.id, location_id=mine.location_id, quantity=Decimal(3)
    )

    with pytest.raises(LotShort):
        await hand_on_as(shop, "pick", (too_many,))
    assert await balances(shop, lot.id) == {"stock": 3, "reserved": 7}


async def test_a_hold_stops_the_pick_and_after_the_pick_the_hand_over(shop):
    lot = await a_lot(shop)
    first, second = await a_reservation(shop, lot.product_id, 2), await a_reservation(shop, lot.product_id, 2)
    await hand_on_as(shop, "pick", first)
    await shop.perform(HoldLot(lot_id=lot.id, reason="温度超标"), shop.person("qualityOfficer"))

    with pytest.raises(LotOnHold):
        await hand_on_as(shop, "pick", second)
    with pytest.raises(LotOnHold):
        await hand_on_as(shop, "ship", first, customer=shop.new_id())
    assert await balances(shop, lot.id) == {"stock": 6, "reserved": 2, "picked": 2}


async def test_goods_that_expire_while_they_wait_are_not_picked(shop):
    lot = await a_lot(shop, expires="2026-12-01")
    picks = await a_reservation(shop, lot.product_id, 2)
    now = shop.clock.now()
    shop.clock.set(now.replace(month=12, day=2))
    try:
        with pytest.raises(LotExpired):
            await hand_on_as(shop, "pick", picks)
    finally:
        shop.clock.set(now)
    assert await balances(shop, lot.id) == {"stock": 8, "reserved": 2}


async def test_another_lot_is_taken_for_a_line_and_the_first_is_free_again(shop):
    product = (await a_product(shop)).id
    proposed = await a_lot(shop, product=product, expires="2027-03-01")
    other = await a_lot(shop, product=product, expires="2027-09-01")
    [pick] = await a_reservation(shop, product, 4)

    [changed] = await shop.perform(ChangeLot(pick=pick, lot_id=other.id), shop.person("picker"))

    assert (changed.lot_id, changed.holder_id, changed.quantity) == (other.id, pick.holder_id, 4)
    assert await balances(shop, proposed.id) == {"stock": 10}
    assert await balances(shop, other.id) == {"stock": 6, "reserved": 4}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"hold": "疑似"}, LotOnHold),
        ({"inspected": False}, LotNotAccepted),
        ({"expires": "2026-11-23"}, LotExpired),
        ({"quantity": 3}, LotShort),
    ],
)
async def test_a_lot_that_cannot_serve_is_not_taken_instead(shop, given, refusal):
    product = (await a_product(shop)).id
    proposed = await a_lot(shop, product=product, expires="2027-03-01")
    [pick] = await a_reservation(shop, product, 4)
    other = await a_lot(shop, product=product, **{"expires": "2027-09-01", **given})

    with pytest.raises(refusal):
        await shop.perform(ChangeLot(pick=pick, lot_id=other.id), shop.person("picker"))
    assert await balances(shop, proposed.id) == {"stock": 6, "reserved": 4}


async def test_a_lot_of_another_product_is_never_taken_instead(shop):
    lot, foreign = await a_lot(shop), await a_lot(shop)
    [pick] = await a_reservation(shop, lot.product_id, 4)

    with pytest.raises(NotFound):
        await shop.perform(ChangeLot(pick=pick, lot_id=foreign.id), shop.person("picker"))
    assert await balances(shop, foreign.id) == {"stock": 10}


@pytest.mark.parametrize("why", ["short", "broken"])
async def test_what_is_missing_or_broken_leaves_the_books(shop, why):
    lot = await a_lot(shop)
    picks = await a_reservation(shop, lot.product_id, 4)

    await hand_on_as(shop, "write_off", picks, why=why)

    assert await balances(shop, lot.id) == {"stock": 6}
    assert await shop.look(DRIFT, shop.person("keeper"), lot_id=lot.id) == []

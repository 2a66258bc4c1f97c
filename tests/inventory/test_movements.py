"""The ledger: what the code refuses, and what the database refuses whoever asks."""

from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest

from backend.inventory.movements.queries import DRIFT
from backend.inventory.movements.rules import (
    Holder,
    Leg,
    LegsUnbalanced,
    LotShort,
    balanced,
    reversed_legs,
    transfer,
)
from tests.factories.inventory import a_location, a_lot, balances
from tests.inventory.steps import Move

INSERT = (
    "insert into movements (command_id, lot_id, account, quantity, user_id, occurred_at)"
    " values ($1, $2, $3, $4, $1, now())"
)


def leg(lot, quantity, *, account="stock", location=None) -> Leg:
    return Leg(
        lot_id=lot.id, account=account, quantity=Decimal(quantity), location_id=location or lot.location_id
    )


async def test_goods_move_from_place_to_place_and_the_lot_stays_the_same_size(shop):
    lot, other = await a_lot(shop, quantity=10), await a_location(shop)
    there = transfer(leg(lot, 4), account="stock", location_id=other, holder=None)

    await shop.perform(Move(legs=there), shop.person("keeper"))

    async with shop.house.sessions() as session:
        connection = await session.connection()
        rows = await connection.exec_driver_sql(
            "select location_id, quantity from balances where account = 'stock' and lot_id = $1", (lot.id,)
        )
        assert {tuple(row) for row in rows} == {(lot.location_id, 6), (other, 4)}


async def test_more_than_there_is_does_not_move_and_the_refusal_says_what_there_is(shop):
    lot, other = await a_lot(shop, quantity=10), await a_location(shop)
    legs = transfer(leg(lot, 11), account="stock", location_id=other, holder=None)

    with pytest.raises(LotShort) as short:
        await shop.perform(Move(legs=legs), shop.person("keeper"))

    assert short.value.facts() == {
        "product": short.value.product,
        "wanted": 11,
        "on_hand": 10,
        "unit": "盒",
    }
    assert lot.lot_number in short.value.product
    assert await balances(shop, lot.id) == {"stock": 10}


async def test_one_short_leg_of_many_moves_nothing_at_all(shop):
    plenty, little = await a_lot(shop, quantity=10), await a_lot(shop, quantity=1)
    legs = [
        entry
        for lot in (plenty, little)
        for entry in transfer(leg(lot, 2), account="scrapped", location_id=None, holder=None)
    ]

    with pytest.raises(LotShort):
        await shop.perform(Move(legs=tuple(legs)), shop.person("keeper"))
    assert await balances(shop, plenty.id) == {"stock": 10}
    assert await balances(shop, little.id) == {"stock": 1}


async def test_a_mistake_is_put_right_by_the_reverse_movement(shop):
    lot, other = await a_lot(shop, quantity=10), await a_location(shop)
    legs = transfer(leg(lot, 4), account="stock", location_id=other, holder=None)
    await shop.perform(Move(legs=legs), shop.person("keeper"))

    await shop.perform(Move(legs=reversed_legs(legs)), shop.person("keeper"))

    assert await balances(shop, lot.id) == {"stock": 10}
    assert await shop.look(DRIFT, shop.person("keeper"), lot_id=lot.id) == []


async def test_legs_that_do_not_sum_to_zero_are_a_bug_and_move_nothing(shop):
    lot = await a_lot(shop, quantity=10)

    with pytest.raises(LegsUnbalanced):
        await shop.perform(Move(legs=(leg(lot, -1),)), shop.person("keeper"))
    assert await balances(shop, lot.id) == {"stock": 10}


def test_two_lots_that_cancel_out_are_no_double_entry():
    out = Leg(lot_id=UUID(int=1), account="stock", quantity=Decimal(-5))
    into = Leg(lot_id=UUID(int=2), account="stock", quantity=Decimal(5))

    with pytest.raises(LegsUnbalanced):
        balanced([out, into])


async def test_the_database_refuses_a_single_entry_at_commit(shop):
    lot = await a_lot(shop)

    with pytest.raises(asyncpg.CheckViolationError) as refused:
        async with shop.house.pool.acquire() as connection, connection.transaction():
            await connection.execute(INSERT, shop.new_id(), lot.id, "scrapped", Decimal(1))
    assert refused.value.constraint_name == "ck_movements_sum_to_zero"


async def test_the_database_refuses_to_change_or_delete_what_was_entered(shop):
    lot = await a_lot(shop)

    for statement in (
        "update movements set quantity = quantity + 1 where lot_id = $1",
        "delete from movements where lot_id = $1",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await shop.house.pool.execute(statement, lot.id)


async def test_the_database_refuses_a_balance_below_zero(shop):
    lot = await a_lot(shop)

    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await shop.house.pool.execute("update balances set quantity = -1 where lot_id = $1", lot.id)
    assert refused.value.constraint_name == "ck_balances_never_below_zero"


async def test_a_balance_that_was_written_past_the_ledger_is_found(shop):
    lot = await a_lot(shop, quantity=10)
    keeper = shop.person("keeper")
    assert await shop.look(DRIFT, keeper, lot_id=lot.id) == []

    await shop.house.pool.execute(
        "update balances set quantity = 12 where lot_id = $1 and account = 'stock'", lot.id
    )
    [drift] = await shop.look(DRIFT, keeper, lot_id=lot.id)
    assert (drift.account, drift.moved, drift.balance) == ("stock", 10, 12)

    await shop.house.pool.execute(
        "update balances set quantity = 10 where lot_id = $1 and account = 'stock'", lot.id
    )
    assert await shop.look(DRIFT, keeper, lot_id=lot.id) == []


async def test_a_customers_goods_must_name_the_customer(shop):
    lot = await a_lot(shop)
    nameless = transfer(
        leg(lot, 1), account="customer", location_id=None, holder=Holder("order_line", lot.id)
    )

    with pytest.raises(asyncpg.CheckViolationError, match="customers_goods_name_the_customer"):
        await shop.perform(Move(legs=nameless), shop.person("keeper"))

"""Heads and their parts in one statement, which is a snapshot of its own."""

from uuid import UUID

import msgspec
import pytest
from sqlalchemy import Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.foundation.ahead import Ahead, Part
from backend.foundation.reading import Query, SnapshotOver
from backend.sales.orders import queries
from backend.sales.orders.tables import Order, OrderLine
from tests.factories.orders import a_buyer, a_line, a_submitted_order, goods

LINES = Part(queries.LINES_OF_ORDERS, of=queries.OrderRow, key="order_id")
STEPS = Part(queries.STEPS_OF_ORDERS, of=queries.OrderRow, key="order_id")


async def two_orders(shop):
    buyer = await a_buyer(shop)
    product = await goods(shop)
    one = await a_submitted_order(shop, buyer, a_line(shop, product), a_line(shop, await goods(shop)))
    other = await a_submitted_order(shop, buyer, a_line(shop, product))
    return one.order_id, other.order_id


async def test_heads_and_parts_are_what_their_own_statements_find(shop):
    ids = list(await two_orders(shop))
    by = shop.person("sales")
    async with shop.house.reading(by) as reading:
        heads = await reading.by_id(queries.ORDERS_BY_ID, ids)
        lines = await reading.all(LINES.query, ids=ids)
        steps = await reading.all(STEPS.query, ids=ids)
        assert reading.statements == 3
    assert [len(lines), len(steps)] == [3, 4]

    async with shop.house.reading(by) as reading:
        reading.ahead = Ahead([LINES, STEPS], whole=True)

        assert await reading.by_id(queries.ORDERS_BY_ID, ids) == heads
        assert await reading.all(LINES.query, ids=ids) == lines
        assert await reading.all(STEPS.query, ids=ids) == steps
        assert await reading.all(LINES.query, ids=ids[:1]) == [
            line for line in lines if line.order_id == ids[0]
        ]
        assert reading.statements == 1


async def test_nothing_else_is_read_after_a_statement_that_was_to_be_all(shop):
    one, other = await two_orders(shop)
    async with shop.house.reading(shop.person("sales")) as reading:
        reading.ahead = Ahead([LINES], whole=True)
        await reading.by_id(queries.ORDERS_BY_ID, [one])

        with pytest.raises(SnapshotOver):
            await reading.all(STEPS.query, ids=[one])
        with pytest.raises(SnapshotOver):
            await reading.all(LINES.query, ids=[other])
        assert reading.statements == 1


async def test_parts_of_heads_that_were_not_read_are_asked_for_in_the_same_snapshot(shop):
    one, other = await two_orders(shop)
    async with shop.house.reading(shop.person("sales")) as reading:
        reading.ahead = Ahead([LINES], whole=False)
        await reading.by_id(queries.ORDERS_BY_ID, [one])

        assert [len(await reading.all(LINES.query, ids=[id])) for id in (one, other)] == [2, 1]
        assert reading.statements == 2


async def test_heads_that_may_not_be_seen_have_no_parts(shop):
    one, _ = await two_orders(shop)
    async with shop.house.reading(shop.person("customer", customer_id=shop.new_id())) as reading:
        reading.ahead = Ahead([LINES], whole=True)

        assert await reading.by_id(queries.ORDERS_BY_ID, [one]) == [None]
        assert await reading.all(LINES.query, ids=[one]) == []


class Head(msgspec.Struct, frozen=True):
    id: UUID


class Belonging(msgspec.Struct, frozen=True):
    order_id: UUID


async def test_whatever_they_forget_to_ask_a_customer_reads_them_under_row_level_security(shop):
    buyer = await a_buyer(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, await goods(shop)))
    ids = bindparam("ids", type_=ARRAY(Uuid()))
    heads = Query(Head, select(Order.id).where(Order.id == any_(ids)))
    lines = Query(Belonging, select(OrderLine.order_id).where(OrderLine.order_id == any_(ids)))

    async def read(customer_id: UUID) -> tuple[list[Head], list[Belonging]]:
        async with shop.house.reading(shop.person("customer", customer_id=customer_id)) as reading:
            reading.ahead = Ahead([Part(lines, of=Head, key="order_id")], whole=True)
            asked = [placed.order_id]
            return await reading.all(heads, ids=asked), await reading.all(lines, ids=asked)

    assert await read(buyer.id) == ([Head(placed.order_id)], [Belonging(placed.order_id)])
    assert await read((await a_buyer(shop)).id) == ([], [])

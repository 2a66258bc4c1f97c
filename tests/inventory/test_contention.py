"""Many people at one lot: nothing is granted twice, nobody meets a deadlock, a hold is never overtaken."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from backend.compliance.audit_log.commands import AuditLog
from backend.compliance.signatures.commands import Signatures
from backend.foundation.house import open_house
from backend.foundation.refusal import Refusal
from backend.inventory.allocation.rules import Pick, Wanted
from backend.inventory.lots.commands import HoldLot, ReleaseLot
from backend.inventory.lots.rules import LotOnHold
from backend.inventory.movements.queries import DRIFT
from backend.inventory.movements.rules import LotShort
from tests.factories.inventory import a_lot, balances
from tests.factories.masterdata import a_product
from tests.factories.shop import Shop
from tests.inventory.steps import HandOn, Release, Reserve, a_reservation

CONNECTIONS = 20
BLOCKED_SECONDS_MAX = 10


@pytest.fixture(scope="module")
async def crowd(shop, database) -> AsyncIterator[Shop]:
    """The same firm through a house with many connections, so that commands truly meet in the database."""
    async with open_house(
        database.app,
        clock=shop.clock,
        ids=shop.house.ids,
        zone=ZoneInfo("Asia/Shanghai"),
        recorder=AuditLog(),
        signatory=Signatures(),
        strict=True,
        pool_size=CONNECTIONS,
    ) as house:
        yield Shop(house, shop.clock, shop.people)


async def answered(shop: Shop, command: object, post: str) -> object:
    """The command's result, or the refusal that it met."""
    try:
        return await shop.perform(command, shop.person(post))
    except Refusal as refusal:
        return refusal


def a_line(shop: Shop, product: UUID, quantity: int) -> Wanted:
    return Wanted(holder_id=shop.new_id(), product_id=product, quantity=Decimal(quantity))


async def balanced(shop: Shop, *lots: UUID) -> bool:
    """Whether each lot's movements sum to zero, and its balances are what its movements say."""
    for lot in lots:
        total = await shop.house.pool.fetchval("select sum(quantity) from movements where lot_id = $1", lot)
        if total != 0 or await shop.look(DRIFT, shop.person("keeper"), lot_id=lot):
            return False
    return True


async def test_of_fifty_who_want_the_last_twenty_exactly_twenty_get_one(crowd):
    lot = await a_lot(crowd, quantity=20)
    commands = [Reserve(wanted=(a_line(crowd, lot.product_id, 1),)) for _ in range(50)]

    answers = await asyncio.gather(*(answered(crowd, command, "sales") for command in commands))

    assert sum(isinstance(answer, tuple) for answer in answers) == 20
    assert {type(answer) for answer in answers} == {tuple, LotShort}
    assert await balances(crowd, lot.id) == {"reserved": 20}
    assert await balanced(crowd, lot.id)


async def test_orders_over_many_lots_in_any_order_meet_no_deadlock(crowd):
    products = [(await a_product(crowd)).id for _ in range(6)]
    lots = [(await a_lot(crowd, product=product, quantity=30)).id for product in products]
    dice = random.Random(20261122)
    commands = [
        Reserve(wanted=tuple(a_line(crowd, product, 1) for product in dice.sample(products, 3)))
        for _ in range(100)
    ]
    deadlocks_before = await deadlocks(crowd)

    answers = await asyncio.gather(*(answered(crowd, command, "sales") for command in commands))

    assert {type(answer) for answer in answers} <= {tuple, LotShort}
    granted = sum(len(answer) for answer in answers if isinstance(answer, tuple))
    reserved = [(await balances(crowd, lot)).get("reserved", Decimal(0)) for lot in lots]
    assert sum(reserved) == granted
    assert max(reserved) == 30  # 300 wishes for 180 pieces: at least one lot is gone to the last.
    assert await balanced(crowd, *lots)
    assert await deadlocks(crowd) == deadlocks_before


async def test_under_load_everybody_was_given_the_first_expiry_there_was(crowd):
    product = (await a_product(crowd)).id
    for month in (3, 6, 9):
        await a_lot(crowd, product=product, quantity=10, expires=f"2028-{month:02d}-01")
    commands = [Reserve(wanted=(a_line(crowd, product, 1 + number % 3),)) for number in range(20)]

    await asyncio.gather(*(answered(crowd, command, "sales") for command in commands))

    # Locks make one order of all reservations, and it is the ledger's: in it, no lot is touched before its elder ends.
    taken = await crowd.house.pool.fetch(
        "select l.expires_on, -m.quantity as quantity from movements m join lots l on l.id = m.lot_id"
        " where l.product_id = $1 and m.account = 'stock' and m.quantity < 0 order by m.id",
        product,
    )
    left = dict.fromkeys(sorted({row["expires_on"] for row in taken}), 10)
    for row in taken:
        assert not any(left[day] for day in left if day < row["expires_on"])
        left[row["expires_on"]] -= row["quantity"]
    assert min(left.values()) == 0


async def test_reservations_holds_picks_and_cancellations_at_one_lot_end_in_balance(crowd):
    lot, customer = await a_lot(crowd, quantity=40), crowd.new_id()
    ready = [await a_reservation(crowd, lot.product_id, 1) for _ in range(15)]

    async def out(picks: tuple[Pick, ...]) -> list[object]:
        picked = await answered(crowd, HandOn(how="pick", picks=picks), "picker")
        return [
            picked,
            await answered(crowd, HandOn(how="ship", picks=picks, customer_id=customer), "picker"),
        ]

    async def cancel(picks: tuple[Pick, ...]) -> list[object]:
        return [await answered(crowd, Release(holder_ids=(picks[0].holder_id,)), "sales")]

    async def hold() -> object:
        await answered(crowd, HoldLot(lot_id=lot.id, reason="抽查"), "qualityOfficer")
        # Asked after the hold was answered: from now on nothing of it is there for anybody.
        late = await answered(crowd, Reserve(wanted=(a_line(crowd, lot.product_id, 1),)), "sales")
        await answered(crowd, ReleaseLot(lot_id=lot.id, reason="正常"), "qualityOfficer")
        return late

    jobs = [out(picks) for picks in ready] + [cancel(picks) for picks in ready[::3]]
    random.Random(7).shuffle(jobs)
    held = asyncio.create_task(hold())
    answers = await asyncio.gather(*jobs)
    late = await held

    assert isinstance(late, LotShort)
    assert {type(answer) for group in answers for answer in group} <= {tuple, type(None), LotShort, LotOnHold}
    assert await balanced(crowd, lot.id)


async def test_a_pick_that_meets_a_hold_waits_for_it_and_is_then_refused(crowd):
    lot = await a_lot(crowd)
    picks = await a_reservation(crowd, lot.product_id, 2)

    async with holding(crowd, lot.id) as commit:
        pick = asyncio.create_task(answered(crowd, HandOn(how="pick", picks=picks), "picker"))
        await one_is_blocked(crowd)
        await commit()

    assert isinstance(await pick, LotOnHold)
    assert await balances(crowd, lot.id) == {"stock": 8, "reserved": 2}


async def test_a_reservation_that_meets_a_hold_waits_for_it_and_takes_the_next_lot(crowd):
    product = (await a_product(crowd)).id
    soon = await a_lot(crowd, product=product, expires="2027-03-01")
    late = await a_lot(crowd, product=product, expires="2027-09-01")

    async with holding(crowd, soon.id) as commit:
        reserve = asyncio.create_task(answered(crowd, Reserve(wanted=(a_line(crowd, product, 2),)), "sales"))
        await one_is_blocked(crowd)
        await commit()

    picks = await reserve
    assert isinstance(picks, tuple)
    assert [pick.lot_id for pick in picks] == [late.id]
    assert await balances(crowd, soon.id) == {"stock": 10}


async def test_a_second_picker_of_the_same_goods_finds_them_gone(crowd):
    lot = await a_lot(crowd)
    picks = await a_reservation(crowd, lot.product_id, 2)

    twice = await asyncio.gather(
        *(answered(crowd, HandOn(how="pick", picks=picks), "picker") for _ in range(2))
    )

    assert {type(answer) for answer in twice} == {type(None), LotShort}
    assert await balances(crowd, lot.id) == {"stock": 8, "picked": 2}


@asynccontextmanager
async def holding(shop: Shop, lot_id: UUID) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """A hold that is written and not yet committed; what is yielded commits it."""
    async with shop.house.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(
            "update lots set state = 'on_hold', held_from = 'accepted', state_reason = '温度超标' where id = $1",
            lot_id,
        )
        try:
            yield transaction.commit
        except BaseException:
            await transaction.rollback()
            raise


async def one_is_blocked(shop: Shop) -> None:
    """Returns once some connection waits for a row lock; asking is the waiting, bounded by a time-out."""
    async with asyncio.timeout(BLOCKED_SECONDS_MAX):
        while not await shop.house.pool.fetchval(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        ):
            pass


async def deadlocks(shop: Shop) -> int:
    found: int = await shop.house.pool.fetchval(
        "select deadlocks from pg_stat_database where datname = current_database()"
    )
    return found

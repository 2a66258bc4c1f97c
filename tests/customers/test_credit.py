import asyncio
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.customers.credit.commands import Cause, CreditSet, SetCredit, release, reserve
from backend.customers.credit.rules import CreditExceeded, CreditTermsRefused
from backend.foundation.command import handles
from backend.foundation.money import Fen
from backend.foundation.permission import SIGNED_IN, NotAllowed, NotFound
from backend.foundation.work import Work
from tests.factories.masterdata import a_customer, a_portal_person

CREDIT = "query ($id: UUID!) { customer(id: $id) { credit { limitFen usedFen freeFen termsDays } } }"


@dataclass(frozen=True, kw_only=True)
class UseCredit:
    """What sales does inside its own command: reserves for an order."""

    customer_id: UUID
    amount_fen: int
    order_id: UUID
    beyond_limit: bool = False


@dataclass(frozen=True, kw_only=True)
class GiveBack:
    order_id: UUID


@handles(UseCredit, name="test.useCredit", needs=SIGNED_IN)
async def use_credit(command: UseCredit, work: Work) -> None:
    cause = Cause("order", command.order_id)
    await reserve(command.customer_id, command.amount_fen, cause, work, beyond_limit=command.beyond_limit)


@handles(GiveBack, name="test.giveBackCredit", needs=SIGNED_IN)
async def give_back(command: GiveBack, work: Work) -> None:
    await release(Cause("order", command.order_id), work)


async def use(shop, customer, amount_fen, order_id=None, **more):
    order_id = order_id or shop.new_id()
    command = UseCredit(customer_id=customer.id, amount_fen=amount_fen, order_id=order_id, **more)
    await shop.perform(command, shop.person("sales"))
    return order_id


async def credit(shop, by, customer):
    answer = await shop.ask(by, CREDIT, id=str(customer.id))
    assert answer.errors is None
    return answer.data["customer"]["credit"]


async def used(shop, customer):
    return (await credit(shop, shop.person("finance"), customer))["usedFen"]


async def entries(shop, customer):
    async with shop.house.sessions() as session:
        rows = await session.execute(
            text("select amount_fen from credit_entries where customer_id = :id order by id"),
            {"id": customer.id},
        )
        return [row.amount_fen for row in rows]


async def test_credit_is_used_up_to_the_limit_and_not_a_fen_further(shop):
    customer = await a_customer(shop, credit_fen=100_00)
    await use(shop, customer, 60_00)
    await use(shop, customer, 40_00)

    with pytest.raises(CreditExceeded) as refused:
        await use(shop, customer, 1)

    assert refused.value == CreditExceeded(Fen(100_00), Fen(100_00), Fen(1))
    assert await used(shop, customer) == 100_00
    assert await entries(shop, customer) == [60_00, 40_00]


async def test_the_refusal_names_the_figures_in_yuan_and_the_way_on():
    refusal = CreditExceeded(Fen(1_000_000), Fen(950_050), Fen(123_456))

    assert refusal.say("zh") == (
        "超出信用额度：额度 10,000.00 元，已用 9,500.50 元，本次需要 1,234.56 元。请减少数量，或由经理审批。"
    )


async def test_of_two_orders_that_race_for_the_last_credit_exactly_one_wins(shop):
    customer = await a_customer(shop, credit_fen=100_00)

    outcomes = await asyncio.gather(*(use(shop, customer, 70_00) for _ in range(5)), return_exceptions=True)

    refused = [outcome for outcome in outcomes if isinstance(outcome, CreditExceeded)]
    assert len(refused) == 4
    assert {(refusal.limit, refusal.used, refusal.wanted) for refusal in refused} == {(100_00, 70_00, 70_00)}
    assert await used(shop, customer) == 70_00
    assert await entries(shop, customer) == [70_00]


async def test_what_is_released_can_be_used_again_and_a_second_release_changes_nothing(shop):
    customer = await a_customer(shop, credit_fen=100_00)
    order_id = await use(shop, customer, 100_00)

    for _ in range(2):
        await shop.perform(GiveBack(order_id=order_id), shop.person("sales"))

    assert await used(shop, customer) == 0
    assert await entries(shop, customer) == [100_00, -100_00]
    await use(shop, customer, 100_00)
    assert await used(shop, customer) == 100_00


async def test_two_releases_at_once_give_back_once(shop):
    customer = await a_customer(shop, credit_fen=100_00)
    other = await use(shop, customer, 30_00)
    order_id = await use(shop, customer, 50_00)

    await asyncio.gather(*(shop.perform(GiveBack(order_id=order_id), shop.person("sales")) for _ in range(4)))

    assert await used(shop, customer) == 30_00
    assert await entries(shop, customer) == [30_00, 50_00, -50_00]
    assert other != order_id


async def test_a_release_without_a_reservation_does_nothing(shop):
    await shop.perform(GiveBack(order_id=shop.new_id()), shop.person("sales"))


async def test_a_customer_without_an_account_has_no_credit(shop):
    customer = await a_customer(shop)

    with pytest.raises(CreditExceeded) as refused:
        await use(shop, customer, 1)

    assert (refused.value.limit, refused.value.used) == (0, 0)
    assert await credit(shop, shop.person("finance"), customer) is None


async def test_what_a_manager_decided_goes_beyond_the_limit_and_counts(shop):
    customer = await a_customer(shop, credit_fen=10_00)

    await use(shop, customer, 25_00, beyond_limit=True)

    shown = await credit(shop, shop.person("finance"), customer)
    assert (shown["usedFen"], shown["freeFen"]) == (25_00, -15_00)
    with pytest.raises(CreditExceeded):
        await use(shop, customer, 1)


async def test_a_limit_may_be_set_below_what_is_used_and_beyond_32_bits(shop):
    customer = await a_customer(shop, credit_fen=100_00)
    await use(shop, customer, 80_00)
    finance = shop.person("finance")

    lowered = await shop.perform(
        SetCredit(customer_id=customer.id, limit_fen=Fen(50_00), terms_days=60), finance
    )
    raised = await shop.perform(
        SetCredit(customer_id=customer.id, limit_fen=Fen(5_000_000_000), terms_days=60), finance
    )

    assert lowered == CreditSet(customer.id, Fen(50_00), Fen(80_00))
    assert raised.limit_fen == 5_000_000_000
    assert await credit(shop, finance, customer) == {
        "limitFen": 5_000_000_000, "usedFen": 80_00, "freeFen": 4_999_992_000, "termsDays": 60,
    }  # fmt: skip


async def test_credit_is_set_by_finance_only_and_within_reason(shop):
    customer = await a_customer(shop)
    command = SetCredit(customer_id=customer.id, limit_fen=Fen(100), terms_days=30)

    with pytest.raises(NotAllowed):
        await shop.perform(command, shop.person("sales"))
    for limit_fen, terms_days in ((-1, 30), (100, -1), (100, 3_651), (10**15 + 1, 30)):
        with pytest.raises(CreditTermsRefused):
            await shop.perform(
                SetCredit(customer_id=customer.id, limit_fen=Fen(limit_fen), terms_days=terms_days),
                shop.person("finance"),
            )
    with pytest.raises(NotFound):
        await shop.perform(
            SetCredit(customer_id=shop.new_id(), limit_fen=Fen(1), terms_days=1), shop.person("finance")
        )
    assert await credit(shop, shop.person("finance"), customer) is None


async def test_who_lacks_the_right_gets_null_for_credit_and_so_does_the_customer(shop):
    customer = await a_customer(shop, credit_fen=100)

    assert await credit(shop, shop.person("picker"), customer) is None
    assert await credit(shop, a_portal_person(shop, customer.id), customer) is None
    assert await credit(shop, shop.person("sales"), customer) is not None


async def test_the_database_keeps_entries_for_ever(shop):
    customer = await a_customer(shop, credit_fen=100)
    await use(shop, customer, 50)

    for statement in ("update credit_entries set amount_fen = 0", "delete from credit_entries"):
        with pytest.raises(DBAPIError, match=r"permission denied|append-only"):
            async with shop.house.sessions() as session, session.begin():
                await session.execute(text(f"{statement} where customer_id = :id"), {"id": customer.id})
    assert await entries(shop, customer) == [50]

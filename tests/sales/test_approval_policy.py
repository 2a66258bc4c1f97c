"""The limits are data: who keeps them sees them, others do not, and what changed stands in the audit log."""

import pytest
from sqlalchemy import text

from backend.foundation.money import Fen
from backend.foundation.permission import NotAllowed
from backend.sales.approvals.commands import ChangeApprovalPolicy
from backend.sales.orders.rules import DEFAULT_POLICY, LimitsInverted

POLICY = "{ approvalPolicy { releasedUpToFen directorAboveFen financeReviews } }"
USUAL = ChangeApprovalPolicy(
    released_up_to_fen=Fen(DEFAULT_POLICY.released_up_to_fen),
    director_above_fen=Fen(DEFAULT_POLICY.director_above_fen),
    finance_reviews=DEFAULT_POLICY.finance_reviews,
)


@pytest.fixture
async def shop_with_usual_limits(shop):
    """Every other test lives by the usual limits, so they are put back."""
    yield shop
    await shop.perform(USUAL, shop.person("director"))


async def limits(shop):
    answer = await shop.ask(shop.person("director"), POLICY)
    assert answer.errors is None
    return answer.data["approvalPolicy"]


async def test_the_limits_are_those_of_the_house_until_the_firm_sets_its_own(shop_with_usual_limits):
    shop, director = shop_with_usual_limits, shop_with_usual_limits.person("director")
    assert await limits(shop) == {
        "releasedUpToFen": 1_000_000, "directorAboveFen": 5_000_000, "financeReviews": False,
    }  # fmt: skip

    await shop.perform(
        ChangeApprovalPolicy(
            released_up_to_fen=Fen(200_000), director_above_fen=Fen(200_000), finance_reviews=True
        ),
        director,
    )

    assert await limits(shop) == {
        "releasedUpToFen": 200_000, "directorAboveFen": 200_000, "financeReviews": True,
    }  # fmt: skip


async def test_what_the_limits_were_and_are_stands_in_the_audit_log(shop_with_usual_limits):
    shop, director = shop_with_usual_limits, shop_with_usual_limits.person("director")
    await shop.perform(USUAL, director)
    await shop.perform(
        ChangeApprovalPolicy(released_up_to_fen=Fen(0), director_above_fen=Fen(100), finance_reviews=True),
        director,
    )

    async with shop.house.sessions() as session:
        rows = await session.execute(
            text(
                "select changes from audit_entries where command = 'sales.changeApprovalPolicy' "
                "order by recorded_at desc limit 1"
            )
        )
    [[[change]]] = rows.all()
    assert change["before"] == {
        "released_up_to_fen": 1_000_000, "director_above_fen": 5_000_000, "finance_reviews": False,
    }  # fmt: skip
    assert change["after"] == {"released_up_to_fen": 0, "director_above_fen": 100, "finance_reviews": True}


@pytest.mark.parametrize(("released", "director_above"), [(-1, 100), (101, 100)])
async def test_limits_that_contradict_each_other_change_nothing(shop, released, director_above):
    before = await limits(shop)

    with pytest.raises(LimitsInverted):
        await shop.perform(
            ChangeApprovalPolicy(
                released_up_to_fen=released, director_above_fen=director_above, finance_reviews=True
            ),
            shop.person("director"),
        )

    assert await limits(shop) == before


async def test_who_sells_neither_sets_the_limits_nor_sees_them(shop):
    seller = shop.person("sales")

    with pytest.raises(NotAllowed):
        await shop.perform(USUAL, seller)
    answer = await shop.ask(seller, POLICY)

    assert answer.data is None
    assert answer.errors is not None

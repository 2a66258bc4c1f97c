"""Whoever looks at a customer is nudged when its papers or its credit change; nobody else is."""

import asyncio
from contextlib import aclosing

import pytest

from backend.compliance.qualifications.commands import ReviewPaper
from backend.compliance.qualifications.rules import PaperType
from backend.customers.credit.commands import SetCredit
from backend.foundation.live import Nudge, watched
from backend.foundation.money import Fen
from tests.factories.masterdata import a_customer, a_submitted_paper

SECONDS_MAX = 20


async def heard_of(shop, by, kind, change):
    """What `by`, who watches that kind, hears when the change is made."""
    await shop.hired()
    async with shop.house.live.listening(), aclosing(shop.house.live.nudges(by, [kind])) as nudges:
        heard = asyncio.create_task(anext(nudges))
        await asyncio.sleep(0)  # The task runs as far as its waiting.
        await change
        return await asyncio.wait_for(heard, SECONDS_MAX)


async def test_a_paper_nudges_who_looks_at_its_holder(shop):
    customer = await a_customer(shop)
    paper_id = await a_submitted_paper(shop, customer.id, PaperType.business_licence)
    review = shop.perform(ReviewPaper(paper_id=paper_id, accept=True), shop.person("qualityOfficer"))

    assert await heard_of(shop, shop.person("sales"), "paper", review) == Nudge("paper", paper_id)


async def test_credit_nudges_who_looks_at_the_customer(shop):
    customer = await a_customer(shop)
    command = SetCredit(customer_id=customer.id, limit_fen=Fen(7_000_00), terms_days=30)
    change = shop.perform(command, shop.person("finance"))

    assert await heard_of(shop, shop.person("sales"), "credit", change) == Nudge("credit", customer.id)


@pytest.mark.parametrize("kind", ["paper", "credit"])
async def test_a_stranger_at_the_portal_is_told_nothing_of_another_firm(shop, kind):
    ours, theirs = await a_customer(shop), await a_customer(shop)
    paper_id = await a_submitted_paper(shop, ours.id, PaperType.business_licence)
    stranger = shop.person("customer", customer_id=theirs.id)
    how = watched(kind)
    assert how is not None

    seen = await shop.look(how.query, stranger, ids=[paper_id, ours.id])

    assert seen == []

from datetime import date, timedelta

from backend.compliance.qualifications.rules import PaperType
from tests.factories.masterdata import a_customer, an_accepted_paper
from tests.factories.shop import OPENED

TODAY = OPENED.date()
DOCUMENT = "{ customerPapersEnding(withinDays: 30, first: 100) { items { customerId type validTo } } }"


def ends(days: int) -> date:
    return TODAY + timedelta(days=days)


async def ending(shop, customer_id, by):
    answer = await shop.ask(by, DOCUMENT)
    assert answer.errors is None
    return [
        (paper["type"], paper["validTo"])
        for paper in answer.data["customerPapersEnding"]["items"]
        if paper["customerId"] == str(customer_id)
    ]


async def test_a_salesperson_is_told_which_papers_of_their_customers_end_soon_or_have_ended(shop):
    mine = await a_customer(shop)
    await an_accepted_paper(shop, mine.id, PaperType.drug_operating_licence, valid_to=ends(12))
    await an_accepted_paper(shop, mine.id, PaperType.business_licence, valid_to=ends(-2))
    await an_accepted_paper(shop, mine.id, PaperType.quality_agreement, valid_to=ends(31))

    assert await ending(shop, mine.id, shop.person("sales")) == [
        ("business_licence", ends(-2).isoformat()),
        ("drug_operating_licence", ends(12).isoformat()),
    ]
    assert await ending(shop, mine.id, shop.person("sales", name="外区销售")) == []
    assert await ending(shop, mine.id, shop.person("salesManager")) != []


async def test_a_paper_that_was_renewed_is_no_news_unless_the_new_one_covers_less(shop):
    renewed, narrowed = await a_customer(shop), await a_customer(shop)
    for customer, scope in ((renewed, ()), (narrowed, ("device_2",))):
        await an_accepted_paper(
            shop, customer.id, PaperType.device_operating_licence, valid_to=ends(5), scope=("device_3",)
        )
        await an_accepted_paper(
            shop, customer.id, PaperType.device_operating_licence, valid_to=ends(900), scope=scope
        )

    assert await ending(shop, renewed.id, shop.person("sales")) == []
    assert await ending(shop, narrowed.id, shop.person("sales")) == [
        ("device_operating_licence", ends(5).isoformat())
    ]

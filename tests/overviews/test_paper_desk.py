"""The quality officer's desk: papers of every holder, by name."""

from datetime import timedelta

from backend.catalog.suppliers.commands import AddSupplier
from backend.compliance.qualifications.commands import SubmitPaper
from backend.compliance.qualifications.rules import PaperType
from tests.factories.masterdata import a_customer, a_submitted_paper, an_accepted_paper
from tests.factories.shop import OPENED

TODAY = OPENED.date()
TO_REVIEW = """query ($kind: String) { papersToReview(first: 100, holderKind: $kind) {
  items { id holderKind holderName submitter { name } } } }"""
EXPIRING = """query ($days: Int!) { papersExpiring(withinDays: $days, first: 100) {
  items { id holderName standing } } }"""


async def on_desk(shop, document, field, **variables):
    answer = await shop.ask(shop.person("qualityOfficer"), document, **variables)
    assert answer.errors is None
    return {item.pop("id"): item for item in answer.data[field]["items"]}


async def test_papers_of_customers_and_suppliers_await_review_under_their_holders_names(shop):
    customer = await a_customer(shop)
    sent = await a_submitted_paper(shop, customer.id, PaperType.business_licence, by=shop.person("sales"))
    supplier_id, of_supplier = shop.house.ids.new(), shop.house.ids.new()
    name = f"供货单位 {supplier_id}"
    purchaser = shop.person("purchaser")
    await shop.perform(
        AddSupplier(
            supplier_id=supplier_id, number=str(supplier_id)[:20], name=name, address="上海市闵行区 1 号"
        ),
        purchaser,
    )
    await shop.perform(
        SubmitPaper(
            paper_id=of_supplier, holder_kind="supplier", holder_id=supplier_id,
            type=PaperType.drug_operating_licence, number="沪AA1", valid_from=TODAY,
        ),
        purchaser,
    )  # fmt: skip

    everybody = await on_desk(shop, TO_REVIEW, "papersToReview")
    suppliers = await on_desk(shop, TO_REVIEW, "papersToReview", kind="supplier")

    assert everybody[str(sent)] == {
        "holderKind": "customer", "holderName": customer.name, "submitter": {"name": shop.person("sales").name},
    }  # fmt: skip
    assert everybody[str(of_supplier)]["holderName"] == name
    assert str(of_supplier) in suppliers
    assert str(sent) not in suppliers


async def test_a_paper_that_ends_is_listed_until_its_successor_is_accepted(shop):
    customer = await a_customer(shop)
    ends = await an_accepted_paper(
        shop, customer.id, PaperType.business_licence, valid_to=TODAY + timedelta(days=60)
    )
    assert str(ends) not in await on_desk(shop, EXPIRING, "papersExpiring", days=59)
    assert (await on_desk(shop, EXPIRING, "papersExpiring", days=60))[str(ends)] == {
        "holderName": customer.name, "standing": "valid",
    }  # fmt: skip

    await an_accepted_paper(
        shop, customer.id, PaperType.business_licence, valid_to=TODAY + timedelta(days=400)
    )

    assert str(ends) not in await on_desk(shop, EXPIRING, "papersExpiring", days=60)


async def test_who_sells_has_no_desk(shop):
    answer = await shop.ask(shop.person("sales"), TO_REVIEW, kind=None)

    assert answer.data is None
    assert answer.errors is not None

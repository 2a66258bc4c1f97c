from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.catalog.suppliers.commands import AddSupplier
from backend.compliance.qualifications.commands import PaperDecided, ReviewPaper, SubmitPaper
from backend.compliance.qualifications.queries import held_papers
from backend.compliance.qualifications.review import (
    PaperKnown,
    PaperReviewed,
    RejectionNeedsReason,
    ReviewerIsSubmitter,
    ScopeUnknown,
)
from backend.compliance.qualifications.rules import CustomerKind, PaperType, Standing, standing
from backend.foundation.file_kinds import FileKind
from backend.foundation.files import AttachmentNotReady, DocumentRefused
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import NotAllowed, NotFound
from tests.factories.files import a_door, a_pdf, a_photo, a_sheet, an_upload
from tests.factories.masterdata import a_customer, a_submitted_paper, an_accepted_paper

PAPERS = """query ($id: UUID!, $on: Date) { customer(id: $id) {
  papers { id type typeName state reason standing(on: $on) }
  qualification(on: $on) { regime open paperType why endedOn } } }"""
EXPIRING = "query ($days: Int!) { papersExpiring(withinDays: $days, first: 100) { items { id } } }"
TO_REVIEW = "{ papersToReview(first: 100) { items { id submittedBy } } }"


async def shown(shop, by, customer, on=None):
    answer = await shop.ask(by, PAPERS, id=str(customer.id), on=on)
    assert answer.errors is None
    return answer.data["customer"]


async def gate(shop, customer, regime, on=None):
    qualification = (await shown(shop, shop.person("qualityOfficer"), customer, on))["qualification"]
    [answer] = [answer for answer in qualification if answer["regime"] == regime]
    return answer


async def listed(shop, document, field, **variables):
    answer = await shop.ask(shop.person("qualityOfficer"), document, **variables)
    assert answer.errors is None
    return [item["id"] for item in answer.data[field]["items"]]


async def test_a_paper_counts_only_once_somebody_else_has_accepted_it(shop):
    customer = await a_customer(shop, kind=CustomerKind.distributor)
    paper_id = await a_submitted_paper(shop, customer.id, PaperType.drug_operating_licence)
    assert await gate(shop, customer, "drug") == {
        "regime": "drug", "open": False, "paperType": "drug_operating_licence", "why": "pending", "endedOn": None,
    }  # fmt: skip

    decided = await shop.perform(ReviewPaper(paper_id=paper_id, accept=True), shop.person("qualityOfficer"))

    assert decided == PaperDecided(paper_id, "accepted")
    assert (await gate(shop, customer, "drug"))["open"] is True
    assert (await gate(shop, customer, "device_3"))["why"] == "none"


async def test_the_gate_is_answered_as_of_a_day(shop):
    customer = await a_customer(shop, kind=CustomerKind.distributor)
    await an_accepted_paper(
        shop,
        customer.id,
        PaperType.drug_operating_licence,
        valid_from=date(2026, 11, 1),
        valid_to=date(2026, 12, 31),
    )

    assert (await gate(shop, customer, "drug", on="2026-12-31"))["open"] is True
    ended = await gate(shop, customer, "drug", on="2027-01-01")
    assert (ended["open"], ended["why"], ended["endedOn"]) == (False, "expired", "2026-12-31")
    # It was reviewed today, so yesterday it was only a claim.
    assert (await gate(shop, customer, "drug", on="2026-11-21"))["why"] == "pending"


async def test_a_rejection_says_why_and_leaves_the_gate_shut(shop):
    customer = await a_customer(shop, kind=CustomerKind.hospital)
    paper_id = await a_submitted_paper(shop, customer.id, PaperType.medical_institution_licence)
    quality = shop.person("qualityOfficer")

    with pytest.raises(RejectionNeedsReason):
        await shop.perform(ReviewPaper(paper_id=paper_id, accept=False, reason="  "), quality)
    await shop.perform(ReviewPaper(paper_id=paper_id, accept=False, reason="印章不清晰"), quality)

    [paper] = (await shown(shop, shop.person("sales"), customer))["papers"]
    assert (paper["state"], paper["standing"], paper["reason"]) == ("rejected", "rejected", "印章不清晰")
    assert (await gate(shop, customer, "drug"))["open"] is False


async def test_a_reviewed_paper_is_not_reviewed_again(shop):
    customer = await a_customer(shop)
    paper_id = await an_accepted_paper(shop, customer.id, PaperType.business_licence)

    with pytest.raises(PaperReviewed):
        await shop.perform(
            ReviewPaper(paper_id=paper_id, accept=False, reason="反悔"), shop.person("qualityHead")
        )
    assert [paper["state"] for paper in (await shown(shop, shop.person("sales"), customer))["papers"]] == [
        "accepted"
    ]


async def test_each_regime_says_which_papers_would_open_it(shop):
    customer = await a_customer(shop, kind=CustomerKind.distributor)
    document = "query ($id: UUID!) { customer(id: $id) { qualification { regime anyOf } } }"

    answer = await shop.ask(shop.person("sales"), document, id=str(customer.id))

    asked = {gate["regime"]: gate["anyOf"] for gate in answer.data["customer"]["qualification"]}
    assert asked["device_2"] == ["device_operating_filing", "device_operating_licence"]
    assert asked["drug"] == ["drug_operating_licence"]
    assert asked["ruo"] == []


async def test_whoever_submitted_a_paper_does_not_review_it_nor_does_who_acts_for_them(shop):
    customer, quality = await a_customer(shop), shop.person("qualityOfficer")
    paper_id = await a_submitted_paper(shop, customer.id, PaperType.business_licence, by=quality)
    deputy = replace(shop.person("qualityHead"), on_behalf_of=quality.user_id)

    for reviewer in (quality, deputy):
        with pytest.raises(ReviewerIsSubmitter):
            await shop.perform(ReviewPaper(paper_id=paper_id, accept=True), reviewer)

    assert str(paper_id) in await listed(shop, TO_REVIEW, "papersToReview")


async def test_the_database_itself_refuses_a_reviewer_who_submitted(shop):
    customer = await a_customer(shop)
    paper_id = await a_submitted_paper(shop, customer.id, PaperType.business_licence)

    with pytest.raises(DBAPIError, match="maker_is_not_checker"):
        async with shop.house.sessions() as session, session.begin():
            await session.execute(
                text(
                    "update papers set state = 'accepted', reviewed_by = submitted_by, reviewed_at = now()"
                    " where id = :id"
                ),
                {"id": paper_id},
            )


async def test_sales_submits_but_does_not_review(shop):
    customer = await a_customer(shop)
    paper_id = await a_submitted_paper(shop, customer.id, PaperType.business_licence)

    with pytest.raises(NotAllowed):
        await shop.perform(ReviewPaper(paper_id=paper_id, accept=True), shop.person("salesManager"))
    with pytest.raises(NotAllowed):
        await a_submitted_paper(shop, customer.id, PaperType.business_licence, by=shop.person("driver"))
    assert len((await shown(shop, shop.person("sales"), customer))["papers"]) == 1


@pytest.mark.parametrize("holder_kind", ["customer", "supplier", "moon"])
async def test_a_holder_that_is_unknown_gets_no_paper(shop, holder_kind):
    with pytest.raises(NotFound):
        await a_submitted_paper(shop, shop.new_id(), PaperType.business_licence, holder_kind=holder_kind)


async def test_a_customer_of_another_salesperson_gets_no_paper_from_me(shop):
    customer = await a_customer(shop)

    with pytest.raises(NotFound):
        await a_submitted_paper(
            shop, customer.id, PaperType.business_licence, by=shop.person("sales", name="stranger")
        )
    assert (await shown(shop, shop.person("sales"), customer))["papers"] == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"valid_from": date(2026, 2, 2), "valid_to": date(2026, 2, 1)}, PeriodInverted),
        ({"scope": ("everything",)}, ScopeUnknown),
    ],
)
async def test_what_makes_no_paper_is_refused(shop, given, refusal):
    customer = await a_customer(shop)

    with pytest.raises(refusal):
        await a_submitted_paper(shop, customer.id, PaperType.drug_operating_licence, **given)


async def test_the_same_paper_id_is_submitted_once(shop):
    customer, sales = await a_customer(shop), shop.person("sales")
    paper_id = await a_submitted_paper(shop, customer.id, PaperType.business_licence)
    again = SubmitPaper(
        paper_id=paper_id, holder_kind="customer", holder_id=customer.id, type=PaperType.quality_agreement,
        number="另一份", valid_from=date(2026, 1, 1),
    )  # fmt: skip

    with pytest.raises(PaperKnown):
        await shop.perform(again, sales)


async def test_papers_that_end_within_so_many_days_are_listed_the_soonest_first(shop):
    ids = {}
    for last in (date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 22), date(2026, 12, 23), None):
        customer = await a_customer(shop)  # Of one holder, all but the last would be renewed ones.
        ids[last] = await an_accepted_paper(shop, customer.id, PaperType.quality_agreement, valid_to=last)
    await a_submitted_paper(shop, customer.id, PaperType.quality_agreement, valid_to=date(2026, 11, 25))
    ours = {str(id) for id in ids.values()}

    found = [id for id in await listed(shop, EXPIRING, "papersExpiring", days=30) if id in ours]

    assert found == [str(ids[date(2026, 11, 22)]), str(ids[date(2026, 12, 22)])]
    answer = await shop.ask(shop.person("sales"), EXPIRING, days=30)
    assert answer.errors[0].extensions["code"] == "NotAllowed"


async def test_the_gate_inside_a_command_reads_the_same_papers(shop):
    customer = await a_customer(shop)
    await an_accepted_paper(shop, customer.id, PaperType.drug_operating_licence, scope=("drug",))
    await a_submitted_paper(shop, customer.id, PaperType.business_licence)

    async with shop.house.sessions() as session:
        papers = await held_papers(session, "customer", customer.id, shop.house.zone)

    today = date(2026, 11, 22)
    assert {(paper.type, standing(paper, today), paper.scope) for paper in papers} == {
        (PaperType.drug_operating_licence, Standing.valid, frozenset({"drug"})),
        (PaperType.business_licence, Standing.pending, frozenset()),
    }


async def test_a_papers_photo_loses_its_place_and_is_read_by_whom_the_paper_is_shown_to(shop):
    sales, customer = shop.person("sales"), await a_customer(shop)
    photo = a_photo(place=True)
    attachment_id = await an_upload(shop, sales, photo, FileKind.jpeg)
    async with a_door(shop, shop.person("qualityOfficer")) as door:
        assert (await door.get(f"/attachments/{attachment_id}")).status_code == 404

    await a_submitted_paper(shop, customer.id, PaperType.business_licence, attachment_id=attachment_id)

    readers = {
        200: (sales, shop.person("qualityOfficer"), shop.person("customer", customer_id=customer.id)),
        404: (
            shop.person("sales", name="stranger"),
            shop.person("driver"),
            shop.person("customer", customer_id=(await a_customer(shop)).id),
        ),
    }
    for status, people in readers.items():
        for person in people:
            async with a_door(shop, person) as door:
                answer = await door.get(f"/attachments/{attachment_id}")
            assert answer.status_code == status, (person.name, person.kind)
            assert b"Secret" not in answer.content
            assert len(answer.content) > 0


async def test_a_paper_takes_only_ones_own_complete_document(shop):
    sales, customer = shop.person("sales"), await a_customer(shop)
    others = await an_upload(shop, shop.person("sales", name="stranger"), a_pdf(), FileKind.pdf)
    sheet = await an_upload(shop, sales, a_sheet([["x"]]), FileKind.xlsx)
    broken = await an_upload(shop, sales, a_photo()[:-40], FileKind.jpeg)

    for attachment_id, refusal in (
        (shop.new_id(), AttachmentNotReady),
        (others, AttachmentNotReady),
        (sheet, DocumentRefused),
        (broken, DocumentRefused),
    ):
        with pytest.raises(refusal):
            await a_submitted_paper(
                shop, customer.id, PaperType.business_licence, attachment_id=attachment_id
            )
    assert (await shown(shop, sales, customer))["papers"] == []


async def test_a_paper_whose_file_is_late_is_taken_once_it_is_there(shop):
    sales, customer, command_id = shop.person("sales"), await a_customer(shop), shop.new_id()
    attachment_id = shop.new_id()
    command = SubmitPaper(
        paper_id=shop.new_id(), holder_kind="customer", holder_id=customer.id, type=PaperType.business_licence,
        number="晚到", valid_from=date(2026, 1, 1), attachment_id=attachment_id,
    )  # fmt: skip
    with pytest.raises(AttachmentNotReady):
        await shop.perform(command, sales, command_id=command_id)

    await an_upload(shop, sales, a_pdf(), FileKind.pdf, id=attachment_id)
    submitted = await shop.perform(command, sales, command_id=command_id)

    assert submitted.paper_id == command.paper_id


async def test_a_suppliers_papers_are_reviewed_the_same_way_and_shown_with_it(shop):
    purchaser, supplier_id = shop.person("purchaser"), shop.new_id()
    await shop.perform(
        AddSupplier(
            supplier_id=supplier_id, number="V-PAPERS", name="证照齐全供应商", address="苏州市工业园区 1 号"
        ),
        purchaser,
    )
    await an_accepted_paper(
        shop, supplier_id, PaperType.quality_agreement, holder_kind="supplier", by=purchaser
    )

    document = '{ suppliers(search: "V-PAPERS") { items { papers { type standing } } } }'
    answer = await shop.ask(purchaser, document)

    assert answer.errors is None
    assert answer.data["suppliers"]["items"] == [
        {"papers": [{"type": "quality_agreement", "standing": "valid"}]}
    ]

"""The firm's particulars: what its papers are headed with, and the papers it holds itself."""

from datetime import date

import pytest

from backend.compliance.qualifications.commands import SubmitPaper
from backend.compliance.qualifications.rules import PaperType
from backend.foundation.permission import NotFound
from backend.identity.company.commands import SetCompany
from backend.identity.company.rules import COMPANY_ID, CreditCodeNotUsable
from tests.factories.masterdata import a_customer

COMPANY = "{ company { id name creditCode drugLicence deviceLicence } }"
PAPERS = "{ companyPapers { id holderKind type standing submitter { name } } }"
FIRM = SetCompany(
    name="试链生物科技（上海）有限公司",
    site_name="浦东仓",
    credit_code="91310115ma1k3tl08g",
    drug_licence=" 沪AA0210088 ",
    device_licence="沪浦药监械经营许20240188号",
)


async def test_the_firm_is_headed_with_its_licences(shop):
    await shop.perform(FIRM, shop.person("administrator"))

    answer = await shop.ask(shop.person("sales"), COMPANY)

    assert answer.data["company"] == {
        "id": str(COMPANY_ID), "name": "试链生物科技（上海）有限公司", "creditCode": "91310115MA1K3TL08G",
        "drugLicence": "沪AA0210088", "deviceLicence": "沪浦药监械经营许20240188号",
    }  # fmt: skip


async def test_a_credit_code_with_a_slip_in_it_leaves_the_firm_as_it_was(shop):
    await shop.perform(FIRM, shop.person("administrator"))

    with pytest.raises(CreditCodeNotUsable):
        await shop.perform(
            SetCompany(name="别的公司", site_name="浦东仓", credit_code="91310115MA1K3TL08H"),
            shop.person("administrator"),
        )

    answer = await shop.ask(shop.person("sales"), COMPANY)
    assert answer.data["company"]["name"] == "试链生物科技（上海）有限公司"


async def test_the_firm_holds_papers_of_its_own_which_customers_do_not_see(shop):
    await shop.perform(FIRM, shop.person("administrator"))
    officer = shop.person("qualityOfficer")
    paper_id = shop.house.ids.new()
    await shop.perform(
        SubmitPaper(
            paper_id=paper_id,
            holder_kind="company",
            holder_id=COMPANY_ID,
            type=PaperType.device_operating_licence,
            number="沪浦药监械经营许20240188号",
            valid_from=date(2024, 5, 1),
            valid_to=date(2029, 4, 30),
        ),
        officer,
    )

    seen = (await shop.ask(officer, PAPERS)).data["companyPapers"]
    customer = await a_customer(shop)
    portal = await shop.ask(shop.person("customer", customer_id=customer.id), PAPERS)

    assert {
        "id": str(paper_id), "holderKind": "company", "type": "device_operating_licence",
        "standing": "pending", "submitter": {"name": officer.name},
    } in seen  # fmt: skip
    assert portal.data["companyPapers"] == []


async def test_papers_are_not_filed_under_another_id_than_the_firms(shop):
    await shop.perform(FIRM, shop.person("administrator"))

    with pytest.raises(NotFound):
        await shop.perform(
            SubmitPaper(
                paper_id=shop.house.ids.new(),
                holder_kind="company",
                holder_id=shop.house.ids.new(),
                type=PaperType.business_licence,
                number="1",
                valid_from=date(2024, 5, 1),
            ),
            shop.person("qualityOfficer"),
        )

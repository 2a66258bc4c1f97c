from dataclasses import replace

import pytest
from sqlalchemy import text

from backend.compliance.qualifications.rules import CustomerKind
from backend.customers.accounts.commands import AddCustomer, ChangeCustomer
from backend.customers.accounts.contacts import AddContact, ChangeContact, NewContact
from backend.customers.accounts.rules import (
    CustomerKnown,
    CustomerNumberTaken,
    SalespersonUnknown,
    ShelfLifeRefused,
)
from backend.customers.accounts.sites import AddSite, ChangeSite, NewSite
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.text import TextEmpty
from backend.foundation.versions import ChangedMeanwhile
from tests.factories.masterdata import a_customer

LIST = """query ($search: String, $kind: CustomerKind, $mine: Boolean! = false) {
  customers(search: $search, kind: $kind, mine: $mine) { items { id name } pageInfo { endCursor hasNextPage } } }"""
PAGE = """query ($first: Int!, $after: String, $search: String) {
  customers(first: $first, after: $after, search: $search) { items { name } pageInfo { endCursor } } }"""
ONE = """query ($id: UUID!) { customer(id: $id) {
  number name kind invoiceTitle taxNumber note shelfLifeMonthsMin version salespersonId
  sites { id name receiver } contacts { id name } } }"""


async def found(shop, by, search, **more):
    answer = await shop.ask(by, LIST, search=search, **more)
    assert answer.errors is None
    return [item["name"] for item in answer.data["customers"]["items"]]


async def one(shop, by, id):
    answer = await shop.ask(by, ONE, id=str(id))
    assert answer.errors is None
    return answer.data["customer"]


async def audited(shop, command_name, thing):
    async with shop.house.sessions() as session:
        rows = await session.execute(
            text("select changes from audit_entries where command = :name and :id = any(things)"),
            {"name": command_name, "id": thing},
        )
        return [row.changes for row in rows]


async def test_a_customer_gets_the_next_number_its_adder_as_salesperson_and_its_name_as_invoice_title(shop):
    sales = shop.person("sales")
    first, second = await a_customer(shop), await a_customer(shop)

    shown = await one(shop, sales, second.id)
    assert shown["salespersonId"] == str(sales.user_id)
    assert shown["invoiceTitle"] == second.name
    assert [site["name"] for site in shown["sites"]] == ["实验楼"]
    assert shown["contacts"] == []
    assert first.number.startswith("C-")
    assert int(second.number[2:]) == int(first.number[2:]) + 1


async def test_a_given_number_is_kept_and_takes_none_from_the_series(shop):
    before = await a_customer(shop)
    given = await a_customer(shop, number="KH-7788")
    after = await a_customer(shop)

    assert given.number == "KH-7788"
    assert int(after.number[2:]) == int(before.number[2:]) + 1


async def test_customers_are_found_by_name_pinyin_initials_and_number_and_sorted_by_pinyin(shop):
    sales = shop.person("sales", name="pinyin")
    for name in ("重庆渝中医院", "北京协和试剂", "安徽合肥生物"):
        await a_customer(shop, name=name, by=sales)
    await a_customer(shop, name="广州越秀大学", by=sales, number="GZ-0099")

    for search in ("越秀", "guangzhouyuexiu", "gzyx", "gz-0099", "GZ0099"):
        assert await found(shop, sales, search) == ["广州越秀大学"]
    assert await found(shop, sales, None, mine=True) == [
        "安徽合肥生物",
        "北京协和试剂",
        "重庆渝中医院",
        "广州越秀大学",
    ]


async def test_pages_follow_each_other_without_a_gap_or_a_double(shop):
    sales = shop.person("sales", name="pages")
    for name in ("翻页甲", "翻页乙", "翻页丙"):
        await a_customer(shop, name=name, by=sales)

    seen, after = [], None
    for _ in range(3):
        answer = await shop.ask(sales, PAGE, first=1, after=after, search="翻页")
        page = answer.data["customers"]
        seen += [item["name"] for item in page["items"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == ["翻页丙", "翻页甲", "翻页乙"]
    assert after is None


async def test_the_list_narrows_by_kind(shop):
    sales = shop.person("sales", name="kinds")
    await a_customer(shop, name="类型医院", kind=CustomerKind.hospital, by=sales)
    await a_customer(shop, name="类型大学", kind=CustomerKind.university, by=sales)

    assert await found(shop, sales, "类型", kind="hospital") == ["类型医院"]


async def test_a_salesperson_sees_their_own_and_their_departments_customers_and_no_others(shop):
    department = shop.new_id()
    mate = replace(shop.person("sales", name="mate"), departments=(department,))
    colleague = replace(shop.person("sales", name="colleague"), departments=(department,))
    stranger = shop.person("sales", name="stranger")
    customer = await a_customer(shop, name="部门可见客户", by=mate)

    for reader in (
        mate,
        colleague,
        shop.person("salesManager"),
        shop.person("finance"),
        shop.person("picker"),
    ):
        assert await found(shop, reader, "部门可见客户") == ["部门可见客户"]
    assert await found(shop, stranger, "部门可见客户") == []
    assert await one(shop, stranger, customer.id) is None


async def test_a_driver_may_not_read_customers_at_all(shop):
    answer = await shop.ask(shop.person("driver"), LIST)

    assert answer.data is None
    assert answer.errors[0].extensions["code"] == "NotAllowed"


async def test_a_portal_person_sees_their_own_firm_only_and_not_what_we_noted(shop):
    own = await a_customer(shop, note="价格敏感，勿催")
    other = await a_customer(shop)
    person = shop.person("customer", customer_id=own.id)

    assert await found(shop, person, None) == [own.name]
    shown = await one(shop, person, own.id)
    assert shown["note"] is None
    assert len(shown["sites"]) == 1
    assert await one(shop, person, other.id) is None
    assert (await one(shop, shop.person("sales"), own.id))["note"] == "价格敏感，勿催"


async def test_whoever_may_search_customers_gets_what_search_looks_into(shop):
    customer = await a_customer(shop, name="离线检索医院", number="KH-0420")
    document = "query ($id: UUID!) { customer(id: $id) { searchKey } }"

    answer = await shop.ask(shop.person("sales"), document, id=str(customer.id))

    assert answer.data == {
        "customer": {"searchKey": "离线检索医院 lixianjiansuoyiyuan lxjsyy kh-0420 kh0420"}
    }


async def test_a_name_or_number_that_is_known_is_refused_and_nothing_is_kept(shop):
    sales = shop.person("sales")
    known = await a_customer(shop, name="已建档的研究所", number="KH-0001")
    for name, number, refusal in (
        ("已建档的研究所", None, CustomerKnown),
        ("另一家研究所", "KH-0001", CustomerNumberTaken),
    ):
        with pytest.raises(refusal):
            await shop.perform(
                AddCustomer(customer_id=shop.new_id(), name=name, kind=CustomerKind.institute, number=number),
                sales,
            )

    assert await found(shop, sales, "另一家研究所") == []
    assert (await one(shop, sales, known.id))["number"] == "KH-0001"


async def test_a_change_keeps_what_was_and_what_is_in_the_audit_log(shop):
    sales = shop.person("sales")
    customer = await a_customer(shop, name="改名前生物", tax_number="91310000000000000X")

    changed = await shop.perform(
        ChangeCustomer(
            customer_id=customer.id, name="改名后生物", kind=CustomerKind.biotech, base_version=1,
            tax_number="91310000000000000X", invoice_title="改名前生物", shelf_life_months_min=6,
        ),
        sales,
    )  # fmt: skip

    assert changed.version == 2
    assert await found(shop, sales, "gmhsw") == ["改名后生物"]
    assert await found(shop, sales, "改名前") == []
    [changes] = await audited(shop, "customers.changeCustomer", customer.id)
    assert changes == [
        {
            "kind": "customer",
            "id": str(customer.id),
            "before": {"name": "改名前生物", "shelf_life_months_min": None},
            "after": {"name": "改名后生物", "shelf_life_months_min": 6},
        }
    ]


async def test_whoever_changes_what_somebody_else_changed_meanwhile_is_refused(shop):
    sales = shop.person("sales")
    customer = await a_customer(shop)
    command = ChangeCustomer(
        customer_id=customer.id, name=customer.name, kind=CustomerKind.biotech, note="第一次", base_version=1
    )
    await shop.perform(command, sales)

    with pytest.raises(ChangedMeanwhile) as refused:
        await shop.perform(replace(command, note="第二次"), sales)

    assert refused.value.version == 2
    assert (await one(shop, sales, customer.id))["note"] == "第一次"


async def test_a_customer_that_one_does_not_see_cannot_be_changed_nor_given_sites(shop):
    stranger = shop.person("sales", name="stranger")
    customer = await a_customer(shop)
    site = NewSite(site_id=shop.new_id(), name="仓", address="路 1 号", receiver="甲", phone="1")

    for command in (
        ChangeCustomer(customer_id=customer.id, name="被改", kind=CustomerKind.biotech),
        AddSite(customer_id=customer.id, site=site),
        ChangeSite(site=replace(site, site_id=customer.site_id)),
        AddContact(customer_id=customer.id, contact=NewContact(contact_id=shop.new_id(), name="甲")),
    ):
        with pytest.raises(NotFound):
            await shop.perform(command, stranger)

    shown = await one(shop, shop.person("sales"), customer.id)
    assert (shown["name"], shown["version"], [site["name"] for site in shown["sites"]]) == (
        customer.name,
        1,
        ["实验楼"],
    )


async def test_naming_another_salesperson_needs_the_right_and_an_existing_person(shop):
    customer = await a_customer(shop)
    command = ChangeCustomer(
        customer_id=customer.id, name=customer.name, kind=CustomerKind.biotech, salesperson_id=shop.new_id()
    )

    with pytest.raises(NotAllowed):
        await shop.perform(command, shop.person("sales"))
    with pytest.raises(SalespersonUnknown):
        await shop.perform(command, shop.person("salesManager"))
    assert (await one(shop, shop.person("sales"), customer.id))["version"] == 1


async def test_a_manager_hands_a_customer_to_another_salesperson_who_then_sees_it(shop):
    successor = shop.person("sales", name="successor")
    await shop.hired()
    customer = await a_customer(shop, name="交接给新业务员")
    assert await found(shop, successor, "交接给新业务员") == []

    await shop.perform(
        ChangeCustomer(
            customer_id=customer.id,
            name=customer.name,
            kind=CustomerKind.biotech,
            salesperson_id=successor.user_id,
        ),
        shop.person("salesManager"),
    )

    assert await found(shop, successor, "交接给新业务员") == ["交接给新业务员"]
    assert await found(shop, shop.person("sales"), "交接给新业务员") == []


async def test_a_site_and_a_contact_are_added_changed_and_retired(shop):
    sales = shop.person("sales")
    customer = await a_customer(shop)
    contact = NewContact(contact_id=shop.new_id(), name="李雷", phone="13900000000", role="采购")
    await shop.perform(AddContact(customer_id=customer.id, contact=contact), sales)

    site = NewSite(
        site_id=customer.site_id, name="新实验楼", address="蔡伦路 2 号", receiver="韩梅", phone="1"
    )
    changed = await shop.perform(ChangeSite(site=site, base_version=1), sales)
    await shop.perform(ChangeContact(contact=contact, in_use=False), sales)

    shown = await one(shop, sales, customer.id)
    assert changed.version == 2
    assert [(site["name"], site["receiver"]) for site in shown["sites"]] == [("新实验楼", "韩梅")]
    assert shown["contacts"] == []
    [[change]] = await audited(shop, "customers.changeContact", customer.id)
    assert change["before"] == {"contact": {"id": str(contact.contact_id), "deleted_at": None}}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [({"name": "  "}, TextEmpty), ({"shelf_life_months_min": 121}, ShelfLifeRefused)],
)
async def test_what_makes_no_customer_is_refused(shop, given, refusal):
    with pytest.raises(refusal):
        await a_customer(shop, **given)


async def test_a_page_of_customers_with_all_their_edges_takes_a_fixed_number_of_statements(shop):
    sales = shop.person("sales", name="edges")
    for _ in range(3):
        await a_customer(shop, by=sales)
    document = """{ customers(mine: true) { items { name sites { name } contacts { name } papers { type }
      qualification { regime open } credit { freeFen } } } }"""

    async with shop.house.reading(sales) as reading:
        answer = await shop.execute(reading, sales, document)

    assert answer.errors is None
    assert len(answer.data["customers"]["items"]) == 3
    assert reading.statements == 5

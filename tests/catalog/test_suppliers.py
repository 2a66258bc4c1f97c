from dataclasses import replace

import pytest

from backend.catalog.suppliers.commands import AddSupplier, ChangeSupplier, SupplierAdded
from backend.catalog.suppliers.rules import SupplierKnown
from backend.foundation.perform import KeyReused, Performed
from backend.foundation.permission import NotAllowed
from backend.foundation.text import TextNotPrintable
from backend.foundation.versions import ChangedMeanwhile

SUPPLIERS = """query ($search: String) { suppliers(search: $search) { items { number name } pageInfo { hasNextPage } } }"""
ADD = """mutation ($commandId: UUID!, $input: AddSupplierInput!) {
  addSupplier(commandId: $commandId, input: $input) {
    __typename
    ... on SupplierAdded { supplierId }
    ... on Refusal { message }
  } }"""


def a_supplier(shop, name: str, number: str) -> AddSupplier:
    return AddSupplier(
        supplier_id=shop.new_id(), number=number, name=name, address="上海市浦东新区张江路 1 号"
    )


async def found(shop, by, search: str) -> list[str]:
    answer = await shop.ask(by, SUPPLIERS, search=search)
    assert answer.errors is None
    return [item["name"] for item in answer.data["suppliers"]["items"]]


async def test_a_supplier_is_found_by_pinyin_initials_and_number(shop):
    purchaser = shop.person("purchaser")
    await shop.perform(a_supplier(shop, "华东试剂有限公司", "V-0101"), purchaser)

    for search in ("华东", "huadong", "hdsj", "v-0101", "V0101"):
        assert await found(shop, purchaser, search) == ["华东试剂有限公司"]
    assert await found(shop, purchaser, "西北") == []


async def test_the_same_command_twice_is_done_once_and_answers_the_same(shop):
    purchaser, id = shop.person("purchaser"), shop.new_id()
    command = a_supplier(shop, "苏州方舟生物", "V-0102")

    first = await shop.performed(command, purchaser, command_id=id)
    again = await shop.performed(command, purchaser, command_id=id)

    assert first == Performed(SupplierAdded(command.supplier_id))
    assert again == Performed(SupplierAdded(command.supplier_id), replayed=True)
    assert await found(shop, purchaser, "方舟") == ["苏州方舟生物"]


async def test_a_used_command_id_is_refused_for_another_content_and_for_another_person(shop):
    purchaser, id = shop.person("purchaser"), shop.new_id()
    command = a_supplier(shop, "南京鼓楼生物", "V-0103")
    await shop.perform(command, purchaser, command_id=id)

    with pytest.raises(KeyReused):
        await shop.perform(a_supplier(shop, "南京玄武生物", "V-0104"), purchaser, command_id=id)
    with pytest.raises(KeyReused):
        await shop.perform(command, shop.person("purchaser", name="other"), command_id=id)
    assert await found(shop, purchaser, "玄武") == []


async def test_a_known_name_is_refused_and_a_repeat_is_refused_the_same_way(shop):
    purchaser, id = shop.person("purchaser"), shop.new_id()
    await shop.perform(a_supplier(shop, "杭州西溪生物", "V-0105"), purchaser)
    twin = a_supplier(shop, "杭州西溪生物", "V-0106")

    for _ in range(2):
        with pytest.raises(SupplierKnown):
            await shop.perform(twin, purchaser, command_id=id)


async def test_who_lacks_the_right_is_refused_and_nothing_is_kept(shop):
    answer = await shop.ask(
        shop.person("driver"),
        ADD,
        commandId=str(shop.new_id()),
        input={"supplierId": str(shop.new_id()), "number": "V-9", "name": "无权供应商", "address": "某处"},
    )

    assert answer.data["addSupplier"] == {
        "__typename": "NotAllowed",
        "message": NotAllowed("catalog.manageSuppliers").say("zh"),
    }
    assert await found(shop, shop.person("purchaser"), "无权") == []


async def test_a_name_with_a_nul_is_refused_in_words(shop):
    with pytest.raises(TextNotPrintable):
        await shop.perform(a_supplier(shop, "甲\x00乙", "V-0107"), shop.person("purchaser"))


async def test_nobody_reads_without_signing_in(shop):
    answer = await shop.ask(None, SUPPLIERS)

    assert answer.data is None
    assert answer.errors[0].extensions == {"code": "UNAUTHENTICATED"}


async def test_a_supplier_is_changed_whole_and_found_by_its_new_name_only(shop):
    purchaser = shop.person("purchaser")
    added = await shop.perform(a_supplier(shop, "改名前试剂", "V-0190"), purchaser)
    change = ChangeSupplier(
        supplier_id=added.supplier_id, number="V-0190", name="更新后生物", address="上海市", base_version=1
    )

    changed = await shop.perform(change, purchaser)

    assert changed.version == 2
    assert await found(shop, purchaser, "更新后") == ["更新后生物"]
    assert await found(shop, purchaser, "改名前") == []
    with pytest.raises(ChangedMeanwhile):
        await shop.perform(replace(change, name="又改"), purchaser)
    with pytest.raises(NotAllowed):
        await shop.perform(replace(change, base_version=2), shop.person("sales"))
    assert await found(shop, purchaser, "更新后") == ["更新后生物"]

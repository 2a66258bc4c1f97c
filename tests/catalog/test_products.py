from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.catalog.products.commands import AddProduct, ChangeProduct
from backend.catalog.products.rules import (
    GtinRefused,
    GtinTaken,
    Pack,
    PackRefused,
    PriceNotPositive,
    ProductKnown,
    RegistrationNumberMissing,
    StorageClass,
    registration_label,
)
from backend.compliance.qualifications.rules import Regime
from backend.foundation.money import TaxRateRefused, UnitPriceRefused
from backend.foundation.permission import NotAllowed
from backend.foundation.versions import ChangedMeanwhile
from tests.factories.masterdata import a_customer, a_gtin, a_product

LIST = """query ($search: String, $regime: Regime, $storage: StorageClass) {
  products(search: $search, regime: $regime, storageClass: $storage) { items { name } } }"""
ONE = """query ($id: UUID!) { product(id: $id) {
  catalogueNumber name regime storageClass registrationNumber registrationLabel listPrice taxRate version
  packs { gtin pieces } } }"""
BY_CODE = "query ($gtin: String!) { productByCode(gtin: $gtin) { name } }"


async def found(shop, search, **more):
    answer = await shop.ask(shop.person("sales"), LIST, search=search, **more)
    assert answer.errors is None
    return [item["name"] for item in answer.data["products"]["items"]]


async def one(shop, id, by=None):
    answer = await shop.ask(by or shop.person("sales"), ONE, id=str(id))
    assert answer.errors is None
    return answer.data["product"]


async def by_code(shop, gtin):
    answer = await shop.ask(shop.person("picker"), BY_CODE, gtin=gtin)
    assert answer.errors is None
    return answer.data["productByCode"]


def a_change(product, **given):
    facts = {
        "product_id": product.id, "catalogue_number": product.catalogue_number, "name": product.name,
        "specification": "100 μg", "regime": Regime.ruo, "storage_class": StorageClass.refrigerated,
        "storage_text": "2–8 ℃ 避光", "maker": "苏州方舟生物科技有限公司", "unit": "盒", "list_price": Decimal(100),
        "tax_rate": Decimal("0.13"), "pieces_per_case": 20,
        "packs": (Pack(gtin=product.gtin, pieces=1), Pack(gtin=product.case_gtin, pieces=20)),
    }  # fmt: skip
    return ChangeProduct(**{**facts, **given})


async def test_a_product_is_found_by_all_that_stands_on_its_box(shop):
    product = await a_product(
        shop, name="白介素六检测试剂盒", catalogue_number="DL-IL6-Hu", regime=Regime.device_2,
        registration_number="国械注准20263400817",
    )  # fmt: skip

    for search in (
        "白介素",
        "baijiesu",
        "bjsl",
        "dl-il6",
        "DLIL6HU",
        "20263400817",
        product.gtin,
        product.gtin[1:],
    ):
        assert await found(shop, search) == ["白介素六检测试剂盒"]
    assert await found(shop, "白介素", regime="ruo") == []
    assert await found(shop, "白介素", storage="refrigerated") == ["白介素六检测试剂盒"]


async def test_a_product_is_found_by_the_code_of_its_piece_and_of_its_case_in_any_length(shop):
    product = await a_product(shop, name="按条码查找的产品")

    assert await by_code(shop, product.gtin) == {"name": "按条码查找的产品"}
    assert await by_code(shop, product.gtin[1:]) == {"name": "按条码查找的产品"}
    assert await by_code(shop, product.case_gtin) == {"name": "按条码查找的产品"}
    assert await by_code(shop, a_gtin()) is None
    assert await by_code(shop, "06901234567891") is None
    assert await by_code(shop, "’ or 1=1") is None


async def test_a_product_shows_its_packs_and_what_its_number_is_called(shop):
    product = await a_product(shop, regime=Regime.device_3, list_price="1280.5")

    shown = await one(shop, product.id)

    assert shown["packs"] == [{"gtin": product.gtin, "pieces": 1}, {"gtin": product.case_gtin, "pieces": 20}]
    assert (shown["regime"], shown["registrationLabel"]) == ("device_3", "注册证号")
    assert Decimal(shown["listPrice"]) == Decimal("1280.5")


def test_the_number_is_called_by_its_regime():
    labels = {
        regime: (registration_label(regime, "zh"), registration_label(regime, "en")) for regime in Regime
    }

    assert labels == {
        Regime.drug: ("批准文号", "approval number"),
        Regime.device_1: ("备案凭证号", "filing number"),
        Regime.device_2: ("注册证号", "registration number"),
        Regime.device_3: ("注册证号", "registration number"),
        Regime.hazchem: (None, None),
        Regime.precursor: (None, None),
        Regime.ruo: (None, None),
    }


@pytest.mark.parametrize("regime", [Regime.drug, Regime.device_1, Regime.device_2, Regime.device_3])
async def test_regulated_goods_without_a_number_are_refused_by_the_label_they_lack(shop, regime):
    with pytest.raises(RegistrationNumberMissing) as refused:
        await a_product(shop, regime=regime, registration_number=None, name="无证产品")

    assert (registration_label(regime, "zh") or "") in refused.value.say("zh")
    assert await found(shop, "无证产品") == []


async def test_the_database_too_refuses_regulated_goods_without_a_number(shop):
    product = await a_product(shop, regime=Regime.device_3)

    with pytest.raises(DBAPIError, match="regulated_ones_are_registered"):
        async with shop.house.sessions() as session, session.begin():
            await session.execute(
                text("update products set registration_number = null where id = :id"), {"id": product.id}
            )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"list_price": "0"}, PriceNotPositive),
        ({"list_price": "-1"}, UnitPriceRefused),
        ({"list_price": "NaN"}, UnitPriceRefused),
        ({"list_price": "1E+500000"}, UnitPriceRefused),
        ({"list_price": "0.0000001"}, UnitPriceRefused),
        ({"tax_rate": "1"}, TaxRateRefused),
        ({"tax_rate": "13"}, TaxRateRefused),
        ({"pieces_per_case": 0}, PackRefused),
        ({"packs": (Pack(gtin="06901234567891", pieces=1),)}, GtinRefused),
        ({"packs": (Pack(gtin="６９０１２３４５６７８９２", pieces=1),)}, GtinRefused),
        ({"packs": (Pack(gtin="06901234567892", pieces=0),)}, PackRefused),
        ({"packs": (Pack(gtin="06901234567892", pieces=1), Pack(gtin="6901234567892", pieces=2))}, GtinTaken),
        ({"packs": tuple(Pack(gtin=a_gtin(), pieces=1) for _ in range(21))}, PackRefused),
    ],
)
async def test_what_makes_no_product_is_refused_and_nothing_is_kept(shop, given, refusal):
    with pytest.raises(refusal):
        await a_product(shop, name="被拒绝的产品", **given)

    assert await found(shop, "被拒绝的产品") == []


async def test_a_catalogue_number_and_a_code_belong_to_one_product(shop):
    known = await a_product(shop, name="先来的产品")

    with pytest.raises(ProductKnown):
        await a_product(shop, catalogue_number=known.catalogue_number, name="后来的产品")
    with pytest.raises(GtinTaken) as refused:
        await a_product(shop, packs=(Pack(gtin=known.gtin, pieces=1),), name="后来的产品")

    assert refused.value.gtin == known.gtin
    assert await found(shop, "后来的产品") == []
    assert await by_code(shop, known.gtin) == {"name": "先来的产品"}


async def test_a_change_replaces_the_packs_and_a_code_out_of_use_may_be_given_to_another(shop):
    product, new_case = await a_product(shop, name="换箱规的产品"), a_gtin(2)

    changed = await shop.perform(
        a_change(
            product, base_version=1, pieces_per_case=24,
            packs=(Pack(gtin=product.gtin, pieces=1), Pack(gtin=new_case, pieces=24)),
        ),
        shop.person("purchaser"),
    )  # fmt: skip

    assert changed.version == 2
    assert [pack["gtin"] for pack in (await one(shop, product.id))["packs"]] == [product.gtin, new_case]
    assert await by_code(shop, product.case_gtin) is None
    assert await found(shop, product.case_gtin) == []
    await a_product(shop, name="接手旧码的产品", packs=(Pack(gtin=product.case_gtin, pieces=5),))
    assert await by_code(shop, product.case_gtin) == {"name": "接手旧码的产品"}


async def test_a_change_of_an_old_version_or_without_the_right_changes_nothing(shop):
    product = await a_product(shop, name="版本产品")
    purchaser = shop.person("purchaser")
    await shop.perform(a_change(product, name="版本产品二", base_version=1), purchaser)

    with pytest.raises(ChangedMeanwhile):
        await shop.perform(a_change(product, name="版本产品三", base_version=1), purchaser)
    with pytest.raises(NotAllowed):
        await shop.perform(a_change(product, name="版本产品四"), shop.person("sales"))
    assert await found(shop, "版本产品") == ["版本产品二"]


async def test_a_portal_person_may_not_browse_the_catalogue(shop):
    product = await a_product(shop)
    person = shop.person("customer", customer_id=shop.new_id())

    answer = await shop.ask(person, LIST)
    assert (answer.data, answer.errors[0].extensions["code"]) == (None, "NotAllowed")
    answer = await shop.ask(person, ONE, id=str(product.id))
    assert (answer.data, answer.errors[0].extensions["code"]) == ({"product": None}, "NotAllowed")


async def test_a_page_of_products_with_packs_takes_two_statements(shop):
    for _ in range(3):
        await a_product(shop, name="装箱计数产品")
    sales = shop.person("sales")

    async with shop.house.reading(sales) as reading:
        document = (
            '{ products(search: "装箱计数产品") { items { name packs { gtin pieces } registrationLabel } } }'
        )
        answer = await shop.execute(reading, sales, document)

    assert [len(item["packs"]) for item in answer.data["products"]["items"]] == [2, 2, 2]
    assert reading.statements == 2


def test_a_change_names_every_field_that_an_added_product_has():
    added, changed = AddProduct.__dataclass_fields__, ChangeProduct.__dataclass_fields__

    assert list(changed) == [*added, "base_version"]


async def test_what_search_looks_into_is_told_to_those_who_may_search(shop):
    product = await a_product(shop, catalogue_number="LX-77", name="离线抗体")
    customer = await a_customer(shop)
    document = "query ($id: UUID!) { product(id: $id) { searchKey } }"

    sales = await shop.ask(shop.person("sales"), document, id=str(product.id))
    portal = await shop.ask(shop.person("customer", customer_id=customer.id), document, id=str(product.id))

    assert sales.data["product"]["searchKey"].startswith("离线抗体 lixiankangti lxkt lx-77 lx77")
    assert portal.data == {"product": None}
    assert [error.extensions["code"] for error in portal.errors] == ["NotAllowed"]

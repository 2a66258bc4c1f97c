"""Master data that nobody typed into anything but the pages: what the server holds of it, and what it does not hold."""

from pathlib import Path
from typing import Any, Final

import pytest

from tests.browser.conftest import Demo, walk
from tests.factories.files import a_photo, a_sheet

DEPARTMENT: Final = "质量验证组"
COLLEAGUE: Final = {
    "name": "顾清越", "login": "guqingyue", "phone": "138-0000-1099", "post": "质管员",
    "password": "xiaoqiao-liushui-2026",
}  # fmt: skip
LOCATION: Final = {"code": "v7-01", "zone": "验证冷库", "storage": "冷藏"}
CUSTOMER: Final[dict[str, Any]] = {
    "name": "苏州金鸡湖医院",
    "kind": "医院",
    "invoicing": {"税号": "12320500466000123A", "内部备注": "周三下午收货"},
    "site": {
        "地点名称": "检验科", "详细地址": "苏州工业园区翠微街 9 号", "收货人": "陆文", "电话": "0512-6280 1234",
    },
    "contact": {"姓名": "陆文", "电话": "0512-6280 1234", "职务": "检验", "授权委托书有效期至": "2027-12-31"},
}  # fmt: skip
PAPER: Final[dict[str, Any]] = {
    "type": "医疗机构执业许可证",
    "scope": ["第二类医疗器械"],
    "texts": {
        "证照编号": "PDY10019732050711A1002", "发证机关": "苏州市卫生健康委员会",
        "生效日期": "2024-03-01", "有效期至": "2039-02-28",
    },
}  # fmt: skip
OWN_PAPER: Final[dict[str, Any]] = {
    "type": "授权委托书",
    "texts": {"证照编号": "SQ-2026-017", "生效日期": "2026-01-01", "有效期至": "2027-12-31"},
}
SUPPLIER: Final = {
    "单位名称": "杭州湘湖诊断试剂有限公司", "供应商编号": "S-XH-01", "地址": "杭州市萧山区湘湖路 88 号",
    "联系人与电话": "沈岚 0571-8280 1234",
}  # fmt: skip
PRODUCT: Final[dict[str, Any]] = {
    "regime": "第二类医疗器械",
    "words": {
        "产品名称": "糖化血红蛋白测定试剂盒", "货号": "XH-HBA1C-96", "规格": "96 人份/盒", "型号": "/",
        "注册证号": "浙械注准20242400317", "注册人": "杭州湘湖诊断试剂有限公司",
        "批准或备案日期": "2024-05-20", "有效期至": "2029-05-19", "生产企业": "杭州湘湖诊断试剂有限公司",
    },
    "storage": "冷藏",
    "selling": {"单位": "盒", "整件装量": "20", "目录价": "1280.5"},
    "gtin": "06933100000011",
}  # fmt: skip
FACTS: Final = "PDY10019732050711A1002 · 有效期至 2039-02-28 范围：第二类医疗器械 查看文件"
HEADING: Final = (
    "货号", "产品名称", "规格", "监管类别", "储存类别", "贮藏条件", "生产企业", "单位", "件装量", "含税单价", "税率",
)  # fmt: skip

PERSON = """query ($search: String!) { people(search: $search) { items { name login phone kind
  tenures { label department { name } validTo } } } }"""
LOCATIONS = "query ($search: String!) { locations(search: $search) { items { code zone storageClass } } }"
CUSTOMERS = "query ($search: String!) { customers(search: $search) { items { id } } }"
CUSTOMER_FILE = """query ($id: UUID!) { customer(id: $id) { name kind number taxNumber note
  invoiceTitle salesperson { name } sites { name address receiver phone } contacts { name phone role authorityUntil }
  papers { type number issuedBy scope validFrom validTo state submitter { name } reviewer { name } }
  qualification { regime open } } }"""
SUPPLIERS = (
    "query ($search: String!) { suppliers(search: $search) { items { name number address contact } } }"
)
PRODUCTS = """query ($search: String!) { products(search: $search) { items { id catalogueNumber name specification
  regime storageClass storageText registrationNumber registrationHolder registeredFrom registeredTo model maker unit
  piecesPerCase listPrice taxRate packs { gtin pieces } } } }"""


def row(number: str, regime: str = "科研试剂") -> tuple[object, ...]:
    return (
        number, f"组织裂解液 {number}", "50 mL", regime, "冷冻", "−20 ℃ 避光", "杭州湘湖诊断试剂有限公司", "瓶", 10, 86.5, "13%",
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the pages said while all of it was written."""
    folder = tmp_path_factory.mktemp("master-data")

    def kept(name: str, content: bytes) -> str:
        path: Path = folder / name
        path.write_bytes(content)
        return str(path)

    return walk(
        demo, "masterData.browser.mjs", 300,
        department=DEPARTMENT, colleague=COLLEAGUE, location=LOCATION, customer=CUSTOMER,
        paper={**PAPER, "file": kept("licence.jpg", a_photo(side=320))},
        ownPaper={**OWN_PAPER, "file": kept("authority.jpg", a_photo(side=320))},
        supplier=SUPPLIER, product=PRODUCT,
        sheets={
            "faulty": kept("goods.xlsx", a_sheet([HEADING, row("LJ-01"), row("LJ-02", "试剂"), row("LJ-03")])),
            "mended": kept("mended.xlsx", a_sheet([HEADING, row("LJ-01"), row("LJ-02"), row("LJ-03")])),
        },
    )  # fmt: skip


def test_an_administrator_makes_a_department_a_colleague_who_signs_in_and_a_location(
    demo: Demo, told: dict[str, Any]
):
    departments = demo.ask("administrator", "{ departments { name } }")["departments"]
    people = demo.ask("administrator", PERSON, search=COLLEAGUE["login"])["people"]["items"]
    locations = demo.ask("keeper", LOCATIONS, search=LOCATION["code"])["locations"]["items"]

    assert told["troubles"] == []
    assert [one["name"] for one in departments].count(DEPARTMENT) == 1
    assert people == [
        {
            "name": "顾清越", "login": "guqingyue", "phone": "138-0000-1099", "kind": "staff",
            "tenures": [{"label": "质管员", "department": {"name": DEPARTMENT}, "validTo": None}],
        }
    ]  # fmt: skip
    assert locations == [{"code": "V7-01", "zone": "验证冷库", "storageClass": "refrigerated"}]


def test_a_salesperson_makes_a_customer_once_and_its_maker_reviews_no_paper(demo: Demo, told: dict[str, Any]):
    found = demo.ask("sales", CUSTOMERS, search=CUSTOMER["name"])["customers"]["items"]
    customer = demo.ask("sales", CUSTOMER_FILE, id=told["customer"]["id"])["customer"]
    gates = {one["regime"]: one["open"] for one in customer.pop("qualification")}
    papers = {paper["type"]: paper for paper in customer.pop("papers")}

    assert told["customer"]["restored"] == {"客户名称": "苏州金鸡湖医院", "内部备注": "周三下午收货"}
    assert (found, told["customer"]["sent"]) == ([{"id": told["customer"]["id"]}], 1)
    assert customer.pop("number").startswith("C")
    assert customer == {
        "name": "苏州金鸡湖医院", "kind": "hospital",
        "taxNumber": "12320500466000123A", "note": "周三下午收货", "invoiceTitle": "苏州金鸡湖医院",
        "salesperson": {"name": "李娜"},
        "sites": [
            {"name": "检验科", "address": "苏州工业园区翠微街 9 号", "receiver": "陆文", "phone": "0512-6280 1234"}
        ],
        "contacts": [
            {"name": "陆文", "phone": "0512-6280 1234", "role": "检验", "authorityUntil": "2027-12-31"}
        ],
    }  # fmt: skip
    assert papers == {
        "medical_institution_licence": {
            "type": "medical_institution_licence", "number": "PDY10019732050711A1002",
            "issuedBy": "苏州市卫生健康委员会", "scope": ["device_2"], "validFrom": "2024-03-01",
            "validTo": "2039-02-28", "state": "accepted", "submitter": {"name": "李娜"},
            "reviewer": {"name": "顾清越"},
        },
        "letter_of_authority": {
            "type": "letter_of_authority", "number": "SQ-2026-017", "issuedBy": None, "scope": [],
            "validFrom": "2026-01-01", "validTo": "2027-12-31", "state": "pending",
            "submitter": {"name": "顾清越"}, "reviewer": None,
        },
    }  # fmt: skip
    assert (gates["device_2"], gates["device_3"], gates["drug"]) == (True, False, False)
    assert told["asSubmitted"] == f"医疗机构执业许可证 待审核 {FACTS}"
    assert told["reviewed"] == {
        "width": 320,
        "accepted": f"医疗机构执业许可证 有效 {FACTS}",
        "own": {"why": "你提交的证照由另一位质管人员审核。", "mayDecide": 0},
    }


def test_a_purchaser_makes_a_supplier_and_a_product_once(demo: Demo, told: dict[str, Any]):
    suppliers = demo.ask("purchaser", SUPPLIERS, search=SUPPLIER["供应商编号"])["suppliers"]["items"]
    (product,) = demo.ask("purchaser", PRODUCTS, search="XH-HBA1C-96")["products"]["items"]

    assert told["product"]["sent"] == 1
    assert suppliers == [
        {
            "name": "杭州湘湖诊断试剂有限公司", "number": "S-XH-01", "address": "杭州市萧山区湘湖路 88 号",
            "contact": "沈岚 0571-8280 1234",
        }
    ]  # fmt: skip
    assert (float(product.pop("listPrice")), float(product.pop("taxRate"))) == (1280.5, 0.13)
    assert product == {
        "id": told["product"]["id"], "catalogueNumber": "XH-HBA1C-96", "name": "糖化血红蛋白测定试剂盒",
        "specification": "96 人份/盒", "regime": "device_2", "storageClass": "refrigerated", "storageText": "2–8 ℃",
        "registrationNumber": "浙械注准20242400317", "registrationHolder": "杭州湘湖诊断试剂有限公司",
        "registeredFrom": "2024-05-20", "registeredTo": "2029-05-19", "model": "/",
        "maker": "杭州湘湖诊断试剂有限公司", "unit": "盒", "piecesPerCase": 20,
        "packs": [{"gtin": "06933100000011", "pieces": 1}],
    }  # fmt: skip


def test_a_sheet_with_a_bad_row_is_imported_without_it_and_mended_without_doubling(
    demo: Demo, told: dict[str, Any]
):
    products = demo.ask("purchaser", PRODUCTS, search="LJ-0")["products"]["items"]

    assert told["imported"] == {
        "first": {
            "before": "读到 3 行 新增 2 更新 0 已有，不变 0 要修改 1",
            "faults": [
                "第 3 行 · 监管类别 · 试剂 请填写其中之一：药品、第一类医疗器械、第二类医疗器械、第三类医疗器械、"
                "危险化学品、易制毒易制爆、科研试剂。"
            ],
            "after": "已导入 2 行",
        },
        "again": {
            "before": "读到 3 行 新增 1 更新 0 已有，不变 2 要修改 0",
            "faults": [],
            "after": "已导入 1 行",
        },
    }
    assert sorted((one["catalogueNumber"], one["name"], float(one["listPrice"])) for one in products) == [
        (number, f"组织裂解液 {number}", 86.5) for number in ("LJ-01", "LJ-02", "LJ-03")
    ]

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from backend.compliance.qualifications.rules import CustomerKind, Regime
from backend.engines.imports.cells import written
from backend.engines.imports.rules import (
    SpreadsheetHasLinks,
    SpreadsheetMerged,
    SpreadsheetTooLarge,
    SpreadsheetUnreadable,
    importable_named,
)
from backend.engines.imports.workbook import read_workbook
from backend.foundation.file_kinds import FileKind
from tests.factories.files import a_door, a_pdf, a_sheet, an_upload
from tests.factories.masterdata import a_customer, a_gtin, a_product

PREVIEW = """query ($kind: String!, $id: UUID!) { importPreview(kind: $kind, attachmentId: $id) {
  rows ready new changed known faulty columns ignoredColumns faults { row column value message }
  firstRows { number cells ready fate } } }"""
APPLY = """mutation ($kind: String!, $id: UUID!, $from: Int!) {
  applyImport(kind: $kind, attachmentId: $id, fromRow: $from) { __typename
    ... on ImportApplied { added known nextRow faults { row column value message } }
    ... on Refusal { message } } }"""
CUSTOMERS = "query ($search: String!) { customers(search: $search) { items { name kind number sites { name } contacts { name } } } }"
PRODUCTS = """query ($search: String!) { products(search: $search) { items { catalogueNumber name registeredFrom registeredTo dosageForm registrationHolder
  regime listPrice taxRate packs { gtin pieces } } } }"""

CUSTOMER_HEADING = ("客户名称*", "客户类型", "收货地址", "收货人", "收货电话", "联系人")
PRODUCT_HEADING = (
    "货号", "产品名称", "规格", "监管类别", "储存类别", "贮藏条件", "注册证号", "生产企业", "单位", "件装量", "含税单价",
    "税率", "条码", "件条码",
)  # fmt: skip


async def uploaded(shop, by, rows):
    return str(await an_upload(shop, by, a_sheet(rows), FileKind.xlsx))


async def previewed(shop, by, kind, id):
    answer = await shop.ask(by, PREVIEW, kind=kind, id=id)
    assert answer.errors is None
    return answer.data["importPreview"]


async def applied(shop, by, kind, id, from_row=1):
    answer = await shop.ask(by, APPLY, **{"kind": kind, "id": id, "from": from_row})
    assert answer.errors is None
    return answer.data["applyImport"]


async def customers(shop, by, search):
    return (await shop.ask(by, CUSTOMERS, search=search)).data["customers"]["items"]


async def products(shop, by, search):
    return (await shop.ask(by, PRODUCTS, search=search)).data["products"]["items"]


def a_product_row(number, **changed):
    row = {
        "货号": number, "产品名称": f"导入产品{number}", "规格": "96T", "监管类别": "科研用", "储存类别": "冷藏",
        "贮藏条件": "2–8 ℃", "注册证号": None, "生产企业": "苏州方舟", "单位": "盒", "件装量": 20, "含税单价": 1280.5,
        "税率": "13%", "条码": None, "件条码": None,
    }  # fmt: skip
    return [{**row, **changed}[heading] for heading in PRODUCT_HEADING]


async def test_a_preview_says_what_would_happen_and_does_nothing(shop):
    sales = shop.person("sales")
    id = await uploaded(
        shop, sales,
        [
            (*CUSTOMER_HEADING, "心情"),
            ("预览大学生命学院", "高校", "北京市海淀区 1 号", "王敏", 13800000001, "李雷", "好"),
            (None,) * 7,
            ("预览医院", "诊所", "上海市 2 号", "张伟", "", None, None),
        ],
    )  # fmt: skip

    preview = await previewed(shop, sales, "customers", id)

    assert (preview["rows"], preview["ready"], preview["faulty"]) == (2, 1, 1)
    assert preview["columns"] == ["客户名称", "客户类型", "收货地址", "收货人", "收货电话", "联系人"]
    assert preview["ignoredColumns"] == ["心情"]
    assert [row["number"] for row in preview["firstRows"]] == [2, 4]
    [fault] = preview["faults"]
    assert (fault["row"], fault["column"], fault["value"]) == (4, "客户类型", "诊所")
    assert fault["message"] == "请填写其中之一：高校、科研院所、生物企业、医院、经销商。"
    assert await customers(shop, sales, "预览") == []


async def test_rows_become_customers_with_site_and_contact_and_a_fault_keeps_none_of_the_others_back(shop):
    sales = shop.person("sales")
    id = await uploaded(
        shop, sales,
        [
            CUSTOMER_HEADING,
            ("导入甲大学", "高校", "北京市海淀区 1 号", "王敏", 13800000001, "李雷"),
            ("导入乙医院", "医院", "上海市 2 号", None, None, None),
            ("导入丙经销", "distributor", None, None, None, None),
        ],
    )  # fmt: skip

    done = await applied(shop, sales, "customers", id)

    assert (done["added"], done["known"], done["nextRow"]) == (2, 0, None)
    [fault] = done["faults"]
    assert (fault["row"], fault["message"]) == (3, "收货地址、收货人、收货电话要么都填，要么都不填。")
    assert [(row["name"], row["kind"], row["contacts"]) for row in await customers(shop, sales, "导入")] == [
        ("导入丙经销", "distributor", []),
        ("导入甲大学", "university", [{"name": "李雷"}]),
    ]


async def test_importing_again_doubles_nothing_whether_the_same_upload_or_the_same_rows_anew(shop):
    sales = shop.person("sales")
    rows = [CUSTOMER_HEADING, ("重复导入研究所", "科研院所", "路 1 号", "甲", "1", None)]
    id = await uploaded(shop, sales, rows)
    await applied(shop, sales, "customers", id)

    same_upload = await applied(shop, sales, "customers", id)
    new_upload = await applied(shop, sales, "customers", await uploaded(shop, sales, rows))

    for done in (same_upload, new_upload):
        assert (done["added"], done["known"], done["faults"]) == (0, 1, [])
    [row] = await customers(shop, sales, "重复导入")
    assert len(row["sites"]) == 1


async def test_a_customer_that_was_put_on_file_by_hand_is_known(shop):
    sales = shop.person("sales")
    await a_customer(shop, name="手工建档公司")
    id = await uploaded(shop, sales, [CUSTOMER_HEADING, ("手工建档公司", "生物公司", None, None, None, None)])

    done = await applied(shop, sales, "customers", id)

    assert (done["added"], done["known"]) == (0, 1)


async def test_a_new_name_under_a_number_that_is_taken_is_a_fault_and_not_known(shop):
    sales = shop.person("sales")
    await a_customer(shop, number="KH-TAKEN")
    heading = ("客户名称", "客户类型", "客户编号")
    id = await uploaded(shop, sales, [heading, ("抢号公司", "高校", "KH-TAKEN")])

    done = await applied(shop, sales, "customers", id)

    assert (done["added"], done["known"]) == (0, 0)
    assert done["faults"][0]["value"] == "抢号公司"
    assert "已属于另一位客户" in done["faults"][0]["message"]


async def test_two_rows_of_the_same_name_are_told_before_anything_is_done(shop):
    sales = shop.person("sales")
    row = ("同名公司", "生物公司", None, None, None, None)
    id = await uploaded(shop, sales, [CUSTOMER_HEADING, row, ("同名 公司", *row[1:])])

    [fault] = (await previewed(shop, sales, "customers", id))["faults"]

    assert (fault["row"], fault["message"]) == (3, "与第 2 行重复，请删去一行。")


async def test_products_come_with_their_codes_price_and_rate_however_excel_keeps_them(shop):
    purchaser, gtin, case_gtin = shop.person("purchaser"), a_gtin(), a_gtin(1)
    id = await uploaded(
        shop, purchaser,
        [
            PRODUCT_HEADING,
            a_product_row("IMP-001", 条码=int(gtin), 件条码=case_gtin, 税率=0.13),
            a_product_row("IMP-002", 监管类别="三类器械", 注册证号="国械注准20263400999", 含税单价="99.9"),
        ],
    )  # fmt: skip

    done = await applied(shop, purchaser, "products", id)

    assert (done["added"], done["faults"]) == (2, [])
    [first] = await products(shop, purchaser, "IMP-001")
    assert first["packs"] == [{"gtin": gtin, "pieces": 1}, {"gtin": case_gtin, "pieces": 20}]
    assert (Decimal(first["listPrice"]), Decimal(first["taxRate"])) == (Decimal("1280.5"), Decimal("0.13"))
    [second] = await products(shop, purchaser, "IMP-002")
    assert (second["regime"], Decimal(second["listPrice"])) == ("device_3", Decimal("99.9"))


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ({"监管类别": "三类器械"}, None, "请填写注册证号"),
        ({"含税单价": "=1+1"}, "含税单价", "这里是公式"),
        ({"含税单价": 0}, None, "单价必须大于 0"),
        ({"含税单价": True}, "含税单价", "请只填数字"),
        ({"税率": "13"}, None, "税率"),
        ({"件装量": 2.5}, "件装量", "请只填数字"),
        ({"件装量": date(2026, 1, 1)}, "件装量", "请只填数字"),
        ({"条码": "06901234567891"}, None, "校验位"),
        ({"产品名称": "   "}, "产品名称", "此项不能为空"),
        ({"产品名称": "长" * 201}, "产品名称", "文字过长"),
        ({"规格": "甲\u202e乙"}, "规格", "不能显示的字符"),
    ],
)
async def test_a_fault_names_its_row_and_column_and_what_to_do(shop, changed, column, says):
    purchaser = shop.person("purchaser")
    id = await uploaded(shop, purchaser, [PRODUCT_HEADING, a_product_row("FAULT-1", **changed)])

    preview = await previewed(shop, purchaser, "products", id)
    done = await applied(shop, purchaser, "products", id)

    [fault] = preview["faults"]
    assert (fault["row"], fault["column"]) == (2, column)
    assert says in fault["message"]
    assert (done["added"], len(done["faults"])) == (0, 1)
    assert await products(shop, purchaser, "FAULT-1") == []


async def test_a_formula_is_a_fault_of_its_cell_and_neither_computed_nor_kept(shop):
    purchaser = shop.person("purchaser")
    formula = '=HYPERLINK("http://evil.example","点我")'
    id = await uploaded(shop, purchaser, [PRODUCT_HEADING, a_product_row("FORMULA-1", 产品名称=formula)])

    preview = await previewed(shop, purchaser, "products", id)
    done = await applied(shop, purchaser, "products", id)

    assert [(fault["column"], fault["message"][:6]) for fault in preview["faults"]] == [
        ("产品名称", "这里是公式，")
    ]
    assert (done["added"], done["known"]) == (0, 0)
    assert await products(shop, purchaser, "FORMULA-1") == []


async def test_merged_cells_are_refused_before_a_row_is_read(shop):
    workbook = Workbook()
    sheet = workbook.active
    for row in (PRODUCT_HEADING, a_product_row("MERGED-1"), a_product_row("MERGED-2")):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    stream = io.BytesIO()
    workbook.save(stream)

    with pytest.raises(SpreadsheetMerged):
        read_workbook(stream.getvalue())


async def test_days_come_from_date_cells_and_from_plain_text_and_other_spellings_are_faults(shop):
    purchaser = shop.person("purchaser")
    heading = (*PRODUCT_HEADING, "注册证生效日", "注册证有效期至", "剂型", "持有人/注册人")
    good = (*a_product_row("DAY-1"), date(2026, 1, 1), "2030-12-31", "注射剂", "北辰药业")
    rows = [
        heading,
        good,
        (*a_product_row("DAY-2"), "01/02/26", None, None, None),
        (*a_product_row("DAY-3"), "2030-01-01", "2026-01-01", None, None),
    ]
    id = await uploaded(shop, purchaser, rows)

    preview = await previewed(shop, purchaser, "products", id)
    await applied(shop, purchaser, "products", id)

    assert [(fault["row"], fault["column"]) for fault in preview["faults"]] == [
        (3, "注册证生效日"),
        (4, None),
    ]
    [row] = await products(shop, purchaser, "DAY-1")
    assert (row["registeredFrom"], row["registeredTo"]) == ("2026-01-01", "2030-12-31")
    assert (row["dosageForm"], row["registrationHolder"]) == ("注射剂", "北辰药业")


async def test_a_preview_tells_new_from_what_is_on_file_already(shop):
    purchaser = shop.person("purchaser")
    await a_product(shop, catalogue_number="FATE-OLD", name="原来的名称")
    rows = [PRODUCT_HEADING, a_product_row("FATE-OLD"), a_product_row("FATE-NEW")]
    id = await uploaded(shop, purchaser, rows)

    preview = await previewed(shop, purchaser, "products", id)
    done = await applied(shop, purchaser, "products", id)

    assert [preview[name] for name in ("new", "changed", "known", "faulty")] == [1, 0, 1, 0]
    assert [row["fate"] for row in preview["firstRows"]] == ["known", "new"]
    assert (done["added"], done["known"]) == (1, 1)
    [old] = await products(shop, purchaser, "FATE-OLD")
    assert old["name"] == "原来的名称"


async def test_a_price_list_changes_prices_that_differ_and_no_others_and_again_nothing(shop):
    purchaser = shop.person("purchaser")
    for number in ("PL-SAME", "PL-OTHER"):
        await a_product(shop, catalogue_number=number, list_price="100")
    heading = ("货号", "含税单价", "税率")
    rows = [
        heading,
        ("PL-SAME", "100.00", None),
        ("PL-OTHER", 128.5, "9%"),
        ("PL-NONE", 1, None),
        ("PL-ZERO", 0, None),
    ]
    id = await uploaded(shop, purchaser, rows)

    preview = await previewed(shop, purchaser, "listPrices", id)
    first = await applied(shop, purchaser, "listPrices", id)
    again = await applied(shop, purchaser, "listPrices", await uploaded(shop, purchaser, rows))

    assert [preview[name] for name in ("new", "changed", "known", "faulty")] == [0, 1, 1, 2]
    assert [(fault["row"], fault["column"]) for fault in preview["faults"]] == [(4, "货号"), (5, None)]
    assert (first["added"], first["known"], len(first["faults"])) == (1, 1, 2)
    assert (again["added"], again["known"]) == (0, 2)
    [other] = await products(shop, purchaser, "PL-OTHER")
    assert (other["listPrice"], other["taxRate"]) == ("128.5", "0.09")


async def test_a_long_sheet_is_applied_in_portions_that_go_on_where_they_stopped(shop):
    sales = shop.person("sales")
    rows = [(f"批量客户{number:03}", "高校", None, None, None, None) for number in range(130)]
    id = await uploaded(shop, sales, [CUSTOMER_HEADING, *rows])

    first = await applied(shop, sales, "customers", id)
    second = await applied(shop, sales, "customers", id, from_row=first["nextRow"])

    assert (first["added"], first["nextRow"]) == (100, 102)
    assert (second["added"], second["nextRow"]) == (30, None)


@pytest.mark.parametrize(
    ("heading", "kind", "says"),
    [
        (("客户类型",), "customers", "客户名称"),
        (("客户名称", "客户类型", "名称"), "customers", "出现两次"),
        (CUSTOMER_HEADING, "moons", "没有这种导入"),
    ],
)
async def test_a_sheet_that_is_not_the_template_is_refused_in_words(shop, heading, kind, says):
    sales = shop.person("sales")
    id = await uploaded(shop, sales, [heading, ("甲", "高校")])

    answer = await shop.ask(sales, PREVIEW, kind=kind, id=id)
    done = await applied(shop, sales, kind, id)

    assert says in answer.errors[0].message
    assert done["__typename"] in {"ColumnsMissing", "ColumnTwice", "NothingToImport"}
    assert says in done["message"]


async def test_who_may_not_add_may_not_import_nor_look(shop):
    picker = shop.person("picker")
    id = await uploaded(shop, picker, [CUSTOMER_HEADING, ("越权公司", "高校", None, None, None, None)])

    answer = await shop.ask(picker, PREVIEW, kind="customers", id=id)
    done = await applied(shop, picker, "customers", id)

    assert answer.errors[0].extensions["code"] == "NotAllowed"
    assert done["__typename"] == "NotAllowed"
    assert await customers(shop, shop.person("salesManager"), "越权公司") == []


async def test_somebody_elses_file_and_another_kind_of_file_are_not_imported(shop):
    sales, other = shop.person("sales"), shop.person("sales", name="stranger")
    theirs = await uploaded(shop, other, [CUSTOMER_HEADING])
    pdf = str(await an_upload(shop, sales, a_pdf(), FileKind.pdf))

    assert (await applied(shop, sales, "customers", theirs))["__typename"] == "NotFound"
    assert (await applied(shop, sales, "customers", pdf))["__typename"] == "SpreadsheetUnreadable"


def a_package(**files):
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_sheet([["客户名称"]]))) as good,
        zipfile.ZipFile(stream, "w", 8) as made,
    ):
        for name in good.namelist():
            made.writestr(name, files.get(name, good.read(name)))
        for name in files.keys() - set(good.namelist()):
            made.writestr(name, files[name])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", SpreadsheetUnreadable),
        (b"PK\x03\x04" + b"\x00" * 100, SpreadsheetUnreadable),
        (a_package()[:-30], SpreadsheetUnreadable),
        (a_package(**{"xl/workbook.xml": "<broken"}), SpreadsheetUnreadable),
        (a_package(**{"xl/worksheets/sheet1.xml": "<broken"}), SpreadsheetUnreadable),
        (a_package(**{"[Content_Types].xml": "<x/>"}), SpreadsheetUnreadable),
        (a_package(**{"xl/externalLinks/externalLink1.xml": "<x/>"}), SpreadsheetHasLinks),
        (a_package(**{"xl/vbaProject.bin": "x"}), SpreadsheetHasLinks),
        (a_package(**{"xl/media/bomb.bin": b"\x00" * (21 * 1024 * 1024)}), SpreadsheetTooLarge),
        (a_sheet([["x"] * 61]), SpreadsheetTooLarge),
        (a_sheet([[1]] * 2_002), SpreadsheetTooLarge),
    ],
    ids=["empty", "zip head", "cut", "workbook", "sheet", "types", "links", "macro", "bomb", "wide", "long"],
)
def test_a_hostile_or_broken_file_is_refused_in_words(content, refusal):
    with pytest.raises(refusal):
        read_workbook(content)


def test_an_entity_bomb_is_refused():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    sheet = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><worksheet>&a11;</worksheet>'

    with pytest.raises(SpreadsheetUnreadable):
        read_workbook(a_package(**{"xl/worksheets/sheet1.xml": sheet}))


def test_an_external_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    sheet = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
    )

    try:
        said = str(read_workbook(a_package(**{"xl/worksheets/sheet1.xml": sheet})))
    except SpreadsheetUnreadable:
        said = ""
    assert "TOP-SECRET" not in said


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""), (6901234567892, "6901234567892"), (6901234567892.0, "6901234567892"), (0.1, "0.1"), (1e-5, "0.00001"),
        (1e300, "1e+300"), (float("nan"), "nan"), (True, "是"), ("  甲 ", "甲"), (datetime.fromisoformat("2026-01-02"), "2026-01-02"),
    ],
)  # fmt: skip
def test_a_cell_is_told_as_a_person_would_write_it(cell, expected):
    assert written(cell) == expected


@pytest.mark.parametrize(("kind", "language"), [("customers", "zh-CN"), ("products", "en-GB")])
async def test_the_template_has_every_heading_and_can_be_imported_itself(shop, kind, language):
    async with a_door(shop, None) as door:
        answer = await door.get(f"/imports/{kind}/template.xlsx", headers={"accept-language": language})
        missing = await door.get("/imports/moons/template.xlsx")

    assert (answer.status_code, missing.status_code) == (200, 404)
    columns = importable_named(kind).columns
    heading = [str(cell.value) for cell in load_workbook(io.BytesIO(answer.content)).worksheets[0][1]]
    expected = [
        (column.en if language == "en-GB" else column.zh) + ("*" if column.required else "")
        for column in columns
    ]
    assert heading == expected
    assert len(read_workbook(answer.content)) == 1


async def test_somebody_who_reads_english_is_told_in_english(shop):
    sales = shop.person("sales", name="english", language="en")
    id = await uploaded(shop, sales, [("Customer", "KIND"), ("Wuhan Lab", "bakery")])

    preview = await previewed(shop, sales, "customers", id)

    assert preview["columns"] == ["Customer", "Kind"]
    assert preview["faults"][0]["column"] == "Kind"
    assert preview["faults"][0]["message"].startswith("Fill in one of: ")


@pytest.mark.parametrize(
    ("kind", "column", "word", "means"),
    [
        ("customers", "kind", "生物企业", CustomerKind.biotech),
        ("customers", "kind", "生物公司", CustomerKind.biotech),
        ("products", "regime", "第一类医疗器械", Regime.device_1),
        ("products", "regime", "第二类医疗器械", Regime.device_2),
        ("products", "regime", "二类器械", Regime.device_2),
        ("products", "regime", "第三类医疗器械", Regime.device_3),
        ("products", "regime", "易制毒、易制爆化学品", Regime.precursor),
        ("products", "regime", "易制毒易制爆", Regime.precursor),
        ("products", "regime", "科研试剂", Regime.ruo),
        ("products", "regime", "科研用", Regime.ruo),
    ],
)
def test_a_sheet_may_say_what_the_pages_say_and_what_the_trade_says(shop, kind, column, word, means):
    (read,) = (one.read for one in importable_named(kind).columns if one.key == column)

    assert read(word) is means

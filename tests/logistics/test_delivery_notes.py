from decimal import Decimal

import pytest
from sqlalchemy import text

from backend.compliance.qualifications.rules import CustomerKind, PaperType, Regime
from backend.engines.print_templates.rules import Column, Sheet, Table, sheet_html
from backend.foundation.actor import SYSTEM
from backend.foundation.files import stored_for
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.qr_code import qr_png
from backend.identity.company.commands import SetCompany
from backend.logistics.delivery_notes.commands import DrawPapers
from backend.logistics.delivery_notes.rules import note_sheet, pick_list_sheet, pieces_in_words
from scanners.house_label import delivery_link, read_delivery_link
from scanners.image import Seen, decode
from tests.factories.logistics import a_way, hand_over, picked, rechecked, some_goods, the_outbound
from tests.factories.masterdata import an_accepted_paper
from tests.factories.orders import a_buyer


async def content_of(shop, way):
    async with shop.house.sessions() as session:
        row = await session.execute(
            text("select delivery_note, public_token from outbounds where id = :id"), {"id": way.outbound_id}
        )
        return tuple(row.one())


async def papers_of(shop, way):
    """The ids of the delivery note and the pick list."""
    outbound = await the_outbound(shop, way.order_id)
    assert outbound.delivery_note_id is not None and outbound.pick_list_id is not None
    return outbound.delivery_note_id, outbound.pick_list_id


async def signed(shop, *goods, **given):
    way = await a_way(shop, *goods, **given)
    await picked(shop, way)
    await rechecked(shop, way)
    return way


async def test_a_signed_recheck_has_its_note_and_pick_list_as_pdf_in_the_papers_of_the_outbound(shop):
    way = await signed(shop)

    outbound = await the_outbound(shop, way.order_id)

    assert outbound.delivery_note_number is not None
    assert outbound.delivery_note_number.startswith("DN-2026-")
    for paper in await papers_of(shop, way):
        stored = await stored_for(shop.house, shop.person("rechecker"), paper)
        assert stored.kind == "application/pdf"
        assert stored.content.startswith(b"%PDF-")
        assert len(stored.content) > 5_000


async def test_the_note_is_headed_with_the_licences_that_the_firm_sells_under(shop):
    firm = SetCompany(
        name="试链生物科技（上海）有限公司",
        site_name="浦东仓",
        credit_code="91310115MA1K3TL08G",
        drug_licence="沪AA0210088",
        device_licence="沪浦药监械经营许20240188号",
    )
    await shop.perform(firm, shop.person("administrator"))
    content, _ = await content_of(shop, await signed(shop))

    head = dict(note_sheet(content, qr_png("x"), "x").head)

    assert head["统一社会信用代码"] == "91310115MA1K3TL08G"
    assert head["药品经营许可证"] == "沪AA0210088"
    assert head["医疗器械经营许可／备案"] == "沪浦药监械经营许20240188号"


async def test_a_note_of_before_the_licences_were_kept_is_drawn_without_them(shop):
    content, _ = await content_of(shop, await signed(shop))
    for name in ("supplierDrugLicence", "supplierDeviceLicence"):
        del content[name]

    head = dict(note_sheet(content, qr_png("x"), "x").head)

    assert head["药品经营许可证"] == head["医疗器械经营许可／备案"] == ""


async def test_the_note_names_what_the_law_asks_of_a_device(shop):
    buyer = await a_buyer(shop, kind=CustomerKind.distributor)
    await an_accepted_paper(shop, buyer.id, PaperType.device_operating_licence)
    goods = await some_goods(
        shop, regime=Regime.device_3, lot_number="DEV-7", expires="2027-11-30", maker_licence="沪械生产许 7"
    )

    way = await signed(shop, goods, buyer=buyer, quantity="25", purchase_number="PO-88")

    content, token = await content_of(shop, way)
    (line,) = content["lines"]
    assert (content["orderNumber"], content["purchaseNumber"], content["customer"], content["receiver"]) == (
        way.number, "PO-88", buyer.name, "王敏",
    )  # fmt: skip
    assert (content["dispatchedOn"], content["rechecker"], content["token"]) == (
        "2026-11-22",
        "rechecker",
        token,
    )
    assert line == {
        "family": "device",
        "catalogueNumber": goods.product.catalogue_number,
        "product": goods.product.name,
        "specification": "100 μg",
        "registration": line["registration"],
        "maker": "苏州方舟生物科技有限公司 沪械生产许 7",
        "lot": "DEV-7",
        "serials": [],
        "madeOn": "—",
        "expiresOn": "2027-11-30",
        "expiryPrinted": "",
        "quantity": "1 件 + 5 盒",
        "pieces": "25",
        "unit": "盒",
        "storage": "2–8 ℃ 避光",
        "location": line["location"],
        "picker": "picker",
        "typed": [],
    }
    assert line["registration"].startswith("国械注准2026")
    html = sheet_html(note_sheet(content, b"", "link"))
    for label in (
        "注册证号／备案凭证号",
        "注册人／备案人及生产许可证号",
        "出库专用章",
        "贮藏条件",
        "有效期至",
        "收货人签字",
    ):
        assert label in html


async def test_note_and_pick_list_say_the_expiry_in_the_makers_words_below_the_last_usable_day(shop):
    month = await some_goods(shop, lot_number="MONTH", expires="2028-05-31", in_print=("失效期", "2028-06"))
    day = await some_goods(shop, lot_number="DAY", expires="2028-06-30", in_print=("有效期至", "2028-06-30"))

    content, _ = await content_of(shop, await signed(shop, month, day))

    said = {"MONTH": "2028-05-31\n失效期 2028-06", "DAY": "2028-06-30"}
    for sheet, lot in ((note_sheet(content, b"", "link"), 6), (pick_list_sheet(content), 5)):
        rows = [row for table in sheet.tables for row in table.rows]
        printed = {row[lot]: next(cell for cell in row if cell.startswith("2028")) for row in rows}
        assert printed == said


async def test_a_note_that_was_signed_before_the_words_were_kept_has_the_day(shop):
    content, _ = await content_of(shop, await signed(shop, await some_goods(shop, expires="2028-06-30")))
    for line in content["lines"]:
        del line["expiryPrinted"]

    assert "2028-06-30" in note_sheet(content, b"", "link").tables[0].rows[0]


async def test_the_qr_of_the_note_is_read_back_as_the_link_to_its_deliveries(shop):
    content, token = await content_of(shop, await signed(shop))
    link = delivery_link("https://lots.example", content["token"])

    seen = decode(qr_png(link))

    assert isinstance(seen, Seen)
    assert [read_delivery_link(code.text) for code in seen.codes] == [token]


async def test_nobody_draws_papers_but_the_system_and_twice_is_once(shop):
    way = await signed(shop)
    before = await the_outbound(shop, way.order_id)

    with pytest.raises(NotAllowed):
        await shop.perform(DrawPapers(outbound_id=way.outbound_id), shop.person("keeper"))
    await shop.perform(DrawPapers(outbound_id=way.outbound_id), SYSTEM)

    after = await the_outbound(shop, way.order_id)
    assert (after.delivery_note_id, after.pick_list_id) == (before.delivery_note_id, before.pick_list_id)


async def test_an_outbound_that_nobody_signed_has_no_papers(shop):
    way = await a_way(shop)

    with pytest.raises(NotFound):
        await shop.perform(DrawPapers(outbound_id=way.outbound_id), SYSTEM)


async def test_the_note_is_read_by_staff_driver_and_its_customer_and_the_pick_list_by_the_warehouse_alone(
    shop,
):
    way = await signed(shop)
    note, pick_list = await papers_of(shop, way)
    await hand_over(shop, way)
    own = shop.person("customer", customer_id=way.buyer.id)
    foreign = shop.person("customer", customer_id=(await a_buyer(shop)).id)
    await shop.hired()

    for reader in (shop.person("keeper"), shop.person("driver"), own):
        assert (await stored_for(shop.house, reader, note)).content.startswith(b"%PDF-")
    for reader, paper in (
        (foreign, note),
        (shop.person("driver", name="别的司机"), note),
        (own, pick_list),
        (shop.person("driver"), pick_list),
    ):
        await shop.hired()
        with pytest.raises(NotFound):
            await stored_for(shop.house, reader, paper)


@pytest.mark.parametrize(
    ("pieces", "per_case", "words"),
    [("3", 20, "3 盒"), ("20", 20, "1 件"), ("43", 20, "2 件 + 3 盒"), ("5", 1, "5 盒")],
)
def test_a_quantity_is_said_in_cases_and_loose_packs(pieces, per_case, words):
    assert pieces_in_words(Decimal(pieces), "盒", per_case) == words


def test_a_sheet_escapes_what_people_typed_wherever_it_stands():
    nasty = "</style><img src=http://example.com/x onerror=1>\"'"
    sheet = Sheet(
        title=nasty, issuer=nasty, number=nasty, head=((nasty, nasty),), foot=((nasty, nasty),), seal=nasty,
        signed_by_hand=(nasty,), small_print=nasty, qr_text=nasty,
        tables=(Table(heading=nasty, columns=(Column(nasty),), rows=((nasty,),)),),
    )  # fmt: skip

    html = sheet_html(sheet)

    assert "<img src=http" not in html
    assert html.count("</style>") == 1


def test_a_row_has_as_many_cells_as_there_are_columns():
    with pytest.raises(ValueError, match="as many cells"):
        Table(columns=(Column("a"), Column("b")), rows=(("1",),))

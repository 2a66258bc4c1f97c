"""Registers: what an inspector opens first, through GraphQL and as rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from backend.compliance.qualifications.rules import CustomerKind, PaperType, Regime
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import NotAllowed
from backend.foundation.work import Door
from backend.logistics.deliveries.queries import BOXES_OF_DELIVERIES
from backend.logistics.deliveries.telling import BoxArrived, LineReceived
from backend.overviews.registers import queries
from backend.overviews.registers.fields import FIELDS
from backend.overviews.registers.files import csv_of, disclose
from backend.overviews.registers.paper import register_sheet
from backend.overviews.registers.rules import Chosen, Form, RegisterKind, RegisterTooLong
from backend.overviews.registers.words import Speech
from tests.factories.logistics import (
    a_way,
    at_the_door,
    hand_over,
    picked,
    rechecked,
    some_goods,
    the_lines,
    under_way,
)
from tests.factories.masterdata import an_accepted_paper
from tests.factories.orders import a_buyer
from tests.factories.shop import OPENED

READERS = ("qualityOfficer", "qualityHead", "salesManager", "director", "administrator")


async def rows_of(shop, kind, by=None, **chosen):
    async with shop.house.reading(by or shop.person("qualityHead")) as reading:
        values = queries.values_for(kind, Chosen(**chosen), shop.house.zone)
        page = await queries.PAGES[kind].page(reading, first=100, after=None, **values)
        return page.items


async def csv_text(shop, kind, by=None, **chosen):
    parts = [
        part async for part in csv_of(shop.house, by or shop.person("qualityHead"), kind, Chosen(**chosen))
    ]
    return b"".join(parts).decode()


async def signed_out(shop, *goods, **given):
    way = await a_way(shop, *goods, **given)
    await picked(shop, way)
    await rechecked(shop, way)
    return way


async def number_of(shop, paper_id):
    async with shop.house.sessions() as session:
        return await session.scalar(text("select number from papers where id = :id"), {"id": paper_id})


async def entries(shop, kind):
    async with shop.house.sessions() as session:
        found = await session.execute(
            text(
                "select user_name, changes->0->'after' from audit_entries"
                " where command = 'overviews.discloseRegister' and changes->0->'after'->>'register' = :kind"
                " order by recorded_at, command_id"
            ),
            {"kind": kind},
        )
        return [tuple(row) for row in found]


async def test_a_sales_record_of_a_device_names_what_article_38_asks_for(shop):
    buyer = await a_buyer(shop, kind=CustomerKind.distributor)
    paper_id = await an_accepted_paper(shop, buyer.id, PaperType.device_operating_licence)
    goods = await some_goods(
        shop, regime=Regime.device_3, lot_number="REG-38", expires="2027-11-30", maker_licence="苏械生产许 7"
    )
    way = await signed_out(shop, goods, buyer=buyer, quantity="25", purchase_number="PO-38")

    (row,) = await rows_of(shop, RegisterKind.sales, lot="reg-38")

    assert (row.sold_at, row.order_number, row.purchase_number) == (OPENED, way.number, "PO-38")
    assert (row.customer_name, row.customer_contact, row.customer_phone) == (
        buyer.name,
        "王敏",
        "13800000001",
    )
    assert row.customer_address
    assert row.customer_licence == await number_of(shop, paper_id)
    assert (row.product_name, row.specification, row.regime) == (goods.product.name, "100 μg", "device_3")
    assert (row.maker, row.maker_licence) == ("苏州方舟生物科技有限公司", "苏械生产许 7")
    assert row.registration_number
    assert (row.lot_number, row.expires_on) == ("REG-38", date(2027, 11, 30))
    assert (row.quantity, row.unit_price, row.amount_fen) == (Decimal(25), Decimal(100), 250_000)
    assert (row.order_state, row.returned) == ("rechecked", None)


async def test_a_buyer_without_any_licence_on_file_has_none_in_the_record(shop):
    buyer = await a_buyer(shop, kind=CustomerKind.distributor)
    goods = await some_goods(shop, lot_number="REG-RUO")
    await signed_out(shop, goods, buyer=buyer)

    (row,) = await rows_of(shop, RegisterKind.sales, lot="REG-RUO")

    assert (row.regime, row.customer_licence) == ("ruo", None)


async def test_a_register_says_the_expiry_in_the_makers_words_where_they_name_another_date(shop):
    lost_from = await some_goods(
        shop, lot_number="REG-LOST", expires="2028-05-31", in_print=("失效期", "2028-06")
    )
    plain = await some_goods(
        shop, lot_number="REG-PLAIN", expires="2028-05-31", in_print=("有效期至", "2028-05-31")
    )
    await signed_out(shop, lost_from)
    await signed_out(shop, plain)

    said = await csv_text(shop, RegisterKind.sales, lot="REG-LOST")

    assert "2028-05-31（标签：失效期 2028-06）" in said
    assert "标签：" not in await csv_text(shop, RegisterKind.sales, lot="REG-PLAIN")


async def test_an_order_that_was_only_picked_is_in_no_register(shop):
    goods = await some_goods(shop, lot_number="REG-PICKED")
    way = await a_way(shop, goods)
    await picked(shop, way)

    assert [await rows_of(shop, kind, lot="REG-PICKED") for kind in RegisterKind] == [[], [], []]


async def test_a_recheck_record_names_both_persons_the_quality_and_the_code_of_what_was_signed(shop):
    goods = await some_goods(shop, lot_number="REG-95")
    way = await a_way(shop, goods)
    await picked(shop, way)
    signed = await rechecked(shop, way)

    (row,) = await rows_of(shop, RegisterKind.rechecks, lot="REG-95")

    assert (row.rechecked_at, row.order_number) == (OPENED, way.number)
    assert row.delivery_note_number == signed.notes[0].delivery_note_number
    assert (row.picker, row.rechecker, row.quality, row.method) == ("picker", "rechecker", "accepted", "pin")
    assert (row.quantity, len(row.check_code)) == (Decimal(2), 6)


async def test_a_hand_over_record_holds_the_way_the_temperatures_and_what_the_receiver_left(shop):
    goods = await some_goods(shop, lot_number="REG-99")
    way, delivery_id = await under_way(shop, goods)
    (line,) = await the_lines(shop, way)
    (box,) = await shop.look(BOXES_OF_DELIVERIES, shop.person("driver"), ids=[delivery_id])
    command = at_the_door(
        shop,
        delivery_id,
        outcome="partly_delivered",
        lines=(LineReceived(pick_line_id=line.id, received=Decimal(1), reason="外箱破损"),),
        boxes=(BoxArrived(box_id=box.id, arrival_celsius=Decimal("9.3")),),
    )
    await shop.perform(command, shop.person("driver"))

    (row,) = await rows_of(shop, RegisterKind.handovers, lot="REG-99")
    (sale,) = await rows_of(shop, RegisterKind.sales, lot="REG-99")

    assert (row.order_number, row.departed_at, row.pieces, row.leg) == (way.number, OPENED, 1, "own_driver")
    assert (row.means, row.plate, row.box_number, row.logger_number) == (
        "passive_box", "沪A12345", "BX-07", "T-0815",
    )  # fmt: skip
    assert (row.celsius_min, row.celsius_max) == (Decimal(2), Decimal(8))
    assert (row.departure_celsius, row.arrival_celsius, row.temperature_verdict) == (
        Decimal("4.2"), Decimal("9.3"), "above",
    )  # fmt: skip
    assert (row.sent, row.received, row.difference_reason) == (Decimal(2), Decimal(1), "外箱破损")
    assert (row.outcome, row.receiver_name, row.signature_method) == ("partly_delivered", "王敏", "drawn")
    assert len(row.signature_check_code) == 6
    assert (row.handed_over_by, row.driver) == ("keeper", "driver")
    assert (sale.order_state, sale.returned) == ("partly_delivered", Decimal(1))


async def test_days_are_the_sites_and_both_included(shop):
    goods = await some_goods(shop, lot_number="REG-DAY")
    way = await a_way(shop, goods)
    await picked(shop, way)
    shop.clock.set(OPENED + timedelta(hours=14, minutes=59))  # 23:59 in Shanghai, the 22nd.
    await rechecked(shop, way)
    today, tomorrow = date(2026, 11, 22), date(2026, 11, 23)

    async def found(first, last):
        return len(await rows_of(shop, RegisterKind.sales, lot="REG-DAY", first_day=first, last_day=last))

    assert [
        await found(today, today),
        await found(None, today),
        await found(tomorrow, None),
        await found(None, today - timedelta(days=1)),
        await found(date.min, date.max),
    ] == [1, 1, 0, 0, 1]


async def test_customer_and_product_narrow_every_register(shop):
    ours, other = await some_goods(shop, lot_number="REG-ONE"), await some_goods(shop, lot_number="REG-TWO")
    way = await signed_out(shop, ours, other)
    await hand_over(shop, way)
    stranger = await a_buyer(shop)

    for kind in RegisterKind:
        assert len(await rows_of(shop, kind, customer_id=way.buyer.id)) == 2
        (row,) = await rows_of(shop, kind, customer_id=way.buyer.id, product_id=other.product.id)
        assert row.lot_number == "REG-TWO"
        assert await rows_of(shop, kind, customer_id=stranger.id, product_id=other.product.id) == []


@pytest.mark.parametrize("kind", RegisterKind)
async def test_who_may_not_read_registers_sees_none_and_a_customer_not_even_their_own(shop, kind):
    goods = await some_goods(shop, lot_number=f"SEEN-{kind.value}")
    way = await signed_out(shop, goods)
    await hand_over(shop, way)
    portal = shop.person("customer", customer_id=way.buyer.id)

    for post in READERS:
        assert len(await rows_of(shop, kind, shop.person(post), lot=f"SEEN-{kind.value}")) == 1
    for stranger in (shop.person("driver"), shop.person("sales")):
        assert await rows_of(shop, kind, stranger, lot=f"SEEN-{kind.value}") == []
    assert await rows_of(shop, kind, portal, lot=f"SEEN-{kind.value}") == []
    with pytest.raises(NotAllowed):
        await disclose(shop.house, portal, Door(), kind, Form.csv, Chosen())


async def test_graphql_gives_pages_to_readers_and_no_row_to_others(shop):
    goods = await some_goods(shop, lot_number="REG-GQL")
    way = await signed_out(shop, goods)
    ask = (
        'query($after: String) { saleRecords(first: 1, after: $after, filter: {lot: "REG-GQL"})'
        " { items { orderNumber amountFen lotNumber } pageInfo { hasNextPage } } }"
    )

    answer = await shop.ask(shop.person("qualityOfficer"), ask)
    refused = await shop.ask(shop.person("driver"), ask)

    assert answer.errors is None
    assert answer.data["saleRecords"] == {
        "items": [{"orderNumber": way.number, "amountFen": 20_000, "lotNumber": "REG-GQL"}],
        "pageInfo": {"hasNextPage": False},
    }
    assert refused.data is None
    assert refused.errors[0].extensions["code"] == "NotAllowed"


async def test_a_page_of_any_register_is_one_statement(shop):
    await shop.hired()
    async with shop.house.reading(shop.person("director")) as reading:
        answer = await shop.execute(
            reading,
            shop.person("director"),
            "{ handOverRecords(first: 50) { items { orderNumber consignor signatureCheckCode serials } } }",
        )
        assert answer.errors is None
        assert reading.statements == 1


async def test_a_disclosure_is_in_the_audit_log_with_what_was_chosen_and_how_much(shop):
    goods = await some_goods(shop, lot_number="REG-AUDIT")
    await signed_out(shop, goods)
    before = len(await entries(shop, "sales"))
    reader = shop.person("qualityHead")

    rows = await disclose(shop.house, reader, Door(), RegisterKind.sales, Form.csv, Chosen(lot="REG-AUDIT"))

    kept = (await entries(shop, "sales"))[before:]
    assert rows == 1
    assert [(name, entry["form"], entry["rows"], entry["chosen"]["lot"]) for name, entry in kept] == [
        ("qualityHead", "csv", 1, "REG-AUDIT")
    ]


async def test_who_may_not_take_a_register_out_leaves_no_entry(shop):
    await shop.hired()
    before = await entries(shop, "rechecks")

    with pytest.raises(NotAllowed):
        await disclose(shop.house, shop.person("driver"), Door(), RegisterKind.rechecks, Form.csv, Chosen())

    assert await entries(shop, "rechecks") == before


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(PeriodInverted):
        Chosen(first_day=date(2026, 11, 22), last_day=date(2026, 11, 21))


def test_a_file_that_would_be_too_long_says_how_long_and_what_to_do():
    refusal = RegisterTooLong(25_000, Form.csv.rows_max(RegisterKind.sales))

    assert refusal.say("zh") == (
        "符合条件的有 25000 行，一个文件最多 20000 行。请缩短日期范围，或按客户、产品、批号筛选。"
    )


def test_paper_holds_fewer_hand_overs_than_rows_of_other_registers():
    assert [Form.pdf.rows_max(kind) for kind in RegisterKind] == [1_000, 1_000, 400]
    assert {Form.csv.rows_max(kind) for kind in RegisterKind} == {20_000}


async def test_csv_begins_with_a_byte_order_mark_and_names_each_field_by_every_law(shop):
    goods = await some_goods(shop, lot_number="REG-CSV")
    way = await signed_out(shop, goods)

    head, line, *rest = (await csv_text(shop, RegisterKind.sales, lot="REG-CSV")).split("\r\n")

    assert head.startswith("\ufeff销售日期,销售订单,")
    assert "登记号／批准文号／注册证号／备案凭证号" in head
    assert line.startswith(f"2026-11-22 09:00,{way.number},DN-2026-")
    assert line.endswith(",2,盒,100.00,0.13,200.00,已复核,")
    assert rest == [""]


async def test_no_cell_of_a_csv_is_taken_for_a_formula(shop):
    goods = await some_goods(shop, lot_number="=1+1")
    await signed_out(shop, goods, purchase_number="@SUM(A1)")

    (line,) = (await csv_text(shop, RegisterKind.sales, lot="=1+1")).split("\r\n")[1:-1]

    assert ",'=1+1," in line
    assert ",'@SUM(A1)," in line


async def test_an_english_reader_gets_english_headings_and_words(shop):
    goods = await some_goods(shop, lot_number="REG-EN")
    await signed_out(shop, goods)
    reader = shop.person("qualityHead", name="Ada", language="en")

    head, line, _ = (await csv_text(shop, RegisterKind.rechecks, by=reader, lot="REG-EN")).split("\r\n")

    assert head.startswith("\ufeffoutbound date,order,delivery note,buyer,regulated as,")
    assert "research use only" in line
    assert "accepted,picker,rechecker,signed with PIN," in line


async def test_every_page_of_a_long_csv_is_there_once(shop):
    goods = [await some_goods(shop, lot_number=f"LONG-{n}") for n in range(3)]
    way = await signed_out(shop, *goods)

    lines = (await csv_text(shop, RegisterKind.sales, customer_id=way.buyer.id)).split("\r\n")[1:-1]

    assert sorted(n for line in lines for n in range(3) if f"LONG-{n}" in line) == [0, 1, 2]


async def test_on_paper_each_law_has_its_table_in_its_own_words(shop):
    buyer = await a_buyer(shop, kind=CustomerKind.distributor)
    await an_accepted_paper(shop, buyer.id, PaperType.device_operating_licence)
    device = await some_goods(shop, regime=Regime.device_3, lot_number="PAPER-D")
    reagent = await some_goods(shop, lot_number="PAPER-R")
    await signed_out(shop, device, reagent, buyer=buyer)
    rows = await rows_of(shop, RegisterKind.sales, customer_id=buyer.id)

    sheet = register_sheet(
        RegisterKind.sales, Chosen(), rows, Speech("zh", shop.house.zone), "方舟", "质管", OPENED
    )

    assert [table.heading for table in sheet.tables] == ["医疗器械", "试剂及其他"]
    headings = [column.heading for column in sheet.tables[0].columns]
    assert "注册证号／备案凭证号／注册人／备案人／生产企业（受托生产企业）／生产许可证号" in headings
    assert any("PAPER-D" in cell for cell in sheet.tables[0].rows[0])
    assert sheet.head[:2] == (("日期", "全部"), ("批号", "全部"))


@pytest.mark.parametrize("kind", RegisterKind)
def test_every_field_has_a_name_in_both_languages_and_a_place_on_paper(kind):
    fields = FIELDS[kind]

    assert len({field.zh for field in fields}) == len(fields) == len({field.en for field in fields})
    assert {field.paper for field in fields} == set(range(max(field.paper for field in fields) + 1))


async def test_what_a_products_law_asks_for_is_shown_or_said_not_to_be_recorded(shop):
    buyer = await a_buyer(shop, kind=CustomerKind.distributor)
    await an_accepted_paper(shop, buyer.id, PaperType.device_operating_licence)
    told = await some_goods(
        shop, regime=Regime.device_3, lot_number="REG-TOLD", registration_holder="北辰诊断", model="PCT-50"
    )
    await signed_out(shop, told, buyer=buyer)
    untold = await some_goods(shop, regime=Regime.device_3, lot_number="REG-UNTOLD")
    await signed_out(shop, untold, buyer=buyer)
    research = await some_goods(shop, lot_number="REG-FREE")
    await signed_out(shop, research, buyer=buyer)

    said = {}
    for lot in ("REG-TOLD", "REG-UNTOLD", "REG-FREE"):
        (row,) = await rows_of(shop, RegisterKind.sales, lot=lot)
        speech = Speech("zh", shop.house.zone)
        fields = {field.zh: field.said(row, speech) for field in FIELDS[RegisterKind.sales]}
        said[lot] = (fields["型号"], fields["持有人"], fields["剂型"])

    assert said == {
        "REG-TOLD": ("PCT-50", "北辰诊断", ""),
        "REG-UNTOLD": ("未记录", "未记录", ""),
        "REG-FREE": ("", "", ""),
    }

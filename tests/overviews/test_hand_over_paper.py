"""Hand-over records on paper: a block for each delivery, and only what the law asks of its goods said to be missing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from backend.engines.print_templates.rules import Block, Table
from backend.overviews.registers.fields import FIELDS, Family
from backend.overviews.registers.paper import register_sheet
from backend.overviews.registers.rows import HandOverRow
from backend.overviews.registers.rules import Chosen, RegisterKind
from backend.overviews.registers.words import Speech

SPEECH = Speech("zh", ZoneInfo("Asia/Shanghai"))
DEPARTED = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
AMBIENT: dict[str, Any] = dict.fromkeys(
    (
        "means", "plate", "box_number", "logger_number", "calibrated_until", "coolant", "validated_hours",
        "celsius_min", "celsius_max", "departure_celsius", "arrival_celsius", "temperature_verdict",
    )
)  # fmt: skip


def a_row(number: int = 1, delivery: int = 1, **given: Any) -> HandOverRow:
    """A lot in a box of a delivery that arrived; of ruo goods."""
    facts: dict[str, Any] = {
        "id": UUID(int=number), "delivery_id": UUID(int=delivery), "departed_at": DEPARTED,
        "order_number": f"SO-2026-{delivery:06}", "delivery_note_number": f"DN-2026-{delivery:06}",
        "consignor": "试链生物", "consignor_address": "上海市张江路 88 号", "customer_id": UUID(int=9),
        "customer_name": "复旦大学", "address": "上海市淞沪路 2005 号", "receiver": "周敏", "receiver_phone": "138-0000-0000",
        "product_id": UUID(int=8), "regime": "ruo", "catalogue_number": "AB-0101", "product_name": "一抗",
        "specification": "100 μL", "model": None, "dosage_form": None, "registration_number": None,
        "registration_holder": None, "maker": "方舟生物", "storage_text": "2~8 ℃", "lot_id": UUID(int=7),
        "lot_number": f"LOT-{number}", "serials": None, "expires_on": date(2027, 6, 30),
        "expiry_as_printed": None, "sent": Decimal(3),
        "received": Decimal(3), "unit": "支", "difference_reason": None, "pieces": 1, "boxes_scanned": 0, "count_reason": None, "leg": "own_driver",
        "carrier": None, "waybill": None, "handed_over_by": "冯涛", "driver": "马超", "means": "passive_box",
        "plate": "沪A·D3821", "box_number": "BX-R12", "logger_number": "TL-1001", "calibrated_until": date(2027, 3, 1),
        "coolant": "5 ℃ 冰排 ×6", "validated_hours": 72, "celsius_min": Decimal(2), "celsius_max": Decimal(8),
        "departure_celsius": Decimal("4.1"), "arrived_at": datetime(2026, 11, 21, 2, 0, tzinfo=UTC),
        "arrival_celsius": Decimal("5.0"), "temperature_verdict": "within", "outcome": "delivered", "outcome_reason": None,
        "receiver_name": "周敏", "received_on_behalf": None, "second_receiver_name": None, "signature_method": "drawn",
        "signature_digest": "ab" * 32, "slip_state": "original", "exception": None,
    }  # fmt: skip
    return HandOverRow(**(facts | given))


def blocks_of(*rows: HandOverRow) -> tuple[Block, ...]:
    sheet = register_sheet(RegisterKind.handovers, Chosen(), rows, SPEECH, "试链生物", "黄芳", DEPARTED)
    assert sheet.tables == ()
    return sheet.blocks


def column(table: Table, heading: str) -> list[str]:
    place = [column.heading for column in table.columns].index(heading)
    return [row[place] for row in table.rows]


def said_of(row: HandOverRow) -> dict[str, str]:
    return {field.zh: field.said(row, SPEECH) for field in FIELDS[RegisterKind.handovers]}


def test_lots_of_one_delivery_stand_together_with_its_facts_once_and_each_box_once():
    first, second = blocks_of(
        a_row(1, 1), a_row(3, 2), a_row(2, 1, received=Decimal(2), difference_reason="外盒压损")
    )

    assert first.heading == "DN-2026-000001　复旦大学　全部签收"
    assert [label for label, _ in first.facts].count("收货单位") == 1
    assert dict(first.facts)["签收结果"] == "全部签收"
    goods, boxes = first.tables
    assert column(goods, "批号") == ["LOT-1", "LOT-2"]
    assert column(goods, "差异原因") == ["—", "外盒压损"]
    assert column(goods, "箱号") == ["BX-R12", "BX-R12"]
    assert column(boxes, "启运温度（℃）") == ["4.1"]
    assert column(second.tables[0], "批号") == ["LOT-3"]


def test_two_lines_that_say_the_same_are_both_there():
    (block,) = blocks_of(a_row(1), a_row(2, lot_number="LOT-1"))

    assert column(block.tables[0], "批号") == ["LOT-1", "LOT-1"]


def test_goods_of_two_laws_in_one_delivery_have_a_table_each_in_their_own_words():
    (block,) = blocks_of(
        a_row(1, regime="drug", dosage_form="注射剂"), a_row(2, regime="device_2", model="PCT-50")
    )

    drug, device, _ = block.tables
    assert (drug.heading, device.heading) == ("药品", "医疗器械")
    assert column(drug, "批准文号") == column(device, "注册证号／备案凭证号") == ["未记录"]
    assert "型号" not in {column.heading for column in drug.columns}


def test_ambient_goods_have_no_table_of_boxes_and_nothing_is_missing_of_their_way():
    (block,) = blocks_of(a_row(**AMBIENT))

    assert len(block.tables) == 1
    assert {"未记录", "无数据"}.isdisjoint(said_of(a_row(**AMBIENT)).values())
    assert {"未记录", "无数据"}.isdisjoint({said for _, said in block.facts})


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, set()),
        ({"coolant": None, "validated_hours": None}, {"蓄冷剂", "包装验证时长（小时）"}),
        ({"means": "active_box", "coolant": None, "validated_hours": None}, {"包装验证时长（小时）"}),
        ({"means": "truck", "coolant": None, "validated_hours": None}, set()),
        ({"means": "truck", "plate": None, "calibrated_until": None}, {"车牌号", "校准有效期"}),
        ({"leg": "courier", "plate": None}, set()),
        ({"leg": "courier", "plate": None, "regime": "drug"}, {"车牌号", "驾驶证复印件", "剂型", "批准文号", "上市许可持有人"}),
    ],
)  # fmt: skip
def test_only_what_is_asked_of_these_goods_and_this_way_is_said_to_be_missing(
    given: dict[str, Any], missing: set[str]
):
    row = a_row(**given)
    family: Family = "drug" if row.regime == "drug" else "other"

    assert {
        field.heading(family)
        for field in FIELDS[RegisterKind.handovers]
        if field.said(row, SPEECH) == "未记录"
    } == missing


def test_without_a_record_the_sheet_says_so():
    sheet = register_sheet(RegisterKind.handovers, Chosen(), (), SPEECH, "试链生物", "黄芳", DEPARTED)

    assert sheet.blocks == ()
    assert [table.rows for table in sheet.tables] == [(("没有符合条件的记录。",),)]


@pytest.mark.parametrize(
    ("price", "said"),
    [("100", "100.00"), ("0.5", "0.50"), ("1650.000000", "1650.00"), ("0.125", "0.125"), ("1E+2", "100.00")],
)
def test_a_price_has_two_decimals_or_as_many_as_were_agreed(price, said):
    assert SPEECH.price(Decimal(price)) == said

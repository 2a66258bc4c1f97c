"""The fields of each register: what the law of the product calls each, and how a row says it.

Sources: sales — drug administration law Art. 57, device operation measures (SAMR order 54) Art. 38; re-check — drug
GSP Art. 95; hand-over — drug GSP Art. 99 and 107–109, GB/T 28842 Annex A. What was not recorded is a field
too and says so: an inspector sees that it is missing, and nobody takes an empty cell for "nothing to report".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from backend.overviews.registers import words
from backend.overviews.registers.rules import RegisterKind
from backend.overviews.registers.words import Speech

Family = Literal["drug", "device", "other"]
FAMILY_OF: Final[Mapping[str, Family]] = {
    "drug": "drug",
    "device_1": "device",
    "device_2": "device",
    "device_3": "device",
}
FAMILIES: Final[Mapping[Family, str]] = {"drug": "药品", "device": "医疗器械", "other": "试剂及其他"}

Said = Callable[[Any, Speech], str]


def family_of(regime: str) -> Family:
    return FAMILY_OF.get(regime, "other")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register. `by_law` holds what a product's own law calls it; `paper` is its column on paper.

    Fields of one `paper` number stand in one column there: A4 has room for about a dozen.
    """

    zh: str
    en: str
    said: Said
    paper: int
    by_law: Mapping[Family, str] = field(default_factory=dict)

    def heading(self, family: Family) -> str:
        return self.by_law.get(family, self.zh)


def _plain(name: str) -> Said:
    return lambda row, speech: getattr(row, name) or ""


def _moment(name: str) -> Said:
    return lambda row, speech: speech.moment(getattr(row, name))


def _day(name: str) -> Said:
    return lambda row, speech: speech.day(getattr(row, name))


def _number(name: str) -> Said:
    return lambda row, speech: speech.number(getattr(row, name))


def _code(name: str, of: Mapping[str, words.Two]) -> Said:
    return lambda row, speech: speech.code(getattr(row, name), of)


def _always(said: words.Two) -> Said:
    return lambda row, speech: speech.pick(said)


def _goods(column: int, *, licence: bool = True) -> tuple[Field, ...]:
    """What was in the box, named as its law names it; takes three columns on paper."""
    return (
        Field("管理类别", "regulated as", _code("regime", words.REGIMES), column),
        Field("货号", "catalogue number", _plain("catalogue_number"), column),
        Field("产品名称", "product", _plain("product_name"), column, {"drug": "通用名称"}),
        Field("剂型", "dosage form", _demanded("dosage_form", "drug"), column),
        Field("规格", "specification", _plain("specification"), column),
        Field("型号", "model", _demanded("model", "device"), column),
        Field(
            "登记号", "registration number", _plain("registration_number"), column + 1,
            {"drug": "批准文号", "device": "注册证号／备案凭证号"},
        ),
        Field(
            "持有人", "registration holder", _demanded("registration_holder", "drug", "device"), column + 1,
            {"drug": "上市许可持有人", "device": "注册人／备案人"},
        ),
        Field("生产企业", "maker", _plain("maker"), column + 1, {"device": "生产企业（受托生产企业）"}),
        *(
            (Field("生产许可证号", "maker's licence", _demanded("maker_licence", "device"), column + 1),)
            if licence
            else ()
        ),
        Field("批号", "lot", _plain("lot_number"), column + 2, {"device": "生产批号"}),
        Field("序列号", "serial", _plain("serials"), column + 2),
        *((Field("生产日期", "made on", _day("made_on"), column + 2),) if licence else ()),
        Field("有效期至", "expires on", _expiry, column + 2),
    )  # fmt: skip


def _demanded(name: str, *families: Family) -> Said:
    """What the law of these goods asks for: said to be missing where it was not recorded, empty for other goods."""

    def said(row: Any, speech: Speech) -> str:
        value = getattr(row, name)
        if value is None and family_of(row.regime) in families:
            return speech.pick(words.NOT_KEPT)
        return str(value) if value is not None else ""

    return said


def _expiry(row: Any, speech: Speech) -> str:
    """The last usable day, and the maker's own words where these name another date."""
    day, printed = speech.day(row.expires_on), row.expiry_as_printed
    if printed is None or printed.endswith(f" {row.expires_on.isoformat()}"):
        return day
    return speech.pick((f"{day}（标签：{printed}）", f"{day} (label: {printed})"))


def _of_box(said: Said, name: str) -> Said:
    """What a cold box must have on record; goods that travel without one have nothing to record."""
    return lambda row, speech: (
        ""
        if row.means is None
        else speech.pick(words.NOT_KEPT)
        if getattr(row, name) is None
        else said(row, speech)
    )


_SALES: Final = (
    Field("销售日期", "sold on", _moment("sold_at"), 0),
    Field("销售订单", "order", _plain("order_number"), 0),
    Field("随货同行单", "delivery note", _plain("delivery_note_number"), 0),
    Field("客户采购单号", "purchase number", _plain("purchase_number"), 0),
    Field("供货单位", "seller", _plain("seller"), 1),
    Field("业务员", "salesperson", _plain("salesperson"), 1),
    Field("购货单位", "buyer", _plain("customer_name"), 2, {"device": "购货者"}),
    Field("地址", "buyer's address", _plain("customer_address"), 2),
    Field("联系人", "contact", _plain("customer_contact"), 3),
    Field("联系电话", "phone", _plain("customer_phone"), 3),
    Field("购货单位许可证号", "buyer's licence", _plain("customer_licence"), 3),
    *_goods(4),
    Field("数量", "quantity", _number("quantity"), 7),
    Field("单位", "unit", _plain("unit"), 7),
    Field("含税单价（元）", "unit price, tax included (CNY)", _number("unit_price"), 8),
    Field("税率", "tax rate", _number("tax_rate"), 8),
    Field("含税金额（元）", "amount, tax included (CNY)", lambda row, speech: speech.yuan(row.amount_fen), 9),
    Field("订单状态", "order state", _code("order_state", words.ORDER_STATES), 10),
    Field("未收数量", "not taken", _number("returned"), 10),
)

_RECHECKS: Final = (
    Field("出库日期", "outbound date", _moment("rechecked_at"), 0),
    Field("销售订单", "order", _plain("order_number"), 0),
    Field("随货同行单", "delivery note", _plain("delivery_note_number"), 0),
    Field("购货单位", "buyer", _plain("customer_name"), 1, {"device": "购货者"}),
    *_goods(2),
    Field("数量", "quantity", _number("quantity"), 5),
    Field("单位", "unit", _plain("unit"), 5),
    Field("质量状况", "quality status", _code("quality", words.QUALITIES), 6),
    Field("拣货员", "picker", _plain("picker"), 7),
    Field("复核员", "re-checker", _plain("rechecker"), 8),
    Field("签名方式", "signed by", _code("method", words.SIGNINGS), 8),
    Field("核对码", "check code", _plain("check_code"), 8),
)

_HANDOVERS: Final = (
    Field("启运时间", "departed", _moment("departed_at"), 0),
    Field("销售订单", "order", _plain("order_number"), 0),
    Field("随货同行单", "delivery note", _plain("delivery_note_number"), 0),
    Field("发货单位", "consignor", _plain("consignor"), 1),
    Field("发货地址", "dispatch address", _plain("consignor_address"), 1),
    Field("收货单位", "consignee", _plain("customer_name"), 2),
    Field("收货地址", "delivery address", _plain("address"), 2),
    Field("收货人", "receiver", _plain("receiver"), 2),
    Field("收货电话", "receiver's phone", _plain("receiver_phone"), 2),
    *_goods(3, licence=False),
    Field("贮藏条件", "storage", _plain("storage_text"), 4),
    Field("发出数量", "sent", _number("sent"), 6),
    Field("实收数量", "received", _number("received"), 6),
    Field("单位", "unit", _plain("unit"), 6),
    Field("差异原因", "reason of the difference", _plain("difference_reason"), 6),
    Field("件数", "pieces", _number("pieces"), 6),
    Field("运输方式", "transport", _code("leg", words.LEGS), 7),
    Field("承运单位", "carrier", _plain("carrier"), 7),
    Field("运单号", "waybill", _plain("waybill"), 7),
    Field("交接人", "handed over by", _plain("handed_over_by"), 7),
    Field("驾驶员", "driver", _plain("driver"), 7),
    Field("驾驶证复印件", "copy of driving licence", _always(words.NOT_KEPT), 7),
    Field("温控方式", "means", _code("means", words.MEANS), 8),
    Field("车牌号", "plate", _plain("plate"), 8),
    Field("箱号", "box", _plain("box_number"), 8),
    Field("温度记录仪", "logger", _plain("logger_number"), 8),
    Field("校准有效期", "calibration due", _of_box(_day("calibrated_until"), "calibrated_until"), 8),
    Field(
        "包装验证时长（小时）",
        "validated duration (h)",
        _of_box(_number("validated_hours"), "validated_hours"),
        8,
    ),
    Field("蓄冷剂", "coolant", _of_box(_plain("coolant"), "coolant"), 8),
    Field(
        "温度限值（℃）", "limits (°C)", lambda row, speech: speech.limits(row.celsius_min, row.celsius_max), 9
    ),
    Field("启运温度（℃）", "at departure (°C)", _number("departure_celsius"), 9),
    Field("到货时间", "arrived", _moment("arrived_at"), 10),
    Field("到货温度（℃）", "at arrival (°C)", lambda row, speech: _arrival(row, speech), 10),
    Field("到货温度判定", "verdict", _code("temperature_verdict", words.VERDICTS), 10),
    Field("在途最高／最低温度（℃）", "highest and lowest on the way (°C)", _always(words.NO_DATA), 9),
    Field("超温分钟数", "minutes outside", _always(words.NO_DATA), 9),
    Field("平均动力学温度（℃）", "mean kinetic temperature (°C)", _always(words.NO_DATA), 9),
    Field("记录缺口", "gaps", _always(words.NO_DATA), 9),
    Field("签收结果", "outcome", _code("outcome", words.OUTCOMES), 11),
    Field("原因", "reason", _plain("outcome_reason"), 11),
    Field("签收人", "received by", _plain("receiver_name"), 11),
    Field("代收关系", "on behalf, as", _plain("received_on_behalf"), 11),
    Field("第二收货人", "second receiver", _plain("second_receiver_name"), 11),
    Field("签名方式", "signed by", _code("signature_method", words.SIGNINGS), 11),
    Field("核对码", "check code", _plain("signature_check_code"), 11),
    Field("回单", "slip", _code("slip_state", words.SLIPS), 11),
)


def _arrival(row: Any, speech: Speech) -> str:
    """What was not measured is "no data", never an empty cell beside limits."""
    missing = row.means is not None and row.arrived_at is not None and row.arrival_celsius is None
    return speech.pick(words.NO_DATA) if missing else speech.number(row.arrival_celsius)


FIELDS: Final[Mapping[RegisterKind, tuple[Field, ...]]] = {
    RegisterKind.sales: _SALES,
    RegisterKind.rechecks: _RECHECKS,
    RegisterKind.handovers: _HANDOVERS,
}

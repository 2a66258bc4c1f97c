"""The fields of each register: what the law of the product calls each, and how a row says it.

Sources: sales — drug administration law Art. 57, device operation measures (SAMR order 54) Art. 38; re-check — drug
GSP Art. 95; hand-over — drug GSP Art. 99 and 107–109, GB/T 28842 Annex A. What was not recorded is a field
too and says so: an inspector sees that it is missing, and nobody takes an empty cell for "nothing to report".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from backend.engines.print_templates.rules import Holds
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

THE_DELIVERY: Final = 0
THE_GOODS: Final = 1
THE_BOXES: Final = 2

Said = Callable[[Any, Speech], str]


def family_of(regime: str) -> Family:
    return FAMILY_OF.get(regime, "other")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register. `by_law` holds what a product's own law calls it; `paper` is its place on paper.

    Fields of one `paper` number stand in one column there: A4 has room for about a dozen. Of a hand-over they are
    THE_DELIVERY, THE_GOODS or THE_BOXES: it has too many for one row.
    """

    zh: str
    en: str
    said: Said
    paper: int
    by_law: Mapping[Family, str] = field(default_factory=dict)
    holds: Holds = "text"

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


def _goods(column: int, registered: int, lot: int, *, licence: bool = True) -> tuple[Field, ...]:
    """What was in the box, named as its law names it, in these three places on paper."""
    return (
        Field("管理类别", "regulated as", _code("regime", words.REGIMES), column),
        Field("货号", "catalogue number", _plain("catalogue_number"), column),
        Field("产品名称", "product", _plain("product_name"), column, {"drug": "通用名称"}),
        Field("剂型", "dosage form", _demanded("dosage_form", "drug"), column),
        Field("规格", "specification", _plain("specification"), column),
        Field("型号", "model", _demanded("model", "device"), column),
        Field(
            "登记号", "registration number", _demanded("registration_number", "drug", "device"), registered,
            {"drug": "批准文号", "device": "注册证号／备案凭证号"},
        ),
        Field(
            "持有人", "registration holder", _demanded("registration_holder", "drug", "device"), registered,
            {"drug": "上市许可持有人", "device": "注册人／备案人"},
        ),
        Field("生产企业", "maker", _plain("maker"), registered, {"device": "生产企业（受托生产企业）"}),
        *(
            (Field("生产许可证号", "maker's licence", _demanded("maker_licence", "device"), registered),)
            if licence
            else ()
        ),
        Field("批号", "lot", _plain("lot_number"), lot, {"device": "生产批号"}, "code"),
        Field("序列号", "serial", _plain("serials"), lot, holds="code"),
        *((Field("生产日期", "made on", _day("made_on"), lot),) if licence else ()),
        Field("有效期至", "expires on", _expiry, lot),
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


def _of_means(said: Said, *means: str) -> Said:
    """What these means of keeping cold must have on record; other means, and ambient goods, need not."""
    return lambda row, speech: (
        said(row, speech) or (speech.pick(words.NOT_KEPT) if row.means in means else "")
    )


def _of_road(said: Said) -> Said:
    """What a record of drugs that others carry must name; of a refrigerated truck it is asked whoever drives it."""

    def demanded(row: Any) -> bool:
        return row.means == "truck" or (row.leg == "courier" and family_of(row.regime) == "drug")

    return lambda row, speech: said(row, speech) or (speech.pick(words.NOT_KEPT) if demanded(row) else "")


def _licence_copy(row: Any, speech: Speech) -> str:
    """The copy of the driving licence of who carries drugs for us; there is no place for it yet."""
    outsourced = row.leg == "courier" and family_of(row.regime) == "drug"
    return speech.pick(words.NOT_KEPT) if outsourced else ""


def _on_the_way(row: Any, speech: Speech) -> str:
    """What a logger's file would tell of the way; the loggers' files are not read in."""
    return "" if row.means is None else speech.pick(words.NO_DATA)


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
    Field("购货单位许可证号", "buyer's licence", _demanded("customer_licence", "device"), 3),
    *_goods(4, 5, 6),
    Field("数量", "quantity", _number("quantity"), 7),
    Field("单位", "unit", _plain("unit"), 7),
    Field(
        "含税单价（元）",
        "unit price, tax included (CNY)",
        lambda row, speech: speech.price(row.unit_price),
        8,
        holds="number",
    ),
    Field("税率", "tax rate", _number("tax_rate"), 8, holds="number"),
    Field(
        "含税金额（元）",
        "amount, tax included (CNY)",
        lambda row, speech: speech.yuan(row.amount_fen),
        9,
        holds="number",
    ),
    Field("订单状态", "order state", _code("order_state", words.ORDER_STATES), 10),
    Field("未收数量", "not taken", _number("returned"), 10),
)

_RECHECKS: Final = (
    Field("出库日期", "outbound date", _moment("rechecked_at"), 0),
    Field("销售订单", "order", _plain("order_number"), 0),
    Field("随货同行单", "delivery note", _plain("delivery_note_number"), 0),
    Field("购货单位", "buyer", _plain("customer_name"), 1, {"device": "购货者"}),
    *_goods(2, 3, 4),
    Field("数量", "quantity", _number("quantity"), 5),
    Field("单位", "unit", _plain("unit"), 5),
    Field("质量状况", "quality status", _code("quality", words.QUALITIES), 6),
    Field("拣货员", "picker", _plain("picker"), 7),
    Field("复核员", "re-checker", _plain("rechecker"), 8),
    Field("签名方式", "signed by", _code("method", words.SIGNINGS), 8),
    Field("核对码", "check code", _plain("check_code"), 8),
)

_COLD: Final = ("truck", "active_box", "passive_box")
BOX_NUMBER: Final = Field("箱号", "box", _plain("box_number"), THE_BOXES, holds="code")
_HANDOVERS: Final = (
    Field("启运时间", "departed", _moment("departed_at"), THE_DELIVERY),
    Field("销售订单", "order", _plain("order_number"), THE_DELIVERY),
    Field("随货同行单", "delivery note", _plain("delivery_note_number"), THE_DELIVERY),
    Field("发货单位", "consignor", _plain("consignor"), THE_DELIVERY),
    Field("发货地址", "dispatch address", _plain("consignor_address"), THE_DELIVERY),
    Field("收货单位", "consignee", _plain("customer_name"), THE_DELIVERY),
    Field("收货地址", "delivery address", _plain("address"), THE_DELIVERY),
    Field("收货人", "receiver", _plain("receiver"), THE_DELIVERY),
    Field("收货电话", "receiver's phone", _plain("receiver_phone"), THE_DELIVERY),
    *_goods(THE_GOODS, THE_GOODS, THE_GOODS, licence=False),
    Field("贮藏条件", "storage", _plain("storage_text"), THE_GOODS),
    Field("发出数量", "sent", _number("sent"), THE_GOODS, holds="number"),
    Field("实收数量", "received", _number("received"), THE_GOODS, holds="number"),
    Field("单位", "unit", _plain("unit"), THE_GOODS),
    Field("差异原因", "reason of the difference", _plain("difference_reason"), THE_GOODS),
    Field("件数", "pieces", _number("pieces"), THE_DELIVERY),
    Field("扫箱件数", "boxes scanned", _number("boxes_scanned"), THE_DELIVERY),
    Field("手工点数原因", "counted by hand because", _plain("count_reason"), THE_DELIVERY),
    Field("运输方式", "transport", _code("leg", words.LEGS), THE_DELIVERY),
    Field("承运单位", "carrier", _plain("carrier"), THE_DELIVERY),
    Field("运单号", "waybill", _plain("waybill"), THE_DELIVERY),
    Field("交接人", "handed over by", _plain("handed_over_by"), THE_DELIVERY),
    Field("驾驶员", "driver", _plain("driver"), THE_DELIVERY),
    Field("驾驶证复印件", "copy of driving licence", _licence_copy, THE_DELIVERY),
    Field("温控方式", "means", _code("means", words.MEANS), THE_BOXES),
    Field("车牌号", "plate", _of_road(_plain("plate")), THE_BOXES, holds="code"),
    BOX_NUMBER,
    Field("温度记录仪", "logger", _of_means(_plain("logger_number"), *_COLD), THE_BOXES, holds="code"),
    Field(
        "校准有效期", "calibration due", _of_means(_day("calibrated_until"), *_COLD), THE_BOXES, holds="day"
    ),
    Field(
        "包装验证时长（小时）",
        "validated duration (h)",
        _of_means(_number("validated_hours"), "active_box", "passive_box"),
        THE_BOXES,
        holds="number",
    ),
    Field("蓄冷剂", "coolant", _of_means(_plain("coolant"), "passive_box"), THE_BOXES),
    Field(
        "温度限值（℃）",
        "limits (°C)",
        lambda row, speech: speech.limits(row.celsius_min, row.celsius_max),
        THE_BOXES,
        holds="number",
    ),
    Field("启运温度（℃）", "at departure (°C)", _number("departure_celsius"), THE_BOXES, holds="number"),
    Field("到货时间", "arrived", _moment("arrived_at"), THE_DELIVERY),
    Field(
        "到货温度（℃）",
        "at arrival (°C)",
        lambda row, speech: _arrival(row, speech),
        THE_BOXES,
        holds="number",
    ),
    Field("到货温度判定", "verdict", _code("temperature_verdict", words.VERDICTS), THE_BOXES),
    Field("在途最高／最低温度（℃）", "highest and lowest on the way (°C)", _on_the_way, THE_BOXES),
    Field("超温分钟数", "minutes outside", _on_the_way, THE_BOXES),
    Field("平均动力学温度（℃）", "mean kinetic temperature (°C)", _on_the_way, THE_BOXES),
    Field("记录缺口", "gaps", _on_the_way, THE_BOXES),
    Field("签收结果", "outcome", _code("outcome", words.OUTCOMES), THE_DELIVERY),
    Field("原因", "reason", _plain("outcome_reason"), THE_DELIVERY),
    Field("签收人", "received by", _plain("receiver_name"), THE_DELIVERY),
    Field("代收关系", "on behalf, as", _plain("received_on_behalf"), THE_DELIVERY),
    Field("第二收货人", "second receiver", _plain("second_receiver_name"), THE_DELIVERY),
    Field("签名方式", "signed by", _code("signature_method", words.SIGNINGS), THE_DELIVERY),
    Field("核对码", "check code", _plain("signature_check_code"), THE_DELIVERY),
    Field("回单", "slip", _code("slip_state", words.SLIPS), THE_DELIVERY),
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

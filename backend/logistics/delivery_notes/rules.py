"""What a delivery note and a pick list say, label by label as the product's law names it. Pure.

Fields: drug GSP Art. 73 and 98 (supplier, maker, name, specification, lot, quantity, consignee, address, date, seal);
device operation measures (SAMR order 54) Art. 38: registration number, registrant, licence, lot or serial, expiry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from backend.engines.print_templates.rules import Column, Sheet, Table
from backend.foundation.quantity import Packing, PackLevel, Quantity

CASE: Final = "件"
_FAMILIES: Final = {
    "drug": ("药品", "通用名称", "规格", "批准文号", "上市许可持有人／生产企业"),
    "device": (
        "医疗器械",
        "产品名称",
        "规格（型号）",
        "注册证号／备案凭证号",
        "注册人／备案人及生产许可证号",
    ),
    "other": ("试剂及其他", "产品名称", "规格", "登记号", "生产企业"),
}
_FAMILY_OF: Final = {"drug": "drug", "device_1": "device", "device_2": "device", "device_3": "device"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """A picked line, as the note and the pick list name it. `quantity` in pieces."""

    regime: str
    catalogue_number: str
    product: str
    specification: str
    registration_number: str | None
    maker: str
    maker_licence: str | None
    lot_number: str
    serials: tuple[str, ...]
    made_on: date | None
    expires_on: date
    expiry_printed: str | None
    """In the maker's words, where they say more."""
    quantity: Decimal
    unit: str
    pieces_per_case: int
    storage_text: str
    location_code: str
    picker: str
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteHead:
    """Who sends what to whom; all as it stood when the re-check was signed."""

    number: str
    order_number: str
    purchase_number: str | None
    supplier: str
    supplier_code: str | None
    supplier_drug_licence: str | None
    supplier_device_licence: str | None
    supplier_address: str | None
    supplier_phone: str | None
    customer: str
    receiver: str
    receiver_phone: str
    address: str
    note: str | None
    rechecker: str
    rechecked_at: datetime
    """In the site's zone."""
    check_code: str
    token: str


def note_content(head: NoteHead, lines: Sequence[NoteLine]) -> dict[str, Any]:
    """What is kept of the note: JSON-ready, everything as the words that are printed."""
    at = head.rechecked_at
    return {
        "number": head.number,
        "orderNumber": head.order_number,
        "purchaseNumber": head.purchase_number or "",
        "supplier": head.supplier,
        "supplierCode": head.supplier_code or "",
        "supplierDrugLicence": head.supplier_drug_licence or "",
        "supplierDeviceLicence": head.supplier_device_licence or "",
        "supplierAddress": head.supplier_address or "",
        "supplierPhone": head.supplier_phone or "",
        "customer": head.customer,
        "receiver": head.receiver,
        "receiverPhone": head.receiver_phone,
        "address": head.address,
        "note": head.note or "",
        "rechecker": head.rechecker,
        "recheckedAt": at.strftime("%Y-%m-%d %H:%M"),
        "dispatchedOn": at.date().isoformat(),
        "checkCode": head.check_code,
        "token": head.token,
        "lines": [_line(line) for line in lines],
    }


def _line(line: NoteLine) -> dict[str, Any]:
    return {
        "family": _FAMILY_OF.get(line.regime, "other"),
        "catalogueNumber": line.catalogue_number,
        "product": line.product,
        "specification": line.specification,
        "registration": line.registration_number or "—",
        "maker": " ".join(filter(None, (line.maker, line.maker_licence))),
        "lot": line.lot_number,
        "serials": list(line.serials),
        "madeOn": line.made_on.isoformat() if line.made_on else "—",
        "expiresOn": line.expires_on.isoformat(),
        "expiryPrinted": line.expiry_printed or "",
        "quantity": pieces_in_words(line.quantity, line.unit, line.pieces_per_case),
        "pieces": f"{Quantity.of(line.quantity, line.unit).value:f}",
        "unit": line.unit,
        "storage": line.storage_text,
        "location": line.location_code,
        "picker": line.picker,
        "typed": list(line.typed),
    }


def pieces_in_words(quantity: Decimal, unit: str, pieces_per_case: int) -> str:
    """ "2 件 + 3 盒", or "3 盒" where nothing fills a case."""
    levels = (PackLevel(CASE, pieces_per_case),) if pieces_per_case > 1 and unit != CASE else ()
    packs, loose = Packing(unit, levels).split(Quantity.of(quantity, unit))
    said = [f"{pack.count} {pack.level.name}" for pack in packs]
    return " + ".join([*said, str(loose)] if loose or not said else said)


def note_sheet(content: Mapping[str, Any], qr_png: bytes, link: str) -> Sheet:
    """随货同行单: one table for each law its goods fall under, the seal's box left empty."""
    return Sheet(
        title="随货同行单",
        issuer=content["supplier"],
        number=content["number"],
        head=(
            ("供货单位", content["supplier"]),
            ("统一社会信用代码", content["supplierCode"]),
            # Notes that were signed before the firm's licences were on file do not have them.
            ("药品经营许可证", content.get("supplierDrugLicence", "")),
            ("医疗器械经营许可／备案", content.get("supplierDeviceLicence", "")),
            ("供货单位地址", content["supplierAddress"]),
            ("供货单位电话", content["supplierPhone"]),
            ("购货单位／收货单位", content["customer"]),
            ("收货人", f"{content['receiver']} {content['receiverPhone']}"),
            ("收货地址", content["address"]),
            ("发货日期", content["dispatchedOn"]),
            ("销售订单", content["orderNumber"]),
            ("客户采购单号", content["purchaseNumber"]),
            ("备注", content["note"]),
        ),
        tables=tuple(
            _goods(family, [line for line in content["lines"] if line["family"] == family])
            for family in _FAMILIES
            if any(line["family"] == family for line in content["lines"])
        ),
        foot=(
            ("质量状况", "合格"),
            ("拣货员", "、".join(dict.fromkeys(line["picker"] for line in content["lines"]))),
            ("复核员", f"{content['rechecker']}（电子签名）"),
            ("复核时间", content["recheckedAt"]),
            ("核对码", content["checkCode"]),
        ),
        signed_by_hand=("收货人签字", "收货日期"),
        seal="出库专用章",
        qr_png=qr_png,
        qr_text="扫码查看配送与签收",
        small_print=link,
    )


def _goods(family: str, lines: Sequence[Mapping[str, Any]]) -> Table:
    heading, name, specification, registration, maker = _FAMILIES[family]
    return Table(
        heading=heading,
        columns=(
            Column("序号", "number"), Column("货号", "code"), Column(name), Column(specification),
            Column(registration), Column(maker), Column("批号／序列号", "code"), Column("生产日期", "day"),
            Column("有效期至", "day"), Column("数量", "number"), Column("包装"), Column("贮藏条件"),
        ),
        rows=tuple(
            (
                str(position), line["catalogueNumber"], line["product"], line["specification"],
                line["registration"], line["maker"], " ".join([line["lot"], *line["serials"]]), line["madeOn"],
                _expiry(line), f"{line['pieces']} {line['unit']}", line["quantity"], line["storage"],
            )
            for position, line in enumerate(lines, start=1)
        ),
    )  # fmt: skip


def _expiry(line: Mapping[str, Any]) -> str:
    """The last usable day, below it what the maker printed; notes signed before the words were kept have the day."""
    return "\n".join(filter(None, (line["expiresOn"], line.get("expiryPrinted"))))


def pick_list_sheet(content: Mapping[str, Any]) -> Sheet:
    """拣货单: place by place, who picked, and what was typed instead of scanned."""
    lines = sorted(content["lines"], key=lambda line: (line["location"], line["product"], line["lot"]))
    return Sheet(
        title="拣货单",
        issuer=content["supplier"],
        number=content["number"],
        head=(
            ("销售订单", content["orderNumber"]),
            ("购货单位", content["customer"]),
            ("发货日期", content["dispatchedOn"]),
        ),
        tables=(
            Table(
                columns=(
                    Column("序号", "number"), Column("货位", "code"), Column("货号", "code"), Column("名称"),
                    Column("规格"), Column("批号／序列号", "code"), Column("有效期至", "day"), Column("实拣", "number"),
                    Column("拣货员"), Column("手工录入原因"),
                ),
                rows=tuple(
                    (
                        str(position), line["location"], line["catalogueNumber"], line["product"],
                        line["specification"], " ".join([line["lot"], *line["serials"]]), _expiry(line),
                        f"{line['pieces']} {line['unit']}", line["picker"], "；".join(line["typed"]),
                    )
                    for position, line in enumerate(lines, start=1)
                ),
            ),
        ),
        foot=(("复核员", f"{content['rechecker']}（电子签名）"), ("复核时间", content["recheckedAt"]),
              ("核对码", content["checkCode"])),
    )  # fmt: skip

"""Products as a sheet, with the codes of piece and case; and a price list, which changes products that are on file."""

from collections.abc import Mapping
from typing import Any, Final

from backend.catalog.products.commands import AddProduct, SetListPrice
from backend.catalog.products.queries import ON_FILE, OnFileRow
from backend.catalog.products.rules import (
    Pack,
    ProductKnown,
    StorageClass,
    checked_packs,
    checked_pieces,
    checked_price,
    checked_registration,
    checked_tax_rate,
)
from backend.compliance.qualifications.rules import Regime
from backend.engines.imports.cells import day, decimal, fraction, one_of, text, whole_number
from backend.engines.imports.rules import Column, Fate, Importable, MakeId, offers
from backend.foundation.limits import NAME_CHARACTERS_MAX, NUMBER_CHARACTERS_MAX, UNIT_CHARACTERS_MAX
from backend.foundation.period import DatePeriod

_REGIMES: Final = {
    "药品": Regime.drug,
    "第一类医疗器械": Regime.device_1,
    "第二类医疗器械": Regime.device_2,
    "第三类医疗器械": Regime.device_3,
    "危险化学品": Regime.hazchem,
    "易制毒易制爆": Regime.precursor,
    "科研试剂": Regime.ruo,
    **{regime.value: regime for regime in Regime},
}
"""By the words of the product's own page, which for one of them has a comma that a list cannot have."""
_ALSO_SAID: Final = {
    "一类器械": Regime.device_1,
    "二类器械": Regime.device_2,
    "三类器械": Regime.device_3,
    "易制毒、易制爆化学品": Regime.precursor,
    "科研用": Regime.ruo,
}
_STORAGE: Final = {
    "常温": StorageClass.ambient,
    "阴凉": StorageClass.cool,
    "冷藏": StorageClass.refrigerated,
    "冷冻": StorageClass.frozen,
    "深低温": StorageClass.deep_frozen,
    **{storage.value: storage for storage in StorageClass},
}
_YES_NO: Final = {"是": True, "否": False, "yes": True, "no": False}
_DAY_HINT: Final = ("例如 2027-06-30", "such as 2027-06-30")
_NAME, _NUMBER = text(NAME_CHARACTERS_MAX), text(NUMBER_CHARACTERS_MAX)


def _command(values: Mapping[str, Any], make_id: MakeId) -> AddProduct:
    pieces_per_case = checked_pieces(values["pieces_per_case"] or 1)
    codes = ((values["gtin"], 1), (values["case_gtin"], pieces_per_case))
    packs = tuple(Pack(gtin=gtin, pieces=pieces) for gtin, pieces in codes if gtin)
    checked_packs(packs)
    registered = DatePeriod(values["registered_from"], values["registered_to"])
    return AddProduct(
        product_id=make_id(""),
        catalogue_number=values["catalogue_number"],
        name=values["name"],
        specification=values["specification"],
        regime=values["regime"],
        storage_class=values["storage_class"],
        storage_text=values["storage_text"],
        registration_number=checked_registration(values["regime"], values["registration_number"]),
        registration_holder=values["registration_holder"],
        registered_from=registered.first,
        registered_to=registered.last,
        dosage_form=values["dosage_form"],
        model=values["model"],
        maker=values["maker"],
        maker_licence=values["maker_licence"],
        unit=values["unit"],
        pieces_per_case=pieces_per_case,
        serialised=values["serialised"] or False,
        list_price=checked_price(values["list_price"]),
        tax_rate=checked_tax_rate(values["tax_rate"]),
        packs=packs,
    )


offers(
    Importable(
        kind="products",
        zh="产品",
        en="Products",
        identity="catalogue_number",
        command_type=AddProduct,
        command=_command,
        known=(ProductKnown,),
        on_file=ON_FILE,
        columns=(
            Column(key="catalogue_number", zh="货号", en="Catalogue number", read=_NUMBER, required=True),
            Column(key="name", zh="产品名称", en="Name", read=_NAME, required=True, aliases=("名称", "通用名称")),
            Column(key="specification", zh="规格", en="Specification", read=_NAME, required=True, aliases=("规格型号",)),
            Column(
                key="regime", zh="监管类别", en="Regime", read=one_of(_REGIMES, _ALSO_SAID), required=True,
                hint=(
                    "药品、第一类医疗器械、第二类医疗器械、第三类医疗器械、危险化学品、易制毒易制爆、科研试剂",
                    ", ".join(Regime),
                ),
            ),
            Column(
                key="storage_class", zh="储存类别", en="Storage class", read=one_of(_STORAGE), required=True,
                hint=("常温、阴凉、冷藏、冷冻、深低温", ", ".join(StorageClass)),
            ),
            Column(
                key="storage_text", zh="贮藏条件", en="Storage condition", read=_NAME, required=True,
                hint=("标签原文，例如 2–8 ℃ 避光", "the label's wording, such as 2–8 °C, protect from light"),
            ),
            Column(
                key="registration_number", zh="注册证号", en="Registration number", read=_NAME,
                aliases=("备案凭证号", "批准文号", "注册证号/备案凭证号"),
                hint=("药品和器械必填", "required for drugs and devices"),
            ),
            Column(
                key="registration_holder", zh="持有人/注册人", en="Registration holder", read=_NAME,
                aliases=("上市许可持有人", "注册人", "备案人"), hint=("药品和器械请填写", "for drugs and devices"),
            ),
            Column(key="registered_from", zh="注册证生效日", en="Registered from", read=day, hint=_DAY_HINT),
            Column(key="registered_to", zh="注册证有效期至", en="Registered to", read=day, hint=_DAY_HINT),
            Column(key="dosage_form", zh="剂型", en="Dosage form", read=_NAME, hint=("药品请填写", "for drugs")),
            Column(key="model", zh="型号", en="Model", read=_NAME, hint=("器械请填写", "for devices")),
            Column(key="maker", zh="生产企业", en="Maker", read=_NAME, required=True, aliases=("厂家", "品牌")),
            Column(key="maker_licence", zh="生产许可证号", en="Maker's licence", read=_NAME),
            Column(key="unit", zh="单位", en="Unit", read=text(UNIT_CHARACTERS_MAX), required=True),
            Column(key="pieces_per_case", zh="件装量", en="Pieces per case", read=whole_number),
            Column(
                key="list_price", zh="含税单价", en="List price", read=decimal, required=True, aliases=("单价", "价格"),
                hint=("元，含税", "CNY, tax included"),
            ),
            Column(
                key="tax_rate", zh="税率", en="Tax rate", read=fraction, required=True, hint=("13% 或 0.13", "13% or 0.13"),
            ),
            Column(key="serialised", zh="序列号管理", en="Serial numbers", read=one_of(_YES_NO), hint=("是、否", "yes, no")),
            Column(key="gtin", zh="条码", en="GTIN", read=_NUMBER, aliases=("商品条码", "UDI-DI")),
            Column(key="case_gtin", zh="件条码", en="Case GTIN", read=_NUMBER, aliases=("箱码",)),
        ),
    )
)  # fmt: skip


def _price(values: Mapping[str, Any], make_id: MakeId) -> SetListPrice:
    rate = values["tax_rate"]
    return SetListPrice(
        catalogue_number=values["catalogue_number"],
        list_price=checked_price(values["list_price"]),
        tax_rate=None if rate is None else checked_tax_rate(rate),
    )


def _price_fate(command: SetListPrice, found: OnFileRow | None) -> Fate:
    if found is None:
        return "missing"
    same_rate = command.tax_rate is None or command.tax_rate == found.tax_rate
    return "known" if command.list_price == found.list_price and same_rate else "changed"


offers(
    Importable(
        kind="listPrices",
        zh="价目表",
        en="List prices",
        identity="catalogue_number",
        command_type=SetListPrice,
        command=_price,
        on_file=ON_FILE,
        fate=_price_fate,
        columns=(
            Column(key="catalogue_number", zh="货号", en="Catalogue number", read=_NUMBER, required=True),
            Column(
                key="list_price", zh="含税单价", en="List price", read=decimal, required=True, aliases=("单价", "价格"),
                hint=("元，含税", "CNY, tax included"),
            ),
            Column(
                key="tax_rate", zh="税率", en="Tax rate", read=fraction,
                hint=("不填则不变；13% 或 0.13", "left empty, it stays; 13% or 0.13"),
            ),
        ),
    )
)  # fmt: skip

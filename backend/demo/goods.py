"""Some hundred and thirty invented products over all storage classes and regimes, with packs, prices and makers."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

MAKERS: Final = (
    "江南抗体工程有限公司",
    "北辰诊断试剂有限公司",
    "恒远细胞科技有限公司",
    "Nordlys Bio AB",
    "Keystone Reagents Inc.",
)
SUPPLIERS: Final = (
    ("V-0001", "江南抗体工程有限公司", "无锡市新吴区菱湖大道 200 号"),
    ("V-0002", "北辰诊断试剂有限公司", "北京市昌平区生命园路 29 号"),
    ("V-0003", "恒远细胞科技有限公司", "苏州市工业园区桑田街 218 号"),
    ("V-0004", "诺迪斯生物（上海）贸易有限公司", "上海市自贸区富特西一路 99 号"),
    ("V-0005", "凯石试剂（中国）有限公司", "上海市浦东新区康桥路 787 号"),
    ("V-0006", "江淮化学试剂厂", "合肥市瑶海区新蚌埠路 18 号"),
)
_TARGETS: Final = (
    "IL-6", "IL-2", "IL-10", "IL-17A", "TNF-α", "IFN-γ", "VEGF", "EGF", "TGF-β1", "CRP", "PCT", "CEA", "AFP",
    "CA125", "PSA", "HER2", "CD3", "CD4", "CD8", "CD19", "CD45", "PD-L1", "GAPDH", "β-actin", "p53", "Ki-67",
)  # fmt: skip
DEVICE_NAMES: Final = (
    "降钙素原（PCT）测定试剂盒",
    "C 反应蛋白（CRP）测定试剂盒",
    "甲胎蛋白（AFP）测定试剂盒",
    "糖类抗原 125 测定试剂盒",
)
DOSAGE_FORMS: Final = {"注射用重组人干扰素 α2b": "冻干粉针剂", "人血白蛋白注射液": "注射液"}
HOLDERS: Final = ("华东申康生物制品有限公司", "京津诊断技术股份有限公司")
"""Who holds registrations of goods that another firm makes for them."""


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """One product; `price` is yuan a piece, tax included; `months` the shelf life it arrives with."""

    catalogue_number: str
    name: str
    specification: str
    regime: str
    storage_class: str
    storage_text: str
    unit: str
    pieces_per_case: int
    price: Decimal
    tax_rate: Decimal
    registration_number: str | None
    registration_holder: str | None
    maker: str
    dosage_form: str | None
    model: str | None
    maker_licence: str | None
    months: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A family of products."""

    prefix: str
    names: tuple[str, ...]
    specifications: tuple[str, ...]
    regime: str
    storage_class: str
    storage_text: str
    unit: str
    case: int
    prices: tuple[int, int]
    months: int


_LINES: Final = (
    _Line("EL", tuple(f"人 {t} ELISA 试剂盒" for t in _TARGETS[:12]), ("96T", "48T"), "ruo", "refrigerated",
          "2–8 ℃ 避光", "盒", 24, (980, 2680), 12),
    _Line("AB", tuple(f"抗 {t} 单克隆抗体" for t in _TARGETS[8:20]), ("100 μL", "50 μL"), "ruo", "frozen",
          "−20 ℃ 避免反复冻融", "支", 50, (860, 3980), 18),
    _Line("RP", tuple(f"重组人 {t} 蛋白" for t in _TARGETS[:6]), ("50 μg", "10 μg"), "ruo", "deep_frozen",
          "−80 ℃", "支", 20, (1200, 6800), 24),
    _Line("CM", ("DMEM 高糖培养基", "RPMI 1640 培养基", "无血清培养基", "PBS 缓冲液", "胰酶消化液", "细胞冻存液"),
          ("500 mL", "100 mL"), "ruo", "refrigerated", "2–8 ℃ 避光", "瓶", 12, (68, 560), 12),
    _Line("FB", ("胎牛血清（南美）", "胎牛血清（澳洲）", "马血清"), ("500 mL", "50 mL"), "ruo", "frozen",
          "−20 ℃", "瓶", 6, (1280, 8600), 36),
    _Line("NF", ("无核酸酶水", "Tris-HCl 缓冲液", "TAE 缓冲液", "SDS 裂解液", "琼脂糖", "DNA 提取试剂盒"),
          ("500 mL", "100 mL"), "ruo", "ambient", "常温 10–30 ℃", "瓶", 20, (48, 620), 24),
    _Line("PC", ("Taq DNA 聚合酶", "逆转录试剂盒", "荧光定量 PCR 预混液", "dNTP 混合液"), ("1 mL", "100 次"), "ruo",
          "frozen", "−20 ℃", "盒", 30, (240, 1860), 18),
    _Line("IV", DEVICE_NAMES, ("50 人份/盒", "25 人份/盒"), "device_2", "refrigerated", "2–8 ℃", "盒", 20,
          (680, 2400), 12),
    _Line("TD", ("HER2 基因扩增检测试剂盒", "ABO 血型定型试剂", "乙型肝炎病毒表面抗原检测试剂盒"),
          ("20 人份/盒", "10 mL"), "device_3", "refrigerated", "2–8 ℃ 避光", "盒", 10, (1800, 6800), 12),
    _Line("DX", ("采血管", "样本保存液", "一次性病毒采样管"), ("100 支/盒", "50 支/盒"), "device_1", "ambient",
          "常温 阴凉干燥", "盒", 10, (80, 380), 24),
    _Line("DR", ("注射用重组人干扰素 α2b", "人血白蛋白注射液"), ("1 支", "10 g:50 mL"), "drug", "refrigerated",
          "2–8 ℃ 避光", "支", 10, (68, 480), 24),
    _Line("HZ", ("甲醇（色谱纯）", "乙腈（色谱纯）", "乙醇（无水）"), ("4 L", "500 mL"), "hazchem", "cool",
          "阴凉 ≤20 ℃ 远离火源", "瓶", 4, (88, 460), 36),
    _Line("PR", ("三氯甲烷（分析纯）", "丙酮（分析纯）"), ("500 mL", "4 L"), "precursor", "cool",
          "阴凉 ≤20 ℃ 双人双锁", "瓶", 4, (46, 260), 36),
)  # fmt: skip


def products(dice: Random) -> list[DemoProduct]:
    """The catalogue: every family's names in every size."""
    made = []
    for line in _LINES:
        for index, (name, size) in enumerate(
            (name, size) for name in line.names for size in line.specifications
        ):
            maker = dice.choice(MAKERS)
            made.append(
                DemoProduct(
                    catalogue_number=f"{line.prefix}-{101 + index:04d}",
                    name=name,
                    specification=size,
                    regime=line.regime,
                    storage_class=line.storage_class,
                    storage_text=line.storage_text,
                    unit=line.unit,
                    pieces_per_case=line.case,
                    price=Decimal(dice.randrange(*line.prices)),
                    tax_rate=Decimal("0.13") if line.regime != "drug" else Decimal("0.03"),
                    registration_number=_registration(line.regime, dice),
                    registration_holder=_holder(line.regime, maker, index),
                    maker=maker,
                    dosage_form=DOSAGE_FORMS.get(name),
                    model=f"{line.prefix}-{size.split(' ')[0]}型"
                    if line.regime.startswith("device")
                    else None,
                    maker_licence=f"苏药监械生产许 2019{dice.randrange(1000, 9999)} 号"
                    if line.regime.startswith("device")
                    else None,
                    months=line.months,
                )
            )
    return made


def _holder(regime: str, maker: str, index: int) -> str | None:
    """Most makers hold their own registrations; every third product is made under contract."""
    if not (regime == "drug" or regime.startswith("device")):
        return None
    return HOLDERS[index % len(HOLDERS)] if index % 3 == 2 else maker


def _registration(regime: str, dice: Random) -> str | None:
    match regime:
        case "device_1":
            return f"苏械备 2023{dice.randrange(1000, 9999)}"
        case "device_2":
            return f"苏械注准 2022240{dice.randrange(1000, 9999)}"
        case "device_3":
            return f"国械注准 2021340{dice.randrange(1000, 9999)}"
        case "drug":
            return f"国药准字 S2018{dice.randrange(1000, 9999)}"
        case _:
            return None

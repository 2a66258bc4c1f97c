"""What a product must be; fields and labels follow from the law that governs it.

Sources: drug GSP Art. 63, 80 (approval number); device operation measures 2022 Art. 32 (registration or filing
number); storage bands of the pharmacopoeia as the trade labels them (常温 10–30 ℃, 阴凉 ≤ 20 ℃, 冷藏 2–8 ℃).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from backend.compliance.qualifications.rules import Regime
from backend.foundation.money import TaxRate, TaxRateRefused, UnitPrice, UnitPriceRefused
from backend.foundation.period import PeriodInverted
from backend.foundation.refusal import Refusal
from scanners import gtin

PACKS_MAX: Final = 20
PIECES_MAX: Final = 1_000_000
REGISTERED: Final = frozenset({Regime.drug, Regime.device_1, Regime.device_2, Regime.device_3})
"""Goods under these regimes may not be sold without a number; the database says so too."""


class StorageClass(StrEnum):
    ambient = "ambient"
    cool = "cool"
    refrigerated = "refrigerated"
    frozen = "frozen"
    deep_frozen = "deep_frozen"


class ProductOrder(StrEnum):
    """By what a list of products is sorted: pinyin of the name, or catalogue number."""

    name = "name"
    catalogue_number = "catalogue_number"


_REGISTRATION_LABELS: Final = {
    Regime.drug: ("批准文号", "approval number"),
    Regime.device_1: ("备案凭证号", "filing number"),
    Regime.device_2: ("注册证号", "registration number"),
    Regime.device_3: ("注册证号", "registration number"),
}


def registration_label(regime: Regime, language: str) -> str | None:
    """What the number is called under that regime; None where there is none."""
    labels = _REGISTRATION_LABELS.get(regime)
    return None if labels is None else labels[language == "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A code on the box and how many pieces it stands for. `gtin` is GTIN-8, -12, -13 or -14 with its check digit."""

    gtin: str
    pieces: int


@dataclass
class ProductKnown(Refusal):
    """A product of this catalogue number is on file."""

    zh: ClassVar[str] = "已有同货号的产品，请先搜索并使用已有档案。"
    en: ClassVar[str] = "A product of this catalogue number exists already. Search for it and use that file."


@dataclass
class NoSuchProduct(Refusal):
    """No product of this catalogue number is on file."""

    catalogue_number: str
    zh: ClassVar[str] = "产品档案中没有货号 {catalogue_number}，请核对货号，或先新建产品。"
    en: ClassVar[str] = (
        "No product of catalogue number {catalogue_number} is on file. Check it, or add the product first."
    )


@dataclass
class RegistrationNumberMissing(Refusal):
    """Goods under this regime need a number; `label` is what it is called."""

    regime: Regime
    zh: ClassVar[str] = "请填写{label}：这一监管类别的产品没有{label}不能销售。"
    en: ClassVar[str] = "Fill in the {label}: goods under this regime may not be sold without one."

    def say(self, language: str) -> str:
        template = self.en if language == "en" else self.zh
        return template.format(label=registration_label(self.regime, language))


@dataclass
class GtinRefused(Refusal):
    gtin: str
    zh: ClassVar[str] = (
        "“{gtin}”不是商品条码：应为 8、12、13 或 14 位数字，且校验位正确。请对照包装重新输入。"
    )
    en: ClassVar[str] = (
        "“{gtin}” is no GTIN: 8, 12, 13 or 14 digits with a right check digit. Compare it with the box."
    )


@dataclass
class GtinTaken(Refusal):
    gtin: str
    zh: ClassVar[str] = "条码 {gtin} 已用于另一个产品或另一级包装，请核对。"
    en: ClassVar[str] = "The code {gtin} stands for another product or pack level already. Check it."


@dataclass
class PackRefused(Refusal):
    pieces_max: int = PIECES_MAX
    packs_max: int = PACKS_MAX
    zh: ClassVar[str] = "包装数量应为 1 到 {pieces_max} 的整数，每个产品最多 {packs_max} 个条码。"
    en: ClassVar[str] = (
        "A pack holds 1 to {pieces_max} whole pieces, and a product has at most {packs_max} codes."
    )


@dataclass
class PriceNotPositive(Refusal):
    zh: ClassVar[str] = "单价必须大于 0。赠品请在订单中注明，不在价目中填 0。"
    en: ClassVar[str] = "A price is above 0. Note free goods on the order, not as a price of 0."


@dataclass
class PriceKnown(Refusal):
    zh: ClassVar[str] = "这条协议价已经存在，请刷新后查看。"
    en: ClassVar[str] = "This agreed price exists already. Refresh to see it."


def checked_packs(packs: Sequence[Pack]) -> dict[str, int]:
    """Pieces by GTIN-14. Raises GtinRefused, GtinTaken, PackRefused."""
    if len(packs) > PACKS_MAX:
        raise PackRefused
    pieces: dict[str, int] = {}
    for pack in packs:
        digits = gtin.from_digits("".join(pack.gtin[:40].split()))
        if digits is None:
            raise GtinRefused(pack.gtin[:40])
        if digits in pieces:
            raise GtinTaken(digits)
        pieces[digits] = checked_pieces(pack.pieces)
    return pieces


def checked_pieces(pieces: int) -> int:
    """Raises PackRefused for less than one piece or too many."""
    if not 1 <= pieces <= PIECES_MAX:
        raise PackRefused
    return pieces


def checked_price(written: Decimal) -> Decimal:
    """A price above 0 with at most six places. Raises UnitPriceRefused, PriceNotPositive."""
    yuan = UnitPrice.of(written).yuan
    if yuan == 0:
        raise PriceNotPositive
    return yuan


def checked_tax_rate(written: Decimal) -> Decimal:
    """From 0 to below 1, at most four places. Raises TaxRateRefused."""
    share = TaxRate.of(written).share
    if share == 1:
        raise TaxRateRefused(written=str(written))
    return share


def checked_registration(regime: Regime, number: str | None) -> str | None:
    """Raises RegistrationNumberMissing where the regime demands one."""
    if number is None and regime in REGISTERED:
        raise RegistrationNumberMissing(regime)
    return number


PRODUCT_REFUSALS: Final[tuple[type[Refusal], ...]] = (
    ProductKnown,
    RegistrationNumberMissing,
    GtinRefused,
    GtinTaken,
    PackRefused,
    PriceNotPositive,
    UnitPriceRefused,
    TaxRateRefused,
    PeriodInverted,
)

"""A quantity is a Decimal with at most six places and a unit; pack levels say "2 件 + 3 盒" of it.

Quantities are never negative: what goes out is a movement with a direction, not a quantity below zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import ClassVar, Final

from backend.foundation.decimals import places, plain_decimal, scaled, shortest
from backend.foundation.limits import DECIMAL_PLACES_MAX, QUANTITY_MAX, UNIT_CHARACTERS_MAX
from backend.foundation.refusal import Refusal
from backend.foundation.text import cleaned

MEASURED_UNITS: Final = frozenset(
    {"千克", "公斤", "克", "毫克", "微克", "升", "毫升", "微升", "米", "厘米", "平方米"}
    | {"kg", "g", "mg", "μg", "ug", "l", "ml", "μl", "ul", "m", "cm", "m²", "m2"}
)
"""Units that a product may be sold by the fraction of; every other one is counted."""
_EXACT: Final = Context(prec=60)


@dataclass
class NotAQuantity(Refusal):
    written: str
    zh: ClassVar[str] = "“{written}”不是数量，请只填数字。"
    en: ClassVar[str] = "“{written}” is not a quantity. Type digits only."


@dataclass
class QuantityNegative(Refusal):
    written: str
    zh: ClassVar[str] = "数量不能小于 0：{written}。"
    en: ClassVar[str] = "A quantity cannot be below 0: {written}."


@dataclass
class QuantityTooLarge(Refusal):
    written: str
    zh: ClassVar[str] = "数量 {written} 超出系统上限，请核对。"
    en: ClassVar[str] = "The quantity {written} is beyond the limit. Check it."


@dataclass
class QuantityTooFine(Refusal):
    written: str
    zh: ClassVar[str] = "数量最多六位小数：{written}。"
    en: ClassVar[str] = "A quantity has at most six decimal places: {written}."


@dataclass
class QuantityNotWhole(Refusal):
    """Half a bottle: the unit is one that is counted, not measured."""

    written: str
    unit: str
    zh: ClassVar[str] = "“{unit}”按整数计，不能是 {written}。"
    en: ClassVar[str] = "“{unit}” is counted in whole numbers; {written} is none."


@dataclass
class UnitsDiffer(Refusal):
    unit: str
    other: str
    zh: ClassVar[str] = "单位不同，不能相加减：{unit} 与 {other}。"
    en: ClassVar[str] = "These units do not add up: {unit} and {other}."


@dataclass
class PackLevelsUnclear(Refusal):
    level: str
    zh: ClassVar[str] = "包装层级“{level}”不能使用：每级须大于下一级，且为其整数倍。"
    en: ClassVar[str] = (
        "The pack level “{level}” does not fit: each must be a whole multiple of the next, and larger."
    )


@dataclass(frozen=True, slots=True)
class Quantity:
    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _checked(self.value))
        object.__setattr__(self, "unit", cleaned(self.unit, characters_max=UNIT_CHARACTERS_MAX))

    @classmethod
    def of(cls, written: str | int | Decimal, unit: str) -> "Quantity":
        """The quantity as it was typed or stored; raises one of the refusals above."""
        return cls(_checked(written), unit)

    @classmethod
    def sold(cls, written: str | int | Decimal, unit: str) -> "Quantity":
        """As `of`, for goods: whole unless the unit is measured. Raises QuantityNotWhole too."""
        quantity = cls.of(written, unit)
        if quantity.value % 1 and quantity.unit.casefold() not in MEASURED_UNITS:
            raise QuantityNotWhole(written=f"{quantity.value:f}", unit=quantity.unit)
        return quantity

    def __add__(self, other: "Quantity") -> "Quantity":
        self._same_unit_as(other)
        return Quantity(_EXACT.add(self.value, other.value), self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        """What is left. Raises QuantityNegative when `other` is more than there is."""
        self._same_unit_as(other)
        return Quantity(_EXACT.subtract(self.value, other.value), self.unit)

    def __lt__(self, other: "Quantity") -> bool:
        self._same_unit_as(other)
        return self.value < other.value

    def __le__(self, other: "Quantity") -> bool:
        self._same_unit_as(other)
        return self.value <= other.value

    def __bool__(self) -> bool:
        return self.value > 0

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}"

    def _same_unit_as(self, other: "Quantity") -> None:
        if self.unit != other.unit:
            raise UnitsDiffer(unit=self.unit, other=other.unit)


@dataclass(frozen=True, slots=True)
class PackLevel:
    """One level of packing: `holds` of the product's stock unit, so 件 of 24 盒 holds 24."""

    name: str
    holds: int


@dataclass(frozen=True, slots=True)
class Packed:
    """Whole packs of one level. The stock unit itself is never one of them."""

    count: int
    level: PackLevel


@dataclass(frozen=True, slots=True)
class Packing:
    """How a product is packed: its stock unit and its levels, the largest first (托 960, 件 24)."""

    unit: str
    levels: tuple[PackLevel, ...] = ()

    def __post_init__(self) -> None:
        for level, smaller in zip(self.levels, (*self.levels, PackLevel(self.unit, 1))[1:], strict=True):
            if smaller.holds < 1 or level.holds <= smaller.holds or level.holds % smaller.holds:
                raise PackLevelsUnclear(level=level.name)

    def split(self, quantity: Quantity) -> tuple[tuple[Packed, ...], Quantity]:
        """Full packs from the largest level down, levels with none left out, and the loose rest (零货)."""
        if quantity.unit != self.unit:
            raise UnitsDiffer(unit=self.unit, other=quantity.unit)
        one = 10**DECIMAL_PLACES_MAX
        rest = scaled(quantity.value, DECIMAL_PLACES_MAX)
        packs: list[Packed] = []
        for level in self.levels:
            count, rest = divmod(rest, level.holds * one)
            if count:
                packs.append(Packed(count, level))
        return tuple(packs), Quantity(_EXACT.divide(Decimal(rest), Decimal(one)), self.unit)

    def join(self, packs: Iterable[Packed], loose: Quantity) -> Quantity:
        """The quantity in stock units that `packs` and the loose rest make together."""
        joined = loose
        for pack in packs:
            joined += Quantity.of(pack.count * pack.level.holds, self.unit)
        return joined


def total_quantity(quantities: Sequence[Quantity], unit: str) -> Quantity:
    """The sum in `unit`; of no quantities it is 0. Raises UnitsDiffer."""
    joined = Quantity(Decimal(0), unit)
    for quantity in quantities:
        joined += quantity
    return joined


def _checked(written: str | int | Decimal) -> Decimal:
    value = plain_decimal(written)
    shown = str(written)[:40]
    if value is None:
        raise NotAQuantity(written=shown)
    if value < 0:
        raise QuantityNegative(written=shown)
    if value > QUANTITY_MAX:
        raise QuantityTooLarge(written=shown)
    if places(value) > DECIMAL_PLACES_MAX:
        raise QuantityTooFine(written=shown)
    return shortest(value)

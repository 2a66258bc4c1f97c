"""Temperature in Decimal °C, the storage classes of the trade, and the judgement of one reading.

No reading is "no data", which is never "within".
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from backend.foundation.decimals import places, plain_decimal, shortest
from backend.foundation.refusal import Refusal

CELSIUS_MIN: Final = Decimal("-273.15")
CELSIUS_MAX: Final = Decimal("200")
CELSIUS_PLACES_MAX: Final = 2


@dataclass
class NotATemperature(Refusal):
    written: str
    zh: ClassVar[str] = "“{written}”不是温度：请填 ℃ 数值，最多两位小数。"
    en: ClassVar[str] = "“{written}” is not a temperature: °C, at most two decimal places."


@dataclass
class TemperatureRangeInverted(Refusal):
    celsius_min: Decimal
    celsius_max: Decimal
    zh: ClassVar[str] = "温度下限 {celsius_min} ℃ 高于上限 {celsius_max} ℃，请核对。"
    en: ClassVar[str] = (
        "The lower limit {celsius_min} °C is above the upper limit {celsius_max} °C. Check both."
    )


def celsius(written: str | int | Decimal) -> Decimal:
    """The temperature as it was typed or measured; raises NotATemperature, also below absolute zero."""
    value = plain_decimal(written)
    if value is None or not CELSIUS_MIN <= value <= CELSIUS_MAX or places(value) > CELSIUS_PLACES_MAX:
        raise NotATemperature(written=str(written)[:40])
    return shortest(value)


class Judgement(StrEnum):
    WITHIN = "within"
    BELOW = "below"
    ABOVE = "above"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class TemperatureRange:
    """Both limits belong to the range; None is no limit on that side, but one of them must be given."""

    celsius_min: Decimal | None
    celsius_max: Decimal | None

    def __post_init__(self) -> None:
        if self.celsius_min is None and self.celsius_max is None:
            raise ValueError("a range without limits would call every temperature within")
        for name in ("celsius_min", "celsius_max"):
            limit = getattr(self, name)
            if limit is not None:
                object.__setattr__(self, name, celsius(limit))
        if (
            self.celsius_min is not None
            and self.celsius_max is not None
            and self.celsius_min > self.celsius_max
        ):
            raise TemperatureRangeInverted(celsius_min=self.celsius_min, celsius_max=self.celsius_max)

    def judge(self, reading: Decimal | None) -> Judgement:
        """Where one reading lies. Neither None nor NaN is a reading."""
        if reading is None or not reading.is_finite():
            return Judgement.NO_DATA
        if self.celsius_min is not None and reading < self.celsius_min:
            return Judgement.BELOW
        if self.celsius_max is not None and reading > self.celsius_max:
            return Judgement.ABOVE
        return Judgement.WITHIN

    def covers(self, other: "TemperatureRange") -> bool:
        """Whether everything inside `other` is inside this range, as a box must be inside its product's."""
        lowest = Decimal("-Infinity")
        highest = Decimal("Infinity")
        return (self.celsius_min if self.celsius_min is not None else lowest) <= (
            other.celsius_min if other.celsius_min is not None else lowest
        ) and (self.celsius_max if self.celsius_max is not None else highest) >= (
            other.celsius_max if other.celsius_max is not None else highest
        )


class StorageClass(StrEnum):
    AMBIENT = "ambient"
    COOL = "cool"
    REFRIGERATED = "refrigerated"
    FROZEN = "frozen"
    DEEP_FROZEN = "deep_frozen"

    @property
    def range(self) -> TemperatureRange:
        """The limits of the class where the product's own label states none."""
        return _RANGES[self]


# 常温 10–30, 阴凉 ≤ 20, 冷藏 2–8: Chinese Pharmacopoeia, general notices on storage. 冷冻 −25 to −10:
# GB/T 28842-2021. 深低温: a cabinet set to −80 °C swings with every door opening, so the class ends at −60 °C
# (ultra-low storage of WHO); a label that says "−80 °C or below" states its own range.
_RANGES: Final = {
    StorageClass.AMBIENT: TemperatureRange(Decimal(10), Decimal(30)),
    StorageClass.COOL: TemperatureRange(None, Decimal(20)),
    StorageClass.REFRIGERATED: TemperatureRange(Decimal(2), Decimal(8)),
    StorageClass.FROZEN: TemperatureRange(Decimal(-25), Decimal(-10)),
    StorageClass.DEEP_FROZEN: TemperatureRange(None, Decimal(-60)),
}


def judge(reading: Decimal | None, storage: StorageClass | TemperatureRange) -> Judgement:
    """Where one reading lies; absent is NO_DATA, never WITHIN."""
    return (storage.range if isinstance(storage, StorageClass) else storage).judge(reading)

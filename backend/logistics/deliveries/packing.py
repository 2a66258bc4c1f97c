"""Cold boxes: what is recorded of them at hand-over, which goods may share one, and how cold is cold enough. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Final
from uuid import UUID

from backend.foundation.refusal import Refusal
from backend.foundation.temperature import Judgement, StorageClass, TemperatureRange
from backend.logistics.deliveries.rules import LineUnknown, Means

BOXES_MAX: Final = 50
VALIDATED_HOURS_MAX: Final = 720


@dataclass
class ColdRecordMissing(Refusal):
    """A line that is not ambient is in no box, or its box lacks what must be recorded at departure."""

    product: str
    missing: list[str] = field(metadata={"at_most": 4})  # The box itself, its plate, number and logger.
    zh: ClassVar[str] = (
        "“{product}”须记录启运温度、温控方式、车牌、箱号和温度记录仪编号，缺少：{list}。请补齐后交接。"
    )
    en: ClassVar[str] = (
        "“{product}” needs its cold-chain record at departure; missing: {list}. Add it, then hand over."
    )

    def say(self, language: str) -> str:
        tongue = 1 if language == "en" else 0
        listed = ("、", ", ")[tongue].join(_FIELDS[field][tongue] for field in self.missing)
        return (self.en if tongue else self.zh).format(product=self.product, list=listed)


_FIELDS: Final = {
    "box": ("温控箱或车", "its box or truck"),
    "plate": ("车牌", "plate"),
    "box_number": ("箱号", "box number"),
    "logger_number": ("温度记录仪编号", "logger number"),
}


@dataclass
class BoxMixesClasses(Refusal):
    """No temperature is right for all that is in the box."""

    box: str
    zh: ClassVar[str] = "{box} 里的货品没有共同的温度范围，请分箱装运（例如 2–8 ℃ 与冷冻分开）。"
    en: ClassVar[str] = "No temperature suits everything in {box}. Pack it apart, such as 2–8 °C and frozen."


@dataclass
class ValidatedHoursRefused(Refusal):
    """No packaging is validated for that long, or for no time at all."""

    hours_max: int = VALIDATED_HOURS_MAX
    zh: ClassVar[str] = "包装验证时长应为 1 到 {hours_max} 小时的整数，请对照包装验证报告填写，或留空。"
    en: ClassVar[str] = (
        "A validated duration is 1 to {hours_max} whole hours. Take it from the packaging's report, or leave it out."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxFacts:
    """A box as it is told at hand-over."""

    box_id: UUID
    means: Means
    pick_line_ids: tuple[UUID, ...]
    plate: str | None
    box_number: str | None
    logger_number: str | None

    @property
    def name(self) -> str:
        return self.box_number or self.plate or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """A picked line that goes out; pieces, always > 0."""

    pick_line_id: UUID
    product: str
    storage_class: str
    sent: Decimal


def checked_hours(hours: int | None) -> int | None:
    """Raises ValidatedHoursRefused."""
    if hours is not None and not 1 <= hours <= VALIDATED_HOURS_MAX:
        raise ValidatedHoursRefused
    return hours


def packed(lines: Sequence[SentLine], boxes: Sequence[BoxFacts], leg: str) -> dict[UUID, TemperatureRange]:
    """The limits of each box, once every line that is not ambient is in one that is fully recorded.

    Raises LineUnknown, ColdRecordMissing, BoxMixesClasses.
    """
    by_id = {line.pick_line_id: line for line in lines}
    inside: dict[UUID, BoxFacts] = {}
    for box in boxes:
        for line_id in box.pick_line_ids:
            if line_id not in by_id or line_id in inside:
                raise LineUnknown
            inside[line_id] = box
    if len({box.box_id for box in boxes}) != len(boxes) or len(boxes) > BOXES_MAX:
        raise LineUnknown
    if not all(box.pick_line_ids for box in boxes):
        raise LineUnknown
    for line in lines:
        if line.storage_class != StorageClass.AMBIENT or line.pick_line_id in inside:
            _is_recorded(line, inside.get(line.pick_line_id), leg)
    return {box.box_id: _limits(box, [by_id[line_id] for line_id in box.pick_line_ids]) for box in boxes}


def _is_recorded(line: SentLine, box: BoxFacts | None, leg: str) -> None:
    missing = ["box"] if box is None else _not_told(box, leg)
    if missing:
        raise ColdRecordMissing(line.product, missing)


def _not_told(box: BoxFacts, leg: str) -> list[str]:
    """A truck is known by its plate, a box by its number; on our own leg a box rides in a truck with a plate."""
    told = {"plate": box.plate, "box_number": box.box_number, "logger_number": box.logger_number}
    demanded = {"logger_number", "plate" if box.means == "truck" else "box_number"}
    if leg == "own_driver":
        demanded.add("plate")
    return [field for field in told if field in demanded and not told[field]]


def _limits(box: BoxFacts, lines: Iterable[SentLine]) -> TemperatureRange:
    strictest = narrowest([StorageClass(line.storage_class).range for line in lines])
    if strictest is None:
        raise BoxMixesClasses(box.name)
    return strictest


def narrowest(ranges: Sequence[TemperatureRange]) -> TemperatureRange | None:
    """The range that suits all of them; None when there is none, or nothing to suit."""
    lowest = max((range.celsius_min for range in ranges if range.celsius_min is not None), default=None)
    highest = min((range.celsius_max for range in ranges if range.celsius_max is not None), default=None)
    if (lowest is None and highest is None) or (
        lowest is not None and highest is not None and lowest > highest
    ):
        return None
    return TemperatureRange(lowest, highest)


def worst(verdicts: Iterable[Judgement]) -> Judgement | None:
    """Of several boxes: out of range before no data, no data before within; None of no boxes."""
    order = (Judgement.ABOVE, Judgement.BELOW, Judgement.NO_DATA, Judgement.WITHIN)
    return min(verdicts, key=order.index, default=None)

"""What quality is asked to look at, and the refusals of concluding."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal
from uuid import UUID

from backend.foundation.refusal import Refusal

KINDS: Final = (
    "temperature_out_of_range",
    "temperature_no_data",
    "goods_came_back",
    "goods_missing",
    "goods_broken",
    "delivery_exception",
)
Kind = Literal[
    "temperature_out_of_range", "temperature_no_data", "goods_came_back", "goods_missing", "goods_broken",
    "delivery_exception",
]  # fmt: skip


TEMPERATURE: Final[tuple[Kind, ...]] = ("temperature_out_of_range", "temperature_no_data")


@dataclass
class TemperatureUndecided(Refusal):
    """Goods cannot be fit for sale while their temperature on the way is in doubt, or was found unfit."""

    found_unfit: bool
    zh: ClassVar[str] = "同一配送的温度问题尚未判定，请先处理温度任务，再判定退回货品可以继续销售。"
    en: ClassVar[str] = (
        "The temperature of this delivery is not judged yet. Conclude on that task first, then on the goods."
    )
    zh_unfit: ClassVar[str] = "同一配送的温度已判定不合格，退回货品不能判为合格。请判定为不合格。"
    en_unfit: ClassVar[str] = (
        "The temperature of this delivery was found unfit, so goods that came back from it are unfit too."
    )

    def say(self, language: str) -> str:
        if self.found_unfit:
            return self.en_unfit if language == "en" else self.zh_unfit
        return self.en if language == "en" else self.zh


@dataclass
class TaskClosed(Refusal):
    """Somebody has concluded on it already."""

    by: str
    zh: ClassVar[str] = "这项质量任务已由 {by} 处理完毕，结论不能更改。如有新情况，请另行登记。"
    en: ClassVar[str] = (
        "{by} has closed this quality task; its conclusion stays. Record new facts separately."
    )


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods that a task is about: how much of a lot, in its product's stock unit; None where nobody counted."""

    lot_id: UUID
    quantity: Decimal | None


def goods_of(about_kind: str, about_id: UUID, facts: Mapping[str, Any]) -> tuple[Goods, ...]:
    """The lot that the task is about, or the lots that a delivery brought back; none where it is about no goods."""
    if about_kind == "lot":
        counted = facts.get("quantity")
        return (Goods(about_id, None if counted is None else Decimal(counted)),)
    return tuple(Goods(UUID(lot_id), Decimal(quantity)) for lot_id, quantity in facts.get("lots", ()))

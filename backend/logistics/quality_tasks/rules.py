"""What quality is asked to look at, and the refusals of concluding."""

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

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


@dataclass
class TaskClosed(Refusal):
    """Somebody has concluded on it already."""

    by: str
    zh: ClassVar[str] = "这项质量任务已由 {by} 处理完毕，结论不能更改。如有新情况，请另行登记。"
    en: ClassVar[str] = (
        "{by} has closed this quality task; its conclusion stays. Record new facts separately."
    )

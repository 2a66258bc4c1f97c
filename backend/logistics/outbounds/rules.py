"""Where an outbound stands, and the refusals of what does not follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal, Words

LINES_PER_OUTBOUND_MAX: Final = 400
PICKS_PER_OUTBOUND_MAX: Final = 1_000

_STATES: Final = {
    "open": ("待拣货", "waiting to be picked"),
    "picking": ("拣货中", "being picked"),
    "picked": ("待复核", "waiting for the re-check"),
    "rechecked": ("已复核", "re-checked"),
    "handed_over": ("已交接", "handed over"),
    "cancelled": ("已取消", "cancelled"),
}


@dataclass
class OutboundStands(Refusal):
    """The outbound is at another step; this one does not follow."""

    number: str
    state: str
    zh: ClassVar[str] = "订单 {number} 的出库任务{state}，这一步不能再做。请刷新查看最新进展。"
    en: ClassVar[str] = (
        "The outbound of {number} is {state}; this step does not follow. Refresh to see where it stands."
    )
    words: ClassVar[Mapping[str, Words]] = {"state": _STATES}


@dataclass
class PickIsAnothers(Refusal):
    """A colleague holds the task."""

    picker: str
    zh: ClassVar[str] = "这项任务由 {picker} 在拣。需要由你继续时，请先接手任务，已拣的数量会保留。"
    en: ClassVar[str] = (
        "{picker} holds this task. To go on with it, take it over first; what was picked stays."
    )


@dataclass
class LinesOpen(Refusal):
    """Lines are neither complete nor closed: without a scan or a reasoned entry nothing goes out."""

    lines: int
    zh: ClassVar[str] = "还有 {lines} 行没有拣完。请扫码拣齐；找不到或破损的，按缺货或破损关闭该行。"
    en: ClassVar[str] = (
        "{lines} lines are not complete. Scan what is left, or close a line as short or broken."
    )


@dataclass
class NothingPicked(Refusal):
    """Every line was closed without a pick: there is nothing to send."""

    zh: ClassVar[str] = "没有拣到任何货品，不能提交复核。请联系销售取消订单。"
    en: ClassVar[str] = "Nothing was picked, so there is nothing to re-check. Ask sales to cancel the order."


@dataclass(frozen=True, slots=True)
class LineState:
    """How far a line is: whether nothing is left to pick, and whether anything was picked."""

    complete: bool
    picked: bool


def may_finish(lines: list[LineState]) -> None:
    """Raises LinesOpen or NothingPicked."""
    unfinished = sum(not line.complete for line in lines)
    if unfinished:
        raise LinesOpen(unfinished)
    if not any(line.picked for line in lines):
        raise NothingPicked

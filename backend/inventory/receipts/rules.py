"""What may be taken in, and what may be accepted of it."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from backend.foundation.decimals import shortest
from backend.foundation.refusal import Refusal
from backend.foundation.temperature import Judgement, StorageClass, judge

LINES_MAX: Final = 100
COLD: Final = frozenset({StorageClass.REFRIGERATED, StorageClass.FROZEN, StorageClass.DEEP_FROZEN})
"""What travels in a cold chain, so that its arrival is measured (GSP Art. 74)."""


@dataclass
class ReceiptKnown(Refusal):
    """A receipt of this id is there already."""

    zh: ClassVar[str] = "这张收货单已经登记，请在收货记录中查看。"
    en: ClassVar[str] = "This receipt is on file already. Look it up among the receipts."


@dataclass
class NothingReceived(Refusal):
    """A receipt without lines, or with more than it can hold, or a line without goods."""

    zh: ClassVar[str] = "收货单须有 1–100 行，每行数量大于 0。"
    en: ClassVar[str] = "A receipt has 1–100 lines, each with a quantity above 0."


@dataclass
class LotTwice(Refusal):
    """The same lot stands on two lines of one receipt."""

    lot_number: str
    zh: ClassVar[str] = "批号 {lot_number}（同一有效期）在本单出现两次，请合并为一行。"
    en: ClassVar[str] = "Lot {lot_number} with the same expiry stands on two lines. Put it on one."


@dataclass
class ArrivalUnmeasured(Refusal):
    """Cold goods came without a measured arrival."""

    product: str
    storage_text: str
    zh: ClassVar[str] = "{product}（{storage_text}）属冷链品种，收货须填写运输方式和到货温度。"
    en: ClassVar[str] = (
        "{product} ({storage_text}) travels cold: say how it came and its arrival temperature."
    )


@dataclass
class AlreadyInspected(Refusal):
    """Somebody has inspected this receipt."""

    number: str
    zh: ClassVar[str] = "收货单 {number} 已验收，不能再次验收。请刷新查看验收结果。"
    en: ClassVar[str] = "Receipt {number} has been inspected already. Refresh to see the result."


@dataclass
class ReceiverInspects(Refusal):
    """Receiving and inspecting must be two people, deputies counting as both."""

    zh: ClassVar[str] = "收货与验收须由两人完成：你是本单的收货人（或其代理人），请由另一位验收员验收。"
    en: ClassVar[str] = (
        "Receiving and inspecting take two people. You took this in, or stand in for who did: ask another inspector."
    )


@dataclass
class InspectionIncomplete(Refusal):
    """The inspection does not name each lot of the receipt once."""

    number: str
    lines: int
    zh: ClassVar[str] = "验收须逐批填写：收货单 {number} 共 {lines} 个批号，每个批号填一次。"
    en: ClassVar[str] = "An inspection names each lot once: receipt {number} has {lines}."


@dataclass
class MoreThanArrived(Refusal):
    """More accepted than came."""

    lot_number: str
    accepted: Decimal
    arrived: Decimal
    zh: ClassVar[str] = "批号 {lot_number} 到货 {arrived}，合格数量 {accepted} 超出。请核对。"
    en: ClassVar[str] = "Of lot {lot_number} {arrived} arrived; {accepted} cannot be accepted. Count again."


@dataclass
class ResultMissing(Refusal):
    """Something was not accepted and nobody said why."""

    lot_number: str
    zh: ClassVar[str] = "批号 {lot_number} 有未合格数量，请写明验收结论，例如外包装破损。"
    en: ClassVar[str] = "Not all of lot {lot_number} was accepted: say why, such as damaged packaging."


@dataclass
class ColdChainBroken(Refusal):
    """The goods arrived outside their temperature range and cannot be accepted (GSP Art. 74)."""

    lot_number: str
    celsius: Decimal
    storage_text: str
    zh: ClassVar[str] = (
        "批号 {lot_number} 到货温度 {celsius} ℃，不符合“{storage_text}”，应拒收：合格数量请填 0 并写明原因。"
    )
    en: ClassVar[str] = (
        "Lot {lot_number} arrived at {celsius} °C, outside “{storage_text}”: refuse it,"
        " with 0 accepted and the reason."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A lot as it arrived, for whom inspects it. Quantities are pieces."""

    lot_number: str
    arrived: Decimal
    storage_class: StorageClass
    storage_text: str
    celsius: Decimal | None


def measured(storage_class: StorageClass, transport: str | None, celsius: Decimal | None) -> bool:
    """Whether the arrival is documented well enough for goods of that class."""
    return storage_class not in COLD or (transport is not None and celsius is not None)


def acceptable(line: Arrived, accepted: Decimal, result: str | None) -> None:
    """Raises MoreThanArrived, ResultMissing or ColdChainBroken."""
    if accepted > line.arrived:
        raise MoreThanArrived(
            lot_number=line.lot_number, accepted=shortest(accepted), arrived=shortest(line.arrived)
        )
    if accepted < line.arrived and result is None:
        raise ResultMissing(lot_number=line.lot_number)
    if not accepted or line.storage_class not in COLD or line.celsius is None:
        return
    if judge(line.celsius, line.storage_class) is not Judgement.WITHIN:
        raise ColdChainBroken(
            lot_number=line.lot_number, celsius=shortest(line.celsius), storage_text=line.storage_text
        )


def covers(asked: Collection[object], there: Collection[object]) -> bool:
    """Whether each thing that is there is asked about once, and nothing else."""
    return len(asked) == len(set(asked)) and set(asked) == set(there)

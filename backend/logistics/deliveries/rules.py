"""What a hand-over must state, what an outcome must say, and how cold is cold enough. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final, Literal
from uuid import UUID

from backend.foundation.decimals import shortest
from backend.foundation.refusal import Refusal

LEGS: Final = ("own_driver", "courier")
OUTCOMES: Final = ("delivered", "partly_delivered", "refused", "not_delivered")
MEANS: Final = ("truck", "active_box", "passive_box")
VERDICTS: Final = ("within", "below", "above", "no_data")
SLIP_STATES: Final = ("not_back", "photo", "original")
Leg = Literal["own_driver", "courier"]
Outcome = Literal["delivered", "partly_delivered", "refused", "not_delivered"]
Means = Literal["truck", "active_box", "passive_box"]

PIECES_MAX: Final = 1_000
CLOCKS_DIFFER: Final = timedelta(minutes=5)


@dataclass
class NoteNotReady(Refusal):
    """The delivery note is still being drawn; nothing leaves without it."""

    final: ClassVar[bool] = False
    number: str
    zh: ClassVar[str] = "随货同行单 {number} 正在生成，通常只需几秒。请稍候再交接，没有随货同行单不能出库。"
    en: ClassVar[str] = (
        "Delivery note {number} is being made, which takes some seconds. Nothing leaves without it: try again shortly."
    )


@dataclass
class UnderWay(Refusal):
    """The goods are with a driver or courier already."""

    zh: ClassVar[str] = "这单货已经交接，正在途中，不能重复交接。"
    en: ClassVar[str] = "These goods were handed over and are on their way; they cannot be handed over twice."


@dataclass
class QualityMustDecide(Refusal):
    """Quality has not concluded on the goods that came back, or found them unfit."""

    unfit: bool
    zh: ClassVar[str] = (
        "退回的货品须由质管员判定合格后才能再次配送。请先处理对应的质量任务；判定不合格的不能再发。"
    )
    en: ClassVar[str] = (
        "Goods that came back go out again only when quality has found them fit. Close the quality task first."
    )


@dataclass
class LegIncomplete(Refusal):
    """Our own leg needs its driver, a courier's its carrier and waybill number."""

    leg: str
    zh: ClassVar[str] = "交接信息不全：自有配送须指定驾驶员，委托运输须填写承运单位和运单号。"
    en: ClassVar[str] = (
        "The hand-over is incomplete: our own leg needs its driver, a courier's its carrier and waybill."
    )


@dataclass
class NotADriver(Refusal):
    """Goods in the hands of somebody who may not deliver would be on nobody's trip."""

    name: str
    zh: ClassVar[str] = "{name}没有配送岗位，不能作为驾驶员，请选择驾驶员。"
    en: ClassVar[str] = "{name} holds no post that delivers. Choose a driver."


@dataclass
class PiecesUncounted(Refusal):
    pieces_max: int
    zh: ClassVar[str] = "请清点件数后交接：1–{pieces_max} 件。"
    en: ClassVar[str] = "Count the boxes before handing over: 1 to {pieces_max}."


@dataclass
class LineUnknown(Refusal):
    """A line or box that is not of this delivery, or is named twice."""

    zh: ClassVar[str] = "有一行货品或一个箱不属于这次配送，或重复填写。请刷新任务后重新核对。"
    en: ClassVar[str] = (
        "A line or box is not of this delivery, or is named twice. Refresh the task and check again."
    )


@dataclass
class MoreThanSent(Refusal):
    sent: Decimal
    received: Decimal
    zh: ClassVar[str] = "签收数量 {received} 多于发出数量 {sent}，请核对实物后填写。"
    en: ClassVar[str] = "{received} received is more than the {sent} sent. Count again."


@dataclass
class OutcomeContradicts(Refusal):
    """The quantities say something else than the outcome."""

    outcome: str
    zh: ClassVar[str] = (
        "签收结果与各行数量不一致。全部收下选“全部签收”，少收任何一行选“部分签收”，一件未收选“整单拒收”。"
    )
    en: ClassVar[str] = (
        "The outcome and the quantities disagree: all taken is delivered, fewer is partly, none is refused."
    )


@dataclass
class OutcomeNeedsReason(Refusal):
    """What was not taken, and why, is said line by line; a whole refusal once."""

    zh: ClassVar[str] = "请填写原因：部分签收逐行说明，整单拒收和未送达说明一次。"
    en: ClassVar[str] = (
        "Say why: line by line for what was not taken, once for a refusal or a failed delivery."
    )


@dataclass
class ReceiverMissing(Refusal):
    """Somebody received the goods; the record names them."""

    zh: ClassVar[str] = "请填写签收人姓名；不是收货人本人的，注明代收关系。"
    en: ClassVar[str] = "Name who received the goods, and their relation when it is not the receiver."


@dataclass
class SignatureNotDrawn(Refusal):
    """The pad is empty, holds dots only, or more than anybody draws."""

    ink: str
    zh: ClassVar[str] = "签名为空或过于简单，请签收人在签名区写下姓名。"
    en: ClassVar[str] = (
        "There is no signature, or only dots. Ask the receiver to write their name on the pad."
    )


@dataclass
class CourierConfirmsOtherwise(Refusal):
    """What a courier brought is confirmed by the customer, and only that."""

    zh: ClassVar[str] = "只有委托运输的货由客户确认；自有配送在送达时已签收。"
    en: ClassVar[str] = (
        "Customers confirm what a courier brought; our own drivers have it signed at the door."
    )


@dataclass
class DeliveryDone(Refusal):
    """The delivery has its outcome."""

    outcome: str
    zh: ClassVar[str] = "这次配送已经确认过签收结果。如有出入，请联系客服登记。"
    en: ClassVar[str] = "This delivery has its outcome already. If something is wrong, tell our office."


@dataclass
class DeliveryKnown(Refusal):
    zh: ClassVar[str] = "这次交接已经登记过，请刷新后查看。"
    en: ClassVar[str] = "This hand-over was recorded already. Refresh to see it."


@dataclass
class SlipStateUnknown(Refusal):
    state: str
    zh: ClassVar[str] = "回单状态只有：未回、已回（照片）、原件已交回。"
    en: ClassVar[str] = "A slip is not back, back as a photo, or back in the original."


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """What became of a sent line."""

    pick_line_id: UUID
    received: Decimal
    reason: str | None


def settled(
    outcome: str, reason: str | None, sent: Mapping[UUID, Decimal], told: Sequence[ReceivedLine]
) -> list[ReceivedLine]:
    """What became of each sent line; those not told of as the outcome says.

    Raises LineUnknown, MoreThanSent, OutcomeContradicts, OutcomeNeedsReason.
    """
    answers = {line.pick_line_id: line for line in told}
    if len(answers) != len(told) or not answers.keys() <= sent.keys():
        raise LineUnknown
    nothing = outcome in ("refused", "not_delivered")
    lines: list[ReceivedLine] = []
    for line_id, quantity in sent.items():
        answer = answers.get(line_id) or ReceivedLine(line_id, Decimal(0) if nothing else quantity, None)
        if answer.received > quantity:
            raise MoreThanSent(shortest(quantity), shortest(answer.received))
        why = answer.reason or (reason if nothing else None)
        if answer.received != quantity and why is None:
            raise OutcomeNeedsReason
        lines.append(ReceivedLine(line_id, answer.received, why))
    _agree(outcome, lines, sent)
    return lines


def _agree(outcome: str, lines: Sequence[ReceivedLine], sent: Mapping[UUID, Decimal]) -> None:
    taken_all = all(line.received == sent[line.pick_line_id] for line in lines)
    taken_none = all(line.received == 0 for line in lines)
    agrees = {
        "delivered": taken_all,
        "partly_delivered": not taken_all and not taken_none,
        "refused": taken_none,
        "not_delivered": taken_none,
    }
    if not agrees[outcome]:
        raise OutcomeContradicts(outcome)


def believable(arrived_at: datetime, departed_at: datetime, now: datetime) -> bool:
    """Whether a phone's arrival time can be true: after departure, not in the future, clocks differing a little."""
    return departed_at - CLOCKS_DIFFER <= arrived_at <= now + CLOCKS_DIFFER

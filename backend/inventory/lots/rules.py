"""What a lot must be, how its state may change, and whether it may go out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from backend.foundation.expiry import expired
from backend.foundation.refusal import Refusal, Words

LOT_NUMBER_CHARACTERS_MAX: Final = 20
# GS1 General Specifications, figure 7.11-1: the 82 characters that AI (10) may hold.
_LOT_NUMBER: Final = re.compile(r"[!-\"%-?A-Z_a-z]{1,20}")

_MAY: Final = {
    "hold": frozenset({"pending", "accepted"}),
    "release": frozenset({"on_hold"}),
    "reject": frozenset({"pending", "accepted", "on_hold"}),
    "accept": frozenset({"pending", "accepted", "on_hold"}),
}
_STATES: Final = {
    "pending": ("待验", "pending"),
    "accepted": ("合格", "accepted"),
    "on_hold": ("质量锁定", "on hold"),
    "rejected": ("不合格", "rejected"),
    "recalled": ("召回", "recalled"),
}
_STEPS: Final = {
    "hold": ("质量锁定", "be put on hold"),
    "release": ("解除锁定", "be released"),
    "reject": ("判定不合格", "be rejected"),
    "accept": ("验收合格", "be accepted"),
}


@dataclass
class LotStateForbids(Refusal):
    """From the state it is in, the lot cannot take this step."""

    lot_number: str
    state: str
    step: str
    zh: ClassVar[str] = (
        "批号 {lot_number} 当前为“{state}”，不能{step}。请刷新查看最新状态，或联系质量管理人员。"
    )
    en: ClassVar[str] = (
        "Lot {lot_number} is {state}; it cannot {step}. Refresh to see its state, or ask quality."
    )
    words: ClassVar[Mapping[str, Words]] = {"state": _STATES, "step": _STEPS}


@dataclass
class LotOnHold(Refusal):
    """Quality has stopped the lot."""

    lot_number: str
    reason: str
    zh: ClassVar[str] = "批号 {lot_number} 已质量锁定（{reason}），不能出库。请换批号，或等待质量解除锁定。"
    en: ClassVar[str] = (
        "Lot {lot_number} is on hold ({reason}) and cannot go out. Choose another lot, or wait for quality."
    )


@dataclass
class LotExpired(Refusal):
    """The lot's last usable day is past."""

    lot_number: str
    expires_on: date
    zh: ClassVar[str] = (
        "批号 {lot_number} 有效期至 {expires_on}，已过期，不能使用。请换批号，并移入不合格品区。"
    )
    en: ClassVar[str] = (
        "Lot {lot_number} expired on {expires_on} and cannot be used. Choose another lot and set this one apart."
    )


@dataclass
class LotNotAccepted(Refusal):
    """The lot has not passed acceptance, or never will."""

    lot_number: str
    state: str
    zh: ClassVar[str] = "批号 {lot_number} 状态为“{state}”，不能出库。请换批号，或联系质量管理人员。"
    en: ClassVar[str] = "Lot {lot_number} is {state} and cannot go out. Choose another lot, or ask quality."
    words: ClassVar[Mapping[str, Words]] = {"state": _STATES}


@dataclass
class LotNumberUnfit(Refusal):
    """No label could carry this lot number."""

    lot_number: str
    zh: ClassVar[str] = "批号“{lot_number}”不能使用：须为 1–20 位字母、数字或常用半角符号，请按标签填写。"
    en: ClassVar[str] = (
        "“{lot_number}” is no lot number: 1–20 letters, digits or common signs, as on the label."
    )


@dataclass
class LotDatesUnfit(Refusal):
    """Made after it expires, made in the future, or made on another day than the file says."""

    lot_number: str
    made_on: date
    zh: ClassVar[str] = (
        "批号 {lot_number} 的生产日期 {made_on} 与有效期、今天或已有档案不符，请按标签核对后重填。"
    )
    en: ClassVar[str] = (
        "Lot {lot_number}: made on {made_on} does not agree with its expiry, with today or with our file."
        " Check the label and type it again."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LotName:
    """What makes a lot that lot; the same number with another expiry is another lot."""

    product_id: UUID
    lot_number: str
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """What decides about a lot, read under its lock."""

    id: UUID
    product_id: UUID
    lot_number: str
    expires_on: date
    state: str
    state_reason: str | None


def lot_number(typed: str) -> str:
    """The lot number as on the label: outer spaces gone, letter case kept. Raises LotNumberUnfit."""
    number = typed.strip(" ") if len(typed) <= 100 else ""
    if _LOT_NUMBER.fullmatch(number) is None:
        shown = "".join(sign for sign in typed[: LOT_NUMBER_CHARACTERS_MAX + 4] if sign.isprintable())
        raise LotNumberUnfit(lot_number=shown)
    return number


def dates_agree(lot_number: str, made_on: date | None, expires_on: date, today: date) -> None:
    """Raises LotDatesUnfit when it was made in the future, or not before its expiry."""
    if made_on is not None and (made_on >= expires_on or made_on > today):
        raise LotDatesUnfit(lot_number=lot_number, made_on=made_on)


def follows(step: str, lot_number: str, state: str) -> None:
    """Raises LotStateForbids when `step` (hold, release, reject, accept) cannot follow on `state`."""
    if state not in _MAY[step]:
        raise LotStateForbids(lot_number=lot_number, state=state, step=step)


def may_go_out(lot: LotFacts, today: date) -> None:
    """Raises LotOnHold, LotNotAccepted or LotExpired; asked again at pick and at hand-over.

    `today` is the site's local date.
    """
    if lot.state == "on_hold":
        raise LotOnHold(lot_number=lot.lot_number, reason=lot.state_reason or "")
    if lot.state != "accepted":
        raise LotNotAccepted(lot_number=lot.lot_number, state=lot.state)
    if expired(lot.expires_on, today):
        raise LotExpired(lot_number=lot.lot_number, expires_on=lot.expires_on)


def as_printed(word: str | None, printed: str | None, expires_on: date) -> str | None:
    """The expiry in the maker's words ("失效期 2027-03"), where they say more than the last usable day does."""
    if word is None or printed is None or printed == expires_on.isoformat():
        return None
    return f"{word} {printed}"

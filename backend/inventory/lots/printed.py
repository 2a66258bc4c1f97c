"""The expiry as the maker printed it: kept beside the last usable day that follows from it. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.foundation.refusal import Refusal
from scanners.printed_expiry import PRINTED_CHARACTERS_MAX, ExpiryFault, last_usable_day


@dataclass
class ExpiryUnreadable(Refusal):
    """What was copied off the label states no last day, or may state two."""

    lot_number: str
    printed: str
    zh: ClassVar[str] = (
        "批号 {lot_number} 的效期“{printed}”不能识别，请选标签上的写法，并按 2027-05 或 2027-05-31 填写。"
    )
    en: ClassVar[str] = (
        "Lot {lot_number}: the expiry “{printed}” cannot be read."
        " Choose the label's word and type 2027-05 or 2027-05-31."
    )


@dataclass
class ExpiryDisagrees(Refusal):
    """The last usable day that was sent is not the one that the printed words mean."""

    lot_number: str
    printed: str
    last_day: date
    zh: ClassVar[str] = (
        "批号 {lot_number} 的标签“{printed}”表示最后可用日为 {last_day}，与所填日期不符，请核对标签。"
    )
    en: ClassVar[str] = (
        "Lot {lot_number}: “{printed}” on the label means usable through {last_day},"
        " another day than was sent. Check the label."
    )


@dataclass(frozen=True, slots=True)
class PrintedExpiry:
    """The maker's word and the date beside it, such as 失效期 and 2027-05."""

    word: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLabel:
    """What a label may say of a lot beyond its name."""

    made_on: date | None
    expiry: PrintedExpiry | None


def printed_expiry(
    lot_number: str, word: str | None, printed: str | None, expires_on: date
) -> PrintedExpiry | None:
    """What was copied off the label; None where a code gave the day. Raises ExpiryUnreadable, ExpiryDisagrees."""
    if word is None and printed is None:
        return None
    last_day = last_usable_day(word or "", printed or "")
    if isinstance(last_day, ExpiryFault):
        written = " ".join(filter(None, (word, printed)))[: 2 * PRINTED_CHARACTERS_MAX]
        raise ExpiryUnreadable(
            lot_number=lot_number, printed="".join(sign for sign in written if sign.isprintable())
        )
    copied = PrintedExpiry(word or "", (printed or "").strip(" \u3000"))
    if last_day != expires_on.isoformat():
        raise ExpiryDisagrees(
            lot_number=lot_number,
            printed=f"{copied.word} {copied.date}",
            last_day=date.fromisoformat(last_day),
        )
    return copied

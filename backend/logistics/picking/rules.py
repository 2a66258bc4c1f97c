"""What a scan says about a pick line: that it is the right thing and how many pieces, or why it is not."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from backend.foundation.decimals import shortest
from backend.foundation.refusal import Refusal
from backend.inventory.scans.rules import ScanFacts
from scanners.separators import READINGS_MAX


@dataclass
class UnknownCode(Refusal):
    """The code names no product of ours."""

    text: str
    zh: ClassVar[str] = (
        "不认识这个码（{text}）。请扫包装上的产品码；仍不行时拍照识别，或手工输入批号并填写原因。"
    )
    en: ClassVar[str] = (
        "This code is not known ({text}). Scan the product's own code, take a photo, or type the lot with a reason."
    )


@dataclass
class WrongProduct(Refusal):
    """The code is another product's than the line's."""

    expected: str
    scanned: str
    zh: ClassVar[str] = "扫到的是“{scanned}”，本行应拣“{expected}”。请放回，按货位找到正确的产品再扫。"
    en: ClassVar[str] = (
        "This is “{scanned}”; the line asks for “{expected}”. Put it back and scan the right one."
    )


@dataclass
class LotNotOnCode(Refusal):
    """The code names the product and not the lot."""

    zh: ClassVar[str] = "这个码没有批号。请扫同一盒上带批号的码（二维码或长条码），或手工输入批号并填写原因。"
    en: ClassVar[str] = (
        "This code carries no lot. Scan the one beside it that does, or type the lot with a reason."
    )


@dataclass
class NotTheProposedLot(Refusal):
    """The right product, of another lot or expiry than the line proposes."""

    expected: str
    scanned: str
    zh: ClassVar[str] = (
        "扫到批号 {scanned}，本行应拣批号 {expected}（近效期先出）。请拣 {expected}；确需换批号时，填写原因换批。"
    )
    en: ClassVar[str] = (
        "This is lot {scanned}; the line asks for {expected}, which expires first."
        " Take that one, or change the lot with a reason."
    )


@dataclass
class AmbiguousCode(Refusal):
    """The code can be read in more than one way, and our books do not decide between them."""

    readings: list[str] = field(metadata={"at_most": READINGS_MAX})
    zh: ClassVar[str] = "这个码有几种读法，不能确定批号。请换一个码扫，或手工输入批号并填写原因。"
    en: ClassVar[str] = (
        "This code reads in more than one way. Scan another code, or type the lot with a reason."
    )


@dataclass
class LineFull(Refusal):
    """More than the line asks for."""

    to_pick: Decimal
    picked: Decimal
    quantity: Decimal
    zh: ClassVar[str] = "本行应拣 {to_pick}，已拣 {picked}，不能再拣 {quantity}。多拿的请放回货位。"
    en: ClassVar[str] = (
        "The line asks for {to_pick}, {picked} are picked; {quantity} more is too many. Put it back."
    )


@dataclass
class LineClosed(Refusal):
    """The line was closed as short or broken."""

    why: str
    zh: ClassVar[str] = "本行已按缺货或破损关闭，不能再拣。其余各行请继续。"
    en: ClassVar[str] = "This line was closed as {why}; nothing more is picked for it. Go on with the others."


@dataclass
class SerialAlreadyScanned(Refusal):
    """This very piece was picked already."""

    serial: str = ""
    zh: ClassVar[str] = "这一件（同一序列号）已经扫过，没有重复计数。请扫下一件。"
    en: ClassVar[str] = "This very piece was scanned already and is not counted twice. Scan the next one."


@dataclass
class SerialIsOnePack(Refusal):
    """A serial number stands for the one pack that carries it."""

    pieces: int
    zh: ClassVar[str] = "带序列号的码每次只代表这一件（{pieces}）。请逐件扫码。"
    en: ClassVar[str] = "A serial number stands for this one pack ({pieces}). Scan each pack."


@dataclass
class SerialMissing(Refusal):
    """The product is followed piece by piece, and the code carries no serial number."""

    zh: ClassVar[str] = "本产品按序列号管理，这个码没有序列号。请扫带序列号的码。"
    en: ClassVar[str] = (
        "This product is followed by serial number, and this code has none. Scan the one that has."
    )


@dataclass
class NothingToPick(Refusal):
    """A quantity of nothing."""

    zh: ClassVar[str] = "数量须大于 0。"
    en: ClassVar[str] = "The quantity must be more than 0."


@dataclass
class PickKnown(Refusal):
    """A pick of this id is on file."""

    zh: ClassVar[str] = "这次拣货已经登记过，请刷新后查看。"
    en: ClassVar[str] = "This pick was recorded already. Refresh to see it."


@dataclass
class AlreadyUndone(Refusal):
    """The pieces went back before."""

    zh: ClassVar[str] = "这次拣货已经撤销，数量已退回。"
    en: ClassVar[str] = "This pick was undone already; its quantity went back."


@dataclass
class SameLot(Refusal):
    """The lot is the line's already, or nothing of the line is left to pick."""

    zh: ClassVar[str] = "本行已经是这个批号，或已拣齐，无需换批。"
    en: ClassVar[str] = "The line has this lot already, or nothing of it is left to pick."


@dataclass
class ReasonNeeded(Refusal):
    """Departing from first expiry, first out is the picker's decision, and it says why."""

    zh: ClassVar[str] = "不按近效期先出，请填写换批原因。"
    en: ClassVar[str] = "Say why the lot is changed: the proposed one expires first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the line asks for. Quantities are pieces."""

    product_id: UUID
    product: str
    unit: str
    serialised: bool
    lot_number: str
    expires_on: date
    to_pick: Decimal
    picked: Decimal
    closed_why: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A scan that is right for the line: so many pieces, and the serial number if the code has one."""

    quantity: Decimal
    serial: str | None


def taken(asked: Asked, scan: ScanFacts, scanned: str | None, quantity: Decimal | None) -> Taken:
    """What may be booked on the line for this scan. Raises the refusals above.

    `scanned` names the product that the code stands for, where it is another one. `quantity` None is one of what was
    scanned: a case's code counts its pieces.
    """
    if scan.source == "typed" and scan.raw_text.strip() == asked.lot_number:
        # Off a box without a code: the lot in print, for the line that the picker stands before.
        scan = replace(scan, product_id=asked.product_id, pieces=1, lot_number=asked.lot_number, serial=None)
    elif scan.outcome == "ambiguous":
        raise AmbiguousCode([" ".join(filter(None, reading)) for reading in scan.readings])
    if scan.product_id is None or scan.pieces is None:
        raise UnknownCode(scan.raw_text[:60])
    if scan.product_id != asked.product_id:
        raise WrongProduct(asked.product, scanned or "")
    _is_the_lot(asked, scan)
    if asked.serialised and scan.serial is None:
        raise SerialMissing
    pieces = Decimal(scan.pieces) if quantity is None else quantity
    if scan.serial is not None and pieces != scan.pieces:
        raise SerialIsOnePack(scan.pieces)
    _fits(asked, pieces)
    return Taken(pieces, scan.serial)


def _is_the_lot(asked: Asked, scan: ScanFacts) -> None:
    """A code without an expiry is taken at its lot; one that states another expiry is another lot."""
    if scan.lot_number is None:
        raise LotNotOnCode
    if scan.lot_number != asked.lot_number or scan.expires_on not in (None, asked.expires_on):
        raise NotTheProposedLot(
            _lot(asked.lot_number, asked.expires_on), _lot(scan.lot_number, scan.expires_on)
        )


def _fits(asked: Asked, pieces: Decimal) -> None:
    if asked.closed_why is not None:
        raise LineClosed(asked.closed_why)
    if pieces <= 0:
        raise NothingToPick
    if asked.picked + pieces > asked.to_pick:
        raise LineFull(shortest(asked.to_pick), shortest(asked.picked), shortest(pieces))


def _lot(number: str, expires_on: date | None) -> str:
    return f"{number}（{expires_on}）" if expires_on else number

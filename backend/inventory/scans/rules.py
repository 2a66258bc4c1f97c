"""What a scan must be to be kept, and what it says about a box."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal
from uuid import UUID

from backend.foundation.refusal import Refusal
from scanners.answer import Ambiguous, Answer, Label, Unreadable

RAW_CHARACTERS_MAX: Final = 4096
SOURCES: Final = frozenset({"camera", "wedge", "photo", "typed"})

Outcome = Literal["label", "ambiguous", "unreadable"]


@dataclass
class ScanUnfit(Refusal):
    """No scanner sends this: nothing, too much, or signs that no code can hold."""

    zh: ClassVar[str] = "扫码内容为空、过长或含有不能保存的字符，请重新扫码，或手工录入并写明原因。"
    en: ClassVar[str] = (
        "The scan is empty, too long, or holds what no code can. Scan again, or type it with the reason."
    )


@dataclass
class ScanSourceUnknown(Refusal):
    """A source other than camera, wedge, photo or typed."""

    source: str
    zh: ClassVar[str] = "不认识的扫码来源“{source}”，请更新手机上的应用后重试。"
    en: ClassVar[str] = (
        "“{source}” is no way of scanning that we know. Update the app on the phone and try again."
    )


@dataclass
class TypedWithoutReason(Refusal):
    """A typed code does not say why it was not scanned."""

    zh: ClassVar[str] = "手工录入须写明原因，例如标签破损；复核时会显示。"
    en: ClassVar[str] = "A typed code needs its reason, such as a damaged label; the re-checker will see it."


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanInput:
    """What came from camera, wedge scanner, photo or keyboard, before anybody asks what it means.

    `raw_text` with FNC1 as U+001D. `symbology` is the AIM identifier such as "]d2". `choice` is the position of the
    reading that the person chose when the code has several. `reason` is demanded of typed ones.
    """

    raw_text: str
    source: str
    symbology: str | None = None
    reason: str | None = None
    photo_id: UUID | None = None
    choice: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A product that a code names: `pieces` in the pack that carries it (a case is more than one)."""

    product_id: UUID
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLot:
    """The lot on our books that a label of our own names."""

    product_id: UUID
    lot_number: str
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFacts:
    """What a kept scan says. `ambiguous` and `unreadable` name no product: a person must choose or scan again.

    `pieces` is what one such pack holds; None when no product is known. `readings` are the choices, likeliest first,
    as the fields that tell them apart: (gtin, lot, expiry, serial).
    """

    scan_id: UUID
    raw_text: str
    source: str
    outcome: Outcome
    why: str | None = None
    kind: str | None = None
    gtin: str | None = None
    lot_number: str | None = None
    expires_on: date | None = None
    serial: str | None = None
    sscc: str | None = None
    place: str | None = None
    product_id: UUID | None = None
    pieces: int | None = None
    readings: tuple[tuple[str | None, str | None, str | None, str | None], ...] = ()


def checked(scan: ScanInput, reason: str | None) -> None:
    """Raises ScanUnfit, ScanSourceUnknown or TypedWithoutReason. `reason` is the cleaned one."""
    if scan.source not in SOURCES:
        raise ScanSourceUnknown(source="".join(filter(str.isprintable, scan.source[:20])))
    if not 1 <= len(scan.raw_text) <= RAW_CHARACTERS_MAX or "\x00" in scan.raw_text:
        raise ScanUnfit
    if any("\ud800" <= sign <= "\udfff" for sign in scan.raw_text) or len(scan.symbology or "") > 3:
        raise ScanUnfit
    if scan.source == "typed" and reason is None:
        raise TypedWithoutReason


def chosen(answer: Answer, choice: int | None) -> Answer:
    """The reading that the person chose, where there were several and they chose one of them."""
    if isinstance(answer, Ambiguous) and choice is not None and 0 <= choice < len(answer.readings):
        return answer.readings[choice]
    return answer


def facts(
    scan_id: UUID,
    scan: ScanInput,
    answer: Answer,
    by_gtin: Mapping[str, Known],
    by_number: Mapping[str, Known],
    own: OwnLot | None = None,
) -> ScanFacts:
    """What the scan says of a product on file, by its GTIN, else by the catalogue number on the label.

    `own` is the lot that a label of our own names: one piece of it, with the lot and expiry of our books.
    """
    if isinstance(answer, Unreadable):
        return ScanFacts(
            scan_id=scan_id,
            raw_text=scan.raw_text,
            source=scan.source,
            outcome="unreadable",
            why=answer.reason,
        )
    if isinstance(answer, Ambiguous):
        return ScanFacts(
            scan_id=scan_id,
            raw_text=scan.raw_text,
            source=scan.source,
            outcome="ambiguous",
            why=answer.reason,
            readings=tuple(
                (label.gtin, label.lot, label.expires_on, label.serial) for label in answer.readings
            ),
        )
    known = by_gtin.get(answer.gtin or "") or by_number.get(answer.catalogue_number or "")
    if own is not None:
        known = Known(product_id=own.product_id, pieces=1)
    return ScanFacts(
        scan_id=scan_id,
        raw_text=scan.raw_text,
        source=scan.source,
        outcome="label",
        kind=answer.kind,
        gtin=answer.gtin,
        lot_number=own.lot_number if own else answer.lot,
        expires_on=own.expires_on if own else last_day(answer),
        serial=answer.serial,
        sscc=answer.sscc,
        place=answer.place,
        product_id=known.product_id if known else None,
        pieces=known.pieces if known else None,
    )


def last_day(label: Label) -> date | None:
    """The last usable day that the label states."""
    return date.fromisoformat(label.expires_on) if label.expires_on else None

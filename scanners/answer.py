"""What a reading comes to: one label, a refusal with its reason, or several labels to choose between."""

from dataclasses import dataclass, fields
from typing import Literal

Kind = Literal[
    "gs1",  # GS1 element string or Digital Link
    "gtin",  # a bare trade item number: EAN, UPC, ITF-14, typed digits
    "udi_ma",
    "trace_code",  # 药品追溯码
    "hibc",
    "location",  # our own labels, house_label.py
    "box",
    "tote",
    "lot",
    "delivery",
    "link",  # an address that says nothing else to us
]


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about a reading that was accepted: what, and in which element.

    For example ("separator_missing", "7003") or ("excluded_partner", "01+37"). Translated where it is shown.
    """

    what: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One reading of one code. Dates are ISO 8601 days; `gtin` and `contained_gtin` always have 14 digits.

    `count` is how many items are in this pack (AI 30), `contained_count` how many of `contained_gtin` a
    logistic unit holds (AI 37): they are never added or mixed. `expires_on` is usable through the end of that
    day.
    """

    kind: Kind
    text: str  # exactly as it came, separators and all
    symbology: str | None = None  # AIM identifier such as "]d2"; None when the scanner did not say
    gtin: str | None = None
    device_identifier: str | None = None  # MA or HIBC product part, where there is no GTIN
    lot: str | None = None
    serial: str | None = None
    expires_on: str | None = None
    expires_time: str | None = None  # "HH:MM", local time of the maker (AI 7003)
    best_before_on: str | None = None
    made_on: str | None = None
    sscc: str | None = None
    count: int | None = None
    contained_gtin: str | None = None
    contained_count: int | None = None
    catalogue_number: str | None = None
    trace_code: str | None = None
    drug_code: str | None = None  # first seven digits of a trace code [unconfirmed]
    place: str | None = None  # location, box or tote on our own labels
    lot_id: str | None = None  # of a lot on our books, on our own labels
    token: str | None = None  # of a delivery link
    url: str | None = None
    elements: tuple[tuple[str, str], ...] = ()  # every identifier and value, in order of appearance
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not accepted: `reason` is one word of the house, `field` the element it is about, `text` what came.

    The text is kept so that it can be searched for as it is.
    """

    reason: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """More than the code alone can decide: readings, likeliest first. A person chooses, also from one."""

    reason: str
    readings: tuple[Label, ...]
    text: str


Answer = Label | Unreadable | Ambiguous


def plain(answer: Answer) -> dict[str, object]:
    """The answer as data for JSON: `outcome` first, absent facts left out."""
    match answer:
        case Unreadable(reason, field, text):
            return {"outcome": "unreadable", "reason": reason, "field": field, "text": text}
        case Ambiguous(reason, readings, text):
            return {
                "outcome": "ambiguous",
                "reason": reason,
                "readings": [plain(reading) for reading in readings],
                "text": text,
            }
        case Label():
            return {"outcome": "label", **_facts(answer)}


def _facts(label: Label) -> dict[str, object]:
    facts: dict[str, object] = {}
    for field in fields(label):
        value = getattr(label, field.name)
        if field.name == "notes":
            value = [[note.what, note.field] for note in label.notes]
        elif field.name == "elements":
            value = [list(element) for element in label.elements]
        if value is not None and value != []:
            facts[field.name] = value
    return facts

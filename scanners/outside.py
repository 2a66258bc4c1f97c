"""One JSON line per text, for checks from outside: `lotline parse --json`, the same in both tongues.

    {"ok", "kind", "ais": [[identifier, value], …], "expiresOn", "findings": ["what: field", …], "error", …}

`lenient` is scanning: what is odd is a finding. `strict` is printing labels: what is odd is an error, and nothing may
stand for FNC1. When several readings are possible, `readings` holds them, likeliest first; `ais` is the likeliest.
"""

import json
import re
from typing import Any, Literal

from scanners import label
from scanners.answer import Ambiguous, Answer, Label, Note, Unreadable
from scanners.raw import GS1_CARRIERS, SEPARATOR_SUBSTITUTES

Mode = Literal["strict", "lenient"]

# A label with one of these is not printed.
_ODD = frozenset(
    {
        "missing_partner",
        "excluded_partner",
        "separator_missing",
        "not_an_attribute",
        "unknown_identifier",
        "expiry_dates_differ",
        "production_dates_differ",
        "full_width",
        "separator_doubled",
        "bracket_in_value",
        "brackets_in_code",
        "carrier_says_gs1",
        "old_name",
        "beyond_standard",
    }
)
# The carrier says that this is no GS1 message; or only the reading of a lot with a bracket in it is left.
_NOT_TAKEN = frozenset({"carrier_is_not_gs1", "bracket_in_value"})
# A link that holds identifiers which are not read.
_UNREAD_LINKS = frozenset({"link_is_compressed", "several_codes_inside_link", "code_left_in_link"})
_SURROGATE = re.compile("[\ud800-\udfff]")


def line(given: str, *, mode: Mode, year: int) -> str:
    """The answer, as one line of JSON, to one line that holds a JSON string. Raises nothing."""
    try:
        text = json.loads(given)
    except (ValueError, RecursionError):
        text = None
    if not isinstance(text, str):
        return _written(_refused("not_a_json_string", given))
    return _written(face(text, mode=mode, year=year))


def face(text: str, *, mode: Mode, year: int) -> dict[str, Any]:
    """What `text` says, as data for JSON."""
    substitutes = () if mode == "strict" else SEPARATOR_SUBSTITUTES
    answer = label.read(text, year=year, separators=substitutes)
    match answer:
        case Unreadable(reason, field, _):
            return _refused(_spelled(Note(reason, field)), text)
        case Label():
            return _said(answer, (answer,), answer.notes, mode, text)
        case Ambiguous(reason, readings, _):
            notes = (Note("ambiguous", reason), *readings[0].notes)
            said = _said(readings[0], readings, notes, mode, text)
            if reason in _NOT_TAKEN or (mode == "strict" and not _stands(answer)):
                said |= {"ok": False, "error": _spelled(notes[0]), "ais": [], "expiresOn": None}
            return said


def _stands(answer: Answer) -> bool:
    """Whether the standard knows one reading: the carrier says that it is GS1, so every separator is there."""
    return isinstance(answer, Ambiguous) and answer.readings[0].symbology in GS1_CARRIERS


def _said(
    reading: Label, readings: tuple[Label, ...], notes: tuple[Note, ...], mode: Mode, text: str
) -> dict[str, Any]:
    odd = [note for note in notes if note.what in _ODD] if mode == "strict" else []
    if reading.kind == "link":
        odd = [note for note in notes if note.what in _UNREAD_LINKS] or [Note("link_without_identifiers")]
    return {
        "ok": not odd,
        "kind": reading.kind,
        "ais": _identifiers(reading),
        "expiresOn": reading.expires_on,
        "findings": [_spelled(note) for note in notes],
        "error": _spelled(odd[0]) if odd else None,
        "lot": reading.lot,
        "serial": reading.serial,
        "readings": [
            {"ais": _identifiers(each), "expiresOn": each.expires_on, "kind": each.kind} for each in readings
        ]
        if len(readings) > 1
        else [],
        "text": text,
    }


def _refused(error: str, text: str) -> dict[str, Any]:
    return {
        "ok": False,
        "kind": None,
        "ais": [],
        "expiresOn": None,
        "findings": [],
        "error": error,
        "lot": None,
        "serial": None,
        "readings": [],
        "text": text,
    }


def _identifiers(reading: Label) -> list[list[str]]:
    """The elements; a bare number says the same as its element would. The letters of MA are no identifiers."""
    if reading.kind == "udi_ma":
        return []
    if reading.elements:
        return [list(element) for element in reading.elements]
    bare = [("00", reading.sscc), ("01", reading.gtin)]
    return [[digits, value] for digits, value in bare if value is not None]


def _spelled(note: Note) -> str:
    return f"{note.what}: {note.field}" if note.field else note.what


def _written(said: dict[str, Any]) -> str:
    """Compact; half a surrogate pair as an escape, as JavaScript writes it."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)

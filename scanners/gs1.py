"""GS1 element strings: reading them as scanned or as printed with brackets, and writing them.

Source: GS1 General Specifications 3 (identifiers), 7.8 (processing, FNC1), 7.12 (dates). Partners that are
missing or excluded are notes here, because a box may carry its data in two codes; `build` refuses them.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from scanners import separators
from scanners.answer import Note
from scanners.identifiers import (
    IDENTIFIERS,
    excluded_partners,
    identifier_at,
    missing_partners,
    value_fault,
)
from scanners.raw import SEPARATOR

ELEMENTS_MAX = 40  # The fullest real labels hold a dozen; a hostile text may not buy more work than this.

Elements = tuple[tuple[str, str], ...]
_DIGITS = re.compile("[0-9]{1,2}")
_AROUND_VALUES = " \t\r\n" + SEPARATOR  # Printed text is copied with its lines.
_BRACKET = re.compile(r"(?<!\\)\(([0-9]{2,4})\)")


@dataclass(frozen=True, slots=True)
class Reading:
    elements: Elements
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why it is not a GS1 message, and at which identifier ("" where none was recognised)."""

    reason: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Readings between which a person decides, likeliest first."""

    reason: str
    readings: tuple[Reading, ...]


def read(body: str, *, year: int, separators_pass: bool, is_gs1: bool = False) -> Reading | Fault | Choice:
    """An element string with FNC1 as 0x1D; a leading one is allowed.

    `separators_pass` says that the way from the symbol to here is known to keep FNC1: a decoder, or a scanner
    that has shown it. A separator in the text shows it too. Where a separator may be missing, the possible
    readings are returned instead of one of them. `is_gs1` says that the carrier claims to be GS1: then what
    the standard reads comes first, and a doubt as weak as "21" inside a lot is only noted, because keyboard
    scanners send "]d2" and still swallow FNC1. A weaker one, "22" inside a long lot, is only ever noted.
    """
    segments = [segment for segment in body.split(SEPARATOR) if segment]
    if len(segments) > ELEMENTS_MAX:
        return Fault("too_many_elements")
    trusted = separators_pass or len(segments) > 1
    whole = _segments(segments, year)
    present = frozenset(digits for digits, _ in whole.elements) if isinstance(whole, Reading) else frozenset()
    others: list[tuple[bool, Reading]] = []
    steps, tries = [separators.STEPS_MAX], separators.REJOINED_MAX // max(1, len(segments))
    for index, segment in enumerate(segments):
        found = separators.splits(segment, present, year=year, only_strong=trusted, steps=steps)[:tries]
        tries -= len(found)
        for strong, split in found:
            rejoined = _segments([*segments[:index], *split, *segments[index + 1 :]], year)
            if isinstance(rejoined, Reading):
                others.append((strong, rejoined))
    if not others:
        return whole if trusted else _doubted(whole, present, year)
    if is_gs1 and not any(is_strong for is_strong, _ in others):
        if isinstance(whole, Reading):
            return replace(whole, notes=(*whole.notes, Note("separator_doubtful")))
        if whole.reason != "too_long":
            return whole  # A wrong value is likelier than a lost separator.
    as_it_is = [whole] if isinstance(whole, Reading) else []
    likely = [reading for is_strong, reading in others if is_strong]
    possible = [reading for is_strong, reading in others if not is_strong]
    ranked = [*as_it_is, *likely, *possible] if trusted or is_gs1 else [*likely, *as_it_is, *possible]
    return Choice("separator_missing", tuple(dict.fromkeys(ranked))[: separators.READINGS_MAX])


def readings_of(found: Reading | Choice) -> tuple[Reading, ...]:
    return (found,) if isinstance(found, Reading) else found.readings


def read_bracketed(text: str, *, year: int) -> Reading | Fault | Choice:
    """The human-readable form: (01)06901234567892(10)AB12. A bracket inside a value may be written \\(.

    Every bracket around a known identifier begins an element if that gives a valid message. If it does not, a
    lot may itself contain such a bracket: those readings are offered to choose from.
    """
    marks = [match for match in _BRACKET.finditer(text) if match[1] in IDENTIFIERS]
    if not marks or marks[0].start() != 0:
        unknown = re.match(r"\(([0-9]{2,4})\)", text)
        return Fault("unknown_identifier", unknown[1] if unknown else "")
    if len(marks) > ELEMENTS_MAX:
        return Fault("too_many_elements")
    all_marks = _cut(text, marks, year)
    if isinstance(all_marks, Reading) or all_marks.reason == "contradiction":
        return all_marks
    fewer = [_cut(text, marks[:skipped] + marks[skipped + 1 :], year) for skipped in range(1, len(marks))]
    readings = tuple(reading for reading in fewer if isinstance(reading, Reading))
    return Choice("bracket_in_value", readings[: separators.READINGS_MAX]) if readings else all_marks


def checked(elements: Elements, *, year: int, notes: tuple[Note, ...] = ()) -> Reading | Fault:
    """The elements as a reading, if each value is valid and none contradicts another."""
    for digits, value in elements:
        reason = value_fault(IDENTIFIERS[digits], value, year)
        if reason is not None:
            return Fault(reason, digits)
    return _together(elements, notes)


def has_evidence(reading: Reading) -> bool:
    """Whether a check digit or a date in it makes it unlikely that other text only looks like GS1."""
    return any(IDENTIFIERS[digits].proves for digits, _ in reading.elements)


def build(elements: Elements, *, year: int) -> str | Fault:
    """The element string for a label, separators as 0x1D and without the leading FNC1.

    Strict: unknown identifiers, invalid values, repeated identifiers and missing or excluded partners are
    refused. Predefined identifiers come first, as the specification recommends, so that few separators are
    needed.
    """
    for digits, _ in elements:
        if digits not in IDENTIFIERS:
            return Fault("unknown_identifier", digits)
    if len({digits for digits, _ in elements}) != len(elements):
        return Fault("repeated")
    reading = checked(elements, year=year)
    if isinstance(reading, Fault):
        return reading
    if reading.notes:
        return Fault(reading.notes[0].what, reading.notes[0].field)
    if not elements:
        return Fault("empty")
    ordered = in_label_order(elements)
    parts = [
        digits + value + ("" if IDENTIFIERS[digits].predefined else SEPARATOR) for digits, value in ordered
    ]
    return "".join(parts).removesuffix(SEPARATOR)


def in_label_order(elements: Elements) -> Elements:
    """Predefined identifiers first, otherwise as they were given."""
    return tuple(sorted(elements, key=lambda element: not IDENTIFIERS[element[0]].predefined))


def bracketed(elements: Elements) -> str:
    """The text to print under a code; a bracket inside a value is escaped, so that it can be read back."""
    return "".join(f"({digits}){value.replace('(', chr(92) + '(')}" for digits, value in elements)


def _doubted(whole: Reading | Fault, present: frozenset[str], year: int) -> Reading | Fault:
    """The reading, with a note where its last value is long enough to have swallowed another."""
    if isinstance(whole, Fault) or whole.elements == ():
        return whole
    if not separators.is_doubtful(*whole.elements[-1], present, year=year):
        return whole
    return replace(whole, notes=(*whole.notes, Note("separator_doubtful")))


def _segments(segments: list[str], year: int) -> Reading | Fault:
    elements: list[tuple[str, str]] = []
    notes: list[Note] = []
    for segment in segments:
        at = 0
        while at < len(segment):
            identifier = identifier_at(segment, at)
            if identifier is None:
                digits = _DIGITS.match(segment, at)
                return Fault("unknown_identifier", digits[0] if digits else "")
            begin = at + len(identifier.digits)
            fixed = identifier.shortest == identifier.longest
            at = min(begin + identifier.longest, len(segment)) if fixed else len(segment)
            reason = value_fault(identifier, segment[begin:at], year)
            if reason is not None:
                return Fault(reason, identifier.digits)
            elements.append((identifier.digits, segment[begin:at]))
            # Its length is fixed, so nothing is guessed; but the label was printed wrongly.
            if at < len(segment) and not identifier.predefined:
                notes.append(Note("separator_missing", identifier.digits))
    return _together(tuple(elements), tuple(notes))


def _together(elements: Elements, notes: tuple[Note, ...]) -> Reading | Fault:
    if len(elements) > ELEMENTS_MAX:
        return Fault("too_many_elements")
    values: dict[str, str] = {}
    for digits, value in elements:
        if values.setdefault(digits, value) != value:
            return Fault("contradiction", digits)
    present = frozenset(values)
    repeated = tuple(
        Note("repeated", digits)
        for digits in (values if len(values) < len(elements) else ())
        if sum(digits == other for other, _ in elements) > 1
    )
    return Reading(elements, notes + repeated + _partner_notes(present))


@lru_cache(maxsize=512)
def _partner_notes(present: frozenset[str]) -> tuple[Note, ...]:
    """Cached, because real labels use few combinations."""
    missing = [Note("missing_partner", digits) for digits in missing_partners(present)]
    excluded = [Note("excluded_partner", pair) for pair in excluded_partners(present)]
    return (*missing, *excluded)


def _cut(text: str, marks: list[re.Match[str]], year: int) -> Reading | Fault:
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    elements = []
    notes = []
    for mark, end in zip(marks, ends, strict=True):
        printed = text[mark.end() : end].strip(_AROUND_VALUES)
        if "(" in printed.replace("\\(", ""):
            notes.append(Note("bracket_in_value", mark[1]))
        value = printed.replace("\\(", "(").replace("\\)", ")")
        if all(part.characters == "N" for part in IDENTIFIERS[mark[1]].components):
            value = value.replace(" ", "")  # Printed numbers are often grouped.
        elements.append((mark[1], value))
    return checked(tuple(elements), year=year, notes=tuple(notes))

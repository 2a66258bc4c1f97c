"""The front door: any text that was scanned, photographed or typed, to what it says.

Schemes that cannot be mistaken for another go first. A number that fits more than one scheme, a GS1 message
whose separators may be lost, and GS1-like text from a carrier that does not claim to be GS1 are never decided
here: they are `Ambiguous`, and a person chooses.
"""

import re
from dataclasses import replace

from scanners import digital_link, facts, gs1, gtin, hibc, house_label, trace_code, udi
from scanners.answer import Ambiguous, Answer, Label, Note, Unreadable
from scanners.raw import (
    GS1_CARRIERS,
    SEPARATOR,
    SEPARATOR_SUBSTITUTES,
    SPELLED_SUBSTITUTES,
    Raw,
    take_apart,
    with_separators,
)
from scanners.separators import READINGS_MAX

_EAN_CARRIERS = frozenset({"]E0", "]E3", "]E4"})
_WITH_ADD_ON = re.compile("([0-9]{13})([0-9]{2}|[0-9]{5})")
_LOOKS_GS1 = re.compile("(?:01|02)[0-9]{14}|00[0-9]{18}")


def read(
    text: str,
    symbology: str | None = None,
    *,
    year: int,
    separators: tuple[str, ...] = SEPARATOR_SUBSTITUTES,
    separators_pass: bool = False,
) -> Answer:
    """What `text` says. Raises nothing, whatever the text.

    `symbology` is the AIM identifier from the decoder ("]d2"); one in front of the text counts as well.
    `year` is the current year, for two-digit years. `separators` are what the scanner sends in place of FNC1,
    and `separators_pass` says that it is known to send them, so that a long lot need not be doubted.
    """
    raw = take_apart(text, symbology)
    if isinstance(raw, str):
        return Unreadable(raw, "", text)
    if house_label.is_ours(raw.body):
        return _house(raw)
    if udi.is_ma(raw.body) or udi.is_ahm(raw.body):
        return _device(raw, raw.body, year)
    if hibc.is_hibc(raw.body) and raw.symbology not in GS1_CARRIERS:
        return _hibc(raw, year)
    if digital_link.is_address(raw.body):
        return _address(raw, year)
    if raw.body.startswith("("):
        if raw.symbology is not None:  # A symbol has FNC1 for them: its maker put the printed text in.
            raw = replace(raw, notes=(*raw.notes, Note("brackets_in_code")))
        return _from_gs1(gs1.read_bracketed(raw.body, year=year), raw, year)
    if raw.symbology in _EAN_CARRIERS:
        return _ean(raw)
    return _numbers_and_elements(raw, year, separators, separators_pass)


def _house(raw: Raw) -> Answer:
    if house_label.is_lot(raw.body):
        lot = house_label.read_lot(raw.body)
        if isinstance(lot, str):
            return Unreadable(lot, "house_label", raw.text)
        return _label(raw, Label(kind="lot", text=raw.text, lot_id=lot[0]))
    place = house_label.read_place(raw.body)
    if isinstance(place, str):
        return Unreadable(place, "house_label", raw.text)
    return _label(raw, Label(kind=place[0], text=raw.text, place=place[1]))


def _device(raw: Raw, body: str, year: int, *notes: Note) -> Answer:
    if udi.is_ahm(body):
        return Unreadable("scheme_unconfirmed", "AHM", raw.text)
    device = udi.read_ma(body, year=year)
    if isinstance(device, tuple):
        return Unreadable(device[0], device[1], raw.text)
    return _label(
        raw,
        Label(
            kind="udi_ma",
            text=raw.text,
            device_identifier=device.device_identifier,
            lot=device.lot,
            serial=device.serial,
            made_on=device.made_on,
            expires_on=device.expires_on,
            elements=device.elements,
            notes=(*notes, *device.notes),
        ),
    )


def _hibc(raw: Raw, year: int) -> Answer:
    found = hibc.read(raw.body, raw.text, year=year)
    if isinstance(found, tuple):
        return Unreadable(found[0], found[1], raw.text)
    return _label(
        raw,
        Label(
            kind="hibc",
            text=raw.text,
            device_identifier=found.product,
            catalogue_number=found.catalogue_number,
            lot=found.lot,
            serial=found.serial,
            expires_on=found.expires_on,
            made_on=found.made_on,
            count=found.count,
            notes=tuple(found.notes),
        ),
    )


def _address(raw: Raw, year: int) -> Answer:
    token = house_label.read_delivery_link(raw.body)
    if token is not None:
        return _label(raw, Label(kind="delivery", text=raw.text, token=token, url=raw.body))
    linked = digital_link.read(raw.body, year=year)
    written = digital_link.behind_host(raw.body)
    decoded = digital_link.percent_decoded(written) or written
    device = udi.inside_address(written)
    inside = trace_code.inside_address(decoded)
    if linked is not None:
        answer = _from_gs1(linked, raw, year)
        if isinstance(answer, Label) and raw.symbology in GS1_CARRIERS:
            answer = replace(answer, notes=(*answer.notes, Note("carrier_says_gs1")))
    elif device is not None:
        answer = _device(raw, device, year, Note("code_inside_link"))
    elif udi.begins_inside(decoded):
        answer = _label(raw, Label(kind="link", text=raw.text, notes=(Note("code_left_in_link"),)))
    elif len(inside) == 1:
        answer = _trace(raw, inside[0], Note("code_inside_link"))
    else:
        notes = [Note("several_codes_inside_link")] if inside else []
        if digital_link.is_compressed(raw.body):
            notes.append(Note("link_is_compressed"))
        answer = _label(raw, Label(kind="link", text=raw.text, notes=tuple(notes)))
    return replace(answer, url=raw.body) if isinstance(answer, Label) else answer


def _ean(raw: Raw) -> Answer:
    number = gtin.from_digits(raw.body)
    notes: tuple[Note, ...] = ()
    if raw.symbology == "]E0" and len(raw.body) == 8:
        number = gtin.from_upc_e(raw.body)
    elif raw.symbology == "]E3":  # The issue of a magazine stands in a small code beside.
        match = _WITH_ADD_ON.fullmatch(raw.body)
        number = gtin.from_digits(match[1]) if match is not None else None
        notes = (Note("add_on_left_out", match[2]),) if match is not None else ()
    return Unreadable("check", "gtin", raw.text) if number is None else _gtin(raw, number, *notes)


def _numbers_and_elements(raw: Raw, year: int, separators: tuple[str, ...], separators_pass: bool) -> Answer:
    body = with_separators(raw.body, separators)
    if 2 * SEPARATOR in body.lstrip(SEPARATOR):
        raw = replace(raw, notes=(*raw.notes, Note("separator_doubled")))
    if raw.symbology in GS1_CARRIERS:
        found = _elements(body, separators, year, separators_pass, is_gs1=True)
        answer = _from_gs1(found, raw, year)
        if isinstance(answer, Unreadable) and trace_code.is_trace_code(raw.body):
            return _trace(raw, raw.body, Note("carrier_says_gs1"))
        return answer
    options: list[Label] = []
    doubt = "two_meanings"
    if trace_code.is_trace_code(raw.body):
        options.append(_trace(raw, raw.body))
    numbers = (gtin.from_digits(raw.body), gtin.from_upc_e(raw.body))
    for number in dict.fromkeys(number for number in numbers if number is not None):
        options.append(_gtin(raw, number, Note("check_digit_only")))
        # One number in ten has a right last digit: eight digits may be anything.
        doubt = "carrier_unknown" if len(raw.body) == 8 else doubt
    if gtin.is_sscc(raw.body):
        options.append(_label(raw, Label(kind="gs1", text=raw.text, sscc=raw.body)))
        doubt = "carrier_unknown"
    found = _elements(body, separators, year, separators_pass, is_gs1=False)
    if not options and _proves_gs1(raw, body):
        return _from_gs1(found, raw, year)
    readings = _with_evidence(found, raw, year)
    if readings and not options:
        doubt = "carrier_unknown" if raw.symbology is None else "carrier_is_not_gs1"
    options.extend(readings)
    if not options:
        return Unreadable("not_recognised", "", raw.text)
    certain = len(options) == 1 and doubt == "two_meanings"
    return options[0] if certain else Ambiguous(doubt, tuple(options), raw.text)


def _elements(
    body: str, separators: tuple[str, ...], year: int, separators_pass: bool, *, is_gs1: bool
) -> gs1.Reading | gs1.Fault | gs1.Choice:
    """The element string; where "<GS>" stands in it, as a separator first and as a part of the value second."""
    found = gs1.read(body, year=year, separators_pass=separators_pass, is_gs1=is_gs1)
    spelled = with_separators(body, SPELLED_SUBSTITUTES) if separators else body
    if spelled == body:
        return found
    other = gs1.read(spelled, year=year, separators_pass=separators_pass, is_gs1=is_gs1)
    if isinstance(found, gs1.Fault):
        return other
    if isinstance(other, gs1.Fault):
        return found
    readings = (*gs1.readings_of(other), *gs1.readings_of(found))
    return gs1.Choice("separator_spelled", readings[:READINGS_MAX])


def _proves_gs1(raw: Raw, body: str) -> bool:
    """Whether text from an unnamed carrier is GS1 beyond chance: FNC1 in it, or a key in front."""
    separated = SEPARATOR in raw.body or _LOOKS_GS1.match(body.lstrip(SEPARATOR)) is not None
    return raw.symbology is None and separated


def _with_evidence(found: gs1.Reading | gs1.Fault | gs1.Choice, raw: Raw, year: int) -> list[Label]:
    """The labels that text not proven to be GS1 could still be: those with a check digit or a date."""
    if isinstance(found, gs1.Fault):
        return []
    return [
        facts.of(reading, raw, year=year) for reading in gs1.readings_of(found) if gs1.has_evidence(reading)
    ]


def _from_gs1(found: gs1.Reading | gs1.Fault | gs1.Choice, raw: Raw, year: int) -> Answer:
    if isinstance(found, gs1.Fault):
        return Unreadable(found.reason, found.field, raw.text)
    if isinstance(found, gs1.Reading):
        return facts.of(found, raw, year=year)
    readings = tuple(facts.of(reading, raw, year=year) for reading in found.readings)
    return Ambiguous(found.reason, readings, raw.text)


def _gtin(raw: Raw, number: str, *notes: Note) -> Label:
    if gtin.is_restricted(number):
        notes = (*notes, Note("restricted_circulation", "gtin"))
    return _label(raw, Label(kind="gtin", text=raw.text, gtin=number, notes=notes))


def _trace(raw: Raw, code: str, *notes: Note) -> Label:
    label = Label(
        kind="trace_code", text=raw.text, trace_code=code, drug_code=trace_code.drug_code(code), notes=notes
    )
    return _label(raw, label)


def _label(raw: Raw, label: Label) -> Label:
    """The label with what is known of every reading: the carrier and what was put right in the text."""
    return replace(label, symbology=raw.symbology, notes=(*raw.notes, *label.notes))

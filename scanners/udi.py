"""Chinese device identifiers that are not GS1: MA (IDcode) and AHM (阿里健康).

MA begins `MA.` + country (3 digits) `.` industry (M0 for devices) `.` registrant (6) `.` product (pack 1,
item 6, check 1), followed by data in any order, each beginning with a dot and a letter: S serial, L lot, M
made, D sterilisation lot, V last day of use, E expiry, C check; dates have 6 or 8 digits. Source: the issuing
agency's published rules (ZIIOT). Not confirmed, so noted on every label: how C and the product's check are
computed; and whether E is the last usable day or the first unusable one. Where both V and E are given, the
earlier one counts.

Labels of 2019 and 2020 have P for the day of making, as the agency's first rules did; that is noted. A code may
stand at the end of a web address.

AHM names its parts (lot BN, serial SN, made MD, best before BD, expiry ED), but how they are written in a
code is not confirmed: one program in the open has MF in front of the device, BA for the lot and "*" between
parts, and does not read it either. Such a text is recognised and refused rather than guessed at. About one
record in 40,000 is AHM.
"""

import re
from dataclasses import dataclass

from scanners import dates
from scanners.answer import Note

_DEVICE = re.compile(r"(MA\.[0-9]{3}\.M0\.([0-9]{6})\.([0-9A-Za-z]{8,20}))((?:\..*)?)", re.DOTALL)
_PART = re.compile(r"([A-Z])([!-~]{1,64})")
_PRODUCT_LENGTH = 8
_AHM = re.compile(r"\(?AHM|MF[0-9A-Z]{1,13}(?:BA|BN|SN|MD|BD|ED|PL)[0-9A-Z]")
# Where the address goes on after the code, or has signs that may stand for others, its end is not certain.
_INSIDE = re.compile(r"[/=](MA\.[0-9]{3}\.M0\.[0-9]{6}\.[^/?#&%+=]+)$")
_BEGINS_INSIDE = re.compile(r"[/=]MA\.[0-9]{3}\.M0\.[0-9]{6}\.")


@dataclass(frozen=True, slots=True)
class Device:
    device_identifier: str
    elements: tuple[tuple[str, str], ...]
    lot: str | None
    serial: str | None
    made_on: str | None
    expires_on: str | None
    notes: tuple[Note, ...]


def is_ma(body: str) -> bool:
    return body.startswith("MA.")


def is_ahm(body: str) -> bool:
    return _AHM.match(body) is not None


def inside_address(behind_host: str) -> str | None:
    """The MA code with which a web address ends; `behind_host` as it is written."""
    match = _INSIDE.search(behind_host)
    return match[1] if match is not None else None


def begins_inside(behind_host: str) -> bool:
    """Whether a web address, in decoded text, holds an MA code of which the end is not certain."""
    return _BEGINS_INSIDE.search(behind_host) is not None


def read_ma(body: str, *, year: int) -> Device | tuple[str, str]:
    """The device, or (reason, part) of the refusal."""
    match = _DEVICE.fullmatch(body)
    if match is None:
        return "ma_shape", "MA"
    notes = [Note("check_not_verified", "MA")]
    if len(match[3]) != _PRODUCT_LENGTH:
        notes.append(Note("product_length", "MA"))
    parts: dict[str, str] = {}
    for text in match[4].split(".")[1:]:
        part = _PART.fullmatch(text)
        if part is None:
            return "ma_shape", text[:1]
        if part[1] not in "SLMDVECP":
            return "unknown_identifier", part[1]
        if parts.setdefault(part[1], part[2]) != part[2]:
            return "contradiction", part[1]
    days: dict[str, str] = {}
    for letter in "MVEP":
        if letter in parts:
            day = dates.six_or_eight_digits(parts[letter], year) if _is_number(parts[letter]) else None
            if day is None:
                return "date", letter
            days[letter] = day
    if "P" in days:
        notes.append(Note("letter_of_old_rules", "P"))
    if days.get("M", days.get("P")) != days.get("P", days.get("M")):
        return "contradiction", "P"
    if "E" in days:
        notes.append(Note("expiry_word_unconfirmed", "E"))
    if "E" in days and days.get("V", days["E"]) != days["E"]:
        notes.append(Note("expiry_words_differ", "V+E"))
    made_on = days.get("M", days.get("P"))
    expires_on = min((days[letter] for letter in "VE" if letter in days), default=None)
    if made_on is not None and expires_on is not None and made_on > expires_on:
        notes.append(Note("made_after_expiry", "M+V"))
    return Device(
        device_identifier=match[1],
        elements=tuple(parts.items()),
        lot=parts.get("L"),
        serial=parts.get("S"),
        made_on=made_on,
        expires_on=expires_on,
        notes=tuple(notes),
    )


def _is_number(text: str) -> bool:
    return re.fullmatch("[0-9]+", text) is not None

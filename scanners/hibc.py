"""Health Industry Bar Codes, which imported reagents carry.

Primary: + labeler (letter and 3 signs), product (1 to 18), unit of measure (1 digit), check character.
Secondary: lot or serial with an optional quantity and expiry, in a code of its own (with a link character
before the check) or after a slash behind the primary. Source: ANSI/HIBC 2.6, Supplier Labeling Standard,
sections 2.2 and 2.3. An expiry without a day is good to the end of its month; that is noted.

A lot or serial is 0 to 18 capital letters and digits. Makers print hyphens, points and longer ones all the same, and
the check character proves them: up to 20 such signs are read and noted, and not printed.
"""

import re
from dataclasses import dataclass, field

from scanners import dates
from scanners.answer import Note
from scanners.check_digits import mod_43

_PRIMARY = re.compile("([A-Z][0-9A-Z]{3})([0-9A-Z]{1,18})([0-9])")
_VALUE = re.compile("[0-9A-Z]{0,18}")
_PRINTED_VALUE = re.compile("[0-9A-Z.\\-]{0,20}")
# How an expiry is written, by the digit that announces it; without one it is MMYY.
_SHAPES = {"2": "MMDDYY", "3": "YYMMDD", "4": "YYMMDDHH", "5": "YYJJJ", "6": "YYJJJHH"}


@dataclass(slots=True)
class Facts:
    """What a HIBC code says, gathered part by part."""

    product: str | None = None
    catalogue_number: str | None = None
    lot: str | None = None
    serial: str | None = None
    expires_on: str | None = None
    made_on: str | None = None
    count: int | None = None
    notes: list[Note] = field(default_factory=list)


def is_hibc(body: str) -> bool:
    return re.match(r"\*?\+", body) is not None


def _complete(body: str, text: str) -> str | None:
    """The code with its check character; None when the text has two ends that are both right.

    One of the 43 check characters is a space, which reading cuts off at the end of `text`. Under the bars the code
    is printed between asterisks, which are no part of it, and the space as "_".
    """
    if body.startswith("*") and body.endswith("*"):
        body = body[1:-1]
        return body[:-1] + " " if body.endswith("_") else body
    if mod_43(body) != " " or not text.rstrip("\t\r\n").endswith(body + " "):
        return body
    return None if mod_43(body[:-1]) == body[-1] else body + " "


def read(given: str, text: str, *, year: int) -> Facts | tuple[str, str]:
    """The facts in `given`, or (reason, part) of the refusal; `text` is what came."""
    body = _complete(given, text)
    if body is None:
        return "two_meanings", "HIBC"
    if len(body) < 4 or mod_43(body[:-1]) != body[-1]:
        return "check_character", "HIBC"
    facts = Facts()
    if re.match(r"\+[$0-9]", body):
        # A code of its own ends in the link character (the check character of its primary) and its own.
        facts.notes.append(Note("product_in_other_code"))
        secondaries = body[1:-2].split("/")
    else:
        first, *secondaries = body[1:-1].split("/")
        primary = _PRIMARY.fullmatch(first)
        if primary is None:
            return "hibc_shape", "HIBC"
        facts.product = "+" + first
        facts.catalogue_number = primary[2]
    for secondary in secondaries:
        refused = _secondary(secondary, facts, year)
        if refused is not None:
            return refused
    if facts.made_on is not None and facts.expires_on is not None and facts.made_on > facts.expires_on:
        facts.notes.append(Note("made_after_expiry", "16D+14D"))
    return facts


def _secondary(text: str, facts: Facts, year: int) -> tuple[str, str] | None:
    if text.startswith("$$"):
        return _with_expiry(text[2:], facts, year)
    if text.startswith("$"):
        return _lot_or_serial(text[1:], facts)
    if re.match("[0-9]{5}", text):
        return _expiry("YYJJJ", text[:5], facts, year) or _lot_or_serial(text[5:], facts)
    return _supplemental(text, facts, year)


def _with_expiry(text: str, facts: Facts, year: int) -> tuple[str, str] | None:
    serial = text.startswith("+")
    text = text.removeprefix("+")
    quantity = re.match("8([0-9]{2})|9([0-9]{5})", text)
    if quantity is not None:
        facts.count = int(quantity[1] or quantity[2])
        text = text[quantity.end() :]
    if text.startswith("7"):
        text = text[1:]
    elif text != "":
        shape = _SHAPES.get(text[0])
        digits = text[1:] if shape is not None else text
        shape = shape or "MMYY"
        if re.match(f"[0-9]{{{len(shape)}}}", digits) is None:
            return "date", "expiry"
        refused = _expiry(shape, digits[: len(shape)], facts, year)
        if refused is not None:
            return refused
        text = digits[len(shape) :]
    return _lot_or_serial(("+" if serial else "") + text, facts)


def _expiry(shape: str, digits: str, facts: Facts, year: int) -> tuple[str, str] | None:
    at = shape.index("YY")
    full_year = dates.full_year(int(digits[at : at + 2]), year)
    if "JJJ" in shape:
        facts.expires_on = dates.day_of_year(full_year, int(digits[2:5]))
    else:
        month = int(digits[shape.index("MM") :][:2])
        day = int(digits[shape.index("DD") :][:2]) if "DD" in shape else 0
        if "DD" not in shape:
            facts.notes.append(Note("day_not_stated", "expiry"))
        elif day == 0:
            return "date", "expiry"
        facts.expires_on = dates.iso_day(full_year, month, day)
    if "HH" in shape:
        if int(digits[-2:]) > 23:
            return "date", "expiry"
        facts.notes.append(Note("hour_left_out", "expiry"))
    return ("date", "expiry") if facts.expires_on is None else None


def _lot_or_serial(text: str, facts: Facts) -> tuple[str, str] | None:
    is_serial = text.startswith("+")
    name, known = ("serial", facts.serial) if is_serial else ("lot", facts.lot)
    value = text.removeprefix("+")
    if _PRINTED_VALUE.fullmatch(value) is None:
        return "characters", name
    if _VALUE.fullmatch(value) is None and known != value:
        facts.notes.append(Note("beyond_standard", name))
    if known not in (None, value) and value != "":
        return "contradiction", name
    if value != "" and is_serial:
        facts.serial = value
    elif value != "":
        facts.lot = value
    return None


def _supplemental(text: str, facts: Facts, year: int) -> tuple[str, str] | None:
    day = re.fullmatch("(14|16)D([0-9]{8})", text)
    if day is not None:
        iso = dates.six_or_eight_digits(day[2], year)
        if iso is None:
            return "date", day[1] + "D"
        if day[1] == "16" and facts.made_on in (None, iso):
            facts.made_on = iso
        elif day[1] == "16":
            return "contradiction", "16D"
        elif facts.expires_on not in (None, iso):
            return "contradiction", "14D"
        else:
            facts.expires_on = iso
        return None
    if re.fullmatch("Q[0-9]{1,5}", text):
        if facts.count not in (None, int(text[1:])):
            return "contradiction", "Q"
        facts.count = int(text[1:])
        return None
    if text.startswith("S"):
        return _lot_or_serial("+" + text[1:], facts)
    return "hibc_shape", text[:1]

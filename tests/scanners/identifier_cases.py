"""For every application identifier a value that is right and values that are wrong in one way each.

Nothing here asks the reader: what a rule accepts and refuses is written down once more, by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scanners.identifiers import IDENTIFIERS, Identifier

# rule -> (right, wrong); of the component's own length where that is fixed.
_EXAMPLES: dict[str, tuple[str, str]] = {
    "date": ("270700", "271301"),
    "exact_date": ("270731", "270700"),
    "long_date": ("19850229"[:6] + "28", "19850229"),
    "hour_minute": ("2359", "2400"),
    "hour": ("23", "24"),
    "minute": ("59", "60"),
    "second": ("59", "60"),
    "country": ("156", "999"),
    "country_or_999": ("999", "000"),
    "country_letters": ("CN", "XX"),
    "currency": ("156", "000"),
    "latitude": ("1800000000", "1800000001"),
    "longitude": ("3600000000", "3600000001"),
    "percent_encoded": ("A%2FB", "A%2"),
    "yes_no": ("1", "2"),
    "hyphen": ("-", "+"),
    "zero": ("0", "1"),
    "winding": ("9", "2"),
    "piece_of_total": ("0203", "0302"),
    "place_of_total": ("2/3", "3/2"),
    "iban": ("DE91100000000123456789", "DE92100000000123456789"),
    "media_type": ("10", "11"),
    "sex": ("9", "3"),
    "importer_index": ("_", "/"),
    "no_leading_zero": ("10", "01"),
    "package_type": ("X11", "0000"),
    "coupon": ("012345612345611110123", "012345612345611110123999"),
    "coupon_offer": ("001234561234560123456", "201234561234560123456"),
    "prefix": ("0614141AB", "061A141AB"),
    "padding": ("12=", "123="),
}
# GS1 General Specifications 7.9.5 give this model number as their example.
_MODEL, _MODEL_WRONG = "1987654Ad4X4bL5ttr2310c2K", "1987654Ad4X4bL5ttr2310c2J"
_FOREIGN = {"N": "A", "X": "#", "Y": "a", "Z": "+"}
_PLAIN = {"N": "7", "X": "a", "Y": "A", "Z": "-"}


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    text: str
    elements: list[list[str]] | None = None  # None: refused
    reason: str | None = None
    digits: str = ""


def mod_10(digits: str) -> str:
    odd = sum(int(digit) for digit in digits[-1::-2])
    even = sum(int(digit) for digit in digits[-2::-2])
    return str(-(3 * odd + even) % 10)


def right_and_wrong(identifier: Identifier) -> Iterator[tuple[list[str], list[tuple[str, list[str]]]]]:
    """The right pieces, and per wrong one its reason with the pieces."""
    right: list[str] = []
    wrong: list[tuple[int, str, str]] = []
    for at, part in enumerate(identifier.components):
        piece = _PLAIN[part.characters] * part.longest
        for rule in part.rules:
            if rule == "check":
                body = "0614141234567890123456"[: part.longest - 1]
                piece = body + mod_10(body)
                wrong.append((at, rule, body + str((int(piece[-1]) + 1) % 10)))
            elif rule == "check_pair":
                piece = _MODEL
                wrong.append((at, rule, _MODEL_WRONG))
            elif rule == "not_zero":
                wrong.append((at, rule, "0" * part.longest))
            elif rule == "has_non_digit" or (rule == "prefix" and "check_pair" in part.rules):
                pass
            else:
                piece, bad = _EXAMPLES[rule]
                wrong.append((at, rule, bad))
        right.append(piece)
        foreign = _FOREIGN[part.characters]
        wrong.append((at, "characters", foreign + piece[1:]))
    broken = [(reason, [*right[:at], bad, *right[at + 1 :]]) for at, reason, bad in wrong]
    yield right, broken


def cases() -> list[Case]:
    found: list[Case] = []
    for digits, identifier in IDENTIFIERS.items():
        for right, broken in right_and_wrong(identifier):
            value = "".join(right)
            found.append(Case(f"{digits} right", f"]d2{digits}{value}", [[digits, value]], None, digits))
            for reason, pieces in broken:
                text = f"]d2{digits}{''.join(pieces)}"
                found.append(Case(f"{digits} wrong {reason} {len(found)}", text, None, reason, digits))
            found.append(Case(f"{digits} nothing", f"]d2{digits}", None, "too_short", digits))
            if not identifier.predefined:
                more = "7" * (identifier.longest - len(value) + 1)
                too_long = Case(f"{digits} too long", f"]d2{digits}{value}{more}", None, None, digits)
                found.append(too_long)
    return found

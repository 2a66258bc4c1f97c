"""The parts a GS1 value is made of: how long, which characters, and what each part must prove.

Source: GS1 General Specifications 3 and 7.11, with the component rules of the GS1 Barcode Syntax Dictionary
(2026-07). Company prefixes must be digits; they are not looked up.

The signature of AI 8030 is base64url, and its padding is not that of RFC 4648: the dictionary's rule for the 64 signs
wants a value that has "=" at its end to be a multiple of three long, not of four. So "1==" and "12=" pass and "AQ=="
is refused; padding may be left out, and then no length is wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from scanners import check_digits, coupons, dates

_CHARACTERS = {
    "N": re.compile(r"[0-9]+"),
    "X": re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+"),
    "Y": re.compile(r"[#\-/0-9A-Z]+"),
    "Z": re.compile(r"[A-Za-z0-9_\-]+={0,2}"),
}
_MEDIA_TYPES = frozenset(
    {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", *map(str, range(80, 100))}
)


@dataclass(frozen=True, slots=True)
class Component:
    characters: str  # N digits, X 82 signs, Y 39 signs, Z base64url
    shortest: int
    longest: int
    optional: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """The code lists a rule may ask: ISO 3166, ISO 4217, and UN/ECE Recommendation 21 with GS1's additions."""

    countries: frozenset[str]
    country_letters: frozenset[str]
    currencies: frozenset[str]
    package_types: frozenset[str]


def component(spelling: str) -> Component:
    """From the table's spelling: "N14 check", "X..20", "?N4 hour_minute" (optional)."""
    shape, *rules = spelling.split(" ")
    optional = shape.startswith("?")
    shape = shape.removeprefix("?")
    variable = shape[1:3] == ".."
    longest = int(shape[3:] if variable else shape[1:])
    return Component(shape[0], 1 if variable else longest, longest, optional, tuple(rules))


def fault(value: str, components: tuple[Component, ...], codes: Codes, year: int) -> str | None:
    """Why `value` is not made of `components`: too_short, too_long, characters, the failed rule; or None."""
    at = 0
    for part in components:
        piece = value[at : at + part.longest]
        if not piece and part.optional:
            break
        if len(piece) < part.shortest:
            return "too_short"
        if not _CHARACTERS[part.characters].fullmatch(piece):
            return "characters"
        for rule in part.rules:
            if not _holds(rule, piece, codes, year):
                return rule
        at += len(piece)
    return "too_long" if at < len(value) else None


def _holds(rule: str, piece: str, codes: Codes, year: int) -> bool:
    match rule:
        case "check":
            return check_digits.ends_in_mod_10(piece)
        case "date":
            return dates.six_digits(piece, year) is not None
        case "country":
            return piece in codes.countries
        case "country_or_999":
            return piece in codes.countries or piece == "999"
        case "country_letters":
            return piece in codes.country_letters
        case "currency":
            return piece in codes.currencies
        case "package_type":
            return piece in codes.package_types
        case "iban":
            return check_digits.is_iban(piece) and piece[:2] in codes.country_letters
        case "exact_date":
            return dates.six_or_eight_digits(piece, year) is not None
        case _:
            return _RULES[rule](piece)


def _percent_encoded(piece: str) -> bool:
    return re.search(r"%(?![0-9A-Fa-f]{2})", piece) is None


def _piece_of_total(piece: str) -> bool:
    return 0 < int(piece[:2]) <= int(piece[2:])


def _place_of_total(piece: str) -> bool:
    return re.fullmatch(r"[1-9]/[1-9]", piece) is not None and piece[0] <= piece[2]


def _long_date(piece: str) -> bool:
    return dates.six_or_eight_digits(piece, 0) is not None


def _at_most(highest: int) -> Callable[[str], bool]:
    return lambda piece: int(piece) <= highest


_RULES: dict[str, Callable[[str], bool]] = {
    "check_pair": check_digits.ends_in_pair,
    "long_date": _long_date,
    "hour_minute": lambda piece: int(piece[:2]) <= 23 and int(piece[2:]) <= 59,
    "hour": _at_most(23),
    "minute": _at_most(59),
    "second": _at_most(59),
    "latitude": _at_most(1_800_000_000),
    "longitude": _at_most(3_600_000_000),
    "percent_encoded": _percent_encoded,
    "yes_no": lambda piece: piece in ("0", "1"),
    "hyphen": lambda piece: piece == "-",
    "not_zero": lambda piece: int(piece) != 0,
    "zero": lambda piece: piece == "0",
    "winding": lambda piece: piece in ("0", "1", "9"),
    "piece_of_total": _piece_of_total,
    "place_of_total": _place_of_total,
    "coupon": coupons.is_coupon,
    "coupon_offer": coupons.is_offer,
    "prefix": lambda piece: re.match("[0-9]{4}", piece) is not None,
    "padding": lambda piece: not piece.endswith("=") or len(piece) % 3 == 0,
    "media_type": lambda piece: piece in _MEDIA_TYPES,
    "sex": lambda piece: piece in ("0", "1", "2", "9"),
    "importer_index": lambda piece: re.fullmatch(r"[\-0-9A-Z_a-z]", piece) is not None,
    "no_leading_zero": lambda piece: piece == "0" or not piece.startswith("0"),
    "has_non_digit": lambda piece: re.search(r"[^0-9]", piece) is not None,
}

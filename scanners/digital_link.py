"""GS1 Digital Link: a web address of any domain whose path or query holds GS1 identifiers.

Source: GS1 Digital Link standard, URI syntax (uncompressed form). The compressed form is not read; such an
address stays a plain link.
"""

import re
from urllib.parse import unquote

from scanners import gs1
from scanners.answer import Note
from scanners.identifiers import IDENTIFIERS

_ADDRESS = re.compile(
    r"[Hh][Tt][Tt][Pp][Ss]?://([^/?#\x00-\x20\x7f]+)(/[^?#\x00-\x20\x7f]*)?"
    r"(?:\?([^#\x00-\x20\x7f]*))?(?:#[^\x00-\x20\x7f]*)?"
)
_TRADE_ITEM_LENGTHS = (8, 12, 13)  # without the leading zeros


def is_address(body: str) -> bool:
    return _ADDRESS.fullmatch(body) is not None


def read(body: str, *, year: int) -> gs1.Reading | gs1.Fault | None:
    """The identifiers in an address: key, qualifiers, query; None if it is no Digital Link."""
    address = _ADDRESS.fullmatch(body)
    if address is None:
        return None
    segments = [percent_decoded(segment) for segment in (address[2] or "").split("/")[1:]]
    at = _key_position(segments)
    if at is None:
        return None
    path = [segment for segment in segments[at:] if segment != ""]
    if len(path) % 2 == 1:
        return gs1.Fault("path_is_odd", path[0] or "")
    elements: list[tuple[str, str]] = []
    for digits, value in zip(path[::2], path[1::2], strict=True):
        if digits is None or value is None:
            return gs1.Fault("percent_encoding", path[0] or "")
        elements.append((digits, _padded(digits, value)))
    key, *qualifiers = [digits for digits, _ in elements]
    if not any(_is_in_order(qualifiers, order) for order in IDENTIFIERS[key].key or ((),)) and qualifiers:
        return gs1.Fault("qualifier_order", qualifiers[0])
    notes: list[Note] = []
    for pair in re.split("[&;]", address[3] or ""):
        digits, _, encoded = pair.partition("=")
        if re.fullmatch("[0-9]{2,4}", digits) is None:
            continue  # Other parameters belong to the web site.
        value = percent_decoded(encoded)
        if value is None:
            return gs1.Fault("percent_encoding", digits)
        identifier = IDENTIFIERS.get(digits)
        if identifier is None:
            notes.append(Note("unknown_identifier", digits))
        else:
            elements.append((digits, _padded(digits, value)))
            if not identifier.attribute:
                notes.append(Note("not_an_attribute", digits))
    return gs1.checked(tuple(elements), year=year, notes=tuple(notes))


def percent_decoded(text: str) -> str | None:
    """The text with %XX decoded as UTF-8; None when that is not possible."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text) is not None:
        return None
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None


def _key_position(segments: list[str | None]) -> int | None:
    """Where the primary key begins: the first key identifier that is followed by something of its length.

    Web sites have numbers in their paths too, so a wrong length means "not a Digital Link", while a wrong
    check digit in the right place is a damaged one.
    """
    for at in range(len(segments) - 1):
        digits, value = segments[at], segments[at + 1]
        identifier = IDENTIFIERS.get(digits or "")
        if identifier is None or identifier.key is None or value is None:
            continue
        padded = _padded(identifier.digits, value)
        numeric = identifier.components[0].characters == "N"
        if identifier.shortest <= len(padded) <= identifier.longest and (
            re.match("[0-9]{8}" if numeric else "[0-9]{4}", padded)
        ):
            return at
    return None


def _padded(digits: str, value: str) -> str:
    if digits in ("01", "02") and len(value) in _TRADE_ITEM_LENGTHS and re.fullmatch("[0-9]+", value):
        return value.zfill(14)
    return value


def _is_in_order(qualifiers: list[str], order: tuple[str, ...]) -> bool:
    places = [order.index(digits) if digits in order else -1 for digits in qualifiers]
    return -1 not in places and places == sorted(set(places))

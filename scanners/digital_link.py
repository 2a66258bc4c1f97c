"""GS1 Digital Link: a web address of any domain whose path or query holds GS1 identifiers.

Source: GS1 Digital Link standard, URI syntax 1.2 and later (uncompressed form). Releases 1.0 and 1.1 also had names
for the identifiers in the path (gtin, lot); they are read, and noted, because they are not part of the standard any
more. The compressed form is optional in the standard and not read here: such an address is known as one.
"""

import re
from urllib.parse import unquote

from scanners import gs1, gtin
from scanners.answer import Note
from scanners.identifiers import IDENTIFIERS

_ADDRESS = re.compile(
    r"[Hh][Tt][Tt][Pp][Ss]?://([^/?#\x00-\x20\x7f]+)(/[^?#\x00-\x20\x7f]*)?"
    r"(?:\?([^#\x00-\x20\x7f]*))?(?:#[^\x00-\x20\x7f]*)?"
)
_TRADE_ITEM_LENGTHS = (8, 12, 13)  # without the leading zeros
_KEY_NAMES = {
    **{"sscc": "00", "gtin": "01", "gdti": "253", "gcn": "255", "ginc": "401", "gsin": "402", "gln": "414"},
    **{"payTo": "415", "grai": "8003", "giai": "8004", "itip": "8006", "cpid": "8010", "gmn": "8013"},
    **{"gsrnp": "8017", "gsrn": "8018"},
}
_QUALIFIER_NAMES = {
    **{"lot": "10", "ser": "21", "cpv": "22", "glnx": "254", "cpsn": "8011", "srin": "8019", "refno": "8020"},
}
_SIX_BITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# The first byte of a compressed link that begins with a GTIN: AI 01, or 01 and what often goes with it.
_WITH_TRADE_ITEM = re.compile("01|[0-3][A-F]|A[0-9]")


def is_address(body: str) -> bool:
    return _ADDRESS.fullmatch(body) is not None


def read(body: str, *, year: int) -> gs1.Reading | gs1.Fault | None:
    """The identifiers in an address: key, qualifiers, query; None if it is no Digital Link."""
    address = _ADDRESS.fullmatch(body)
    if address is None:
        return None
    segments = _segments(address[2])
    at = _key_position(segments)
    if at is None:
        return None
    path = [segment for segment in segments[at:] if segment != ""]
    if len(path) % 2 == 1:
        return gs1.Fault("path_is_odd", path[0] or "")
    elements: list[tuple[str, str]] = []
    notes: list[Note] = []
    for name, value in zip(path[::2], path[1::2], strict=True):
        if name is None or value is None:
            return gs1.Fault("percent_encoding", path[0] or "")
        digits = (_QUALIFIER_NAMES if elements else _KEY_NAMES).get(name, name)
        if digits != name:
            notes.append(Note("old_name", name))
        elements.append((digits, _padded(digits, value)))
    key, *qualifiers = [digits for digits, _ in elements]
    if not any(_is_in_order(qualifiers, order) for order in IDENTIFIERS[key].key or ((),)) and qualifiers:
        return gs1.Fault("qualifier_order", qualifiers[0])
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


def is_compressed(body: str) -> bool:
    """Whether the last part of the path is a compressed GTIN or SSCC, with a check digit that is right."""
    address = _ADDRESS.fullmatch(body)
    segments = [segment for segment in _segments(address[2] if address else None) if segment != ""]
    last = segments[-1] if segments else None
    if last is None or re.fullmatch("[A-Za-z0-9_-]{10,200}", last) is None:
        return False
    bits = "".join(f"{_SIX_BITS.index(sign):06b}" for sign in last)
    first = f"{int(bits[:8], 2):02X}"
    if _WITH_TRADE_ITEM.fullmatch(first) is not None:
        return gtin.from_digits(f"{int(bits[8:55], 2):014d}") is not None
    return first == "00" and len(bits) >= 68 and gtin.is_sscc(f"{int(bits[8:68], 2):018d}")


def percent_decoded(text: str) -> str | None:
    """The text with %XX decoded as UTF-8; None when that is not possible."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text) is not None:
        return None
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None


def _segments(path: str | None) -> list[str | None]:
    return [percent_decoded(segment) for segment in (path or "").split("/")[1:]]


def _key_position(segments: list[str | None]) -> int | None:
    """Where the primary key begins: the first key identifier that is followed by something of its length.

    Web sites have numbers in their paths too, so a wrong length means "not a Digital Link", while a wrong
    check digit in the right place is a damaged one.
    """
    for at in range(len(segments) - 1):
        digits, value = segments[at], segments[at + 1]
        identifier = IDENTIFIERS.get(_KEY_NAMES.get(digits or "", digits or ""))
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

"""GS1 Digital Link: a web address of any domain whose path or query holds GS1 identifiers.

Source: GS1 Digital Link standard, URI syntax 1.2 and later (uncompressed form). Releases 1.0 and 1.1 also had names
for the identifiers in the path (gtin, lot); they are read, and noted, because they are not part of the standard any
more. The compressed form is optional in the standard and not read here: such an address is known as one.

Anything may stand in front of the key (section 4: custom stem), so the last key in the path counts, and nothing but its
qualifiers may stand behind it. Where the stem holds a key as well, that is noted: it is not read.
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
# They stood in the query once and mean nothing there any more; a web site may have a parameter of that name.
_OLD_PARAMETERS = frozenset({"exp", *_KEY_NAMES, *_QUALIFIER_NAMES})
_SIX_BITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# The first byte of a compressed link that begins with a GTIN: AI 01, or 01 and what often goes with it.
_WITH_TRADE_ITEM = re.compile("01|[0-3][A-F]|A[0-9]")


def is_address(body: str) -> bool:
    return _ADDRESS.fullmatch(body) is not None


def behind_host(body: str) -> str:
    """Path, query and fragment of an address, as they are written."""
    address = _ADDRESS.fullmatch(body)
    return body[address.end(1) :] if address is not None else ""


def read(body: str, *, year: int) -> gs1.Reading | gs1.Fault | None:
    """The identifiers in an address: key, qualifiers, query; None if it is no Digital Link."""
    address = _ADDRESS.fullmatch(body)
    in_path = _from_path(_segments(address[2])) if address is not None else None
    if address is None or in_path is None or isinstance(in_path, gs1.Fault):
        return in_path
    elements, notes = list(in_path.elements), list(in_path.notes)
    for pair in re.split("[&;]", address[3] or ""):
        name, _, encoded = pair.partition("=")
        digits = percent_decoded(name) if "%" in name else name
        if digits in _OLD_PARAMETERS and encoded != "":
            left_out = Note("old_name_left_out", digits)
            notes.extend([] if left_out in notes else [left_out])
        if digits is None or re.fullmatch("[0-9]{2,4}", digits) is None:
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


def _from_path(segments: list[str | None]) -> gs1.Reading | gs1.Fault | None:
    """The last key of the path with its qualifiers; None where it has no key."""
    first = next((at for at in range(len(segments) - 1) if _is_key(*segments[at : at + 2])), None)
    if first is None:
        return None
    path = [segment for segment in segments[first:] if segment != ""]
    keys = [at for at in range(len(path) - 1) if _is_key(*path[at : at + 2])]
    # Behind the name of a qualifier stands its value, and a value may look like a key.
    at = [at for at in keys if at % 2 == 0 or path[at - 1] not in IDENTIFIERS][-1]
    found = _from_key(path[at:])
    if isinstance(found, gs1.Fault):
        return found
    return _behind_stem(found, [(path[key], path[key + 1]) for key in keys if key < at])


def _from_key(path: list[str | None]) -> gs1.Reading | gs1.Fault:
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
    return gs1.Reading(tuple(elements), tuple(notes))


def _behind_stem(found: gs1.Reading, before: list[tuple[str | None, str | None]]) -> gs1.Reading | gs1.Fault:
    """`found`, with a note of the first key in the stem; two different products in one path are refused."""
    digits, value = found.elements[0]
    stem = [(_KEY_NAMES.get(name or "", name or ""), other or "") for name, other in before]
    if any(name == digits and _padded(name, other) != value for name, other in stem):
        return gs1.Fault("contradiction", digits)
    notes = (Note("key_in_stem", stem[0][0]),) if stem else ()
    return gs1.Reading(found.elements, (*notes, *found.notes))


def _is_key(name: str | None, value: str | None) -> bool:
    """Whether the two segments are a key identifier and something of its length.

    Web sites have numbers in their paths too, so a wrong length means "not a Digital Link", while a wrong
    check digit in the right place is a damaged one.
    """
    identifier = IDENTIFIERS.get(_KEY_NAMES.get(name or "", name or ""))
    if identifier is None or identifier.key is None or value is None:
        return False
    padded = _padded(identifier.digits, value)
    begins = "[0-9]{8}" if identifier.components[0].characters == "N" else "[0-9]{4}"
    return identifier.shortest <= len(padded) <= identifier.longest and re.match(begins, padded) is not None


def _padded(digits: str, value: str) -> str:
    if digits in ("01", "02") and len(value) in _TRADE_ITEM_LENGTHS and re.fullmatch("[0-9]+", value):
        return value.zfill(14)
    return value


def _is_in_order(qualifiers: list[str], order: tuple[str, ...]) -> bool:
    places = [order.index(digits) if digits in order else -1 for digits in qualifiers]
    return -1 not in places and places == sorted(set(places))

"""Our own labels: places in the warehouse, boxes and totes, lots, and the link on a delivery note.

A place is `LL:KIND:CODE:CHECK`, for example `LL:LOC:A-01-03:H`: only signs of the QR alphanumeric mode and of
Code 128, capitals only (so a caps lock does no harm), and no other scheme begins with `LL:`. The check
character is ISO/IEC 7064 MOD 37-2 over KIND and CODE.

A lot is `LL:LOT:CODE:CHECK` with its id as 25 signs of base 36: for boxes whose maker prints no code that names the
product. It says which lot on our books is meant, and nothing of it that could be out of date.

A delivery is `https://HOST/d/TOKEN`, because consignees open it with any phone. TOKEN is 16 to 40 random
small letters and digits, which say nothing about anybody, and a check character over them.
"""

import re
from uuid import UUID

from scanners.answer import Kind
from scanners.check_digits import mod_37

PLACE_KINDS: dict[str, Kind] = {"LOC": "location", "BOX": "box", "TOTE": "tote"}
_PLACE = re.compile("LL:([A-Z]+):([0-9A-Z](?:[0-9A-Z-]{0,22}[0-9A-Z])?):([0-9A-Z*])")
_LOT = re.compile("LL:LOT:([0-9A-Z]{25}):([0-9A-Z*])")
_LINK = re.compile(r"https?://[A-Za-z0-9.\-]+(?::[0-9]{1,5})?/d/([0-9a-z]{17,41})/?")


def is_ours(body: str) -> bool:
    return body[:3].upper() == "LL:"


def read_place(body: str) -> tuple[Kind, str] | str:
    """The kind and code of a place label, or the reason for the refusal."""
    # Some letters beyond ASCII have an ASCII capital (ı, ſ).
    match = _PLACE.fullmatch(body.upper()) if body.isascii() else None
    if match is None:
        return "house_label_shape"
    kind = PLACE_KINDS.get(match[1])
    if kind is None:
        return "house_label_kind"
    if mod_37(match[1] + match[2]) != match[3]:
        return "check_character"
    return kind, match[2]


def is_lot(body: str) -> bool:
    return body[:7].upper() == "LL:LOT:"


def read_lot(body: str) -> tuple[str] | str:
    """The lot's id as a UUID in its usual spelling, alone in a tuple, or the reason for the refusal."""
    match = _LOT.fullmatch(body.upper()) if body.isascii() else None
    number = int(match[1], 36) if match is not None else 0
    if match is None or number >= 1 << 128:
        return "house_label_shape"
    return (str(UUID(int=number)),) if mod_37("LOT" + match[1]) == match[2] else "check_character"


def lot_text(lot_id: UUID) -> str:
    """The text for a lot's label."""
    signs, left = "", lot_id.int
    while left:
        left, digit = divmod(left, 36)
        signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + signs
    code = signs.rjust(25, "0")
    return f"LL:LOT:{code}:{mod_37('LOT' + code)}"


def place_text(kind: Kind, code: str) -> str | None:
    """The text for a place label; None for another kind or code."""
    prefix = next((prefix for prefix, known in PLACE_KINDS.items() if known == kind), "")
    text = f"LL:{prefix}:{code}:{mod_37(prefix + code)}"
    return text if _PLACE.fullmatch(text) else None


def delivery_token(random_part: str) -> str | None:
    """The token for a link; None when its check character would be no letter or digit: draw again."""
    check = mod_37(random_part.upper())
    if re.fullmatch("[0-9a-z]{16,40}", random_part) is None or check is None or check == "*":
        return None
    return random_part + check.lower()


def delivery_link(origin: str, token: str) -> str:
    """The address for the delivery note; `origin` is scheme and host, as in https://lots.example."""
    return f"{origin.rstrip('/')}/d/{token}"


def is_delivery_token(token: str) -> bool:
    """Whether the token has the shape of ours and its check character agrees."""
    if re.fullmatch("[0-9a-z]{17,41}", token) is None:
        return False
    return mod_37(token[:-1].upper()) == token[-1].upper()


def read_delivery_link(body: str) -> str | None:
    """The token of one of our links; None for any other address."""
    match = _LINK.fullmatch(body)
    return match[1] if match is not None and is_delivery_token(match[1]) else None

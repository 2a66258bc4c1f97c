"""Bare numbers: EAN, UPC, ITF-14 and what people type from under the bars.

Source: GS1 General Specifications 2.1 and 5.2 (EAN/UPC, zero suppression of UPC-E), 1.4.3 (restricted
circulation numbers, which each company gives as it likes).
"""

import re

from scanners.check_digits import ends_in_mod_10

_RESTRICTED = ("002", "004", "02")
_DIGITS = re.compile("[0-9]+")
_LENGTHS = (8, 12, 13, 14)


def from_digits(digits: str) -> str | None:
    """The 14 digits of a GTIN-8, -12, -13 or -14 whose check digit is right; otherwise None."""
    if len(digits) not in _LENGTHS or _DIGITS.fullmatch(digits) is None or not ends_in_mod_10(digits):
        return None
    return None if int(digits) == 0 else digits.zfill(14)


def from_upc_e(digits: str) -> str | None:
    """The 14 digits of a zero-suppressed UPC (number system 0 or 1, six digits, check digit) or None."""
    match = re.fullmatch("([01])([0-9]{6})([0-9])", digits)
    if match is None:
        return None
    system, six, check = match.groups()
    last = six[5]
    if last in "012":
        body = six[:2] + last + "0000" + six[2:5]
    elif last == "3":
        body = six[:3] + "00000" + six[3:5]
    elif last == "4":
        body = six[:4] + "00000" + six[4]
    else:
        body = six[:5] + "0000" + last
    return from_digits(system + body + check)


def is_sscc(digits: str) -> bool:
    return re.fullmatch("[0-9]{18}", digits) is not None and ends_in_mod_10(digits)


def is_restricted(gtin_14: str) -> bool:
    """Whether each company may give this number as it likes, so that it means nothing elsewhere."""
    return gtin_14.startswith(_RESTRICTED)

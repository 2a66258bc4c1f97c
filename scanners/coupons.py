"""North American coupon codes: whether the digits of AI 8110 and 8112 come out even.

A coupon is a row of fields, many of them led by a digit that says how long they are. Source: North American Coupon
Application Guideline Using GS1 DataBar Expanded Symbols (8110), GS1 AI (8112) Coupon Data Specification.
"""

import re

from scanners import dates


def _led(first: int, last: int, more: int) -> str:
    """A digit of `first` to `last`, then as many digits as it says and `more`."""
    return "(?:" + "|".join(f"{length}[0-9]{{{length + more}}}" for length in range(first, last + 1)) + ")"


_PREFIX = _led(0, 6, 6)
_SERIAL = _led(0, 9, 6)
_COUNTED = _led(1, 5, 0)
_RETAILER = _led(1, 7, 6)
_PURCHASE = f"{_COUNTED}[0-49][0-9]{{3}}"  # how much, in which unit, of which family
_COUPON = re.compile(
    f"{_PREFIX}[0-9]{{6}}{_COUNTED}{_PURCHASE}"
    f"(?:1[0-3]{_PURCHASE}(?:{_PREFIX}|9))?"
    f"(?:2{_PURCHASE}(?:{_PREFIX}|9))?"
    "(?:3([0-9]{6}))?"
    "(?:4([0-9]{6}))?"
    f"(?:5{_SERIAL})?"
    f"(?:6{_RETAILER})?"
    "(?:9[01256][0-2][0-9][01])?"
)
_OFFER = re.compile(f"[01]{_PREFIX}[0-9]{{6}}{_SERIAL}")


def is_coupon(digits: str) -> bool:
    """AI 8110. The dates inside must be real, and the last day not before the first."""
    match = _COUPON.fullmatch(digits)
    if match is None:
        return False
    ends, begins = match.groups()
    real = all(day is None or dates.six_or_eight_digits(day, 2000) is not None for day in (ends, begins))
    return real and (ends is None or begins is None or begins <= ends)


def is_offer(digits: str) -> bool:
    """AI 8112: format, funder, offer, serial."""
    return _OFFER.fullmatch(digits) is not None

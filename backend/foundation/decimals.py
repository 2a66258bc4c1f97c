"""A decimal number as a person or a machine wrote it, read exactly or refused. Knows no unit.

Shared by money, quantity and temperature, which say in their own words what was wrong.
"""

import re
import string
from decimal import Decimal
from typing import Final

from backend.foundation.limits import NUMBER_CHARACTERS_MAX

_PLAIN_SIGNS: Final = frozenset(string.ascii_letters + string.digits + "+-.")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def plain_decimal(written: str | int | Decimal) -> Decimal | None:
    """The number that was written, or None when it is none: an exponent, NaN, infinity, float, other digits.

    "1e9" and "１２" are refused rather than understood: nobody writes a quantity so, but attackers do.
    """
    if isinstance(written, Decimal):
        return written if written.is_finite() and abs(written.adjusted()) < NUMBER_CHARACTERS_MAX else None
    if isinstance(written, bool) or not isinstance(written, str | int):
        return None
    if isinstance(written, int):
        return Decimal(written) if written.bit_length() <= 128 else None
    trimmed = written[: NUMBER_CHARACTERS_MAX + 1].strip(" ")
    if len(trimmed) > NUMBER_CHARACTERS_MAX or _PLAIN_NUMBER.fullmatch(trimmed) is None:
        return None
    return Decimal(trimmed)


def in_plain_signs(written: str) -> bool:
    """Whether Decimal may be asked what this is: it would understand １２, 1_000 and blanks, and a phone does not."""
    return _PLAIN_SIGNS.issuperset(written)


def places(number: Decimal) -> int:
    """How many decimal places `number` needs; trailing zeros need none: 2.500 needs one."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0:
        return 0
    written = "".join(map(str, digits))
    return max(0, -exponent - (len(written) - len(written.rstrip("0")))) if any(digits) else 0


def shortest(number: Decimal) -> Decimal:
    """The same number without trailing zeros, exponent or minus zero: 2.500000 → 2.5, 1E+2 → 100, -0 → 0."""
    if number == 0:
        return Decimal(0)
    # Text, not arithmetic: arithmetic would round to the context's precision.
    written = f"{number:f}"
    return Decimal(written.rstrip("0").rstrip(".") if "." in written else written)


def spelled(number: Decimal) -> str:
    """The shortest exact digits, for every door: "110" of 110.000000, "2.5" of 2.50, never an exponent.

    Called for every number of a big list: the common spellings take no arithmetic.
    """
    written = str(number)
    if "E" in written:
        written = f"{number:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def scaled(number: Decimal, decimals: int) -> int:
    """`number` × 10^decimals as an integer; the caller has made sure that it needs no more places."""
    sign, digits, exponent = shortest(number).as_tuple()
    magnitude = int("".join(map(str, digits)) + "0" * (int(exponent) + decimals))
    return -magnitude if sign else magnitude


def half_up(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator rounded to the nearest integer, halves away from zero; exact at any size.

    Away from zero, so that a credit note is the mirror of its invoice. The denominator is positive.
    """
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -magnitude if numerator < 0 else magnitude

"""Scalars that GraphQL lacks."""

from decimal import Decimal, DecimalException
from typing import Any, Final

import strawberry

from backend.foundation.decimals import in_plain_signs, spelled
from backend.foundation.limits import FEN_MAX
from backend.foundation.money import Fen


def _fen(value: object) -> int:
    """Whole fen within bounds; anything else is no value of this scalar (ValueError: the request is at fault)."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > FEN_MAX:
        raise ValueError(f"Fen is a whole number from {-FEN_MAX} to {FEN_MAX}")
    return value


def _decimal(value: object) -> Decimal:
    """A number in plain signs; anything else is no value of this scalar (ValueError: the request is at fault).

    "NaN" and "Infinity" pass: they are refused by name where a quantity, a price or a temperature is wanted.
    """
    written = str(value)
    if not in_plain_signs(written):
        raise ValueError(f'Value cannot represent a Decimal: "{written[:40]}".')
    try:
        return Decimal(written)
    except DecimalException:
        raise ValueError(f'Value cannot represent a Decimal: "{written[:40]}".') from None


SCALARS: Final[dict[object, Any]] = {
    Fen: strawberry.scalar(
        name="Fen",
        description="An amount of money in whole fen (1/100 CNY); a JSON number that may exceed 32 bits.",
        serialize=int,
        parse_value=_fen,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact number as text, in its shortest spelling: "110", "2.5".',
        serialize=spelled,
        parse_value=_decimal,
    ),
}

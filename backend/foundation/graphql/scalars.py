"""Scalars that GraphQL lacks."""

from typing import Any, Final

import strawberry

from backend.foundation.limits import FEN_MAX
from backend.foundation.money import Fen


def _fen(value: object) -> int:
    """Whole fen within bounds; anything else is no value of this scalar (ValueError: the request is at fault)."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > FEN_MAX:
        raise ValueError(f"Fen is a whole number from {-FEN_MAX} to {FEN_MAX}")
    return value


SCALARS: Final[dict[object, Any]] = {
    Fen: strawberry.scalar(
        name="Fen",
        description="An amount of money in whole fen (1/100 CNY); a JSON number that may exceed 32 bits.",
        serialize=int,
        parse_value=_fen,
    )
}

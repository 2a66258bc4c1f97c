"""What two readings of different boxes have in common: their scheme and identifiers, whatever the values.

A supplier whose printer loses separators loses them on every box, so that the reading which was right for one lot has
the same shape as the one that is right for the next.
"""

from collections.abc import Sequence

from scanners.answer import Label


def shapes(readings: Sequence[Label]) -> tuple[str, ...]:
    """One for each reading, such as "gs1 01 10 17"; where two would be equal, the second has " #2" behind it."""
    found: list[str] = []
    for label in readings:
        plain = " ".join((label.kind, *(identifier for identifier, _ in label.elements)))
        earlier = sum(shape == plain or shape.startswith(f"{plain} #") for shape in found)
        found.append(plain if not earlier else f"{plain} #{earlier + 1}")
    return tuple(found)

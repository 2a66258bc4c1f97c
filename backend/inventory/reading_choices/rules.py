"""What of a choice is worth remembering. Pure."""

from dataclasses import dataclass
from typing import Final

from backend.inventory.scans.rules import RAW_CHARACTERS_MAX, ScanUnfit
from scanners import label
from scanners.answer import Ambiguous
from scanners.shapes import shapes

SHAPE_CHARACTERS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenReading:
    """A code that reads in several ways, as it was scanned, and the position of the reading that a person chose."""

    raw_text: str
    choice: int
    symbology: str | None = None


def chosen_shape(chosen: ChosenReading, *, year: int) -> str | None:
    """The shape of the chosen reading, as the server itself reads the code; None where there is nothing to choose.

    Raises ScanUnfit for what no scanner sends, or a position that is none of the readings.
    """
    if not 1 <= len(chosen.raw_text) <= RAW_CHARACTERS_MAX or len(chosen.symbology or "") > 3:
        raise ScanUnfit
    answer = label.read(chosen.raw_text, chosen.symbology, year=year)
    if not isinstance(answer, Ambiguous):
        return None
    if not 0 <= chosen.choice < len(answer.readings):
        raise ScanUnfit
    shape = shapes(answer.readings)[chosen.choice]
    return shape if len(shape) <= SHAPE_CHARACTERS_MAX else None

"""Labels of our own, with random numbers and lots, as pictures."""

import random

from PIL import Image

from scanners import draw
from scanners.check_digits import mod_10

CARRIERS: tuple[draw.Carrier, ...] = ("datamatrix", "gs1_128", "qr")
_LOT_SIGNS = "ABCDEFGHKLMNPRSTUVWXYZ0123456789-"


def some_label(dice: random.Random, carrier: draw.Carrier, module_pixels: int) -> tuple[str, Image.Image]:
    """The printed text without FNC1, and the clean picture with its quiet zones."""
    key = f"0690{dice.randrange(10**9):09d}"
    lot = "".join(dice.choice(_LOT_SIGNS) for _ in range(dice.randint(5, 9)))
    elements = (("01", key + mod_10(key)), ("17", f"27{dice.randint(1, 12):02d}28"), ("10", lot))
    drawn = draw.gs1_label(elements, carrier, year=2026, module_pixels=module_pixels)
    if not isinstance(drawn, Image.Image):
        raise AssertionError(drawn.reason)  # The suite draws only what may be printed.
    return "".join(digits + value for digits, value in elements), drawn

"""The degradation suite: our labels under each damage, read by us, by bare zxing-cpp and by bare pyzbar."""

import io
import random
from dataclasses import dataclass
from typing import Any

import zxingcpp
from PIL import Image

from bench.scan.damage import DAMAGES
from scanners import draw, engines, image
from scanners.check_digits import mod_10

CARRIERS: tuple[draw.Carrier, ...] = ("datamatrix", "gs1_128", "qr")


@dataclass(slots=True)
class Row:
    """Of `pictures`, how many each has read right; `wrong` of ours were confirmed and not what was printed."""

    damage: str
    pictures: int = 0
    ours: int = 0
    zxing: int = 0
    zbar: int = 0
    either: int = 0
    wrong: int = 0


def suite(labels: int, *, seed: int = 20261122) -> list[Row]:
    return [_row(damage, labels, random.Random(seed)) for damage in DAMAGES]  # noqa: S311  # Not a secret.


def _row(damage: str, labels: int, dice: random.Random) -> Row:
    row = Row(damage)
    for number in range(labels):
        printed, clean = _label(dice, CARRIERS[number % len(CARRIERS)])
        photo = DAMAGES[damage](clean, dice)
        out = io.BytesIO()
        photo.save(out, "PNG")
        seen = image.decode(out.getvalue())
        codes = seen.codes if isinstance(seen, image.Seen) else ()
        bare = any(printed == _plain(code.text) for code in _zxing(photo))
        zbar = any(printed == _plain(code.text) for code in engines.READERS["zbar"](photo, "bare"))
        row.pictures += 1
        row.ours += any(printed == _plain(code.text) for code in codes)
        row.wrong += any(code.confirmed and printed != _plain(code.text) for code in codes)
        row.zxing += bare
        row.zbar += zbar
        row.either += bare or zbar
    return row


def _label(dice: random.Random, carrier: draw.Carrier) -> tuple[str, Image.Image]:
    key = f"0690{dice.randrange(10**9):09d}"
    lot = "".join(dice.choice("ABCDEFGHKLMNPRSTUVWXYZ0123456789-") for _ in range(dice.randint(5, 9)))
    elements = (("01", key + mod_10(key)), ("17", f"27{dice.randint(1, 12):02d}28"), ("10", lot))
    drawn = draw.gs1_label(elements, carrier, year=2026, module_pixels=dice.randint(3, 4))
    if not isinstance(drawn, Image.Image):
        raise AssertionError(drawn.reason)  # The suite draws only what may be printed.
    paper = Image.new("L", (drawn.width + 120, drawn.height + 120), 255)
    paper.paste(drawn, (60, 60))
    return "".join(digits + value for digits, value in elements), paper


def _zxing(photo: Image.Image) -> Any:
    return zxingcpp.read_barcodes(photo, text_mode=zxingcpp.TextMode.Plain)


def _plain(text: str) -> str:
    return text.strip("\x1d")

"""The degradation suite: our labels under each damage, read by us on the server and on a phone, by bare zxing-cpp and by bare pyzbar."""

import io
import random
from dataclasses import dataclass
from typing import Any

import zxingcpp
from PIL import Image

from bench.scan.damage import DAMAGES
from bench.scan.labels import CARRIERS, some_label
from bench.scan.phone import as_a_phone
from scanners import engines, image


@dataclass(slots=True)
class Row:
    """Of `pictures`, how many each has read right; `wrong` of ours were confirmed and not what was printed.

    `phone` is ours in TypeScript; None where it could not be run.
    """

    damage: str
    pictures: int = 0
    ours: int = 0
    zxing: int = 0
    zbar: int = 0
    either: int = 0
    wrong: int = 0
    phone: int | None = None
    phone_wrong: int | None = None


def suite(labels: int, *, seed: int = 20261122) -> list[Row]:
    drawn = [_drawn(damage, labels, random.Random(seed)) for damage in DAMAGES]  # noqa: S311  # Not a secret.
    rows = [_row(damage, pictures) for damage, pictures in zip(DAMAGES, drawn, strict=True)]
    on_phone = as_a_phone([photo for pictures in drawn for _, photo in pictures])
    if on_phone is not None:
        read = iter(on_phone)
        for row, pictures in zip(rows, drawn, strict=True):
            pairs = [(printed, next(read)) for printed, _ in pictures]
            row.phone = sum(printed in seen.confirmed | seen.doubtful for printed, seen in pairs)
            row.phone_wrong = sum(bool(seen.confirmed - {printed}) for printed, seen in pairs)
    return rows


def _drawn(damage: str, labels: int, dice: random.Random) -> list[tuple[str, Image.Image]]:
    """What is printed, and the photo of it."""
    pictures = []
    for number in range(labels):
        printed, label = some_label(dice, CARRIERS[number % len(CARRIERS)], dice.randint(3, 4))
        pictures.append((printed, DAMAGES[damage](_on_paper(label), dice)))
    return pictures


def _row(damage: str, pictures: list[tuple[str, Image.Image]]) -> Row:
    row = Row(damage)
    for printed, photo in pictures:
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


def _on_paper(label: Image.Image) -> Image.Image:
    paper = Image.new("L", (label.width + 120, label.height + 120), 255)
    paper.paste(label, (60, 60))
    return paper


def _zxing(photo: Image.Image) -> Any:
    return zxingcpp.read_barcodes(photo, text_mode=zxingcpp.TextMode.Plain)


def _plain(text: str) -> str:
    return text.strip("\x1d")

"""Photos of 12 megapixels as phones take them: a shelf of boxes, grain, JPEG, and one or more labels on it."""

import io
import random
import statistics
import time
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from bench.scan.labels import CARRIERS, some_label
from scanners import image

SIZE = (4032, 3024)
MODULE_PIXELS = (4, 5, 7, 10)
"""From a box at arm's length to one close before the lens."""
BESIDE = (5, 4, 12)
"""Two small codes beside a large one, none wider than a third of the photo."""


@dataclass(frozen=True, slots=True)
class LargePhotos:
    """Of `photos`, how many were wholly read; CPU of the whole decoding in milliseconds."""

    photos: int
    read: int
    wrong: int
    median_ms: int
    p95_ms: int
    several: int
    several_read: int


def large_photos(photos: int, *, seed: int = 20261122) -> LargePhotos:
    """One label in each of `photos`, then a third as many photos with three labels of different sizes."""
    dice = random.Random(seed)  # noqa: S311  # Not a secret.
    image.decode(photo_of([some_label(dice, "qr", 4)[1]], dice))  # The formats are registered once.
    milliseconds: list[float] = []
    read = wrong = several_read = 0
    for number in range(photos):
        printed, label = some_label(
            dice, CARRIERS[number % len(CARRIERS)], MODULE_PIXELS[number % len(MODULE_PIXELS)]
        )
        photo = photo_of([label], dice)
        started = time.thread_time()
        texts, untrue = _texts(photo, {printed})
        milliseconds.append(1000 * (time.thread_time() - started))
        read += printed in texts
        wrong += untrue
    several = max(1, photos // 3)
    for _ in range(several):
        labels = [some_label(dice, carrier, pixels) for carrier, pixels in zip(CARRIERS, BESIDE, strict=True)]
        expected = {printed for printed, _ in labels}
        texts, untrue = _texts(photo_of([label for _, label in labels], dice), expected)
        several_read += texts >= expected
        wrong += untrue
    return LargePhotos(
        photos=photos,
        read=read,
        wrong=wrong,
        median_ms=round(statistics.median(milliseconds)),
        p95_ms=round(sorted(milliseconds)[min(photos - 1, round(0.95 * photos))]),
        several=several,
        several_read=several_read,
    )


def photo_of(labels: list[Image.Image], dice: random.Random) -> bytes:
    """A JPEG of the labels, each on a box of its own, as a hand-held phone would see them."""
    photo = _shelf(dice)
    columns = len(labels)
    for number, label in enumerate(labels):
        width = SIZE[0] // columns
        turned = label.rotate(dice.uniform(-4, 4), Image.Resampling.BICUBIC, True, fillcolor=255)
        left = number * width + dice.randrange(max(1, width - turned.width))
        photo.paste(turned, (left, dice.randrange(max(1, SIZE[1] - turned.height))))
    seen = photo.filter(ImageFilter.GaussianBlur(dice.uniform(0.5, 1.1)))
    grain = Image.effect_noise(SIZE, dice.uniform(8, 20))
    out = io.BytesIO()
    ImageChops.add(seen, grain, 1, -128).convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def _shelf(dice: random.Random) -> Image.Image:
    """Boxes with print, edges and shadows: what a decoder must look through."""
    photo = Image.new("L", SIZE, 120)
    pen = ImageDraw.Draw(photo)
    font = ImageFont.load_default(44)
    for top in range(0, SIZE[1], 504):
        left = 0
        while left < SIZE[0]:
            width, paint = dice.randrange(220, 700), dice.randrange(90, 235)
            pen.rectangle((left, top, left + width, top + 470), fill=paint, outline=paint - 60, width=5)
            for line in range(dice.randrange(2, 7)):
                words = "".join(dice.choice("ACDEHIKLMNORSTU 0123456789-") for _ in range(width // 32))
                pen.text((left + 18, top + 20 + 58 * line), words, fill=paint - 70, font=font)
            left += width + dice.randrange(4, 30)
        pen.rectangle((0, top + 470, SIZE[0], top + 504), fill=60)
    return photo


def _texts(photo: bytes, expected: set[str]) -> tuple[set[str], bool]:
    seen = image.decode(photo)
    codes = seen.codes if isinstance(seen, image.Seen) else ()
    texts = {code.text.strip("\x1d") for code in codes if code.confirmed}
    return texts, bool(texts - expected)

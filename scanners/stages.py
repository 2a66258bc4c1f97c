"""The looks taken at a photo, one after the other, until something is read: cheap ones first."""

import math
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps

from scanners.regions import Box, busy
from scanners.sighted import Sighted
from scanners.unpacking import Photo

Look = tuple[str, str, Image.Image]
"""The name of the stage, the engine, and the picture it looks at."""

LOOKED_ON = frozenset({"twice", "ground removed"})
"""Stages that follow though something is certain, for the codes beside it."""

_COARSE_SIDE, _SURVEY_SIDE, _PLAIN_SIDE, _ENLARGED_SIDE, _FULL_SIDE = 1_000, 1_600, 2_600, 4_000, 4_700
_ROUNDS, _PLACE_PIXELS_MAX = 3, 4_000_000
_LEAN_SIDE, _FLAT, _ROWS_AVERAGED = 700, 6, 16
_CLOSING_SIDE, _BAR_WIDEST = 600, 6
_TUBES, _UNROLLED_WIDER, _STRIPS = (0.8, 0.9), 1.3, 48
"""How much of a tube's radius a label may cover to each side of the middle."""


def looks(photo: Photo, seen: Sighted) -> Iterator[Look]:
    """The order is by what each adds for its time.

    The places of a large photo that could hold a code, a smaller copy, the second engine, twice the size for
    modules under two pixels, a quiet zone for bars on a dark ground, a local threshold for shadow and low light,
    turning for tilted bars, unrolling for tubes, and the full picture. Where something is certain already, other
    codes are looked for as long as that is cheap.
    """
    longest = photo.longest
    if longest > _PLAIN_SIDE:
        yield from _places(photo, seen)
        if seen.certain:
            return
    if longest > _COARSE_SIDE:
        coarse = photo.at_side(_COARSE_SIDE)
        yield "coarse", "zxing", coarse
        if seen.awaits_the_other_engine():
            yield "coarse", "zbar", coarse
        if seen.certain and longest > _PLAIN_SIDE:
            return
    plain = photo.at_side(min(longest, _PLAIN_SIDE))
    yield "plain", "zxing", plain
    if seen.certain and longest > _SURVEY_SIDE:
        return
    yield "plain", "zbar", plain
    if seen.enough(longest):
        return
    twice = _enlarged(plain)
    yield "twice", "zxing", twice
    if seen.enough(longest):
        return
    yield "twice", "zbar", twice
    if seen.enough(longest) or seen.awaits_the_other_engine():
        return
    bars = _without_dark_ground(plain)
    yield "ground removed", "zxing", bars
    yield "ground removed", "zbar", bars
    if seen.certain:
        return
    yield "local threshold", "zxing fixed", _local_threshold(plain)
    yield "twice sharpened", "zxing", twice.filter(ImageFilter.UnsharpMask(2.5, 200, 0))
    flat = _flattened(twice)
    yield "flattened", "zxing", flat
    yield "flattened", "zbar", flat
    stretched = ImageOps.autocontrast(plain, cutoff=2)
    yield "stretched", "zbar", stretched
    yield "turned -15", "zxing", _turned(plain, -15)
    yield "turned 15", "zbar", _turned(plain, 15)
    yield "darkened", "zxing", stretched.point([round(255 * (level / 255) ** 2) for level in range(256)])
    lean = _lean(stretched)
    yield "straightened", "zxing", _turned(plain, lean)
    yield "straightened", "zbar", _turned(plain, lean)
    if longest <= _COARSE_SIDE:
        yield from _small(plain, lean)
    for seen_of_tube in _TUBES:
        yield "unrolled", "zxing", _unrolled(twice, seen_of_tube)
    sharper = twice.filter(ImageFilter.UnsharpMask(4, 600, 0))
    yield "twice sharpened more", "zxing", sharper
    yield "twice sharpened more", "zbar", sharper
    yield "turned 45", "zxing", _turned(plain, 45)
    yield "smoothed", "zxing", plain.filter(ImageFilter.GaussianBlur(1))
    # zxing tries this by itself for matrix codes, not for bars.
    yield "inverted", "zxing", ImageOps.invert(plain)
    if longest > _PLAIN_SIDE:
        yield "full", "zxing", photo.at_side(longest)
    else:
        yield "out of focus", "model", photo.at_side(min(longest, _COARSE_SIDE))


def _small(plain: Image.Image, lean: int) -> Iterator[Look]:
    """Bars of little more than a pixel: sharpened at three times the size, and averaged along their length."""
    thrice = _enlarged(plain, 3)
    sharp = thrice.filter(ImageFilter.UnsharpMask(6, 400, 0))
    yield "thrice sharpened", "zxing", sharp
    yield "thrice sharpened", "zbar", sharp
    upright = _turned(thrice, lean)
    rows = max(1, upright.height // _ROWS_AVERAGED)
    averaged = upright.resize((upright.width, rows), Image.Resampling.BOX)
    bars = averaged.resize((upright.width, 4 * rows), Image.Resampling.NEAREST)
    bars = bars.filter(ImageFilter.UnsharpMask(6, 300, 0))
    yield "averaged", "zxing", bars
    yield "averaged", "zbar", bars


def _places(photo: Photo, seen: Sighted) -> Iterator[Look]:
    """The places dense in edges, from the pixels of the full photo; again as long as a round finds more.

    What was looked at is taken out, so that a small code beside a large one becomes the densest.
    """
    sharp = photo.at_side(min(photo.longest, _FULL_SIDE))
    coarse = photo.at_side(_COARSE_SIDE)
    scale = max(sharp.size) / max(coarse.size)
    tried: list[Box] = []
    left = _PLACE_PIXELS_MAX
    for _ in range(_ROUNDS):
        for box in busy(coarse, tried):
            crop = sharp.crop(_scaled(box, scale, sharp.size))
            left -= crop.width * crop.height
            if left < 0:
                return
            tried.append(box)
            yield "place", "zxing", crop
            if seen.awaits_the_other_engine():
                yield "place", "zbar", crop
        if not seen.certain:
            return


def _scaled(box: Box, scale: float, size: tuple[int, int]) -> Box:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, min(right, size[0]), min(bottom, size[1])


def _enlarged(picture: Image.Image, times: float = 2) -> Image.Image:
    factor = min(times, _ENLARGED_SIDE / max(picture.size))
    if factor <= 1.05:
        return picture
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _local_threshold(picture: Image.Image) -> Image.Image:
    """White where a spot is brighter than its surroundings: a shadow across a code disappears."""
    surroundings = picture.filter(ImageFilter.BoxBlur(max(8, min(picture.size) // 24)))
    brighter = ImageChops.subtract(picture, surroundings, 1, 4)
    return brighter.point([0] + [255] * 255)


def _without_dark_ground(picture: Image.Image) -> Image.Image:
    """White where a dark area is wider than any bar: a label cut close to its bars gets its quiet zone back.

    The bottom-hat of morphology: closed with a square, on a smaller copy, less the picture itself.
    """
    closed = picture.reduce(max(2, round(max(picture.size) / _CLOSING_SIDE)))
    for _ in range(_BAR_WIDEST):
        closed = closed.filter(ImageFilter.MaxFilter(3))
    for _ in range(_BAR_WIDEST + 1):  # Once more, so that no dark line stays where the label ends.
        closed = closed.filter(ImageFilter.MinFilter(3))
    ground = closed.resize(picture.size, Image.Resampling.BILINEAR)
    return ImageChops.invert(ImageChops.subtract(ground, picture))


def _flattened(picture: Image.Image) -> Image.Image:
    """Every spot against the mean of its surroundings, with 2.5 times the contrast: as bright everywhere."""
    surroundings = picture.filter(ImageFilter.GaussianBlur(max(6, min(picture.size) // 10)))
    return ImageChops.subtract(picture, surroundings, 0.4, 128)


def _turned(picture: Image.Image, degrees: int) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255)


def _lean(picture: Image.Image) -> int:
    """By how many degrees to turn so that bars stand upright: where columns, averaged, still differ most."""
    small = picture.copy()
    small.thumbnail((_LEAN_SIDE, _LEAN_SIDE), Image.Resampling.BOX)
    return max(range(-85, 95, 5), key=lambda degrees: _upright(small, degrees))


def _upright(picture: Image.Image, degrees: int) -> int:
    turned = picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    rows = max(1, turned.height // 24)
    averaged = turned.resize((turned.width, rows), Image.Resampling.BOX)
    difference = ImageChops.difference(averaged, ImageChops.offset(averaged, 1, 0))
    return sum(level * count for level, count in enumerate(difference.histogram()) if level > _FLAT)


def _unrolled(picture: Image.Image, tube: float) -> Image.Image:
    """As if the label were taken off a tube whose axis runs down the middle: the sides become wider."""
    height = picture.height
    width = round(picture.width * _UNROLLED_WIDER)
    reach = math.asin(tube)

    def source(x: float) -> float:
        return picture.width / 2 * (1 + math.sin((2 * x / width - 1) * reach) / tube)

    edges = [round(width * step / _STRIPS) for step in range(_STRIPS + 1)]
    strips = [
        (
            (left, 0, right, height),
            (source(left), 0, source(left), height, source(right), height, source(right), 0),
        )
        for left, right in pairwise(dict.fromkeys(edges))  # A picture narrower than the stripes has fewer.
    ]
    return picture.transform(
        (width, height), Image.Transform.MESH, strips, Image.Resampling.BILINEAR, fillcolor=255
    )

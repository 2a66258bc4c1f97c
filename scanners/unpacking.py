"""A photo's bytes to grey pixels, unpacked as seldom and as small as will do."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib import import_module

from PIL import Image, ImageOps

# Pillow would otherwise try every format it knows, EPS through ghostscript among them.
PHOTO_FORMATS = {
    "JPEG": "JPEG",
    "PNG": "PNG",
    "WEBP": "WebP",
    "HEIF": "HEIC",
    "AVIF": "AVIF",
    "BMP": "BMP",
    "GIF": "GIF",
}
"""What is unpacked here: Pillow's names, and those that people know. The one list; sentences are made from it."""

_KEPT_PIXELS_MAX = 16_000_000
"""Up to here a photo is unpacked once and made smaller from that: unpacking costs more than all else."""

_DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)


class Damaged(Exception):
    """Pillow could not unpack the file."""


@contextmanager
def unpacking() -> Iterator[None]:
    """Pillow's formats let their parsers' own exceptions through when a file is damaged."""
    try:
        yield
    except _DAMAGE as damage:
        raise Damaged from damage


def size_of(photo: bytes) -> tuple[int, int]:
    """Width and height from the header; nothing is unpacked yet."""
    with unpacking(), warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(photo), formats=formats()) as picture:
            return picture.size


class Photo:
    """One photo, upright and in grey, at any size."""

    def __init__(self, photo: bytes) -> None:
        self._photo = photo
        self.longest = max(size_of(photo))
        self._kept: tuple[int, Image.Image] | None = None

    def at_side(self, side: int) -> Image.Image:
        """Its longer side at most `side`. Raises Damaged."""
        if self._kept is None or self._kept[0] < min(side, self.longest):
            width, height = size_of(self._photo)
            wanted = self.longest if width * height <= _KEPT_PIXELS_MAX else side
            self._kept = (min(wanted, self.longest), _grey(self._photo, wanted))
        grey = self._kept[1]
        if max(grey.size) <= side:
            return grey
        smaller = grey.reduce(max(1, max(grey.size) // side))
        if max(smaller.size) > side:
            smaller.thumbnail((side, side), Image.Resampling.BOX)
        return smaller


def _grey(photo: bytes, side: int) -> Image.Image:
    with unpacking(), Image.open(io.BytesIO(photo), formats=formats()) as picture:
        picture.draft("L", (side, side))
        upright = ImageOps.exif_transpose(picture)
        if upright.has_transparency_data:
            upright = _on_white(upright)
        return _in_256_levels(upright) if upright.mode.startswith("I") else upright.convert("L")


def _on_white(picture: Image.Image) -> Image.Image:
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    return paper


def _in_256_levels(picture: Image.Image) -> Image.Image:
    """16 bits of grey: Pillow itself would show all but the darkest 256 levels as white."""
    return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")


@lru_cache(maxsize=1)
def formats() -> tuple[str, ...]:
    """Pillow's names of what is unpacked here; loaded when first asked for."""
    Image.init()
    with suppress(ImportError):
        import_module("pillow_heif").register_heif_opener()
    return tuple(name for name in PHOTO_FORMATS if name in Image.OPEN)

"""Photo to texts: which codes a picture holds, how sure we are, and what it took.

From coarse to fine: most photos decode on a small copy in milliseconds; enlarging, sharpening and turning are
for those that don't. DataMatrix, QR and Code 128 carry enough redundancy to be taken at once. EAN and UPC
have one weak check digit, Code 39 and Interleaved 2 of 5 often none: they count only when zxing reads the
picture as it is, or both engines agree; otherwise they are `confirmed=False`, to be compared with the printed
digits.

Nothing here raises, whatever the bytes are; but a decoder may crash or hang, so a server goes through
`decoder_pool`.
"""

import io
import struct
import time
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from PIL import Image, ImageChops, ImageFilter, ImageOps

from scanners import engines
from scanners.engines import Code

MEBIBYTE = 1024 * 1024
PHOTO_BYTES_MAX = 10 * MEBIBYTE
PHOTO_PIXELS_MAX = 64_000_000
CPU_SECONDS_MAX = 3.0
_COARSE_SIDE, _SURVEY_SIDE, _PLAIN_SIDE, _ENLARGED_SIDE = 1_000, 1_600, 2_600, 4_000

# Pillow would otherwise try every format it knows, EPS through ghostscript among them.
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "BMP")


@dataclass(frozen=True, slots=True)
class PhotoTooBig:
    bytes_max: int = PHOTO_BYTES_MAX


@dataclass(frozen=True, slots=True)
class PhotoTooManyPixels:
    pixels_max: int = PHOTO_PIXELS_MAX


@dataclass(frozen=True, slots=True)
class NotAPhoto:
    """Bytes that are no JPEG, PNG, WebP, HEIC, AVIF or BMP, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read. No codes is an answer too."""

    codes: tuple[Code, ...]
    engines: tuple[str, ...]
    milliseconds: int


Refused = PhotoTooBig | PhotoTooManyPixels | NotAPhoto
_Grey = Image.Image
_Source = Callable[[int], _Grey]


def decode(photo: bytes, *, cpu_seconds: float = CPU_SECONDS_MAX) -> Seen | Refused:
    """The codes in a photo, looking no longer than about `cpu_seconds`."""
    started = time.thread_time()
    if len(photo) > PHOTO_BYTES_MAX:
        return PhotoTooBig()
    try:
        size = _size(photo)
        if size[0] * size[1] > PHOTO_PIXELS_MAX:
            return PhotoTooManyPixels()
        codes = _look(_sizes(photo), max(size), started + cpu_seconds)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return PhotoTooManyPixels()
    except _Damaged:
        return NotAPhoto()
    return Seen(codes, engines.at_work(), round(1000 * (time.thread_time() - started)))


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


class _Damaged(Exception):
    """Pillow could not unpack the file."""


@contextmanager
def _unpacking() -> Iterator[None]:
    """Pillow's formats let their parsers' own exceptions through when a file is damaged."""
    try:
        yield
    except _DAMAGE as damage:
        raise _Damaged from damage


def _size(photo: bytes) -> tuple[int, int]:
    """Width and height from the header; nothing is unpacked yet."""
    with _unpacking(), warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(photo), formats=_formats()) as picture:
            return picture.size


def _look(at_side: _Source, longest: int, until: float) -> tuple[Code, ...]:
    """The codes; beside certain ones only those doubtful ones that zxing saw in the picture as it is."""
    certain: dict[tuple[str, str], Code] = {}
    doubtful: dict[str, Code] = {}
    for stage, engine, picture in _stages(at_side, longest, certain):
        repaired = stage not in ("coarse", "plain")
        for code in engines.READERS[engine](picture, stage):
            code = agreed(code, doubtful)
            if not code.confirmed:
                doubtful.setdefault(_same(code), code)
            elif engine != "zbar" or all(_same(code) != text for text, _ in certain):
                certain.setdefault((_same(code), code.format), code)
        if (certain and repaired) or time.thread_time() > until:
            break
    if not certain:
        return tuple(doubtful.values())
    seen = [
        code
        for text, code in doubtful.items()
        if all(text != known for known, _ in certain)
        and code.engine == "zxing"
        and code.stage in ("coarse", "plain")
    ]
    return (*certain.values(), *seen)


def _same(code: Code) -> str:
    """By what two engines' readings of one code are known as one: zbar may leave the leading FNC1 on."""
    return code.text.strip("\x1d")


def agreed(code: Code, doubtful: dict[str, Code]) -> Code:
    """The code, confirmed if the other engine has seen the same text before."""
    before = doubtful.get(_same(code))
    if code.confirmed or before is None or before.engine == code.engine:
        return code
    return Code(code.text, code.symbology or before.symbology, code.format, code.engine, code.stage, True)


def _stages(
    at_side: _Source, longest: int, certain: Mapping[tuple[str, str], Code]
) -> Iterator[tuple[str, str, _Grey]]:
    """(name, engine, picture), cheap ones first; each picture is made when its turn comes.

    The order is by what each adds for its time: a smaller copy, the second engine, twice the size for modules
    under two pixels, a local threshold for shadow and low light, turning for tilted bars, and the full
    picture. Where something is `certain` already, other codes are looked for as long as that is cheap.
    """
    if longest > _COARSE_SIDE:
        yield "coarse", "zxing", at_side(_COARSE_SIDE)
        if certain and longest > _PLAIN_SIDE:
            return
    plain = at_side(min(longest, _PLAIN_SIDE))
    yield "plain", "zxing", plain
    if certain and longest > _SURVEY_SIDE:
        return
    yield "plain", "zbar", plain
    if certain:
        return
    twice = _enlarged(plain)
    yield "twice", "zxing", twice
    yield "twice", "zbar", twice
    yield "local threshold", "zxing fixed", _local_threshold(plain)
    yield "twice sharpened", "zxing", twice.filter(ImageFilter.UnsharpMask(2.5, 200, 0))
    stretched = ImageOps.autocontrast(plain, cutoff=2)
    yield "stretched", "zbar", stretched
    yield "turned -15", "zxing", _turned(plain, -15)
    yield "turned 15", "zbar", _turned(plain, 15)
    yield "darkened", "zxing", stretched.point([round(255 * (level / 255) ** 2) for level in range(256)])
    yield "turned 45", "zxing", _turned(plain, 45)
    yield "turned 30", "zbar", _turned(plain, 30)
    yield "smoothed", "zxing", plain.filter(ImageFilter.GaussianBlur(1))
    # zxing tries this by itself for matrix codes, not for bars.
    yield "inverted", "zxing", ImageOps.invert(plain)
    if longest > _PLAIN_SIDE:
        yield "full", "zxing", at_side(longest)


def _sizes(photo: bytes) -> _Source:
    """The photo in grey, upright, its longer side at most as asked; JPEG unpacks no larger than needed."""

    @lru_cache(maxsize=1)
    def at_side(side: int) -> _Grey:
        with _unpacking(), Image.open(io.BytesIO(photo), formats=_formats()) as picture:
            picture.draft("L", (side, side))
            upright = ImageOps.exif_transpose(picture)
            if upright.has_transparency_data:
                upright = _on_white(upright)
            grey = upright.convert("L")
        if max(grey.size) > side:
            grey.thumbnail((side, side), Image.Resampling.BOX)
        return grey

    return at_side


def _on_white(picture: Image.Image) -> Image.Image:
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    return paper


def _enlarged(picture: _Grey) -> _Grey:
    factor = min(2.0, _ENLARGED_SIDE / max(picture.size))
    if factor <= 1.05:
        return picture
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _local_threshold(picture: _Grey) -> _Grey:
    """White where a spot is brighter than its surroundings: a shadow across a code disappears."""
    surroundings = picture.filter(ImageFilter.BoxBlur(max(8, min(picture.size) // 24)))
    brighter = ImageChops.subtract(picture, surroundings, 1, 4)
    return brighter.point([0] + [255] * 255)


def _turned(picture: _Grey, degrees: int) -> _Grey:
    return picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255)


@lru_cache(maxsize=1)
def _formats() -> tuple[str, ...]:
    Image.init()
    with suppress(ImportError):
        import_module("pillow_heif").register_heif_opener()
    return tuple(name for name in _FORMATS if name in Image.OPEN)

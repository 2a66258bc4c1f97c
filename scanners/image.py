"""Photo to texts: which codes a picture holds, how sure we are, and what it took.

From coarse to fine: most photos decode on a small copy in milliseconds; enlarging, sharpening and turning are
for those that don't. DataMatrix, QR and Code 128 carry enough redundancy to be taken at once. EAN and UPC
have one weak check digit, Code 39 and Interleaved 2 of 5 often none: they count only when both engines agree;
otherwise they are `confirmed=False`, to be compared with the printed digits.

Nothing here raises, whatever the bytes are; but a decoder may crash or hang, so a server goes through
`decoder_pool`.
"""

import time
from dataclasses import dataclass

from PIL import Image

from scanners import engines
from scanners.engines import AS_IT_IS, Code
from scanners.sighted import Sighted
from scanners.stages import LOOKED_ON, looks
from scanners.unpacking import Damaged, Photo, formats, size_of

MEBIBYTE = 1024 * 1024
PHOTO_BYTES_MAX = 10 * MEBIBYTE
PHOTO_PIXELS_MAX = 64_000_000
CPU_SECONDS_MAX = 3.0
SECONDING_SECONDS_MAX = 0.3
"""How much longer to look once there is a doubtful code: the other engine has mostly agreed by then, or never does."""


@dataclass(frozen=True, slots=True)
class PhotoTooBig:
    bytes_max: int = PHOTO_BYTES_MAX


@dataclass(frozen=True, slots=True)
class PhotoTooManyPixels:
    pixels_max: int = PHOTO_PIXELS_MAX


@dataclass(frozen=True, slots=True)
class NotAPhoto:
    """Bytes of none of the PHOTO_FORMATS, or a damaged photo."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read. No codes is an answer too."""

    codes: tuple[Code, ...]
    engines: tuple[str, ...]
    milliseconds: int


Refused = PhotoTooBig | PhotoTooManyPixels | NotAPhoto


def warm_up() -> None:
    """Load the engines and the formats of pictures, so that the first photo does not wait for them."""
    engines.at_work()
    formats()


def decode(photo: bytes, *, cpu_seconds: float = CPU_SECONDS_MAX) -> Seen | Refused:
    """The codes in a photo, looking no longer than about `cpu_seconds`."""
    started = time.thread_time()
    if len(photo) > PHOTO_BYTES_MAX:
        return PhotoTooBig()
    try:
        size = size_of(photo)
        if size[0] * size[1] > PHOTO_PIXELS_MAX:
            return PhotoTooManyPixels()
        codes = _look(Photo(photo), started + cpu_seconds)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return PhotoTooManyPixels()
    except Damaged:
        return NotAPhoto()
    return Seen(codes, engines.at_work(), round(1000 * (time.thread_time() - started)))


def _look(photo: Photo, until: float) -> tuple[Code, ...]:
    seen = Sighted()
    doubted: float | None = None
    for stage, engine, picture in looks(photo, seen):
        for read in engines.READERS[engine](picture, stage):
            seen.take(read)
        if doubted is None and seen.doubtful:
            doubted = time.thread_time()
            until = min(until, doubted + SECONDING_SECONDS_MAX)
        if (seen.certain and stage not in AS_IT_IS | LOOKED_ON) or time.thread_time() > until:
            break
    return seen.codes()

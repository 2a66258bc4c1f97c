"""Photo to texts: which codes a picture holds, how sure we are, and what it took.

From coarse to fine: most photos decode on a small copy in milliseconds; enlarging, sharpening and turning are
for those that don't. DataMatrix, QR and Code 128 carry enough redundancy to be taken at once. EAN and UPC
have one weak check digit, Code 39 and Interleaved 2 of 5 often none: they count only when both engines agree;
otherwise they are `confirmed=False`, to be compared with the printed digits.

Nothing here raises, whatever the bytes are; but a decoder may crash or hang, so a server goes through
`decoder_pool`.
"""

import time
from dataclasses import dataclass, replace

from PIL import Image

from scanners import engines
from scanners.engines import AS_IT_IS, Code
from scanners.stages import LOOKED_ON, Sighted, looks
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
    """Bytes that are no JPEG, PNG, WebP, HEIC, AVIF, BMP or GIF, or a damaged one."""


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
    """The codes; beside certain ones only those doubtful ones that zxing saw in the picture as it is."""
    seen = Sighted()
    certain, doubtful = seen.certain, seen.doubtful
    doubted: float | None = None
    for stage, engine, picture in looks(photo, seen):
        for read in engines.READERS[engine](picture, stage):
            code = agreed(read, doubtful)
            if not code.confirmed:
                if code.engine == "zxing" or code.format not in engines.SECONDING_ONLY:
                    doubtful.setdefault(_same(code), code)
            elif engine != "zbar" or all(
                _as_zbar_has_it(_same(code)) != _as_zbar_has_it(text) for text, _ in certain
            ):
                doubtful.pop(_same(code), None)
                certain.setdefault((_same(code), code.format), code)
        if doubted is None and doubtful:
            doubted = time.thread_time()
            until = min(until, doubted + SECONDING_SECONDS_MAX)
        if (certain and stage not in AS_IT_IS | LOOKED_ON) or time.thread_time() > until:
            break
    whole = [code for code in doubtful.values() if not code.may_be_a_part]
    if not certain:
        return tuple(whole) or _longest(list(doubtful.values()))
    beside = [code for code in whole if code.engine == "zxing" and code.stage in AS_IT_IS]
    return (*certain.values(), *(code for code in beside if all(_same(code) != text for text, _ in certain)))


def _longest(parts: list[Code]) -> tuple[Code, ...]:
    return tuple(code for code in parts if sum(code.text in other.text for other in parts) == 1)


def _same(code: Code) -> str:
    """By what two engines' readings of one code are known as one: zbar may leave the leading FNC1 on."""
    return code.text.strip("\x1d")


def _as_zbar_has_it(text: str) -> str:
    """Without the eighth bit: zbar does not follow FNC4 of Code 128 and gives é as i."""
    return "".join(chr(ord(sign) & 0x7F) for sign in text)


def agreed(code: Code, doubtful: dict[str, Code]) -> Code:
    """The code, confirmed if the other engine has seen the same text before; named as zxing names it."""
    before = doubtful.get(_same(code))
    if code.confirmed or before is None or before.engine == code.engine:
        return code
    by_zxing = before if before.engine == "zxing" else code
    # Both engines stop at the same bar when they see only a part.
    return code if by_zxing.format == "ITF" and by_zxing.may_be_a_part else replace(by_zxing, confirmed=True)

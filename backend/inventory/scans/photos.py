"""Photos to codes, for every door: decoded in processes that can be killed, a bounded number at a time."""

import asyncio
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal
from backend.foundation.uploads import PhotoTooManyPixels, UploadTooLarge
from scanners import image, label
from scanners.answer import Answer
from scanners.decoder_pool import DecoderPool, DecodingTookTooLong
from scanners.engines import Code
from scanners.unpacking import PHOTO_FORMATS

_FORMATS: Final = tuple(PHOTO_FORMATS.values())
DECODERS: Final = 2
PHOTOS_AT_ONCE_MAX: Final = 8
"""At work and waiting, per web process: the ninth is asked to come again instead of holding 10 MB in memory."""


@dataclass
class NotAPhoto(Refusal):
    """Of none of the formats that are unpacked, or damaged."""

    zh: ClassVar[str] = f"这不是完好的照片。请使用 {'、'.join(_FORMATS)} 图片，或重新拍摄。"
    en: ClassVar[str] = f"This is no undamaged photo. Use {', '.join(_FORMATS)}, or take it again."


@dataclass
class DecodingTooSlow(Refusal):
    """The decoder did not come to an end, or died over this photo; it would probably do so again."""

    zh: ClassVar[str] = "这张照片在限定时间内无法识别。请靠近条码重拍，或手工录入。"
    en: ClassVar[str] = (
        "This photo could not be read in the time allowed. Take it closer to the code, or type it."
    )


@dataclass
class DecodersBusy(Refusal):
    """As many photos as may are being read already."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "识别照片的人较多，请稍后再试。"
    en: ClassVar[str] = "Many photos are being read at the moment. Try again shortly."


@dataclass(frozen=True, slots=True)
class PhotoRead:
    """The codes in a photo and, in the same order, what each means. No codes is an answer too."""

    codes: tuple[Code, ...]
    labels: tuple[Answer, ...]


class Decoders:
    """The pool of one process, with a count of who is in it."""

    def __init__(self, pool: DecoderPool) -> None:
        self._pool = pool
        self._inside = 0

    async def read(self, photo: bytes, *, year: int) -> PhotoRead:
        """What the photo holds. Raises UploadTooLarge, PhotoTooManyPixels, NotAPhoto, DecodingTooSlow, DecodersBusy."""
        if self._inside >= PHOTOS_AT_ONCE_MAX:
            raise DecodersBusy
        self._inside += 1
        try:
            found = await asyncio.to_thread(self._pool.decode_with_deadline, photo)
        finally:
            self._inside -= 1
        match found:
            case image.Seen():
                return PhotoRead(found.codes, tuple(meaning(code, year) for code in found.codes))
            case image.PhotoTooBig():
                raise UploadTooLarge(image.PHOTO_BYTES_MAX // image.MEBIBYTE)
            case image.PhotoTooManyPixels():
                raise PhotoTooManyPixels(image.PHOTO_PIXELS_MAX // 1_000_000)
            case DecodingTookTooLong():
                raise DecodingTooSlow
            case image.NotAPhoto():
                raise NotAPhoto


def meaning(code: Code, year: int) -> Answer:
    """What the code says. Both engines keep FNC1, so a separator cannot have been lost on the way."""
    return label.read(code.text, code.symbology, year=year, separators_pass=True)


@cache
def decoders() -> Decoders:
    """This process's pool. Its children are daemons: they end with the process."""
    return Decoders(DecoderPool(DECODERS))

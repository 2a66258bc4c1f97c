"""Decides: what a remark may hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from backend.foundation.refusal import Refusal
from backend.foundation.text import cleaned_or_none

CHARACTERS_MAX: Final = 500
PHOTOS_MAX: Final = 4
REMARKS_PER_ORDER_MAX: Final = 500


@dataclass
class RemarkEmpty(Refusal):
    """A remark has words, a photo, or both."""

    zh: ClassVar[str] = "请写几个字，或附上一张照片。"
    en: ClassVar[str] = "Write a few words, or add a photo."


@dataclass
class TooManyPhotos(Refusal):
    photos_max: int
    zh: ClassVar[str] = "一条留言最多附 {photos_max} 张照片，其余的请另写一条。"
    en: ClassVar[str] = "A remark takes at most {photos_max} photos. Put the others into another one."


@dataclass
class PhotoRefused(Refusal):
    """The bytes are no JPEG or PNG, or a damaged one."""

    zh: ClassVar[str] = "这张照片不能附在留言里。请使用完好的 JPEG 或 PNG 图片。"
    en: ClassVar[str] = "This photo cannot be kept with a remark. Use an undamaged JPEG or PNG."


@dataclass
class RemarksFull(Refusal):
    remarks_max: int
    zh: ClassVar[str] = "这张订单的留言已满 {remarks_max} 条，不能再添加。"
    en: ClassVar[str] = "This order has {remarks_max} remarks already; no more can be added."


@dataclass
class RemarkKnown(Refusal):
    """The id stands for another remark, and a remark is never written over."""

    zh: ClassVar[str] = "这条留言的编号已被使用，请重新填写后提交。"
    en: ClassVar[str] = "This remark's id is in use. Write the remark again."


@dataclass(frozen=True, slots=True)
class Content:
    """What a remark holds, cleaned; the photos in the order in which they were added, each once."""

    text: str | None
    photo_ids: tuple[UUID, ...]


def content_of(text: str | None, photo_ids: Sequence[UUID]) -> Content:
    """Raises RemarkEmpty, TooManyPhotos, TextTooLong, TextNotPrintable."""
    photos = tuple(dict.fromkeys(photo_ids))
    if len(photos) > PHOTOS_MAX:
        raise TooManyPhotos(PHOTOS_MAX)
    words = cleaned_or_none(text, characters_max=CHARACTERS_MAX, lines=True)
    if words is None and not photos:
        raise RemarkEmpty
    return Content(words, photos)

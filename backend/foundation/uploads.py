"""Uploads: bytes that come in parts and belong to who sends them, until the last one is here and checked.

They come before the command that names them, so they are no command themselves: until one names them they mean
nothing, and only their sender sees them.
"""

import hashlib
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import Actor
from backend.foundation.file_kinds import SNIFFED_BYTES, FileKind, pixels, sniffed
from backend.foundation.house import House
from backend.foundation.limits import (
    PHOTO_PIXELS_MAX,
    UPLOAD_BYTES_MAX,
    UPLOAD_PART_BYTES_MAX,
    UPLOADS_OPEN_PER_PERSON_MAX,
)
from backend.foundation.permission import NotFound
from backend.foundation.records import Attachment
from backend.foundation.refusal import Refusal

_KINDS: Final = tuple(kind.said for kind in FileKind)


@dataclass
class UploadTooLarge(Refusal):
    mebibytes_max: int
    zh: ClassVar[str] = "文件超过 {mebibytes_max} MB，请压缩或重拍后再传。"
    en: ClassVar[str] = "The file is larger than {mebibytes_max} MB. Make it smaller or take it again."


@dataclass
class FileKindRefused(Refusal):
    """The first bytes show none of the kinds that are taken, or another than was announced."""

    zh: ClassVar[str] = f"文件内容与类型不符，或不是可接收的类型。请使用 {'、'.join(_KINDS)} 文件。"
    en: ClassVar[str] = (
        f"The content is not of the kind that was announced, or of no kind that is taken: {', '.join(_KINDS)}."
    )


@dataclass
class UploadOffsetWrong(Refusal):
    """Another part is awaited: the one that begins at `offset`."""

    final: ClassVar[bool] = False
    offset: int
    zh: ClassVar[str] = "应从第 {offset} 字节继续上传。"
    en: ClassVar[str] = "The upload goes on at byte {offset}."


@dataclass
class AnnouncedOtherwise(Refusal):
    """The same id began with another length, digest or kind."""

    zh: ClassVar[str] = "这个附件编号已用于另一个文件，请重新选择文件。"
    en: ClassVar[str] = "This attachment id stands for another file. Choose the file again."


@dataclass
class DigestDiffers(Refusal):
    """All bytes came, but they are not the ones that were announced; what came is thrown away."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "文件在传输中有改变，已清除，请重新上传。"
    en: ClassVar[str] = "The file changed on its way and was thrown away. Send it again."


@dataclass
class PhotoTooManyPixels(Refusal):
    """The picture would unpack to more than anybody may ask a server or a phone to hold."""

    megapixels_max: int
    zh: ClassVar[str] = "照片超过 {megapixels_max} 百万像素，请降低分辨率后重拍。"
    en: ClassVar[str] = (
        "The photo has more than {megapixels_max} megapixels. Take it again at a lower resolution."
    )


@dataclass
class TooManyUploads(Refusal):
    final: ClassVar[bool] = False
    uploads_max: int
    zh: ClassVar[str] = "还有 {uploads_max} 个文件没有传完，请等它们传完再添加。"
    en: ClassVar[str] = "{uploads_max} files are still on their way. Wait for them before adding more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What the sender says of a file before its first byte. `sha256` is 32 bytes."""

    length: int
    sha256: bytes
    kind: FileKind


@dataclass(frozen=True, slots=True)
class Arrived:
    """How much of an upload is here."""

    offset: int
    length: int


async def arrived(house: House, actor: Actor, attachment_id: UUID) -> Arrived:
    """How far the actor's own upload has come. Raises NotFound for all others."""
    async with house.sessions() as session:
        row = (
            await session.execute(
                select(Attachment.received, Attachment.length).where(
                    Attachment.id == attachment_id, Attachment.user_id == actor.user_id
                )
            )
        ).one_or_none()
    if row is None:
        raise NotFound("attachment")
    return Arrived(row.received, row.length)


async def append_part(
    house: House, actor: Actor, attachment_id: UUID, announced: Announced, offset: int, part: bytes
) -> Arrived:
    """Keeps a part that begins at `offset`; the first one (0) begins the upload, the last one is checked.

    Raises UploadTooLarge, FileKindRefused, UploadOffsetWrong, AnnouncedOtherwise, DigestDiffers, TooManyUploads,
    PhotoTooManyPixels, or
    NotFound for somebody else's. A part that was kept already is answered by UploadOffsetWrong: go on there.
    """
    if not 0 < announced.length <= UPLOAD_BYTES_MAX or len(part) > UPLOAD_PART_BYTES_MAX:
        raise UploadTooLarge(UPLOAD_BYTES_MAX // 1024**2)
    async with house.sessions() as session, session.begin():
        received = await _begun(session, actor, attachment_id, announced)
        if offset != received:
            raise UploadOffsetWrong(received)
        end = received + len(part)
        if end > announced.length:
            raise UploadTooLarge(UPLOAD_BYTES_MAX // 1024**2)
        if received == 0 and sniffed(part[:SNIFFED_BYTES]) is not announced.kind:
            raise FileKindRefused
        complete = end == announced.length
        content: bytes = (
            await session.execute(
                update(Attachment)
                .where(Attachment.id == attachment_id)
                .values(
                    content=Attachment.content.op("||")(part),
                    received=end,
                    complete_at=house.clock.now() if complete else None,
                )
                .returning(Attachment.content if complete else func.convert_to("", "UTF8"))
            )
        ).scalar_one()
        intact = not complete or hashlib.sha256(content).digest() == announced.sha256
        too_large = complete and pixels(content, announced.kind) > PHOTO_PIXELS_MAX
        if not intact or too_large:
            await session.execute(delete(Attachment).where(Attachment.id == attachment_id))
    if not intact:
        raise DigestDiffers
    if too_large:
        raise PhotoTooManyPixels(PHOTO_PIXELS_MAX // 1_000_000)
    return Arrived(end, announced.length)


async def _begun(session: AsyncSession, actor: Actor, attachment_id: UUID, announced: Announced) -> int:
    """How much is here, under the row's lock; an upload that is new begins."""
    begun = await session.execute(
        insert(Attachment)
        .values(
            id=attachment_id,
            user_id=actor.user_id,
            sha256=announced.sha256,
            mime=announced.kind.value,
            length=announced.length,
        )
        .on_conflict_do_nothing()
        .returning(Attachment.id)
    )
    if begun.first() is not None:
        await _not_too_many(session, actor)
    row = await session.scalar(select(Attachment).where(Attachment.id == attachment_id).with_for_update())
    if row is None or row.user_id != actor.user_id:
        raise NotFound("attachment")
    if (row.length, row.sha256, row.mime) != (announced.length, announced.sha256, announced.kind.value):
        raise AnnouncedOtherwise
    return row.received


async def _not_too_many(session: AsyncSession, actor: Actor) -> None:
    """Raises TooManyUploads when this person has more than enough under way, the one just begun included."""
    under_way = await session.scalar(
        select(func.count()).where(Attachment.user_id == actor.user_id, Attachment.complete_at.is_(None))
    )
    if under_way is not None and under_way > UPLOADS_OPEN_PER_PERSON_MAX:
        raise TooManyUploads(UPLOADS_OPEN_PER_PERSON_MAX)

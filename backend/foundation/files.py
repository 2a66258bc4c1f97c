"""Attachments: bytes that come in parts, belong to who sent them, and are read by whom their record shows them.

Bytes come before the command that names them, so they are no command themselves: until one names them they mean
nothing and only their sender sees them. A record (a paper, a delivery) registers who may read what it names.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import Actor
from backend.foundation.file_kinds import SNIFFED_BYTES, Damaged, FileKind, sniffed, without_metadata
from backend.foundation.house import House
from backend.foundation.limits import UPLOAD_BYTES_MAX, UPLOAD_PART_BYTES_MAX, UPLOADS_OPEN_PER_PERSON_MAX
from backend.foundation.permission import NotFound
from backend.foundation.reading import Reading
from backend.foundation.records import Attachment
from backend.foundation.refusal import Refusal
from backend.foundation.work import Work

DOCUMENTS: Final = frozenset({FileKind.jpeg, FileKind.png, FileKind.pdf})


@dataclass
class AttachmentNotReady(Refusal):
    """The command names bytes that are not here yet, or not this person's; it may be sent again."""

    final: ClassVar[bool] = False
    attachment_id: UUID
    zh: ClassVar[str] = "附件还没有传完。请保持联网，传完后会自动继续。"
    en: ClassVar[str] = "The attachment has not arrived completely. Stay online: this goes on when it has."


@dataclass
class DocumentRefused(Refusal):
    """The bytes are no document that can be kept: another kind, or a damaged picture."""

    zh: ClassVar[str] = "这个文件不能作为证照保存。请使用完好的 JPEG、PNG 图片或 PDF 文件。"
    en: ClassVar[str] = "This file cannot be kept as a document. Use an undamaged JPEG, PNG or PDF."


@dataclass
class UploadTooLarge(Refusal):
    mebibytes_max: int
    zh: ClassVar[str] = "文件超过 {mebibytes_max} MB，请压缩或重拍后再传。"
    en: ClassVar[str] = "The file is larger than {mebibytes_max} MB. Make it smaller or take it again."


@dataclass
class FileKindRefused(Refusal):
    """The first bytes show none of the kinds that are taken, or another than was announced."""

    zh: ClassVar[str] = "文件内容与类型不符，或不是可接收的类型。请使用 JPEG、PNG、HEIC、PDF 或 xlsx 文件。"
    en: ClassVar[str] = (
        "The content is not of the kind that was announced, or of no kind that is taken: JPEG, PNG, HEIC, PDF, xlsx."
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
class Stored:
    """A complete attachment."""

    kind: FileKind
    sha256: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Arrived:
    """How much of an upload is here."""

    offset: int
    length: int


Shows = Callable[[Reading, UUID], Awaitable[bool]]
_SHOWS: list[Shows] = []


def shows_attachments(shows: Shows) -> Shows:
    """Registers a record's answer to: does the reader see a record of yours that names this attachment?"""
    _SHOWS.append(shows)
    return shows


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

    Raises UploadTooLarge, FileKindRefused, UploadOffsetWrong, AnnouncedOtherwise, DigestDiffers, TooManyUploads, or
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
        if not intact:
            await session.execute(delete(Attachment).where(Attachment.id == attachment_id))
    if not intact:
        raise DigestDiffers
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


async def stored_for(house: House, actor: Actor, attachment_id: UUID) -> Stored:
    """A complete attachment that the actor sent or that a record shows them. Raises NotFound."""
    async with house.sessions() as session:
        row = await session.get(Attachment, attachment_id)
    if row is None or row.complete_at is None:
        raise NotFound("attachment")
    if row.user_id != actor.user_id:
        async with house.reading(actor) as reading:
            if not await _is_shown(reading, attachment_id):
                raise NotFound("attachment")
    return Stored(FileKind(row.mime), row.sha256, row.content)


async def _is_shown(reading: Reading, attachment_id: UUID) -> bool:
    for shows in _SHOWS:
        if await shows(reading, attachment_id):
            return True
    return False


async def own_attachment(work: Work, attachment_id: UUID) -> Attachment:
    """The actor's own complete attachment, locked, for a command that names it. Raises AttachmentNotReady."""
    row = await work.session.scalar(
        select(Attachment)
        .where(Attachment.id == attachment_id, Attachment.user_id == work.actor.user_id)
        .with_for_update()
    )
    if row is None or row.complete_at is None:
        raise AttachmentNotReady(attachment_id)
    return row


async def take_document(work: Work, attachment_id: UUID) -> None:
    """Makes the actor's attachment a document of the firm: its kind is checked, and its metadata are removed.

    A phone writes the place into its pictures; a licence needs none. What is kept has another digest then, and the
    audit log says both. Raises AttachmentNotReady, DocumentRefused.
    """
    row = await own_attachment(work, attachment_id)
    kind = FileKind(row.mime)
    if kind not in DOCUMENTS:
        raise DocumentRefused
    try:
        plain = without_metadata(row.content, kind)
    except Damaged:
        raise DocumentRefused from None
    if plain == row.content:
        return
    digest = hashlib.sha256(plain).digest()
    work.changed("attachment", row.id, {"sha256": row.sha256.hex()}, {"sha256": digest.hex()})
    row.content, row.length, row.received, row.sha256 = plain, len(plain), len(plain), digest

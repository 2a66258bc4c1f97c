"""Attachments, once they are here: read by their sender and by whom a record shows them, taken by commands.

A record (a paper, a delivery) registers who may read what it names: files know no record, records know their readers.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import select

from backend.foundation.actor import Actor
from backend.foundation.file_kinds import Damaged, FileKind, without_metadata
from backend.foundation.house import House
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


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete attachment."""

    kind: FileKind
    sha256: bytes
    content: bytes


Shows = Callable[[Reading, UUID], Awaitable[bool]]
_SHOWS: list[Shows] = []


def shows_attachments(shows: Shows) -> Shows:
    """Registers a record's answer to: does the reader see a record of yours that names this attachment?"""
    _SHOWS.append(shows)
    return shows


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


async def photo_may_be_named(work: Work, attachment_id: UUID) -> bool:
    """Whether the photo is the actor's own, or not here yet."""
    owner = await work.session.scalar(select(Attachment.user_id).where(Attachment.id == attachment_id))
    return owner is None or owner in work.actor.persons


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

"""Attachments over HTTP: in parts with resume, and out again only as what they are.

    HEAD  /attachments/{id}   how far the upload has come: Upload-Offset, Upload-Length (404: not begun)
    PATCH /attachments/{id}   one part: Upload-Offset, Upload-Length, Upload-Sha256 (hex), Upload-Mime; body: the bytes
    GET   /attachments/{id}   the whole file, for its sender and for whom a record shows it

After a lost answer the phone asks HEAD and goes on there. A part that does not fit is answered by 409 with the
offset that does. The idea is that of tus (Upload-Offset), without its creation step: ids are made by the sender.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend.api.body import read_body
from backend.api.failures import refused
from backend.api.refusals import DoorRefusal
from backend.api.signed_in import ActorOf, Statuses, for_signed_in
from backend.foundation.actor import Actor
from backend.foundation.file_kinds import FileKind
from backend.foundation.files import Stored, stored_for
from backend.foundation.house import House
from backend.foundation.limits import UPLOAD_BYTES_MAX, UPLOAD_PART_BYTES_MAX
from backend.foundation.permission import NotFound
from backend.foundation.uploads import (
    Announced,
    AnnouncedOtherwise,
    Arrived,
    DigestDiffers,
    FileKindRefused,
    PhotoTooManyPixels,
    TooManyUploads,
    UploadOffsetWrong,
    UploadTooLarge,
    append_part,
    arrived,
)

_STATUSES: Final[Statuses] = {
    NotFound: 404,
    UploadOffsetWrong: 409,
    AnnouncedOtherwise: 409,
    UploadTooLarge: 413,
    FileKindRefused: 415,
    DigestDiffers: 422,
    PhotoTooManyPixels: 422,
    TooManyUploads: 429,
}
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_SHOWN_IN_PLACE: Final = frozenset({FileKind.jpeg, FileKind.png, FileKind.heic})


@dataclass
class UploadHeadersWrong(DoorRefusal):
    """A header that describes the part is missing or cannot be read."""

    code: ClassVar[str] = "UPLOAD_HEADERS_WRONG"
    status: ClassVar[int] = 400
    zh: ClassVar[str] = "上传请求缺少说明：Upload-Offset、Upload-Length、Upload-Sha256、Upload-Mime。"
    en: ClassVar[str] = (
        "Say Upload-Offset, Upload-Length, Upload-Sha256 (hex) and Upload-Mime with each part."
    )


def attachment_routes(house: House, actor_of: ActorOf) -> list[BaseRoute]:
    """The routes. `actor_of` finds who is signed in on a request; None is answered by 401."""
    answer = for_signed_in(actor_of, _STATUSES, _AttachmentDoor(house).answer)
    return [Route("/attachments/{id:uuid}", answer, methods=["GET", "HEAD", "PATCH"])]


class _AttachmentDoor:
    def __init__(self, house: House) -> None:
        self._house = house

    async def answer(self, request: Request, actor: Actor) -> Response:
        id: UUID = request.path_params["id"]
        if request.method == "PATCH":
            return await self._taken(request, actor, id)
        if request.method == "HEAD":
            return _progress(await arrived(self._house, actor, id))
        return _file(id, await stored_for(self._house, actor, id), request)

    async def _taken(self, request: Request, actor: Actor, id: UUID) -> Response:
        announced, offset = _announced(request)
        part = await read_body(request, UPLOAD_PART_BYTES_MAX)
        try:
            return _progress(await append_part(self._house, actor, id, announced, offset, part))
        except UploadOffsetWrong as wrong:
            fits = {"upload-offset": str(wrong.offset)}
            return JSONResponse(refused(wrong, actor.language), _STATUSES[UploadOffsetWrong], fits)


def _announced(request: Request) -> tuple[Announced, int]:
    """What the headers say. Raises UploadHeadersWrong, FileKindRefused, UploadTooLarge."""
    offset, length, sha256 = (
        request.headers.get(name, "") for name in ("upload-offset", "upload-length", "upload-sha256")
    )
    if not (_NUMBER.fullmatch(offset) and _NUMBER.fullmatch(length) and _SHA256.fullmatch(sha256)):
        raise UploadHeadersWrong
    if int(length) > UPLOAD_BYTES_MAX:
        raise UploadTooLarge(UPLOAD_BYTES_MAX // 1024**2)
    mime = request.headers.get("upload-mime", "").lower()
    kinds = {kind.value: kind for kind in FileKind} | {
        "image/heif": FileKind.heic,
        "image/jpg": FileKind.jpeg,
    }
    if mime not in kinds:
        raise FileKindRefused
    return Announced(length=int(length), sha256=bytes.fromhex(sha256), kind=kinds[mime]), int(offset)


def _progress(so_far: Arrived) -> Response:
    headers = {
        "upload-offset": str(so_far.offset),
        "upload-length": str(so_far.length),
        "cache-control": "no-store",
    }
    return Response(status_code=204, headers=headers)


def _file(id: UUID, file: Stored, request: Request) -> Response:
    """The bytes as what they are: never sniffed, never run, kept by no shared cache.

    Pictures are shown in place; a PDF may carry scripts, so it is saved and opened by a reader of its own.
    """
    how = "inline" if file.kind in _SHOWN_IN_PLACE else "attachment"
    tag = f'"{file.sha256.hex()}"'
    headers = {
        "etag": tag,
        "cache-control": "private, no-cache",
        "content-disposition": f'{how}; filename="{id}.{file.kind.ending}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=file.kind.value, headers=headers)

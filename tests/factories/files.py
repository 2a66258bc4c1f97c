"""Real files for tests, and their upload through the HTTP door."""

import hashlib
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import httpx
from openpyxl import Workbook
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request

from backend.api.imports import import_routes
from backend.api.photos import photo_routes
from backend.api.uploads import attachment_routes
from backend.foundation.actor import Actor
from backend.foundation.file_kinds import FileKind
from tests.factories.shop import Shop


def a_door(shop: Shop, by: Actor | None) -> httpx.AsyncClient:
    """The attachment and import routes as that person's phone reaches them."""

    async def actor_of(_: Request) -> Actor | None:
        return by

    app = Starlette(
        routes=[
            *attachment_routes(shop.house, actor_of),
            *import_routes(),
            *photo_routes(shop.house, actor_of),
        ]
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://lotline.test")


def part_headers(content: bytes, mime: str, offset: int = 0) -> dict[str, str]:
    return {
        "upload-offset": str(offset),
        "upload-length": str(len(content)),
        "upload-sha256": hashlib.sha256(content).hexdigest(),
        "upload-mime": mime,
    }


async def an_upload(shop: Shop, by: Actor, content: bytes, kind: FileKind, *, id: UUID | None = None) -> UUID:
    """The id of an attachment that this person has uploaded whole."""
    id = id or shop.new_id()
    async with a_door(shop, by) as door:
        answer = await door.patch(
            f"/attachments/{id}", content=content, headers=part_headers(content, kind.value)
        )
    assert answer.status_code == 204, answer.text
    return id


def a_photo(kind: FileKind = FileKind.jpeg, *, place: bool = False, turned: int = 1, side: int = 64) -> bytes:
    """A picture; `place` puts GPS data, a maker and a comment in, `turned` its Exif orientation."""
    picture = Image.effect_noise((side, side), 40).convert("RGB")
    exif = Image.Exif()
    if turned != 1:
        exif[0x0112] = turned
    if place:
        exif[0x010F] = "SecretPhone"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (31.0, 13.0, 52.0)
    stream = io.BytesIO()
    options: dict[str, Any] = {"comment": b"SecretComment"} if place and kind is FileKind.jpeg else {}
    picture.save(stream, {FileKind.jpeg: "JPEG", FileKind.png: "PNG"}[kind], exif=exif, **options)
    return stream.getvalue()


def a_pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def a_sheet(rows: Iterable[Iterable[object]]) -> bytes:
    """An xlsx file with these rows on its first sheet."""
    workbook = Workbook()
    sheet: Any = workbook.active
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()

"""What a file is, by its first bytes and never by its name; and a document's picture without what it says of its maker.

Sources: ITU-T T.81 Annex B (JPEG segments), Exif 2.3 (orientation), PNG (W3C) 5.2–5.6 and 11, ISO/IEC 23008-12 (HEIC
brands), ISO 32000 7.5.2 (PDF header), ECMA-376 part 2 (a spreadsheet is a ZIP package).
"""

import re
import struct
import zlib
from enum import StrEnum
from typing import Final

SNIFFED_BYTES: Final = 32


class FileKind(StrEnum):
    """The kinds that are kept. None of them runs in a browser; SVG and HTML are not among them.

    Fewer than a photo to be decoded may be of: a kept picture is stripped, shown and printed for years, so the app
    makes a JPEG of every picture that the phone can read, WebP and AVIF among them.
    """

    jpeg = "image/jpeg"
    png = "image/png"
    heic = "image/heic"
    pdf = "application/pdf"
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @property
    def said(self) -> str:
        """As people call it."""
        return self.name if self is FileKind.xlsx else self.name.upper()

    @property
    def ending(self) -> str:
        """What its file name ends with."""
        return self.name


class Damaged(Exception):
    """The picture breaks off, or its parts contradict each other."""


_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def sniffed(head: bytes) -> FileKind | None:
    """The kind that the first SNIFFED_BYTES show, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.jpeg
    if head.startswith(_PNG_SIGNATURE):
        return FileKind.png
    if head.startswith(b"%PDF-"):
        return FileKind.pdf
    if head.startswith(b"PK\x03\x04"):
        return FileKind.xlsx
    return FileKind.heic if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS else None


def without_metadata(content: bytes, kind: FileKind) -> bytes:
    """The same picture without place, device, comments, thumbnails and whatever hangs behind its end.

    Pixels, colour profile and orientation stay; nothing is decoded, so there is nothing to blow up. A PDF stays as
    it is. Raises Damaged.
    """
    try:
        if kind is FileKind.jpeg:
            return _plain_jpeg(content)
        if kind is FileKind.png:
            return _plain_png(content)
    except (struct.error, IndexError) as broken_off:
        raise Damaged from broken_off
    return content


def pixels(content: bytes, kind: FileKind) -> int:
    """How many pixels the picture says it has, without unpacking it; 0 where it does not say, and for what is none."""
    try:
        if kind is FileKind.png:
            width, height = struct.unpack_from(">II", content, 16)
            return int(width * height)
        if kind is FileKind.jpeg:
            return _pixels_of_jpeg(content)
        if kind is FileKind.heic:  # ISO/IEC 23008-12, 6.5.3: each item states its extent.
            extents = (
                struct.unpack_from(">II", content, found.end() + 4) for found in _EXTENT.finditer(content)
            )
            return max((width * height for width, height in extents), default=0)
    except (struct.error, IndexError):
        return 0
    return 0


_EXTENT: Final = re.compile(b"\x00\x00\x00\x14ispe")
_NO_FRAMES: Final = frozenset({0xC4, 0xC8, 0xCC})  # Tables among the frame headers C0 to CF.


def _pixels_of_jpeg(content: bytes) -> int:
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return int(width * height)
        at += 1 if marker == 0xFF else 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    return 0


_SOI, _EOI, _SOS, _COMMENT, _TEMPORARY = 0xD8, 0xD9, 0xDA, 0xFE, 0x01
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_RESTARTS: Final = range(0xD0, 0xD8)


def _plain_jpeg(content: bytes) -> bytes:
    kept, at = [b"\xff\xd8"], 2
    while True:
        if content[at] != 0xFF:
            raise Damaged
        marker = content[at + 1]
        if marker == 0xFF:  # A fill byte.
            at += 1
            continue
        if marker == _EOI:
            return b"".join([*kept, b"\xff\xd9"])
        if marker in (0x00, _SOI, _TEMPORARY) or marker in _RESTARTS:
            raise Damaged
        (length,) = struct.unpack_from(">H", content, at + 2)
        body, end = content[at + 4 : at + 2 + length], at + 2 + length
        if length < 2 or end > len(content):
            raise Damaged
        if marker == _SOS:
            end = _scan_end(content, end)
            kept.append(content[at:end])
        elif marker == _APP1:
            kept.append(_orientation_alone(body))
        elif _stays(marker, body):
            kept.append(content[at:end])
        at = end


def _stays(marker: int, body: bytes) -> bool:
    if _APP0 <= marker <= _APP15:
        return marker in (_APP0, _APP14) or (marker == _APP2 and body.startswith(b"ICC_PROFILE\x00"))
    return marker != _COMMENT


def _scan_end(content: bytes, at: int) -> int:
    """Where the entropy-coded data ends: at the first marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise Damaged
        following = content[at + 1]
        if following != 0x00 and following not in _RESTARTS:
            return at
        at += 2


def _orientation_alone(body: bytes) -> bytes:
    """An Exif segment that says which way up, and nothing else; empty where it says nothing of that."""
    turned = _orientation(body.removeprefix(b"Exif\x00\x00")) if body.startswith(b"Exif\x00\x00") else 1
    if turned == 1:
        return b""
    entry = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)
    exif = b"Exif\x00\x00" + b"MM\x00*\x00\x00\x00\x08" + entry
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _orientation(tiff: bytes) -> int:
    """1 to 8; 1 (upright) where it is not said or makes no sense."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for index in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * index)
            if tag == 0x0112 and kind == 3:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
)


def _plain_png(content: bytes) -> bytes:
    kept, at = [_PNG_SIGNATURE], len(_PNG_SIGNATURE)
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise Damaged
        (check,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[at + 4 : end - 4]) != check:
            raise Damaged
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end

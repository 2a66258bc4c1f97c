"""A backup as one file: a tar of a manifest and PostgreSQL's own dump, each part told by size and SHA-256.

The digests find what was damaged or altered in the parts, not who did it: whoever can rewrite the whole file can
rewrite the manifest too. So the digest of the manifest is told at the end of a backup, to be kept elsewhere.
"""

import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, ClassVar, Final

import msgspec

from backend.foundation.refusal import Refusal

FORMAT: Final = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
MANIFEST_BYTES_MAX: Final = 1 << 20
_CHUNK: Final = 1 << 20


@dataclass
class ArchiveNotReadable(Refusal):
    """It is no backup of ours, or a part of it is not what the manifest says."""

    file: str
    why: str
    zh: ClassVar[str] = "{file} 不是完整的 Lotline 备份（{why}），未恢复任何内容。请改用另一份备份。"
    en: ClassVar[str] = (
        "{file} is no whole backup of Lotline ({why}); nothing was restored. Take another backup."
    )


@dataclass
class ArchiveNewer(Refusal):
    """A newer version made it."""

    file: str
    made_by: str
    known: str
    zh: ClassVar[str] = (
        "{file} 由更新的版本生成（{made_by}），本程序只认识到 {known}，未恢复任何内容。请先升级程序。"
    )
    en: ClassVar[str] = (
        "{file} was made by a newer version ({made_by}); this program knows up to {known}. Nothing was restored."
        " Upgrade the program first."
    )


@dataclass
class FileThere(Refusal):
    """A backup never replaces a file."""

    file: str
    zh: ClassVar[str] = "{file} 已存在，备份不会覆盖文件。请换一个文件名。"
    en: ClassVar[str] = "{file} is there already, and a backup replaces no file. Choose another name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself: `rows` per table, `schema` the migration it stands at, `made_at` in UTC."""

    format: int
    made_at: str
    schema: str
    postgresql: int
    dump_bytes: int
    dump_sha256: str
    rows: Mapping[str, int]


def free_place(file: Path) -> Path:
    """The folder in which the archive will stand. Raises FileThere."""
    if file.exists():
        raise FileThere(str(file))
    return file.absolute().parent


def write_archive(file: Path, manifest: Manifest, dump: Path) -> str:
    """Writes the archive, whole or not at all, for our eyes only; gives the manifest's SHA-256. Raises FileThere."""
    told = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()
    draft = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
            with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as archive:
                archive.addfile(_member(MANIFEST, len(told)), io.BytesIO(told))
                with dump.open("rb") as dumped:
                    archive.addfile(_member(DUMP, manifest.dump_bytes), dumped)
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(draft, file)  # Unlike a rename it never replaces what is there.
        except FileExistsError:
            raise FileThere(str(file)) from None
    finally:
        draft.unlink(missing_ok=True)
    return sha256(told).hexdigest()


def read_archive(file: Path, dump: Path) -> Manifest:
    """The manifest, with the dump unpacked to `dump`, when every byte is as it says.

    Raises ArchiveNotReadable; ArchiveNewer for a later format.
    """
    try:
        with tarfile.open(file, mode="r:") as archive:
            manifest = _manifest(file, _part(archive, MANIFEST))
            size, digest = _unpacked(_part(archive, DUMP), dump, manifest.dump_bytes)
    except (OSError, tarfile.TarError, EOFError, ValueError) as failure:
        raise ArchiveNotReadable(str(file), type(failure).__name__) from None
    if (size, digest) != (manifest.dump_bytes, manifest.dump_sha256):
        raise ArchiveNotReadable(str(file), f"{DUMP}: SHA-256 {digest[:12]}… ≠ {manifest.dump_sha256[:12]}…")
    return manifest


def file_digest(file: Path) -> tuple[int, str]:
    """Size and SHA-256 in hex."""
    with file.open("rb") as opened:
        return file.stat().st_size, _copied(opened, None)[1]


def _manifest(file: Path, part: IO[bytes]) -> Manifest:
    told: Any = json.loads(part.read(MANIFEST_BYTES_MAX))
    if not isinstance(told, dict) or not isinstance(told.get("format"), int):
        raise ArchiveNotReadable(str(file), MANIFEST)
    if told["format"] > FORMAT:
        raise ArchiveNewer(str(file), f"format {told['format']}", f"format {FORMAT}")
    try:
        return msgspec.convert(told, Manifest)
    except msgspec.ValidationError:
        raise ArchiveNotReadable(str(file), MANIFEST) from None


def _part(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    member = archive.next()
    part = archive.extractfile(member) if member is not None and member.isreg() else None
    if member is None or part is None or member.name != name:
        raise ValueError(name)
    return part


def _unpacked(part: IO[bytes], dump: Path, bytes_max: int) -> tuple[int, str]:
    with dump.open("xb") as unpacked:
        return _copied(part, unpacked, bytes_max)


def _copied(source: IO[bytes], target: IO[bytes] | None, bytes_max: int | None = None) -> tuple[int, str]:
    size, digest = 0, sha256()
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if bytes_max is not None and size > bytes_max:
            raise ValueError("longer than stated")
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return size, digest.hexdigest()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member

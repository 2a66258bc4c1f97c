"""What a start remembers of the last one, so that it need not look again at what cannot have changed."""

from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.demo.people import PEOPLE
from backend.foundation.secret_files import SECRET_BYTES_MAX, replace_secret

FILE: Final = "demo-ready.json"
CODE: Final = Path(__file__).parents[1]
PIN: Final = "135246"
_CONNECT_SECONDS: Final = 10.0
_STILL_KNOWN: Final = """
select count(*) from credentials c join users u on u.id = c.user_id
where u.login = any($1) and c.password_hash = $2 and c.pin_hash = $3
"""


class Login(msgspec.Struct, frozen=True):
    """What the ribbon and `--json` tell of one login."""

    role: str
    user: str
    password: str


class ShownOrder(msgspec.Struct, frozen=True, rename="camel"):
    """The order that every role of the ribbon can open, with its outbound for the warehouse and its delivery."""

    id: UUID
    number: str
    outbound_id: UUID
    delivery_id: UUID


class Job(msgspec.Struct, frozen=True):
    """What `preparing` is asked for."""

    superuser_url: str
    data: str
    small: bool
    lan: bool
    public_url: str
    """Scheme and host that the codes on its papers lead to."""


class Prepared(msgspec.Struct, frozen=True):
    """What the start prints."""

    logins: tuple[Login, ...]
    pin: str
    order: ShownOrder | None = None


class Ready(msgspec.Struct, frozen=True):
    """The hashes of the well-known password and PIN that everybody was given, and the logins."""

    password_hash: str
    pin_hash: str
    logins: tuple[Login, ...]
    order: ShownOrder | None = None
    code: str = ""


def note_ready(data: Path, ready: Ready) -> None:
    """Remembers that all was prepared by this very code."""
    noted = msgspec.structs.replace(ready, code=_fingerprint())
    replace_secret(_file(data), msgspec.json.encode(noted))


async def still_ready(data: Path, owner_url: str) -> Prepared | None:
    """What was prepared, when the code is the same and everybody still has the well-known password; else None."""
    try:
        ready = msgspec.json.decode(_file(data).read_bytes()[:SECRET_BYTES_MAX], type=Ready)
    except (OSError, msgspec.MsgspecError):
        return None
    if ready.code != _fingerprint():
        return None
    connection = await asyncpg.connect(owner_url, timeout=_CONNECT_SECONDS)
    try:
        logins = [person.login for person in PEOPLE]
        known = await connection.fetchval(_STILL_KNOWN, logins, ready.password_hash, ready.pin_hash)
    except asyncpg.PostgresError:
        return None
    finally:
        await connection.close()
    return Prepared(ready.logins, PIN, ready.order) if known == len(logins) else None


def _file(data: Path) -> Path:
    return data / "passwords" / FILE


def _fingerprint() -> str:
    """Changes with every change of the code: of each file its name, size and time."""
    digest = sha256()
    for file in sorted(CODE.rglob("*.py")) + sorted(CODE.rglob("*.sql")):
        facts = file.stat()
        digest.update(f"{file.relative_to(CODE)}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()

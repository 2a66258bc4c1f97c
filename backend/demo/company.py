"""Whether the demo company is there: made once, made anew when its making was cut off, never put into another firm's
database."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

import asyncpg

from backend.demo.world import SEED, WHOLE, Extent, make_world
from backend.foundation.database.roles import DATABASE, DatabaseUrls, prepare_database
from backend.foundation.house import PUBLIC_URL
from backend.foundation.refusal import Refusal
from backend.foundation.secret_files import kept_secret, replace_secret
from backend.migrations import migrate

MARK: Final = "demo"
_MAKING, _MADE = "making", "made"
_CONNECT_SECONDS: Final = 10.0
_DROP: Final = f"drop database if exists {DATABASE} with (force)"
_ANYBODY: Final = "select exists (select from users where kind <> 'system')"


@dataclass
class NotTheDemo(Refusal):
    """The data folder holds a firm that was set up for real."""

    folder: str
    zh: ClassVar[str] = (
        "数据目录 {folder} 属于一家正式企业，未作任何改动。演示请另选目录：lotline demo --data 目录"
    )
    en: ClassVar[str] = (
        "The data folder {folder} belongs to a firm that was set up; nothing was changed. "
        "Choose another one for the demo: lotline demo --data FOLDER"
    )


async def ensured_company(
    superuser_url: str, data: Path, today: date, extent: Extent = WHOLE, *, public_url: str = PUBLIC_URL
) -> DatabaseUrls:
    """The URLs of a migrated database with the demo company in it.

    A mark in the data folder says that its making began: a database that carries it without being done holds nothing
    but a half-made demo, and is thrown away. Raises NotTheDemo.
    """
    mark = data / "passwords" / MARK
    if mark.exists() and kept_secret(mark) == _MAKING:
        await _ask(superuser_url, _DROP)
    urls = await prepare_database(superuser_url, data / "passwords")
    await migrate(urls.owner)
    if mark.exists() and kept_secret(mark) == _MADE:
        return urls
    if await _ask(urls.owner, _ANYBODY):
        raise NotTheDemo(folder=str(data))
    kept_secret(mark, lambda: _MAKING)
    # Nobody waits for the disk at each of three thousand commits: what a power cut tears is thrown away as a whole.
    await _ask(superuser_url, f"alter database {DATABASE} set synchronous_commit = off")
    await make_world(urls.app, today, extent, SEED, public_url=public_url)
    await _ask(superuser_url, f"alter database {DATABASE} reset synchronous_commit")
    await _ask(superuser_url, "checkpoint")
    replace_secret(mark, _MADE.encode())
    return urls


async def _ask(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url, timeout=_CONNECT_SECONDS)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()

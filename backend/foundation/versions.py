"""Versions of synced rows: what a person saw, compared under the row's lock with what stands."""

from dataclasses import dataclass
from functools import cache
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Table, Uuid, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.refusal import Refusal
from backend.foundation.tables import Base


@dataclass(frozen=True, slots=True)
class BasedOn:
    """The version of a thing that a person had before their eyes when they decided."""

    kind: str
    id: UUID
    version: int


@dataclass
class ChangedMeanwhile(Refusal):
    """Somebody else has changed the thing since; not kept, because whoever asks again gets the version of that day."""

    version: int
    final: ClassVar[bool] = False
    zh: ClassVar[str] = (
        "你填写时看到的内容已被别人修改（现为第 {version} 版）。请查看后选择保留对方的，或修改后重发。"
    )
    en: ClassVar[str] = (
        "Somebody changed this after you saw it (version {version} now)."
        " Look at it, then keep theirs, or fix yours and send it again."
    )


async def demand_unchanged(session: AsyncSession, based_on: BasedOn) -> None:
    """Raises ChangedMeanwhile. The row stays locked until the unit of work ends; one that is not there is no conflict."""
    current = await version_of(session, based_on.kind, based_on.id, lock=True)
    if current is not None and current != based_on.version:
        raise ChangedMeanwhile(current)


async def version_of(session: AsyncSession, kind: str, id: UUID, *, lock: bool = False) -> int | None:
    """The version that stands; None for a kind without versions, and for a row that is not there."""
    table = _head(kind)
    if table is None:
        return None
    found = select(table.c.version).where(table.c.id == id)
    version: int | None = await session.scalar(found.with_for_update() if lock else found)
    return version


@cache
def _head(kind: str) -> Table | None:
    """The table of that kind whose row stands for the whole thing: lines and steps point to it."""
    tables = [table for table in Base.metadata.sorted_tables if table.info.get("kind") == kind]
    heads = [
        table
        for table in tables
        if {"id", "version"} <= set(table.c.keys())
        and isinstance(table.c.id.type, Uuid)
        and not any(key.column.table in tables for key in table.foreign_keys)
    ]
    return heads[0] if len(heads) == 1 else None

"""A door: the rows of a file that somebody uploaded become commands, performed one by one in their name.

Command ids come of (file, row), ids of things of their names: the same file again repeats the stored outcomes, and
another file with the same things finds them there. So a portion that was cut off is simply asked for again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from backend.engines.imports.rules import (
    Fault,
    Importable,
    Read,
    Row,
    SpreadsheetUnreadable,
    fated,
    read_sheet,
    row_identity,
)
from backend.engines.imports.workbook import read_workbook
from backend.foundation.actor import Actor
from backend.foundation.command import Handler, all_handlers
from backend.foundation.file_kinds import FileKind
from backend.foundation.files import stored_for
from backend.foundation.house import House
from backend.foundation.ids import derived_id
from backend.foundation.limits import IMPORT_ROWS_PER_REQUEST_MAX
from backend.foundation.perform import perform
from backend.foundation.permission import NotAllowed
from backend.foundation.refusal import Refusal
from backend.foundation.work import Door


@dataclass(frozen=True, slots=True)
class Portion:
    """What became of some rows: written (put on file or changed), on file just so before, or faulty and why. `next_row` is where to go on, None at the end."""

    added: int
    known: int
    faulty: int
    faults: tuple[Fault, ...] = field(default_factory=tuple)
    next_row: int | None = None


def handler_of_import(importable: Importable) -> Handler:
    """The handler of what its rows stand for: its right is the import's right."""
    return next(handler for handler in all_handlers() if handler.command is importable.command_type)


async def read_upload(house: House, actor: Actor, importable: Importable, attachment_id: UUID) -> Read:
    """What the actor's uploaded file says. Raises NotAllowed, NotFound, and the refusals of reading a sheet."""
    needs = handler_of_import(importable).needs
    if not actor.may(needs):
        raise NotAllowed(needs.name)
    file = await stored_for(house, actor, attachment_id)
    if file.kind is not FileKind.xlsx:
        raise SpreadsheetUnreadable
    read = await asyncio.to_thread(lambda: read_sheet(importable, read_workbook(file.content)))
    return await _with_fates(house, actor, importable, read)


async def _with_fates(house: House, actor: Actor, importable: Importable, read: Read) -> Read:
    """What would become of each row, by what is on file as far as the actor sees it."""
    if importable.on_file is None:
        return read
    names = [row_identity(importable, row) for row in read.rows if row.command is not None]
    async with house.reading(actor) as reading:
        found = {each.name: each for each in await reading.all(importable.on_file, names=names)}
    return replace(read, rows=tuple(fated(importable, row, found) for row in read.rows))


async def apply_rows(
    house: House, actor: Actor, door: Door, importable: Importable, attachment_id: UUID, from_row: int
) -> Portion:
    """Performs the next rows from number `from_row` on, at most IMPORT_ROWS_PER_REQUEST_MAX of them."""
    read = await read_upload(house, actor, importable, attachment_id)
    waiting = [row for row in read.rows if row.number >= from_row]
    portion, rest = waiting[:IMPORT_ROWS_PER_REQUEST_MAX], waiting[IMPORT_ROWS_PER_REQUEST_MAX:]
    added, known, faults = await _perform_rows(house, actor, door, importable, attachment_id, portion)
    faulty = len(portion) - added - known
    return Portion(added, known, faulty, tuple(faults), rest[0].number if rest else None)


async def _perform_rows(
    house: House,
    actor: Actor,
    door: Door,
    importable: Importable,
    attachment_id: UUID,
    rows: Sequence[Row],
) -> tuple[int, int, list[Fault]]:
    added = known = 0
    faults: list[Fault] = []
    for row in rows:
        if row.command is None:
            faults.extend(row.faults)
            continue
        if row.fate == "known":
            known += 1
            continue
        command_id = derived_id("import.command", importable.kind, attachment_id, row.number)
        try:
            performed = await perform(house, row.command, actor, command_id, door)
        except importable.known:
            known += 1
        except Refusal as refusal:
            faults.append(Fault(row.number, None, row_identity(importable, row), refusal))
        else:
            known, added = (known + 1, added) if performed.replayed else (known, added + 1)
    return added, known, faults

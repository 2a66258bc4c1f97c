"""A register as a file: CSV as a stream of pages, PDF as one sheet, see `paper`."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

from backend.engines.print_templates.drawing import draw
from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.perform import perform
from backend.foundation.permission import NotAllowed
from backend.foundation.reading import Reading
from backend.foundation.spreadsheet import safe_cell
from backend.foundation.work import Door
from backend.overviews.registers import queries
from backend.overviews.registers.commands import DiscloseRegister
from backend.overviews.registers.fields import FIELDS, Field
from backend.overviews.registers.paper import BETWEEN, register_sheet
from backend.overviews.registers.rules import Chosen, Form, RegisterKind, RegisterTooLong
from backend.overviews.registers.words import Speech
from backend.overviews.rights import REGISTERS_READ

CSV_SECONDS_MAX: Final = 120
"""A stream holds a connection and its snapshot: whoever reads slower than this starts again with fewer days."""
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for GBK."""


async def disclose(
    house: House, actor: Actor, door: Door, kind: RegisterKind, form: Form, chosen: Chosen
) -> int:
    """Notes in the audit log who takes which part of a register out of the house; the number of rows.

    Raises NotAllowed, and RegisterTooLong before anything is noted.
    """
    if actor.kind == "portal" or not actor.may(REGISTERS_READ):
        raise NotAllowed(REGISTERS_READ.name)
    async with house.reading(actor) as reading:
        rows = await counted(reading, kind, chosen, house)
    if rows > form.rows_max(kind):
        raise RegisterTooLong(rows, form.rows_max(kind))
    command = DiscloseRegister(register=kind, form=form, chosen=chosen, rows=rows)
    await perform(house, command, actor, house.ids.new(), door)
    return rows


async def counted(reading: Reading, kind: RegisterKind, chosen: Chosen, house: House) -> int:
    """How many rows are chosen, as far as the reader may see them."""
    found = await reading.first(queries.COUNTS[kind], **chosen.values(house.zone))
    return found.count if found else 0


async def csv_of(house: House, actor: Actor, kind: RegisterKind, chosen: Chosen) -> AsyncIterator[bytes]:
    """The register in UTF-8, page by page out of one snapshot, the latest first."""
    fields = FIELDS[kind]
    speech = Speech(actor.language, house.zone)
    yield _lines([[_named(field, speech) for field in fields]], _BYTE_ORDER_MARK)
    async with asyncio.timeout(CSV_SECONDS_MAX), house.reading(actor) as reading:
        async for rows in _pages(reading, kind, chosen, house, Form.csv.rows_max(kind)):
            yield _lines([[safe_cell(field.said(row, speech)) for field in fields] for row in rows])


async def pdf_of(house: House, actor: Actor, kind: RegisterKind, chosen: Chosen) -> bytes:
    """The register on paper, in the words of the law: Chinese, whoever prints it."""
    rows: list[Any] = []
    async with house.reading(actor) as reading:
        async for page in _pages(reading, kind, chosen, house, Form.pdf.rows_max(kind)):
            rows += page
        firm = await reading.first(queries.FIRM)
    speech = Speech("zh", house.zone)
    issuer = firm.name if firm else ""
    return await draw(register_sheet(kind, chosen, rows, speech, issuer, actor.name, house.clock.now()))


async def _pages(
    reading: Reading, kind: RegisterKind, chosen: Chosen, house: House, rows_max: int
) -> AsyncIterator[list[Any]]:
    values = queries.values_for(kind, chosen, house.zone)
    after: str | None = None
    left = rows_max
    while left > 0:
        page = await queries.PAGES[kind].page(reading, first=min(left, PAGE_SIZE_MAX), after=after, **values)
        if page.items:
            yield page.items
        left -= len(page.items)
        after = page.end_cursor
        if after is None:
            return


def _named(field: Field, speech: Speech) -> str:
    """One file holds goods of every law, so a heading names the field by all its names."""
    if speech.language == "en":
        return field.en
    return BETWEEN.join(dict.fromkeys((field.zh, *field.by_law.values())))


def _lines(rows: Iterable[Iterable[str]], before: str = "") -> bytes:
    written = io.StringIO(newline="")
    written.write(before)
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()

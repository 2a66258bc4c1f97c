"""A register as a file: CSV as a stream of pages, PDF as one sheet with a table for each law its goods fall under."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from backend.engines.print_templates.drawing import draw
from backend.engines.print_templates.rules import Column, Sheet, Table
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
from backend.overviews.registers.fields import FAMILIES, FIELDS, Family, Field, family_of
from backend.overviews.registers.rules import Chosen, Form, RegisterKind, RegisterTooLong
from backend.overviews.registers.words import Speech
from backend.overviews.rights import REGISTERS_READ

CSV_SECONDS_MAX: Final = 120
"""A stream holds a connection and its snapshot: whoever reads slower than this starts again with fewer days."""
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes UTF-8 for GBK."""
_BETWEEN: Final = "／"


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
    if rows > form.rows_max:
        raise RegisterTooLong(rows, form.rows_max)
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
        async for rows in _pages(reading, kind, chosen, house, Form.csv.rows_max):
            yield _lines([[safe_cell(field.said(row, speech)) for field in fields] for row in rows])


async def pdf_of(house: House, actor: Actor, kind: RegisterKind, chosen: Chosen) -> bytes:
    """The register on paper, in the words of the law: Chinese, whoever prints it."""
    rows: list[Any] = []
    async with house.reading(actor) as reading:
        async for page in _pages(reading, kind, chosen, house, Form.pdf.rows_max):
            rows += page
        firm = await reading.first(queries.FIRM)
    speech = Speech("zh", house.zone)
    issuer = firm.name if firm else ""
    return await draw(register_sheet(kind, chosen, rows, speech, issuer, actor.name, house.clock.now()))


def register_sheet(
    kind: RegisterKind,
    chosen: Chosen,
    rows: Sequence[Any],
    speech: Speech,
    issuer: str,
    printed_by: str,
    now: datetime,
) -> Sheet:
    """The register as a sheet of paper. Pure."""
    by_family = {family: [row for row in rows if family_of(row.regime) == family] for family in FAMILIES}
    first, last = speech.day(chosen.first_day) or "最早", speech.day(chosen.last_day) or "至今"
    return Sheet(
        title=kind.zh,
        issuer=issuer,
        number="",
        head=(
            ("日期", f"{first} 至 {last}"),
            ("批号", chosen.lot or "全部"),
            ("行数", str(len(rows))),
            ("打印人", printed_by),
            ("打印时间", speech.moment(now)),
        ),
        tables=tuple(_table(FIELDS[kind], family, of, speech) for family, of in by_family.items() if of)
        or (Table(columns=(Column("记录"),), rows=(("没有符合条件的记录。",),)),),
    )


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


def _table(fields: Sequence[Field], family: Family, rows: Sequence[Any], speech: Speech) -> Table:
    columns = sorted({field.paper for field in fields})
    groups = [[field for field in fields if field.paper == column] for column in columns]
    return Table(
        heading=FAMILIES[family],
        columns=tuple(Column(_BETWEEN.join(field.heading(family) for field in group)) for group in groups),
        rows=tuple(tuple(_cell(group, row, speech) for group in groups) for row in rows),
    )


def _cell(group: Sequence[Field], row: Any, speech: Speech) -> str:
    """Every field keeps its place: an empty one is a dash, so that the heading still says which is which."""
    return _BETWEEN.join(field.said(row, speech) or "—" for field in group)


def _named(field: Field, speech: Speech) -> str:
    """One file holds goods of every law, so a heading names the field by all its names."""
    if speech.language == "en":
        return field.en
    return _BETWEEN.join(dict.fromkeys((field.zh, *field.by_law.values())))


def _lines(rows: Iterable[Iterable[str]], before: str = "") -> bytes:
    written = io.StringIO(newline="")
    written.write(before)
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()

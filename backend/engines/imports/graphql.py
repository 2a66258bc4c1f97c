"""Imports in GraphQL: look first, then apply in portions."""

from collections import Counter
from typing import Annotated, Any, Union
from uuid import UUID

import strawberry

from backend.engines.imports.applying import Portion, apply_rows, read_upload
from backend.engines.imports.rules import (
    ColumnsMissing,
    ColumnTwice,
    Fault,
    NothingToImport,
    Read,
    Row,
    SpreadsheetHasLinks,
    SpreadsheetMerged,
    SpreadsheetTooLarge,
    SpreadsheetUnreadable,
    importable_named,
)
from backend.foundation.actor import Actor
from backend.foundation.graphql.context import Context, Info
from backend.foundation.graphql.fields import must, query
from backend.foundation.graphql.speaking import ALWAYS, OtherRefusal, mutations, say, spoken
from backend.foundation.permission import SIGNED_IN
from backend.foundation.refusal import Refusal

FAULTS_SHOWN_MAX = 200
ROWS_SHOWN_MAX = 20
COLUMNS_SHOWN_MAX = 60


@strawberry.type(
    description="What is wrong in one cell of a row, and what to do; `column` is null for the row as a whole."
)
class ImportFault:
    row: int
    column: str | None
    value: str
    message: str


@strawberry.type(
    description='One row as it was read, by its number in the sheet; `fate` is "new", "changed", "known" or "faulty".'
)
class ImportRow:
    number: int
    cells: list[str] = strawberry.field(metadata={"at_most": COLUMNS_SHOWN_MAX})
    ready: bool
    fate: str


@strawberry.type(description="What an import would do, before anything is done.")
class ImportPreview:
    kind: str
    rows: int
    ready: int
    new: int
    changed: int
    known: int
    faulty: int
    columns: list[str] = strawberry.field(metadata={"at_most": COLUMNS_SHOWN_MAX})
    ignored_columns: list[str] = strawberry.field(metadata={"at_most": COLUMNS_SHOWN_MAX})
    faults: list[ImportFault] = strawberry.field(metadata={"at_most": FAULTS_SHOWN_MAX})
    first_rows: list[ImportRow] = strawberry.field(metadata={"at_most": ROWS_SHOWN_MAX})


@strawberry.type(description="What became of a portion of rows; ask again from `nextRow` until it is null.")
class ImportApplied:
    added: int
    known: int
    faulty: int
    faults: list[ImportFault] = strawberry.field(metadata={"at_most": FAULTS_SHOWN_MAX})
    next_row: int | None


@strawberry.type
class ImportQueries:
    @query(needs=SIGNED_IN)
    async def import_preview(self, info: Info, kind: str, attachment_id: UUID) -> ImportPreview:
        """What importing the uploaded xlsx file as `kind` (customers, products, listPrices) would do; needs the right to add those."""
        context: Context = info.context
        importable = importable_named(kind)
        read = await read_upload(context.house, _asker(context), importable, attachment_id)
        return _preview(kind, read, context.language)


def _preview(kind: str, read: Read, language: str) -> ImportPreview:
    faults = [fault for row in read.rows for fault in row.faults]
    fates = Counter(_fate(row) for row in read.rows)
    ready = len(read.rows) - fates["faulty"]
    return ImportPreview(
        kind=kind,
        rows=len(read.rows),
        ready=ready,
        new=fates["new"],
        changed=fates["changed"],
        known=fates["known"],
        faulty=fates["faulty"],
        columns=[column.heading(language) for column in read.columns],
        ignored_columns=list(read.ignored[:COLUMNS_SHOWN_MAX]),
        faults=[_fault(fault, language) for fault in faults[:FAULTS_SHOWN_MAX]],
        first_rows=[
            ImportRow(
                number=row.number, cells=list(row.shown), ready=row.command is not None, fate=_fate(row)
            )
            for row in read.rows[:ROWS_SHOWN_MAX]
        ],
    )


def _fate(row: Row) -> str:
    return "faulty" if row.command is None else row.fate


def _fault(fault: Fault, language: str) -> ImportFault:
    return ImportFault(
        row=fault.row,
        column=fault.column.heading(language) if fault.column else None,
        value=fault.value,
        message=fault.refusal.say(language),
    )


def _asker(context: Context) -> Actor:
    if context.actor is None:
        raise PermissionError("the door lets nobody import who is not signed in")
    return context.actor


_REFUSES: tuple[type[Refusal], ...] = (
    NothingToImport,
    SpreadsheetUnreadable,
    SpreadsheetTooLarge,
    SpreadsheetHasLinks,
    SpreadsheetMerged,
    ColumnsMissing,
    ColumnTwice,
    *ALWAYS,
)
_MEMBERS: Any = (ImportApplied, *(spoken(kind) for kind in _REFUSES))
ApplyImportResult = Annotated[Union[_MEMBERS], strawberry.union("ApplyImportResult")]  # noqa: UP007 - made at run time


async def _apply_import(info, kind, attachmentId, fromRow=1):  # type: ignore[no-untyped-def] # noqa: N803
    context: Context = info.context
    must(context, SIGNED_IN)
    try:
        portion = await apply_rows(
            context.house, _asker(context), context.door, importable_named(kind), attachmentId, fromRow
        )
    except Refusal as refusal:
        named = (
            refusal
            if type(refusal) in _REFUSES
            else OtherRefusal(type(refusal).__name__, refusal.say(context.language))
        )
        return say(named, context.language)
    return _applied(portion, context.language)


def _applied(portion: Portion, language: str) -> ImportApplied:
    return ImportApplied(
        added=portion.added,
        known=portion.known,
        faulty=portion.faulty,
        faults=[_fault(fault, language) for fault in portion.faults[:FAULTS_SHOWN_MAX]],
        next_row=portion.next_row,
    )


_apply_import.__annotations__ = {
    "info": Info, "kind": str, "attachmentId": UUID, "fromRow": int, "return": ApplyImportResult,
}  # fmt: skip


ImportMutations = mutations(
    "ImportMutations",
    strawberry.field(
        resolver=_apply_import,
        name="applyImport",
        description=(
            "Performs the next rows of the uploaded file, each as a command of its own; a repeat doubles nothing."
            "\n\nNeeds the right to add what is imported."
        ),
        metadata={"needs": SIGNED_IN.name},
    ),
)

"""What can be imported, and what a row says. Pure: cells in, values or faults out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal
from uuid import UUID

from backend.engines.imports.cells import SHOWN_CHARACTERS, Cell, FormulaFound, folded, is_formula, shown
from backend.foundation.ids import derived_id
from backend.foundation.limits import (
    SPREADSHEET_BYTES_MAX,
    SPREADSHEET_COLUMNS_MAX,
    SPREADSHEET_ROWS_MAX,
)
from backend.foundation.reading import Query
from backend.foundation.refusal import Refusal
from backend.foundation.text import TextEmpty


@dataclass
class SpreadsheetUnreadable(Refusal):
    zh: ClassVar[str] = "这个文件不能作为表格读取。请用模板填写，另存为 .xlsx 后再导入。"
    en: ClassVar[str] = (
        "This file cannot be read as a spreadsheet. Fill in the template, save it as .xlsx, try again."
    )


@dataclass
class SpreadsheetTooLarge(Refusal):
    mebibytes_max: int = SPREADSHEET_BYTES_MAX // 1024**2
    rows_max: int = SPREADSHEET_ROWS_MAX
    columns_max: int = SPREADSHEET_COLUMNS_MAX
    zh: ClassVar[str] = (
        "表格过大：最多 {mebibytes_max} MB、{rows_max} 行、{columns_max} 列。请分成几个文件导入。"
    )
    en: ClassVar[str] = (
        "The spreadsheet is too large: at most {mebibytes_max} MB, {rows_max} rows, {columns_max} columns."
        " Split it into several files."
    )


@dataclass
class SpreadsheetHasLinks(Refusal):
    zh: ClassVar[str] = "表格中有外部链接或宏。请把内容粘贴为数值到模板中，再导入。"
    en: ClassVar[str] = (
        "The spreadsheet holds external links or macros. Paste its values into the template, then import that."
    )


@dataclass
class ColumnsMissing(Refusal):
    columns: str
    columns_en: str
    zh: ClassVar[str] = "表头缺少必填列：{columns}。请使用模板的表头。"
    en: ClassVar[str] = "The heading lacks required columns: {columns_en}. Use the template's heading."


@dataclass
class ColumnTwice(Refusal):
    column: str
    zh: ClassVar[str] = "表头中“{column}”出现两次，请只保留一列。"
    en: ClassVar[str] = "The heading has “{column}” twice. Keep one of them."


@dataclass
class SpreadsheetMerged(Refusal):
    zh: ClassVar[str] = "表格中有合并的单元格，分不清内容属于哪一行。请取消合并、逐行填写后再导入。"
    en: ClassVar[str] = (
        "The spreadsheet has merged cells, so it is unclear which row they belong to."
        " Split them, fill in every row, then import again."
    )


@dataclass
class NotOnFile(Refusal):
    zh: ClassVar[str] = "档案中没有它，不能更改。请核对，或先新建。"
    en: ClassVar[str] = "It is not on file, so there is nothing to change. Check it, or add it first."


@dataclass
class NothingToImport(Refusal):
    kind: str
    zh: ClassVar[str] = "没有这种导入。请从列表中选择。"
    en: ClassVar[str] = "There is no such import. Choose one from the list."


@dataclass
class SameAsRow(Refusal):
    row: int
    zh: ClassVar[str] = "与第 {row} 行重复，请删去一行。"
    en: ClassVar[str] = "The same as row {row}. Delete one of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its headings in both languages, and what reads a cell of it (raises a Refusal).

    `hint` says in both languages what to fill in, for the template.
    """

    key: str
    zh: str
    en: str
    read: Callable[[Cell], Any]
    required: bool = False
    aliases: tuple[str, ...] = ()
    hint: tuple[str, str] = ("", "")

    def heading(self, language: str) -> str:
        return self.en if language == "en" else self.zh


MakeId = Callable[[str], UUID]
Fate = Literal["new", "changed", "known", "missing"]
"""What becomes of a row: put on file, changed there, on file just so, or nothing there that it could change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importable:
    """What a feature lets be imported: columns, and the command that one row stands for.

    `identity` is the column that names the thing: rows with the same one are the same thing, and ids are derived
    from it, so that importing twice doubles nothing. `known` are the refusals that mean "it is there already".
    `command` gets the row's values and a maker of ids by part ("", "site", …); it may raise a Refusal.
    """

    kind: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    identity: str
    command_type: type[Any]
    command: Callable[[Mapping[str, Any], MakeId], object]
    known: tuple[type[Refusal], ...] = ()
    on_file: Query[Any] | None = None
    """Given `names`, what is on file under them, as far as the asker may see it: rows with their `name`."""
    fate: Callable[[Any, Any], Fate] = field(
        default=lambda command, found: "new" if found is None else "known"
    )
    """What a row's command would do, given what is on file under its name (None: nothing)."""


_IMPORTABLE: dict[str, Importable] = {}


def offers(importable: Importable) -> None:
    """Registers an import; a feature's `exhibits.py` calls it."""
    if importable.kind in _IMPORTABLE:
        raise ValueError(f"{importable.kind} is offered twice")
    _IMPORTABLE[importable.kind] = importable


def importable_named(kind: str) -> Importable:
    """The import of that name. Raises NothingToImport."""
    found = _IMPORTABLE.get(kind)
    if found is None:
        raise NothingToImport(kind[:SHOWN_CHARACTERS])
    return found


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell (None: with the row as a whole); the refusal's sentence says what to do."""

    row: int
    column: Column | None
    value: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sheet by its number there, with the command it stands for, or its faults."""

    number: int
    shown: tuple[str, ...]
    command: object | None
    faults: tuple[Fault, ...] = ()
    fate: Fate = "new"
    """Of a row with a command."""


@dataclass(frozen=True, slots=True)
class Read:
    """A whole sheet: what its columns were taken for, and its rows."""

    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...] = field(default_factory=tuple)


def read_sheet(importable: Importable, sheet: Sequence[tuple[int, Sequence[Cell]]]) -> Read:
    """What the rows of a sheet say; `sheet` is (row number, cells), the heading first, empty rows left out.

    Raises SpreadsheetUnreadable, ColumnsMissing, ColumnTwice; what is wrong with a row is a fault of the row.
    """
    if not sheet:
        raise SpreadsheetUnreadable
    places, ignored = _headings(importable, sheet[0][1])
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, cells in sheet[1:]:
        row = _row(importable, places, number, cells)
        rows.append(_once(importable, row, seen))
    return Read(tuple(places), ignored, tuple(rows))


def _headings(importable: Importable, cells: Sequence[Cell]) -> tuple[dict[Column, int], tuple[str, ...]]:
    by_name = {
        folded(name): column
        for column in importable.columns
        for name in (column.zh, column.en, *column.aliases)
    }
    places: dict[Column, int] = {}
    ignored = []
    for place, cell in enumerate(cells):
        heading = shown(cell)
        column = by_name.get(folded(heading))
        if column is None:
            if heading:
                ignored.append(heading)
        elif column in places:
            raise ColumnTwice(heading)
        else:
            places[column] = place
    lacking = [column for column in importable.columns if column.required and column not in places]
    if lacking:
        raise ColumnsMissing(
            "、".join(column.zh for column in lacking), ", ".join(column.en for column in lacking)
        )
    return places, tuple(ignored)


def _row(importable: Importable, places: Mapping[Column, int], number: int, cells: Sequence[Cell]) -> Row:
    values: dict[str, Any] = {column.key: None for column in importable.columns}
    faults: list[Fault] = []
    texts = []
    for column, place in places.items():
        cell = cells[place] if place < len(cells) else None
        texts.append(shown(cell))
        try:
            values[column.key] = _value(column, cell)
        except Refusal as refusal:
            faults.append(Fault(number, column, shown(cell), refusal))
    if faults:
        return Row(number, tuple(texts), None, tuple(faults))
    name = str(values[importable.identity])
    try:
        command = importable.command(values, lambda part: imported_id(importable.kind, name, part))
    except Refusal as refusal:
        return Row(number, tuple(texts), None, (Fault(number, None, "", refusal),))
    return Row(number, tuple(texts), command)


def _value(column: Column, cell: Cell) -> Any:
    empty = cell is None or (isinstance(cell, str) and not cell.strip())
    if empty:
        if column.required:
            raise TextEmpty
        return None
    if is_formula(cell):
        raise FormulaFound
    return column.read(cell)


def _once(importable: Importable, row: Row, seen: dict[str, int]) -> Row:
    """The row, or a fault where an earlier one names the same thing."""
    if row.command is None:
        return row
    column = next(column for column in importable.columns if column.key == importable.identity)
    name = row_identity(importable, row)
    earlier = seen.setdefault(folded(name), row.number)
    if earlier == row.number:
        return row
    fault = Fault(row.number, column, name[:SHOWN_CHARACTERS], SameAsRow(earlier))
    return Row(row.number, row.shown, None, (fault,))


def fated(importable: Importable, row: Row, found: Mapping[str, Any]) -> Row:
    """The row with what would become of it; `found` is what is on file, by name."""
    if row.command is None:
        return row
    name = row_identity(importable, row)
    fate = importable.fate(row.command, found.get(name))
    if fate == "missing":
        column = next(column for column in importable.columns if column.key == importable.identity)
        fault = Fault(row.number, column, name[:SHOWN_CHARACTERS], NotOnFile())
        return Row(row.number, row.shown, None, (fault,))
    return replace(row, fate=fate)


def row_identity(importable: Importable, row: Row) -> str:
    """What the row's command names: the field of its identity."""
    return str(getattr(row.command, importable.identity))


def imported_id(kind: str, name: str, part: str) -> UUID:
    """The id of an imported thing: of its name, so that another import of it is the same thing."""
    return derived_id(f"import.{kind}", folded(name), part)

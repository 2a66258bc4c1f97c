"""An xlsx file's first sheet as plain cells, and the template as an xlsx file.

Formulas are never computed and external links never followed: a cell with a formula is a fault of its row. The
package's own directory is looked at before anything is unpacked; Python's zipfile never unpacks more than that directory admits.
"""

import io
import re
import struct
import zipfile
import zlib
from datetime import date, datetime
from typing import Any, Final

from backend.engines.imports.cells import Cell
from backend.engines.imports.rules import (
    Importable,
    SpreadsheetHasLinks,
    SpreadsheetMerged,
    SpreadsheetTooLarge,
    SpreadsheetUnreadable,
)
from backend.foundation.limits import (
    SPREADSHEET_BYTES_MAX,
    SPREADSHEET_COLUMNS_MAX,
    SPREADSHEET_FILES_MAX,
    SPREADSHEET_ROWS_MAX,
    SPREADSHEET_UNPACKED_BYTES_MAX,
)
from backend.foundation.spreadsheet import safe_cell

# What openpyxl and the libraries below it raise over files that are damaged or made to hurt. Its own
# InvalidFileException is about names of files, and there are none here.
_DAMAGE: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, SyntaxError,
    LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, ArithmeticError, RuntimeError,
    AssertionError,
)  # fmt: skip
_FOREIGN: Final = ("xl/externalLinks/", "xl/vbaProject", "xl/embeddings/", "xl/connections")
_MERGED: Final = re.compile(rb"<(?:[A-Za-z0-9]+:)?mergeCell[ />]")
_TEMPLATE_ROWS: Final = 200


def read_workbook(content: bytes) -> list[tuple[int, list[Cell]]]:
    """(row number, cells) of the first sheet, empty rows left out; the heading row counts as one more.

    Raises SpreadsheetTooLarge, SpreadsheetHasLinks, SpreadsheetMerged, SpreadsheetUnreadable. Takes up to some seconds of CPU: call it
    in a thread.
    """
    if len(content) > SPREADSHEET_BYTES_MAX:
        raise SpreadsheetTooLarge
    try:
        _check_package(content)
        return _first_sheet(content)
    except _DAMAGE as damage:
        raise SpreadsheetUnreadable from damage


def _check_package(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files = package.infolist()
    unpacked = sum(file.file_size for file in files)
    if len(files) > SPREADSHEET_FILES_MAX or unpacked > SPREADSHEET_UNPACKED_BYTES_MAX:
        raise SpreadsheetTooLarge
    if any(file.filename.lstrip("/").startswith(_FOREIGN) for file in files):
        raise SpreadsheetHasLinks


def _first_sheet(content: bytes) -> list[tuple[int, list[Cell]]]:
    # It is large, and only who imports pays for it, not every start.
    from openpyxl import load_workbook  # noqa: PLC0415

    workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        if not workbook.worksheets:
            raise SpreadsheetUnreadable
        sheet: Any = workbook.worksheets[0]
        with sheet._get_source() as source:  # Read-only sheets do not tell of merged cells.
            if _MERGED.search(source.read()):
                raise SpreadsheetMerged
        sheet.reset_dimensions()  # A file may lie about them.
        rows: list[tuple[int, list[Cell]]] = []
        for number, values in enumerate(
            sheet.iter_rows(max_col=SPREADSHEET_COLUMNS_MAX + 1, values_only=True), start=1
        ):
            cells = [_plain(value) for value in values]
            if not any(cell not in (None, "") for cell in cells):
                if number > 10 * SPREADSHEET_ROWS_MAX:
                    break
                continue
            rows.append((number, cells))
            too_wide = len(cells) > SPREADSHEET_COLUMNS_MAX and cells[SPREADSHEET_COLUMNS_MAX] is not None
            if too_wide or len(rows) > SPREADSHEET_ROWS_MAX + 1:
                raise SpreadsheetTooLarge
        return rows
    finally:
        workbook.close()


def _plain(value: object) -> Cell:
    if value is None or isinstance(value, str | bool | int | float | datetime | date):
        return value
    return str(value)


def template(importable: Importable, language: str) -> bytes:
    """An empty sheet with the headings (required ones with *), and a second one that says what to fill in."""
    from openpyxl import Workbook  # noqa: PLC0415 - as in _first_sheet.
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = importable.en if language == "en" else importable.zh
    notes: Any = workbook.create_sheet("Notes" if language == "en" else "填写说明")
    for place, column in enumerate(importable.columns, start=1):
        heading = column.heading(language) + ("*" if column.required else "")
        cell = sheet.cell(row=1, column=place, value=safe_cell(heading))
        cell.font = Font(bold=True)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(12, 2 * len(heading) + 4)
        # Text, so that a code of 14 digits stays one.
        for row in range(2, _TEMPLATE_ROWS + 2):
            sheet.cell(row=row, column=place).number_format = "@"
        hint = column.hint[1] if language == "en" else column.hint[0]
        notes.append([safe_cell(heading), safe_cell(hint)])
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()

"""A sheet of paper as plain data, and as HTML. Pure; every text is escaped."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from backend.engines.print_templates.faces import MONO, SANS

Paper = Literal["A4", "A4 landscape", "A5 landscape"]
Holds = Literal["text", "number", "code", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and whether it holds numbers (set right), codes (set in one width) or days (never broken)."""

    heading: str
    holds: Holds = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under their columns, with a heading of their own; a row has as many cells as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: str | None = None

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has as many cells as there are columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One matter among several on a sheet: its heading, its facts and its tables."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on a sheet, from the top down. `qr_png` is a picture; `seal` names the box that is left empty."""

    title: str
    issuer: str
    number: str
    head: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    blocks: tuple[Block, ...] = ()
    foot: tuple[tuple[str, str], ...] = ()
    signed_by_hand: tuple[str, ...] = ()
    seal: str | None = None
    qr_png: bytes | None = None
    qr_text: str | None = None
    small_print: str | None = None
    paper: Paper = "A4 landscape"


# No flex boxes and no inline blocks, and widths stated: what must be tried out is laid out several times over, and a
# sheet took twice as long to draw. Two faces, no bold: see `faces`. The same text for all sheets of one paper, for it is
# read once: what differs comes from the sheet.
_STYLE: Final = """
@page { size: %(paper)s; margin: 10mm 10mm 14mm;
  @bottom-left { content: string(number); font: 8pt %(sans)s; color: #555; }
  @bottom-right { content: "第 " counter(page) " / " counter(pages) " 页"; font: 8pt %(sans)s; color: #555; } }
html { font: 9pt %(sans)s; color: #12212b; }
header { display: table; table-layout: fixed; width: 100%%; border-bottom: 1pt solid #12212b; padding-bottom: 2mm; }
header > * { display: table-cell; vertical-align: top; }
h1, h2, th { font-weight: 400; }
h1 { font-size: 17pt; margin: 0; letter-spacing: .12em; }
h2 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
section { margin-top: 5mm; font-size: 8pt; }
section > h2 { background: #e3eaec; padding: 1mm 1.5mm; margin: 0; }
section > .facts { break-inside: avoid; }
section > table + h2, section > table + table { margin-top: 1.5mm; }
section > table ~ h2 { background: none; padding: 0; font-size: 8.5pt; }
.number { string-set: number content(); font: 11pt %(mono)s; }
.qr { text-align: center; font-size: 7pt; width: 60mm; overflow-wrap: anywhere; }
.qr img { width: 22mm; height: 22mm; image-rendering: pixelated; display: block; margin: 0 auto; }
.facts { margin: 2mm 0; }
.facts td { border: 0; padding: .6mm 3mm .6mm 0; }
.label { color: #555; margin-right: 1.5mm; }
table { width: 100%%; border-collapse: collapse; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: .5pt solid #7c8b93; padding: .8mm 1.2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #e3eaec; }
.of-number { text-align: right; }
td.of-number { white-space: nowrap; }
td.of-day { white-space: pre; }
.of-code { font-family: %(mono)s; }
footer { display: table; table-layout: fixed; width: 100%%; margin-top: 3mm; break-inside: avoid; }
footer > * { display: table-cell; vertical-align: top; }
.hand span { display: inline-block; min-width: 46mm; border-bottom: .5pt solid #12212b; height: 9mm; margin: 0 6mm 0 1mm; }
.seal { width: 42mm; height: 42mm; border: .8pt dashed #7c8b93; color: #7c8b93; text-align: center; font-size: 8pt; }
.small { font-size: 7.5pt; color: #555; margin-top: 2mm; }
"""
_FACTS_BESIDE: Final = 3
_WIDE_FROM: Final = 24
_UNITS_MIN: Final = 4
_UNITS_MAX: Final = {"text": 26, "number": 14, "code": 22, "day": 16}
"""A column wider than this is broken into lines."""
_UNITS_BETWEEN: Final = 2
_ROWS_MEASURED: Final = 200


def sheet_html(sheet: Sheet) -> str:
    """The sheet as one HTML document with its style and pictures inside."""
    style = _STYLE % {"paper": sheet.paper, "sans": SANS, "mono": MONO}
    return "".join(
        [
            f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(sheet.title)} ',
            f"{escape(sheet.number)}</title><style>{style}</style></head><body><header><div>",
            f'<div>{escape(sheet.issuer)}</div><h1>{escape(sheet.title)}</h1><div class="number">',
            f"{escape(sheet.number)}</div></div>{_qr(sheet)}</header>{_facts(sheet.head)}",
            *map(_table, sheet.tables),
            *map(_block, sheet.blocks),
            _footer(sheet),
            f'<p class="small">{escape(sheet.small_print)}</p>' if sheet.small_print else "",
            "</body></html>",
        ]
    )


def _footer(sheet: Sheet) -> str:
    said = f"{_facts(sheet.foot)}{_by_hand(sheet.signed_by_hand)}"
    seal = f'<div class="seal">{escape(sheet.seal)}</div>' if sheet.seal else ""
    # An empty one would be carried over to a page of its own.
    return f"<footer><div>{said}</div>{seal}</footer>" if said or seal else ""


def _block(block: Block) -> str:
    tables = "".join(map(_table, block.tables))
    return f"<section><h2>{escape(block.heading)}</h2>{_facts(block.facts)}{tables}</section>"


def _qr(sheet: Sheet) -> str:
    if sheet.qr_png is None:
        return ""
    picture = base64.b64encode(sheet.qr_png).decode()
    return f'<div class="qr"><img alt="" src="data:image/png;base64,{picture}">{escape(sheet.qr_text or "")}</div>'


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    """The facts in three columns; a long one takes two of them."""
    rows = "".join(f"<tr>{''.join(row)}</tr>" for row in _fact_rows(facts))
    return (
        f'<table class="facts"><colgroup>{"<col>" * _FACTS_BESIDE}</colgroup>{rows}</table>' if rows else ""
    )


def _fact_rows(facts: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    row: list[str] = []
    room = _FACTS_BESIDE
    for label, value in facts:
        takes = 2 if len(value) >= _WIDE_FROM else 1
        if takes > room:
            yield row
            row, room = [], _FACTS_BESIDE
        span = f' colspan="{takes}"' if takes > 1 else ""
        row.append(f'<td{span}><span class="label">{escape(label)}</span>{escape(value)}</td>')
        room -= takes
    if row:
        yield row


def _table(table: Table) -> str:
    heading = f"<h2>{escape(table.heading)}</h2>" if table.heading else ""
    heads = "".join(f"<th{_of(column)}>{escape(column.heading)}</th>" for column in table.columns)
    rows = "".join(f"<tr>{_cells(table.columns, row)}</tr>" for row in table.rows)
    widths = "".join(f'<col style="width: {share}%">' for share in _shares(table))
    return f"{heading}<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _shares(table: Table) -> list[float]:
    """Each column's part of the width, in percent, by what it holds: days and numbers whole, long texts broken."""
    wanted = [
        min(
            max(_UNITS_MIN, _units(column.heading) / 2 if column.holds != "day" else 0, *map(_units, cells)),
            _UNITS_MAX[column.holds],
        )
        + _UNITS_BETWEEN
        for column, cells in _columns(table)
    ]
    return [round(units * 100 / sum(wanted), 2) for units in wanted]


def _columns(table: Table) -> Iterable[tuple[Column, Sequence[str]]]:
    return (
        (column, ["", *(row[at] for row in table.rows[:_ROWS_MEASURED])])
        for at, column in enumerate(table.columns)
    )


def _units(text: str) -> int:
    """About how wide a text's widest line is: a Chinese character is two, a letter one."""
    return max((sum(1 if sign.isascii() else 2 for sign in line) for line in text.splitlines()), default=0)


def _cells(columns: Sequence[Column], row: Sequence[str]) -> str:
    return "".join(f"<td{_of(column)}>{escape(cell)}</td>" for column, cell in zip(columns, row, strict=True))


def _of(column: Column) -> str:
    return "" if column.holds == "text" else f' class="of-{column.holds}"'


def _by_hand(labels: Sequence[str]) -> str:
    return (
        f'<p class="hand">{"".join(f"{escape(label)}<span></span>" for label in labels)}</p>'
        if labels
        else ""
    )

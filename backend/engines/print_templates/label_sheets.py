"""Labels of 40 × 30 mm, on A4 sheets of 5 × 9 or one by one for a label printer. Pure; every text is escaped."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Final

from backend.engines.print_templates.faces import SANS


class LabelForm(StrEnum):
    """The paper: A4 to be cut, or a roll in a thermal printer."""

    a4 = "a4"
    roll = "roll"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLabel:
    """A code as PNG with its quiet zone, and what people read beside it."""

    code_png: bytes
    heading: str
    lines: tuple[str, ...]


_ON_A_SHEET: Final = 45
_LARGER: Final = 4
"""Letters of 6 pt are smaller than what many a browser agrees to draw."""
_LENGTH: Final = re.compile(r"([0-9.]+)(mm|pt)")
_STYLE: Final = (
    f"html {{ font: 6pt {SANS}; color: #000; }}"
    + """
body { margin: 0; }
table { border-collapse: collapse; table-layout: fixed; break-after: page; }
table:last-child { break-after: auto; }
td { width: 40mm; height: 30mm; padding: 0; vertical-align: top; }
.label { position: relative; width: 40mm; height: 30mm; overflow: hidden; }
.label img { position: absolute; left: 1mm; top: 6mm; width: 17mm; height: 17mm; image-rendering: pixelated; }
.label h1 { position: absolute; left: 1.5mm; top: 1mm; width: 37mm; margin: 0; font-size: 7pt; line-height: 1.15;
  max-height: 5mm; overflow: hidden; overflow-wrap: anywhere; }
.label p { position: absolute; left: 18.5mm; top: 7mm; width: 20.5mm; margin: 0; line-height: 1.35; overflow-wrap: anywhere; }
"""
)
_PAGES: Final = {
    LabelForm.a4: "@page { size: A4; margin: 13.5mm 5mm; }",
    LabelForm.roll: "@page { size: 40mm 30mm; margin: 0; }",
}
_COLUMNS: Final = {LabelForm.a4: 5, LabelForm.roll: 1}
_ROWS: Final = {LabelForm.a4: _ON_A_SHEET // 5, LabelForm.roll: 1}


def labels_html(labels: Sequence[PrintedLabel], form: LabelForm) -> str:
    """The labels in their order, one table for each page."""
    cells = [f"<td>{_label(label)}</td>" for label in labels]
    columns, rows = _COLUMNS[form], _ROWS[form]
    pages = [
        _page(cells[begin : begin + columns * rows], columns)
        for begin in range(0, len(cells), columns * rows)
    ]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>标签</title>'
        f"<style>{_PAGES[form]}{_STYLE}</style></head><body>{''.join(pages)}</body></html>"
    )


def label_svg(label: PrintedLabel) -> str:
    """One label to look at before it is printed: the same words in the same style, larger."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{40 * _LARGER}mm" height="{30 * _LARGER}mm">'
        f"<style>{_larger(_STYLE)}</style>"
        '<rect width="100%" height="100%" fill="#fff"/><foreignObject width="100%" height="100%">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_label(label)}</body></html></foreignObject></svg>'
    )


def _larger(style: str) -> str:
    return _LENGTH.sub(lambda length: f"{float(length[1]) * _LARGER:g}{length[2]}", style)


def _page(cells: list[str], columns: int) -> str:
    rows = ["".join(cells[begin : begin + columns]) for begin in range(0, len(cells), columns)]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _label(label: PrintedLabel) -> str:
    picture = base64.b64encode(label.code_png).decode()
    lines = "<br/>".join(escape(line) for line in label.lines if line)
    return (
        f'<div class="label"><h1>{escape(label.heading)}</h1>'
        f'<img alt="" src="data:image/png;base64,{picture}"/><p>{lines}</p></div>'
    )

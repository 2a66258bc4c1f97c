"""`lotline parse` and `lotline scan`: what codes mean and what pictures hold, for checks from outside."""

import json
import sys
import time
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from backend.inventory.scans import photos
from scanners import answer, image, outside


class ParseMode(StrEnum):
    strict = "strict"
    lenient = "lenient"


def parse(
    text: Annotated[
        str | None, typer.Argument(help="One text; without it, one JSON string per line of input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line; always so.")] = False,
    mode: Annotated[ParseMode, typer.Option(help="strict: for printing labels.")] = ParseMode.lenient,
) -> None:
    """Print what the texts of codes mean, as JSON."""
    year = _year()
    if text is not None:
        typer.echo(outside.line(json.dumps(text), mode=mode.value, year=year))
        return
    out = sys.stdout.buffer
    for given in sys.stdin.buffer:
        spoken = given.removesuffix(b"\n").decode("utf-8", "replace")
        out.write(outside.line(spoken, mode=mode.value, year=year).encode() + b"\n")
        out.flush()  # Whoever asks line by line waits for it.


def scan(
    images: Annotated[list[Path], typer.Argument()],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per file.")] = False,
) -> None:
    """Print the codes that pictures hold, and what they mean; ms is time of the processor.

    A file that cannot be opened or is no picture says so in `error`. Ends with 1 if one could not be opened.
    """
    image.warm_up()
    unopened = False
    for file in images:
        try:
            seen = _scanned(file)
        except OSError as missing:
            unopened = True
            seen = _unread(file, type(missing).__name__)
        if as_json:
            _print_json(seen)
        else:
            for code in seen["codes"]:
                typer.echo(f"{file}\t{code['format']}\t{code['text']!r}")
            if "error" in seen:
                typer.echo(f"{file}: {seen['error']}", err=True)
    if unopened:
        raise typer.Exit(1)


def _scanned(file: Path) -> dict[str, Any]:
    started = time.process_time()
    with file.open("rb") as opened:
        found = image.decode(opened.read(image.PHOTO_BYTES_MAX + 1))
    took = round((time.process_time() - started) * 1000, 1)
    if not isinstance(found, image.Seen):
        return _unread(file, type(found).__name__, took)
    return {
        "path": str(file),
        "codes": [
            {
                "format": code.format,
                "symbologyIdentifier": code.symbology,
                "text": code.text,
                "confirmed": code.confirmed,
            }
            for code in found.codes
        ],
        "labels": [answer.plain(photos.meaning(code, _year())) for code in found.codes],
        "ms": took,
    }


def _unread(file: Path, error: str, took: float = 0.0) -> dict[str, Any]:
    return {"path": str(file), "codes": [], "labels": [], "ms": took, "error": error}


def _year() -> int:
    return datetime.now(UTC).year


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))

"""`lotline bench` as it is typed."""

import json
import logging
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from backend.foundation.logs import configure_logs
from bench.api.run import measured_in, say
from bench.api.world import Sizes
from bench.scan.photos import large_photos
from bench.scan.pictures import suite
from bench.scan.speed import labels_per_second, labels_per_second_in_typescript

SECONDS: Final = 30.0
SECONDS_PER_LABEL: Final = 9.0
"""Of the degradation suite: one label under every damage."""
SECONDS_PER_PHOTO: Final = 1.25
SECONDS_MAX: Final = 500.0
"""An access token lives ten minutes."""

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
bench = typer.Typer(
    no_args_is_help=True, help="Measurements; each prints ratios, and takes --json and --seconds."
)
cli.add_typer(bench, name="bench")


@bench.callback()
def measurements() -> None:
    """Keeps `api` a word to be typed, although it is the only one yet."""


@bench.command()
def api(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    seconds: Annotated[float, typer.Option(min=3, max=SECONDS_MAX, help="To measure for, in all.")] = SECONDS,
    small: Annotated[bool, typer.Option("--small", hidden=True, help="Fewer rows, for tests.")] = False,
) -> None:
    """The share of a hand-written endpoint's CPU in ours, PostgreSQL included, for three shapes."""
    configure_logs(level=logging.WARNING)
    sizes = Sizes(customers=200, products=100, lots=400, orders=500) if small else Sizes()
    with tempfile.TemporaryDirectory(prefix="lotline-bench-", dir=_place()) as folder:
        report = measured_in(Path(folder), sizes, seconds)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        say(report)


@bench.command()
def scan(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    seconds: Annotated[float, typer.Option(min=3, max=SECONDS_MAX, help="To measure for, about.")] = SECONDS,
) -> None:
    """Labels read per second, the cost of large photos, and what we, phones, zxing-cpp and pyzbar read of damaged labels."""
    at_once = min(2.0, seconds / 10)
    speed, in_typescript = labels_per_second(at_once), labels_per_second_in_typescript(at_once)
    large = large_photos(max(3, round(seconds / SECONDS_PER_PHOTO)))
    rows = suite(max(3, round(seconds / SECONDS_PER_LABEL)))
    if as_json:
        figures: dict[str, object] = {"labelsPerSecond": speed, "labelsPerSecondInTypeScript": in_typescript}
        figures |= {"largePhotos": asdict(large), "damages": [asdict(row) for row in rows]}
        typer.echo(json.dumps(figures))
        return
    typer.echo(f"{speed} labels a second (Python), {in_typescript or 'not measured'} (TypeScript)")
    typer.echo(
        f"12 MP photos    {large.read}/{large.photos}  median {large.median_ms} ms  p95 {large.p95_ms} ms CPU  "
        f"three sizes in one {large.several_read}/{large.several}  wrong {large.wrong}"
    )
    for row in rows:
        phone = "not run" if row.phone is None else f"{row.phone}  wrong {row.phone_wrong}"
        typer.echo(
            f"{row.damage:15} {row.ours}/{row.pictures}  wrong {row.wrong}  zxing-cpp {row.zxing}  pyzbar {row.zbar}  "
            f"either {row.either}  phone {phone}"
        )


def _place() -> str:
    """A folder that PostgreSQL's user may reach, also when we are root."""
    return tempfile.gettempdir()

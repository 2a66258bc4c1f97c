"""`lotline bench` as it is typed."""

import json
import logging
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer

from backend.foundation.logs import configure_logs
from bench.api.run import measured_in, say
from bench.api.world import Sizes

SECONDS: Final = 30.0
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


def _place() -> str:
    """A folder that PostgreSQL's user may reach, also when we are root."""
    return tempfile.gettempdir()

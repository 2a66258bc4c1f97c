"""`lotline demo` as it is typed."""

from pathlib import Path
from typing import Annotated

import typer

from backend.demo.start import Wanted, run_demo
from backend.foundation.settings import read_settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@cli.callback()
def lotline() -> None:
    """Keeps `demo` a word to be typed, although it is the only command here."""


@cli.command()
def demo(
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON when ready.")] = False,
    port: Annotated[int | None, typer.Option(min=0, max=65_533, help="0 takes a free one.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder that keeps the demo; default .lotline.")] = None,
    lan: Annotated[bool, typer.Option("--lan", help="HTTPS for phones of this network too.")] = False,
    small: Annotated[
        bool, typer.Option("--small", hidden=True, help="A smaller company, for tests.")
    ] = False,
) -> None:
    """Start the demo company: everything that is missing is made, then address and logins are printed."""
    settings = read_settings()
    run_demo(
        Wanted(
            data=(data or settings.data_dir).absolute(),
            port=settings.port if port is None else port,
            as_json=as_json,
            lan=lan,
            small=small,
        )
    )

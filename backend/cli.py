"""`lotline`: everything that is done from a terminal.

`demo` is loaded by itself: it has to be up within seconds, and what the other commands need takes two to import.
`bench` stands outside of the house, which knows nothing of it.
"""

import importlib
import os
import sys

import typer

from backend.foundation.refusal import Refusal


def app() -> None:
    """The entry point: a refusal, a file or a server that is not there, is a sentence on stderr, never a traceback.

    Exit codes 2 and 1.
    """
    try:
        _commands()()
    except Refusal as refusal:
        language = "zh" if os.environ.get("LANG", "").startswith("zh") else "en"
        typer.echo(refusal.say(language), err=True)
        raise SystemExit(2) from None
    except OSError as missing:
        typer.echo(f"{type(missing).__name__}: {missing}", err=True)
        raise SystemExit(1) from None


def _commands() -> typer.Typer:
    rooms = {"demo": "backend.demo.command", "bench": "bench.command"}
    room = rooms.get("".join(sys.argv[1:2]), "backend.operations")
    commands: typer.Typer = importlib.import_module(room).cli
    return commands


if __name__ == "__main__":
    app()

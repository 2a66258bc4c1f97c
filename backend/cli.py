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
    """The entry point: a refusal is a sentence on stderr and exit code 2, never a traceback."""
    try:
        _commands()()
    except Refusal as refusal:
        language = "zh" if os.environ.get("LANG", "").startswith("zh") else "en"
        typer.echo(refusal.say(language), err=True)
        raise SystemExit(2) from None


def _commands() -> typer.Typer:
    rooms = {"demo": "backend.demo.command", "bench": "bench.command"}
    room = rooms.get("".join(sys.argv[1:2]), "backend.operations")
    commands: typer.Typer = importlib.import_module(room).cli
    return commands


if __name__ == "__main__":
    app()

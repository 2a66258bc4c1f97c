"""`lotline bench api` from an empty folder to its figures."""

import asyncio
import http.client
import json
import os
import platform
import socket
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import typer

from backend.foundation.database.embedded import EmbeddedServer, embedded_database
from backend.foundation.database.roles import prepare_database
from bench.api.frozen import REVIEWED, digest
from bench.api.measuring import CLIENTS, TURN_SECONDS, Figure, measured
from bench.api.shapes import Known
from bench.api.sides import HOST, Side, both
from bench.api.world import LOGIN, PASSWORD, Sizes, make_world

SIGN_IN_SECONDS: Final = 30


def measured_in(folder: Path, sizes: Sizes, seconds: float) -> dict[str, Any]:
    """All figures, as `--json` prints them. The folder is the caller's to remove."""
    with ExitStack() as undo:
        server = undo.enter_context(embedded_database(folder))
        urls = asyncio.run(prepare_database(server.superuser_url, server.passwords))
        known: Known = asyncio.run(make_world(server, urls, sizes))
        sides = undo.enter_context(both(urls.app, folder, (_free_port(), _free_port())))
        return _report(server, sides, urls.app, known, sizes, seconds)


def _report(
    server: EmbeddedServer, sides: tuple[Side, Side], app_url: str, known: Known, sizes: Sizes, seconds: float
) -> dict[str, Any]:
    figures = asyncio.run(measured(sides, server.pid, app_url, _token(sides[0]), known, seconds))
    return {
        "bench": "api",
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "load": os.getloadavg()[0],
        },
        "postgresql": server.major,
        "clients": CLIENTS,
        "turnSeconds": TURN_SECONDS,
        "sizes": asdict(sizes),
        "baseline": {"sha256": digest(), "reviewed": digest() == REVIEWED},
        "shapes": [_told(figure) for figure in figures],
    }


def _told(figure: Figure) -> dict[str, Any]:
    return {
        "shape": figure.shape.name,
        "share": round(figure.share, 3),
        "medianShare": round(figure.middle_share, 3),
        "from": round(min(figure.shares), 3),
        "to": round(max(figure.shares), 3),
        "shareMin": figure.shape.share_min,
        "reached": figure.share >= figure.shape.share_min,
        **{
            name: {
                "answers": spent.answers,
                "serverMs": round(spent.server * 1000 / spent.answers, 3),
                "postgresqlMs": round(spent.database * 1000 / spent.answers, 3),
            }
            for name, spent in (("ours", figure.ours), ("baseline", figure.baseline))
        },
    }


def say(report: dict[str, Any]) -> None:
    """The report for people."""
    sizes = ", ".join(f"{count:,} {name}" for name, count in report["sizes"].items())
    typer.echo(
        f"{sizes} (lines: of each order); {report['clients']} clients; PostgreSQL {report['postgresql']}"
    )
    typer.echo(f"baseline {report['baseline']['sha256'][:16]} {json.dumps(report['machine'])}\n")
    typer.echo(
        f"{'shape':44}{'share':>7}{'at least':>10}   ms of CPU an answer: ours (server + PostgreSQL) | baseline"
    )
    for shape in report["shapes"]:
        spent = " | ".join(
            f"{shape[side]['serverMs']:.2f} + {shape[side]['postgresqlMs']:.2f}"
            for side in ("ours", "baseline")
        )
        typer.echo(f"{shape['shape']:44}{shape['share']:7.2f}{shape['shareMin']:10.2f}   {spent}")


def _token(side: Side) -> str:
    with closing(http.client.HTTPConnection(HOST, side.port, timeout=SIGN_IN_SECONDS)) as connection:
        body = json.dumps({"user": LOGIN, "password": PASSWORD})
        connection.request(
            "POST", "/auth/sign-in", body, {"content-type": "application/json", "x-lotline": "1"}
        )
        answer = connection.getresponse()
        said = json.loads(answer.read())
    if answer.status != http.client.OK:
        raise RuntimeError(f"nobody was let in: {said}")
    token: str = said["accessToken"]
    return token


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port

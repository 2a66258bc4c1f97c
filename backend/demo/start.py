"""`lotline demo`: database, demo company, web app and worker, from nothing to the printed logins, and down again.

What is imported here is little: a second start has to be up in seconds, and its parts import at the same time.
"""

import asyncio
import json
import signal
import socket
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import msgspec

from backend.demo.children import child, prepared, wait_until_ready, watch
from backend.demo.lan import Lan, lan_of, serving_page
from backend.demo.people import PEOPLE_BY_ROLE
from backend.demo.ready import Job, Prepared, ShownOrder, still_ready
from backend.foundation.database.embedded import HOST, EmbeddedServer, embedded_database
from backend.foundation.database.refusals import PortTaken
from backend.foundation.database.roles import APP, DATABASE, OWNER
from backend.foundation.qr_code import qr_terminal
from backend.foundation.secret_files import kept_secret, replace_secret

LOGINS_FILE: Final = "demo-logins.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asks for; port 0 takes a free one."""

    data: Path
    port: int
    as_json: bool
    lan: bool
    small: bool


class _Stopped(BaseException):
    """Somebody asked us to stop; everything that was opened is closed on the way out."""


def run_demo(wanted: Wanted) -> None:
    """Runs the demo until SIGINT or SIGTERM. Raises what its parts refuse."""
    for order in (signal.SIGINT, signal.SIGTERM):
        signal.signal(order, _stop)
    try:
        _run(wanted)
    except _Stopped:
        _tell("演示已停止，数据保留在数据目录中。 Stopped; the data are kept.")


def _stop(_: int, __: FrameType | None) -> NoReturn:
    for order in (signal.SIGINT, signal.SIGTERM):
        signal.signal(order, signal.SIG_IGN)  # Impatience must not cut the stopping short.
    raise _Stopped


def _run(wanted: Wanted) -> None:
    port = _free_port(wanted.port)
    url = f"http://{HOST}:{port}"
    lan = lan_of(wanted.data, port, datetime.now(UTC)) if wanted.lan else None
    with ExitStack() as undo:
        server = undo.enter_context(embedded_database(wanted.data))
        public_url = url if lan is None else lan.url
        ready = _prepared(wanted, server, public_url)
        settings = {
            "DATABASE_URL": _url(server, APP),
            "DATA_DIR": str(wanted.data),
            "PORT": str(port),
            "HOST": HOST,
            "PUBLIC_URL": url,
            "DEMO_LOGINS": "" if wanted.lan else str(_logins_file(wanted.data, ready)),
        }
        # It prints the notes and writes the links: they lead to where phones are.
        by_worker = settings | {"PUBLIC_URL": public_url}
        parts = [web := undo.enter_context(child("web", "serve", data=wanted.data, settings=settings))]
        parts.append(undo.enter_context(child("worker", "worker", data=wanted.data, settings=by_worker)))
        if lan is not None:
            outside = undo.enter_context(
                child("lan", "serve", data=wanted.data, settings=settings | lan.settings)
            )
            parts.append(outside)
            undo.enter_context(serving_page(lan))
            wait_until_ready(outside, lan.url, lan.certificates.authority)
        wait_until_ready(web, url)
        _announce(wanted, url, _url(server, OWNER), ready, lan)
        watch(parts)


def _prepared(wanted: Wanted, server: EmbeddedServer, public_url: str) -> Prepared:
    """What the last start left, when nothing has changed since; otherwise it is all gone through anew."""
    if not wanted.lan and (server.passwords / OWNER).exists():
        ready = asyncio.run(still_ready(wanted.data, _url(server, OWNER)))
        if ready is not None:
            return ready
    _tell("正在准备演示公司，首次约需一分钟。 Preparing the demo company; the first time takes a minute.")
    job = Job(server.superuser_url, str(wanted.data), wanted.small, wanted.lan, public_url)
    return msgspec.json.decode(prepared(msgspec.json.encode(job)), type=Prepared)


def _url(server: EmbeddedServer, role: str) -> str:
    return server.url(role, kept_secret(server.passwords / role), DATABASE)


def _logins_file(data: Path, ready: Prepared) -> Path:
    file = data / "passwords" / LOGINS_FILE
    logins = [msgspec.to_builtins(login) | _place(login.role, ready.order) for login in ready.logins]
    replace_secret(file, msgspec.json.encode({"logins": logins}))
    return file


def _place(role: str, order: ShownOrder | None) -> dict[str, str]:
    """The page on which this role sees the order that the ribbon shows; none for those without a part in it."""
    if order is None:
        return {}
    pages = {
        "sales": f"/orders/{order.id}",
        "manager": f"/orders/{order.id}",
        "warehouse": f"/pick/{order.outbound_id}",
        "driver": f"/deliveries/{order.delivery_id}",
        "customer": f"/orders/{order.id}",
    }
    return {"path": pages[role]} if role in pages else {}


def _free_port(port: int) -> int:
    """The port itself, if nobody listens there, or a free one for 0. Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(port=port) from None
        taken: int = probe.getsockname()[1]
        return taken


def _announce(wanted: Wanted, url: str, database: str, ready: Prepared, lan: Lan | None) -> None:
    if wanted.as_json:
        outside = url if lan is None else lan.url
        facts = {"url": outside, "database": database, "logins": msgspec.to_builtins(ready.logins)}
        print(json.dumps(facts, ensure_ascii=False), flush=True)
        return
    print(f"\n  Lotline 试链 · 演示 demo\n\n  {url}\n")
    if lan is not None:
        print(f"  {lan.url}   （同一网络的手机 phones of this network）\n")
        print(f"  手机先扫码安装证书 Phones scan this first: {lan.page_url}\n")
        print(qr_terminal(lan.page_url))
        print(f"\n  证书指纹 SHA-256: {lan.certificates.authority_sha256}\n")
    for login in ready.logins:
        print(f"  {login.role:<14} {login.user:<14} {login.password:<16} {PEOPLE_BY_ROLE[login.role]}")
    print(f"\n  签名 PIN  {ready.pin}\n\n  Ctrl+C 停止 stops.\n", flush=True)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)

"""`lotline demo`: database, demo company, web app and worker, from nothing to the printed logins, and down again."""

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

from backend.demo.children import child, wait_until_ready, watch
from backend.demo.company import ensured_company
from backend.demo.lan import Lan, lan_of, serving_page
from backend.demo.logins import Secrets, give_fresh, give_known
from backend.demo.people import PEOPLE_BY_ROLE
from backend.demo.world import SMALL, WHOLE, ZONE
from backend.foundation.database.embedded import HOST, embedded_database
from backend.foundation.database.refusals import PortTaken
from backend.foundation.database.roles import DatabaseUrls
from backend.foundation.qr_code import qr_terminal
from backend.foundation.secret_files import replace_secret
from backend.foundation.settings import Settings
from backend.identity.passwords.hashing import Passwords
from backend.identity.posts.commands import ensure_post_rights
from backend.main import opened_house

LOGINS_FILE: Final = "demo-logins.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asks for; port 0 takes a free one."""

    settings: Settings
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
    data = wanted.settings.data_dir.absolute()
    port = _free_port(wanted.settings.port)
    lan = lan_of(data, port, datetime.now(UTC)) if wanted.lan else None
    with ExitStack() as undo:
        server = undo.enter_context(embedded_database(data))
        _tell("正在准备演示公司，首次约需一分钟。 Preparing the demo company; the first time takes a minute.")
        today = datetime.now(ZONE).date()
        urls = asyncio.run(ensured_company(server, today, SMALL if wanted.small else WHOLE))
        secrets = asyncio.run(_with_logins(urls, wanted))
        settings = {
            "DATABASE_URL": urls.app,
            "DATA_DIR": str(data),
            "PORT": str(port),
            "HOST": HOST,
            "PUBLIC_URL": "",
            "DEMO_LOGINS": "" if wanted.lan else str(_logins_file(data, secrets)),
        }
        parts = [
            undo.enter_context(child("worker", "worker", data=data, settings=settings)),
            web := undo.enter_context(child("web", "serve", data=data, settings=settings)),
        ]
        url = f"http://{HOST}:{port}"
        if lan is not None:
            parts.append(
                outside := undo.enter_context(
                    child("lan", "serve", data=data, settings=settings | lan.settings)
                )
            )
            undo.enter_context(serving_page(lan))
            wait_until_ready(outside, lan.url, lan.certificates.authority)
        wait_until_ready(web, url)
        _announce(wanted, url if lan is None else lan.url, url, urls, secrets, lan)
        watch(parts)


async def _with_logins(urls: DatabaseUrls, wanted: Wanted) -> Secrets:
    async with opened_house(urls.app, wanted.settings) as house:
        await ensure_post_rights(house)
        passwords = Passwords(wanted.settings.argon2_profile)
        return await (give_fresh if wanted.lan else give_known)(house, passwords)


def _logins_file(data: Path, secrets: Secrets) -> Path:
    file = data / "passwords" / LOGINS_FILE
    replace_secret(file, msgspec.json.encode({"logins": secrets.logins}))
    return file


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


def _announce(
    wanted: Wanted, url: str, here: str, urls: DatabaseUrls, secrets: Secrets, lan: Lan | None
) -> None:
    if wanted.as_json:
        facts = {"url": url, "database": urls.owner, "logins": msgspec.to_builtins(secrets.logins)}
        print(json.dumps(facts, ensure_ascii=False), flush=True)
        return
    print(f"\n  Lotline 试链 · 演示 demo\n\n  {here}\n")
    if lan is not None:
        print(f"  {lan.url}   （同一网络的手机 phones on this network）\n")
        print(f"  手机先扫码安装证书 Phones scan this first: {lan.page_url}\n")
        print(qr_terminal(lan.page_url))
        print(f"\n  证书指纹 SHA-256: {lan.certificates.authority_sha256}\n")
    for login in secrets.logins:
        print(f"  {PEOPLE_BY_ROLE[login.role]:<14}\t{login.role:<14} {login.user:<14} {login.password}")
    print(f"\n  签名 PIN  {secrets.pin}\n  Ctrl+C 停止 stops.\n", flush=True)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)

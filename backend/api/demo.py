"""`GET /auth/demo`: the logins that the demo's ribbon offers. Only in demo mode, only to this very machine.

The address of the caller alone would not do: a page from elsewhere whose name is made to lead to 127.0.0.1 calls from
there too. So the name by which we were called must be a loopback one as well. To everybody else there is no such page.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

PATH: Final = "/auth/demo"


@dataclass(frozen=True, slots=True)
class DemoDoor:
    """Serves the file that `lotline demo` has written, as it is."""

    logins: bytes

    @classmethod
    def of(cls, file: Path) -> "DemoDoor":
        return cls(file.read_bytes())

    def routes(self) -> list[BaseRoute]:
        return [Route(PATH, self._answer, methods=["GET"])]

    async def _answer(self, request: Request) -> Response:
        caller = request.client.host if request.client else ""
        if not (_is_loopback(caller) and _is_loopback(_called(request))):
            return PlainTextResponse("404", 404)
        return Response(self.logins, 200, {"cache-control": "no-store"}, media_type="application/json")


def _called(request: Request) -> str:
    """The host that the caller asked for, without its port."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

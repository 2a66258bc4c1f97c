"""One log line per request, one number for all lines that belong to it, and the last resort for a bug."""

import secrets
from time import perf_counter
from typing import Final

import orjson
import structlog
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.failures import incident
from backend.api.origins import language_of

REQUEST_ID_HEADER: Final = b"x-request-id"
_PATH_CHARACTERS_MAX: Final = 200
_LINKS: Final = "/d/"

_log = structlog.stdlib.get_logger("lotline.requests")


class RequestLog:
    """ASGI middleware, the first in Starlette's list, so that a bug comes here before Starlette answers it.

    The number is ours: one sent by a client could be anybody's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (REQUEST_ID_HEADER, request_id.encode()),
                ]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:  # The last resort: whatever came here is a bug, and is told as a number.
            answer = incident(error, language_of(HTTPConnection(scope)))
            if scope["type"] == "http" and status == 0:
                response = Response(orjson.dumps(answer), 500, media_type="application/json")
                await response(scope, receive, send_with_id)
        finally:
            _log.info(
                "request",
                method=scope.get("method", "SOCKET"),
                path=_logged(scope["path"]),
                status=status,
                milliseconds=round((perf_counter() - started) * 1000, 1),
            )


def _logged(path: str) -> str:
    """The path, without what opens a delivery: whoever reads the log need not be able to."""
    return f"{_LINKS}…" if path.startswith(_LINKS) else path[:_PATH_CHARACTERS_MAX]

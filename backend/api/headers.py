"""What every answer tells the browser: run our own scripts only, guess no types, keep no data."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.origins import origin_of

_HSTS_SECONDS: Final = 365 * 24 * 3600


class SecurityHeaders:
    """ASGI middleware. What an answer states itself (a hashed file is immutable) stays as it is."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self._app = app
        self._headers = security_headers(public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def security_headers(public_url: str) -> Mapping[str, str]:
    """The headers by name. Strict-Transport-Security only where the public address is https."""
    origin = origin_of(public_url)
    headers = {
        "content-security-policy": content_security_policy(origin),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
        "x-robots-tag": "noindex, nofollow",
        "cache-control": "no-store",
    }
    if origin.startswith("https:"):
        headers["strict-transport-security"] = f"max-age={_HSTS_SECONDS}; includeSubDomains"
    return headers


def content_security_policy(origin: str) -> str:
    """Own scripts, none inline; WebAssembly for the scanner; pictures made on the phone itself."""
    # Safari before 15.4 does not count wss: as 'self'.
    socket = origin.replace("http", "ws", 1)
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "font-src 'self'",
            f"connect-src 'self' {socket}",
            "worker-src 'self'",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )

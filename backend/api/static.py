"""The built app: its files are read once, at the start, and nothing but these files is ever served.

A path from outside is looked up among them, never joined to a folder, so it cannot leave it. Files with a
digest in their name never change; all others are asked for again each time, with an ETag.
"""

import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from backend.foundation.limits import PWA_BYTES_MAX

_HASHED: Final = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_IMMUTABLE: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_INDEX: Final = "/index.html"
_CAPABILITIES: Final = "/d/"
"""Pages whose address itself opens something: it is told to nobody."""
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    content: bytes
    gzipped: bytes | None
    media_type: str
    cache_control: str
    etag: str


class StaticApp:
    """Serves the folder `built`; a page's path (`/orders/7`) that is no file is answered with index.html."""

    def __init__(self, built: Path) -> None:
        self._files = read_files(built)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self.respond(Request(scope))
        await response(scope, receive, send)

    def respond(self, request: Request) -> Response:
        """The file, 304 when the browser has it, index.html for a page, 404 or 405."""
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("GET or HEAD", 405, {"allow": "GET, HEAD"})
        path = request.url.path
        file = self._files.get(_INDEX if path == "/" else path)
        if file is None and _is_page(path) and "text/html" in request.headers.get("accept", ""):
            file = self._files.get(_INDEX)
        if file is None:
            return PlainTextResponse("404", 404)
        headers = {"etag": file.etag, "cache-control": file.cache_control, "vary": "accept-encoding"}
        if path.startswith(_CAPABILITIES):
            headers["referrer-policy"] = "no-referrer"
        if file.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        content = file.content
        if file.gzipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
            content = file.gzipped
            headers["content-encoding"] = "gzip"
        headers["content-type"] = file.media_type
        headers["content-length"] = str(len(content))
        return Response(b"" if request.method == "HEAD" else content, headers=headers)


def read_files(built: Path) -> dict[str, StaticFile]:
    """Every file of the folder by its path from the site's root; `x.js.gz` becomes the short form of `x.js`.

    Links that lead out of the folder and hidden files are left out. Raises ValueError when there is more than
    PWA_BYTES_MAX: then it is the wrong folder.
    """
    root = built.resolve()
    found: dict[str, bytes] = {}
    size = 0
    for file in sorted(root.rglob("*")):
        inside = file.relative_to(root)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or not file.is_file() or not file.resolve().is_relative_to(root):
            continue
        size += file.stat().st_size
        if size > PWA_BYTES_MAX:
            raise ValueError(f"more than {PWA_BYTES_MAX} bytes in {root}: is this the built app?")
        found["/" + inside.as_posix()] = file.read_bytes()
    return {
        path: _static_file(path, content, found.get(path + ".gz"))
        for path, content in found.items()
        if not path.endswith(".gz")
    }


def _static_file(path: str, content: bytes, gzipped: bytes | None) -> StaticFile:
    suffix = Path(path).suffix
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    hashed = path.startswith("/assets/") and _HASHED.search(path) is not None
    etag = '"' + sha256(content).hexdigest()[:32] + '"'
    return StaticFile(content, gzipped, media_type, _IMMUTABLE if hashed else _ASK_AGAIN, etag)


def _is_page(path: str) -> bool:
    return "." not in path.rsplit("/", 1)[-1] and not path.startswith(("/graphql", "/assets/"))

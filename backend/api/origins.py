"""Whose page is asking. A browser says so in Origin; what is none carries no cookies unawares."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from backend.api.refusals import OriginNotAllowed

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def origin_of(url: str) -> str:
    """Scheme, host and port as a browser writes them. Raises ValueError for what is no web address."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not the address of a site: {url!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def check_origin(connection: HTTPConnection, origin: str) -> None:
    """Raises OriginNotAllowed when a page of another site is asking, a sandboxed one ("null") included."""
    if any(
        sent != origin and not _same_machine(sent, origin) for sent in connection.headers.getlist("origin")
    ):
        raise OriginNotAllowed()
    if connection.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise OriginNotAllowed()


def _same_machine(sent: str, origin: str) -> bool:
    """Whether both name this very machine, with the same scheme and port: people type localhost or 127.0.0.1."""
    try:
        theirs, ours = urlsplit(sent), urlsplit(origin)
        return (
            theirs.hostname in _LOOPBACK
            and ours.hostname in _LOOPBACK
            and (theirs.scheme, theirs.port) == (ours.scheme, ours.port)
        )
    except ValueError:
        return False


def language_of(connection: HTTPConnection) -> str:
    """ "en" where the reader asks for English first, else "zh"."""
    return "en" if connection.headers.get("accept-language", "").lower().startswith("en") else "zh"

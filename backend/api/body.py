"""The body of a GraphQL request: read up to its limit, measured before it is parsed, then taken to pieces."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import orjson
from starlette.requests import Request

from backend.api.refusals import (
    BatchNotAccepted,
    BodyNotReadable,
    BodyTooLarge,
    BodyTooSlow,
    TextNotAccepted,
)
from backend.foundation.limits import (
    BODY_BYTES_MAX,
    BODY_SECONDS_MAX,
    JSON_DEPTH_MAX,
    VARIABLE_VALUES_MAX,
    VARIABLES_MAX,
)

_KEYS: Final = frozenset({"query", "documentId", "operationName", "variables", "extensions"})
# Possessive, and an unclosed string runs to the end: linear for every input.
_STRINGS: Final = re.compile(rb'"(?:[^"\\]++|\\.?)*+(?:"|\Z)', re.DOTALL)
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """`digest` is the SHA-256 of the document in hex; `query` is None where only the digest was sent."""

    query: str | None
    digest: str
    operation_name: str | None
    variables: dict[str, Any]


async def read_body(request: Request, bytes_max: int = BODY_BYTES_MAX) -> bytes:
    """The whole body, or a refusal as soon as it is known to be too large; nothing beyond is kept.

    Raises BodyTooLarge, BodyTooSlow.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 12 or int(declared) > bytes_max):
        raise BodyTooLarge(bytes_max=bytes_max)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS_MAX):
            async for part in request.stream():
                size += len(part)
                if size > bytes_max:
                    raise BodyTooLarge(bytes_max=bytes_max)
                parts.append(part)
    except TimeoutError:
        raise BodyTooSlow() from None
    return b"".join(parts)


def parse_request(body: bytes) -> GraphQLRequest:
    """The request that the body holds. Raises BatchNotAccepted, BodyNotReadable, TextNotAccepted."""
    request = parse_json(body)
    if isinstance(request, list):
        raise BatchNotAccepted()
    return graphql_request(request)


def parse_json(body: bytes) -> object:
    """JSON of bounded depth and number of values, no key twice, no NUL in any text.

    Depth and number are counted in the bytes, so that a hostile nest is never built.
    """
    structure = _STRINGS.sub(b"", body)
    if structure.count(b",") + structure.count(b"[") + structure.count(b"{") > VARIABLE_VALUES_MAX:
        raise BodyNotReadable(why=f"more than {VARIABLE_VALUES_MAX} values")
    depth = 0
    for bracket in structure.translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > JSON_DEPTH_MAX:
            raise BodyNotReadable(why=f"nested more than {JSON_DEPTH_MAX} levels")
    try:
        value: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BodyNotReadable(why="not JSON in UTF-8") from None
    # A colon outside of strings stands behind a key: where the parser kept fewer, one was there twice.
    if structure.count(b":") != _keys_in(value):
        raise BodyNotReadable(why="a key stands twice")
    return value


def graphql_request(request: object) -> GraphQLRequest:
    """The members of a request, each of its type. Raises BodyNotReadable."""
    if not isinstance(request, dict):
        raise BodyNotReadable(why="not an object")
    if request.keys() - _KEYS:
        raise BodyNotReadable(why="an unknown member")
    query, name, variables = request.get("query"), request.get("operationName"), request.get("variables")
    if not isinstance(query, str | None) or not isinstance(name, str | None):
        raise BodyNotReadable(why="query and operationName are text")
    if not isinstance(variables, dict | None) or len(variables or ()) > VARIABLES_MAX:
        raise BodyNotReadable(why=f"variables are an object of at most {VARIABLES_MAX}")
    asked = _asked_digest(request)
    if query is None and asked is None:
        raise BodyNotReadable(why="no query")
    digest = sha256(query.encode()).hexdigest() if query is not None else asked or ""
    if asked is not None and asked != digest:
        raise BodyNotReadable(why="the digest is not that of the query")
    return GraphQLRequest(query, digest, name, variables or {})


def _asked_digest(request: Mapping[str, Any]) -> str | None:
    """What names a registered document: documentId "sha256:…", or the extension persistedQuery."""
    asked = request.get("documentId")
    extensions = request.get("extensions")
    if not isinstance(extensions, dict | None):
        raise BodyNotReadable(why="extensions are an object")
    persisted = (extensions or {}).get("persistedQuery")
    if asked is None and isinstance(persisted, dict):
        asked = persisted.get("sha256Hash")
    if asked is None:
        return None
    digest = asked.removeprefix("sha256:") if isinstance(asked, str) else ""
    if _DIGEST.fullmatch(digest) is None:
        raise BodyNotReadable(why="documentId is a SHA-256")
    return digest


def _keys_in(value: object) -> int:
    """How many keys all objects in `value` have. Its depth is bounded. Raises TextNotAccepted on the way."""
    if isinstance(value, str):
        if "\x00" in value:
            raise TextNotAccepted()
        return 0
    if isinstance(value, dict):
        return len(value) + sum(map(_keys_in, value)) + sum(map(_keys_in, value.values()))
    if isinstance(value, list):
        return sum(map(_keys_in, value))
    return 0

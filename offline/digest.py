"""Canonical JSON and its SHA-256: the bytes that are signed, chained and compared.

The subset of RFC 8785 (JCS) that the protocol speaks: strings, integers within ±(2^53 - 1), true, false,
null, arrays and objects. Fractions are refused, so no two number printers can disagree: money, quantities
and temperatures travel as strings. U+0000 is refused because PostgreSQL cannot keep it, lone surrogates
because UTF-8 cannot.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, TypeAlias

from offline.limits import DEPTH_MAX, INTEGER_MAX

# Recursive aliases cannot be stated before PEP 695 without quoting; `Any` stands for the values inside.
Json: TypeAlias = str | int | bool | list[Any] | dict[str, Any] | None
JsonObject: TypeAlias = dict[str, Any]

Problem: TypeAlias = Literal["fraction", "integer", "nul", "surrogate", "type", "depth"]


@dataclass
class Unrepresentable(Exception):
    """The value has no canonical form; `path` names the place, such as `$.lines[2].note`."""

    problem: Problem
    path: str


@dataclass
class NotCanonical(Exception):
    """The text is not JSON, or is not the one canonical way of writing what it says."""


def canonical(value: object) -> str:
    """The one way of writing `value` as JSON. Raises Unrepresentable.

    Source: RFC 8785 section 3.2 (no white space, keys in order of their UTF-16 code units, ECMAScript
    escapes).
    """
    return _written(value, "$", 1)


def parse_canonical(text: str) -> Json:
    """What a canonical text says. Raises NotCanonical for any other text, whatever is wrong with it."""
    try:
        value: Json = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
        if canonical(value) == text:
            return value
    # ValueError: no JSON, or an integer of thousands of digits; RecursionError: 60,000 brackets.
    except (ValueError, RecursionError, Unrepresentable):
        pass
    raise NotCanonical


def sha256_hex(data: bytes) -> str:
    """64 lower-case hexadecimal digits. Source: FIPS 180-4."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """SHA-256 of the canonical UTF-8 of `value`, in hexadecimal. Raises Unrepresentable."""
    return text_digest(canonical(value))


def text_digest(text: str) -> str:
    """SHA-256 of a text as it stands, in hexadecimal. Total: a lone surrogate counts as three bytes."""
    return sha256_hex(text.encode(errors="surrogatepass"))


def _written(value: object, path: str, depth: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value, path)
    if isinstance(value, int):
        return _integer(value, path)
    if isinstance(value, float):
        raise Unrepresentable("fraction", path)
    if depth > DEPTH_MAX:
        raise Unrepresentable("depth", path)
    if isinstance(value, (list, tuple)):
        return (
            "[" + ",".join(_written(item, f"{path}[{at}]", depth + 1) for at, item in enumerate(value)) + "]"
        )
    if isinstance(value, Mapping):
        return _object(value, path, depth)
    raise Unrepresentable("type", path)


def _object(value: Mapping[Any, object], path: str, depth: int) -> str:
    for key in value:
        if not isinstance(key, str):
            raise Unrepresentable("type", path)
        _string(key, path)
    ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
    return (
        "{"
        + ",".join(_string(k, path) + ":" + _written(v, f"{path}.{k}", depth + 1) for k, v in ordered)
        + "}"
    )


def _string(value: str, path: str) -> str:
    if "\0" in value:
        raise Unrepresentable("nul", path)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unrepresentable("surrogate", path) from None
    # Python escapes the same characters as ECMAScript's JSON.stringify, when it may leave the others as
    # they are.
    return json.dumps(value, ensure_ascii=False)


def _integer(value: int, path: str) -> str:
    if abs(value) > INTEGER_MAX:
        raise Unrepresentable("integer", path)
    return str(int(value))


def _refuse(_: str) -> NoReturn:
    raise NotCanonical

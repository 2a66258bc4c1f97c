"""What can be signed: per kind, how the server renders it as text and as the document whose digest is signed.

A feature registers its kind; the query `signable` and the command that consumes the signature render by the same pure
function, so that a person signs what they saw or nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from backend.foundation.meaning import Meaning
from backend.foundation.permission import Right
from backend.foundation.reading import Reading

SIGNED_TOGETHER_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a person is shown before signing: lines of text, and the document that the digest covers."""

    text: tuple[str, ...]
    document: dict[str, Any]


Render = Callable[[Reading, Sequence[UUID], str], Awaitable[Rendered]]


@dataclass(frozen=True, slots=True)
class Signable:
    """A kind of thing that is signed: with which meaning, by whom, and how it is rendered in a language."""

    meaning: Meaning
    needs: Right
    render: Render


_KINDS: dict[str, Signable] = {}


def can_be_signed(kind: str, signable: Signable) -> None:
    """Registers how things of `kind` are signed."""
    if kind in _KINDS:
        raise ValueError(f"{kind} is signed in two ways")
    _KINDS[kind] = signable


def signable_kind(kind: str) -> Signable | None:
    """How that kind is signed; None for one that is not."""
    return _KINDS.get(kind)

"""Commands about commands: what a person decided about an envelope that needs attention.

They are envelopes like any other, signed and chained, so the decision is recorded as firmly as the deed.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from offline.envelope import Envelope, is_uuid7
from offline.limits import REASON_CHARACTERS_MAX

DISCARD = "sync.discardCommand"
SUPERSEDE = "sync.supersedeCommand"
HAND_OVER = "sync.handOverCommand"
NAMES = frozenset({DISCARD, SUPERSEDE, HAND_OVER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Discard:
    """Never apply `command`; `keepTheirs` says that the other side's version is preferred."""

    command: str
    choice: Literal["discard", "keepTheirs"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersede:
    """`by`, sealed later, stands in the place of `command`: in its order, and for all that depend on it."""

    command: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A colleague in the office decides; until then `command` stays where it is."""

    command: str
    note: str


Control: TypeAlias = Discard | Supersede | HandOver


@dataclass
class MalformedControl(Exception):
    """A command about a command whose input or entity is not of its form."""


def control_of(envelope: Envelope) -> Control | None:
    """What the envelope decides about another, or None when it is business. Raises MalformedControl."""
    if envelope.name not in NAMES:
        return None
    said = envelope.input
    command = said.get("command")
    if not isinstance(command, str) or not is_uuid7(command) or envelope.entity != f"command:{command}":
        raise MalformedControl
    if envelope.name == SUPERSEDE:
        by = said.get("by")
        if not isinstance(by, str) or not is_uuid7(by) or by == command or set(said) != {"command", "by"}:
            raise MalformedControl
        return Supersede(command=command, by=by)
    if envelope.name == HAND_OVER:
        if set(said) != {"command", "note"}:
            raise MalformedControl
        return HandOver(command=command, note=_sentence(said["note"]))
    choice = said.get("choice")
    if choice not in ("discard", "keepTheirs") or set(said) != {"command", "choice", "reason"}:
        raise MalformedControl
    return Discard(command=command, choice=choice, reason=_sentence(said["reason"]))


def _sentence(said: object) -> str:
    if not isinstance(said, str) or not said.strip() or len(said) > REASON_CHARACTERS_MAX:
        raise MalformedControl
    return said

"""What may come of an envelope, and what each means for the queue that sent it.

A result, a refusal's facts and the other side's version are JSON; what they hold is the command's own affair.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, assert_never

from offline.digest import Json, JsonObject

QuarantineReason: TypeAlias = Literal["userDisabled", "deviceRevoked", "neverAllowed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """Done now."""

    result: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Done before; `result` is what was answered then."""

    result: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A rule said no, and says no again to the same envelope. `refusal` is its name, `message` the
    sentence.
    """

    refusal: str
    message: str = ""
    facts: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody changed the entity since the version the person saw."""

    current_version: int
    theirs: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """In custody, its turn has not come: `on` names commands, `attachments` files that are not here yet."""

    on: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unauthenticated:
    """Nobody is signed in. Nothing was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transient:
    """It could not be done now; nothing was stored."""

    retry_after_ms: int | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """In custody and not applied: a manager decides."""

    reason: QuarantineReason


Outcome: TypeAlias = (
    Applied | Replayed | Refused | Conflict | Waiting | Unauthenticated | Transient | Quarantined
)
Final: TypeAlias = Applied | Replayed | Refused | Conflict | Quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a queue does about an outcome."""

    next: Literal["done", "attention", "again", "pause"]
    counts_as_attempt: bool


def meaning(outcome: Outcome) -> Meaning:
    """Done leaves the queue, attention asks a person, again waits its back-off, pause waits for a sign-in."""
    match outcome:
        case Applied() | Replayed():
            return Meaning(next="done", counts_as_attempt=False)
        case Refused() | Conflict() | Quarantined():
            return Meaning(next="attention", counts_as_attempt=False)
        case Waiting() | Transient():
            return Meaning(next="again", counts_as_attempt=True)
        case Unauthenticated():
            return Meaning(next="pause", counts_as_attempt=False)
        case _:
            assert_never(outcome)


def again(outcome: Final) -> Final:
    """What an envelope that is offered once more is told: done is called replayed, a no stays the same no."""
    return Replayed(result=outcome.result) if isinstance(outcome, Applied) else outcome


def wire(outcome: Outcome) -> JsonObject:
    """As it is sent: an object with `kind`, which outcome.ts reads."""
    match outcome:
        case Applied(result=result):
            return {"kind": "applied", "result": result}
        case Replayed(result=result):
            return {"kind": "replayed", "result": result}
        case Refused(refusal=refusal, message=message, facts=facts):
            return {"kind": "refused", "refusal": refusal, "message": message, "facts": facts}
        case Conflict(current_version=version, theirs=theirs):
            return {"kind": "conflict", "currentVersion": version, "theirs": theirs}
        case Waiting(on=on, attachments=attachments):
            return {"kind": "waiting", "on": list(on), "attachments": list(attachments)}
        case Unauthenticated():
            return {"kind": "unauthenticated"}
        case Transient(retry_after_ms=after, incident=incident):
            return {"kind": "transient", "retryAfterMs": after, "incident": incident}
        case Quarantined(reason=reason):
            return {"kind": "quarantined", "reason": reason}
        case _:
            assert_never(outcome)

"""Replay in GraphQL: the one mutation that takes a list, for it is the one door of phones."""

from enum import Enum
from typing import Annotated, Any, Optional, Union
from uuid import UUID

import msgspec
import strawberry
from strawberry.scalars import JSON

from backend.foundation.command import all_handlers, handler_named
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import must, refused
from backend.foundation.graphql.speaking import ALWAYS, refusals_of, say, spoken
from backend.foundation.limits import REPLAY_COMMANDS_MAX
from backend.foundation.perform import refusal_from
from backend.foundation.permission import SIGNED_IN
from backend.foundation.versions import ChangedMeanwhile
from backend.sync.pull.epoch import epoch_of
from backend.sync.replay.commanded import declared_commands
from backend.sync.replay.door import replayed
from backend.sync.replay.rules import BY_THE_PROTOCOL, TooMuchAtOnce
from offline.envelope import EnvelopeRefused, parse
from offline.limits import ATTACHMENTS_MAX, DEPENDS_ON_MAX
from offline.outcome import Applied, Outcome, Refused, Replayed, wire
from offline.replay import Answer
from offline.signature import SignedEnvelope


@strawberry.input(name="SignedEnvelopeInput", description="An envelope as its device sealed it.")
class SignedEnvelopeInput:
    envelope: str = strawberry.field(description="The canonical JSON that was signed, as it is.")
    device_signature: str = strawberry.field(description="ECDSA P-256, r ‖ s, base64url.")


def said_by_offline_commands() -> tuple[Any, ...]:
    """The results and refusals of every command that an envelope may hold, and those of the protocol.

    The union is made when this module is imported, so that must be after all commands: features.py sees to it.
    """
    offline = [handler for handler in all_handlers() if handler.offline]
    if handler_named("sync.discardCommand") is None:
        raise RuntimeError("imported before the features: call load_features() first")
    kinds = [handler.result for handler in offline]
    kinds += [kind for handler in offline for kind in refusals_of(handler.name)]
    return tuple(dict.fromkeys((*kinds, *ALWAYS, *BY_THE_PROTOCOL, ChangedMeanwhile)))


_SAID = said_by_offline_commands()
_MEMBERS = tuple(spoken(kind) for kind in _SAID)
# Made at run time, from whatever the features declare: to the type checker it is any of them.
CommandResult: Any = Annotated[
    Union[_MEMBERS],  # noqa: UP007
    strawberry.union(
        "CommandResult", description="Whatever an offline command can answer: its result or its refusal."
    ),
]


@strawberry.enum(name="Custody", description="What became of an envelope at the door.")
class CustodyType(Enum):
    held = "held"
    gap = "gap"
    fork = "fork"
    notTaken = "notTaken"  # noqa: N815 - the word on the wire


@strawberry.enum(name="OutcomeKind", description="What came of an envelope in custody.")
class OutcomeKind(Enum):
    applied = "applied"
    replayed = "replayed"
    refused = "refused"
    conflict = "conflict"
    waiting = "waiting"
    transient = "transient"
    quarantined = "quarantined"


@strawberry.type(
    name="Outcome", description="What came of one envelope in custody; `kind` says which fields hold."
)
class OutcomeType:
    kind: OutcomeKind
    result: Optional[CommandResult] = None  # noqa: UP045 - a union that is a value takes no `|`
    refusal: str | None = None
    message: str | None = None
    facts: JSON | None = None
    current_version: int | None = None
    theirs: JSON | None = None
    on: list[UUID] | None = strawberry.field(default=None, metadata={"at_most": DEPENDS_ON_MAX + 1})
    attachments: list[UUID] | None = strawberry.field(default=None, metadata={"at_most": ATTACHMENTS_MAX})
    retry_after_ms: int | None = None
    incident: str | None = None
    reason: str | None = None


@strawberry.type(
    name="ReplayAnswer",
    description="The receipt for one envelope, and what came of it; none while nothing but the receipt is known.",
)
class ReplayAnswerType:
    digest: str = strawberry.field(
        description="SHA-256 of the envelope's text: who never saw it cannot name it."
    )
    envelope_id: UUID | None
    custody: CustodyType
    expected: int | None = strawberry.field(description="The sequence that has to come first, or is taken.")
    problem: str | None
    outcome: OutcomeType | None


async def _replay(info, envelopes):  # type: ignore[no-untyped-def]
    context = info.context
    must(context, SIGNED_IN)
    batch = [
        SignedEnvelope(envelope=one.envelope, device_signature=one.device_signature) for one in envelopes
    ]
    try:
        answers = await replayed(context.house, context.actor, batch, declared_commands())
    except TooMuchAtOnce as refusal:
        raise refused(refusal, context.language) from None
    context.extensions["epoch"] = str(await epoch_of(context.house))
    context.extensions["serverTime"] = context.house.clock.now().isoformat()
    return [_said(answer, one, context.language) for answer, one in zip(answers, batch, strict=True)]


def _said(answer: Answer, sent: SignedEnvelope, language: str) -> ReplayAnswerType:
    wired = answer.wire()
    try:
        envelope = parse(sent.envelope)
    except EnvelopeRefused:
        envelope = None
    outcome = answer.outcome
    return ReplayAnswerType(
        digest=answer.digest,
        envelope_id=None if envelope is None else UUID(envelope.id),
        custody=CustodyType(wired["custody"]),
        expected=wired["expected"],
        problem=wired["problem"],
        outcome=None
        if outcome is None or envelope is None
        else outcome_said(outcome, envelope.name, language),
    )


def outcome_said(outcome: Outcome, command: str, language: str) -> OutcomeType:
    """An outcome as GraphQL speaks it; `command` is the envelope's name, which types its result."""
    wired = wire(outcome)
    said = OutcomeType(
        kind=OutcomeKind(wired["kind"]),
        current_version=wired.get("currentVersion"),
        theirs=wired.get("theirs"),
        on=wired.get("on"),
        attachments=wired.get("attachments"),
        retry_after_ms=wired.get("retryAfterMs"),
        incident=wired.get("incident"),
        reason=wired.get("reason"),
    )
    if isinstance(outcome, Applied | Replayed):
        said.result = _result(command, outcome.result, language)
    if isinstance(outcome, Refused):
        refusal = refusal_from(outcome.refusal, outcome.facts)
        said.refusal, said.facts = outcome.refusal, JSON(outcome.facts)
        said.message = outcome.message if refusal is None else refusal.say(language)
        said.result = None if refusal is None else _spoken_if_known(refusal, language)
    return said


def _result(command: str, result: Any, language: str) -> Any:
    handler = handler_named(command)
    if handler is None:
        return None
    return _spoken_if_known(msgspec.convert(result, handler.result, strict=False), language)


def _spoken_if_known(value: Any, language: str) -> Any:
    """None for a kind that this schema does not name: a refusal still has its name, sentence and facts."""
    return say(value, language) if type(value) in _SAID else None


_replay.__annotations__ = {
    "info": Info,
    "envelopes": list[SignedEnvelopeInput],
    "return": list[ReplayAnswerType],
}


@strawberry.type
class ReplayMutations:
    replay = strawberry.field(
        resolver=_replay,
        description=(
            "Takes envelopes of one device into custody and gives effect to all whose turn has come:"
            " at most 50 and 200 kB, each its own transaction. Repeating is harmless."
        ),
        metadata={"needs": SIGNED_IN.name, "at_most": REPLAY_COMMANDS_MAX},
    )

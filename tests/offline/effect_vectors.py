"""How effect.json is played: a chain of labelled envelopes, scripted answers, and how much is kept at each
run.
"""

from collections import deque
from datetime import UTC, datetime
from typing import Any

from offline.custody import HeldEnvelope
from offline.digest import text_digest
from offline.envelope import parse
from offline.outcome import (
    Applied,
    Conflict,
    Outcome,
    Quarantined,
    Refused,
    Replayed,
    Transient,
    Unauthenticated,
    Waiting,
)
from tests.offline.phone import Phone, entity, uuid7

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def seal_chain(chain: list[dict[str, Any]]) -> list[HeldEnvelope]:
    phone = Phone()
    for stated in chain:
        phone.seal(stated["label"], **_changed(stated))
    return [held(phone, at) for at in range(len(chain))]


def held(phone: Phone, at: int) -> HeldEnvelope:
    signed = phone.sealed[at]
    return HeldEnvelope(
        envelope=parse(signed.envelope),
        signed=signed,
        digest=text_digest(signed.envelope),
        received_at=NOW,
    )


def _changed(stated: dict[str, Any]) -> dict[str, Any]:
    reason = stated.get("reason", "客户改约")
    if "discards" in stated:
        return _control("sync.discardCommand", stated["discards"], choice="discard", reason=reason)
    if "supersedes" in stated:
        return _control("sync.supersedeCommand", stated["supersedes"], by=uuid7(stated["by"]))
    if "handsOver" in stated:
        return _control("sync.handOverCommand", stated["handsOver"], note=reason)
    changed = {
        "name": stated["name"],
        "entity": entity(stated["entity"]),
        "dependsOn": [uuid7(label) for label in stated["dependsOn"]],
    }
    return {**changed, "id": uuid7(stated["id"])} if "id" in stated else changed


def _control(name: str, command: str, **said: str) -> dict[str, Any]:
    target = uuid7(command)
    return {"name": name, "entity": f"command:{target}", "input": {"command": target, **said}}


class ScriptedApply:
    """Answers as the vector says, then `applied`; notes the labels in the order they were tried."""

    def __init__(self, outcomes: dict[str, list[str]], labels: dict[str, str]) -> None:
        self._outcomes = {label: deque(said) for label, said in outcomes.items()}
        self._labels = labels
        self.tried: list[str] = []

    async def __call__(self, held: HeldEnvelope) -> Outcome:
        label = self._labels[held.digest]
        self.tried.append(label)
        return _outcome(self._outcomes[label].popleft()) if self._outcomes.get(label) else Applied()


def _outcome(said: str) -> Outcome:
    match said:
        case "refused":
            return Refused(refusal="LotShort")
        case "conflict":
            return Conflict(current_version=2)
        case "quarantined":
            return Quarantined(reason="userDisabled")
        case "transient":
            return Transient()
        case _:
            return Unauthenticated()


def said(outcome: Outcome | None, label_of_id: dict[str, str]) -> str:
    """As a vector words it: `waiting A` names whom, `refused Discarded` why if it was not the command's
    own rule.
    """
    match outcome:
        case Applied():
            return "applied"
        case Replayed():
            return "replayed"
        case Refused(refusal=refusal):
            return "refused" if refusal == "LotShort" else f"refused {refusal}"
        case Conflict():
            return "conflict"
        case Quarantined():
            return "quarantined"
        case Transient():
            return "transient"
        case Unauthenticated():
            return "unauthenticated"
        case Waiting(on=on):
            return " ".join(["waiting", *(label_of_id.get(one, one) for one in on)])
        case _:
            return "nothing"

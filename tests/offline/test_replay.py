from datetime import UTC, datetime

from offline.custody import Gap, InCustody, NotTaken
from offline.digest import text_digest
from offline.outcome import Applied, Outcome, Refused, Replayed, Waiting
from offline.replay import replay, take_custody
from offline.signature import SignedEnvelope
from tests.offline.memory_store import MemoryStore
from tests.offline.phone import DEVICE, OUR_KEY, Phone, entity, uuid7

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def _store() -> MemoryStore:
    return MemoryStore(keys={DEVICE: OUR_KEY.public_key()})


async def _applied(held) -> Outcome:
    return Applied(result={"label": held.envelope.input["label"]})


async def _replay(batch, store, apply=_applied):
    return await replay(batch, device=DEVICE, store=store, apply=apply, physical_facts=(), received_at=NOW)


async def test_an_answer_says_what_was_kept_and_what_came_of_it():
    phone, store = Phone(), _store()
    signed = phone.seal("A")

    [answer] = await _replay([signed], store)

    assert answer.wire() == {
        "digest": text_digest(signed.envelope),
        "custody": "held",
        "expected": None,
        "problem": None,
        "outcome": {"kind": "applied", "result": {"label": "A"}},
    }


async def test_the_answer_to_a_repetition_is_the_first_one_called_replayed():
    phone, store = Phone(), _store()
    batch = [phone.seal("A")]
    await _replay(batch, store)

    [answer] = await _replay(batch, store)

    assert answer.receipt == InCustody(duplicate=True)
    assert answer.outcome == Replayed(result={"label": "A"})


async def test_a_refusal_is_the_same_refusal_again():
    phone, store = Phone(), _store()
    batch = [phone.seal("A")]
    no = Refused(refusal="LotShort", message="可用 3 盒，要 5 盒", facts={"onHand": "3"})

    async def refuse(held) -> Outcome:
        return no

    first = await _replay(batch, store, refuse)
    second = await _replay(batch, store)

    assert [answer.outcome for answer in first + second] == [no, no]


async def test_what_is_not_kept_has_no_outcome_and_is_not_applied():
    phone, store = Phone(), _store()
    first, second = phone.seal("A"), phone.seal("B", entity=entity("order:p"))
    rubbish = SignedEnvelope(envelope="<html>", device_signature="")
    tried = []

    async def note(held) -> Outcome:
        tried.append(held.envelope.id)
        return Applied()

    answers = await _replay([second, rubbish, first], store, note)

    assert [(answer.receipt, answer.outcome) for answer in answers] == [
        (Gap(expected=1), None),
        (NotTaken(problem="EnvelopeNotCanonical"), None),
        (InCustody(duplicate=False), Applied()),
    ]
    assert tried == [uuid7("A")]


async def test_work_kept_earlier_without_a_session_is_applied_when_somebody_is_signed_in():
    phone, store = Phone(), _store()
    handed_in = [phone.seal("A"), phone.seal("B")]

    await take_custody(handed_in, device=DEVICE, store=store, received_at=NOW)
    assert [entry.outcome for entry in store.kept] == [None, None]
    await _replay([], store)

    assert [entry.outcome for entry in store.kept] == [
        Applied(result={"label": "A"}),
        Applied(result={"label": "B"}),
    ]


async def test_what_waits_says_for_whom():
    phone, store = Phone(), _store()

    [answer] = await _replay([phone.seal("B", dependsOn=[uuid7("Z")])], store)

    assert answer.outcome == Waiting(on=(uuid7("Z"),))
    assert answer.wire()["outcome"] == {"kind": "waiting", "on": [uuid7("Z")], "attachments": []}

import asyncio
from datetime import UTC, datetime

import pytest

from offline.custody import BatchRefused, Chain, Fork, InCustody, NotTaken, receipt_wire, take
from offline.digest import canonical, text_digest
from offline.ordering import Entry
from offline.replay import take_custody
from offline.signature import SignedEnvelope
from tests.offline.memory_store import MemoryStore
from tests.offline.phone import DEVICE, OTHER_KEY, OUR_KEY, Phone, fields, sign, uuid7
from tests.offline.vectors import each

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def _store() -> MemoryStore:
    return MemoryStore(keys={DEVICE: OUR_KEY.public_key()})


def _sealed(stated) -> SignedEnvelope:
    text = _text(stated)
    signature = sign(text, OTHER_KEY if stated.get("signedBy") == "other" else OUR_KEY)
    if stated.get("alteredAfterSigning"):
        text = text.replace('"madeAt":"2026', '"madeAt":"2025')
    return SignedEnvelope(envelope=text, device_signature=signature)


def _text(stated) -> str:
    """The envelope of a label after a history of plain ones."""
    previous = None
    for at, label in enumerate(stated["history"], start=1):
        previous = text_digest(canonical(fields(label, at, previous)))
    changed: dict[str, object] = {
        field: uuid7(stated[field]) for field in ("id", "device") if field in stated
    }
    if "note" in stated:
        changed["input"] = {"note": stated["note"]}
    return canonical(fields(stated["label"], len(stated["history"]) + 1, previous, **changed))


def _said(receipt) -> str:
    if isinstance(receipt, InCustody):
        return "again" if receipt.duplicate else "held"
    wire = receipt_wire(receipt)
    return " ".join(
        str(part) for part in (wire["custody"], wire["expected"], wire["problem"]) if part is not None
    )


@each("custody")
async def test_custody_is_strict_about_order_and_generous_about_repetition(vector):
    store = _store()
    receipts = []

    for batch in vector["input"]["batches"]:
        taken = await take_custody(
            [_sealed(one) for one in batch], device=DEVICE, store=store, received_at=NOW
        )
        receipts.append([_said(receipt) for _, receipt in taken])

    assert receipts == vector["expect"]["receipts"]
    assert len(store.kept) == sum(batch.count("held") for batch in receipts)


async def test_what_is_kept_is_the_text_and_signature_as_received():
    store, phone = _store(), Phone()
    signed = phone.seal("A")

    await take(signed, device=DEVICE, store=store, received_at=NOW)

    [entry] = store.kept
    assert (entry.held.signed, entry.held.received_at) == (signed, NOW)
    assert entry.held.digest == text_digest(signed.envelope)


async def test_a_device_that_was_never_enrolled_hands_in_nothing():
    store = MemoryStore(keys={})

    assert await take(Phone().seal("A"), device=DEVICE, store=store, received_at=NOW) == NotTaken(
        problem="UnknownDevice"
    )
    assert store.kept == []


async def test_a_refused_field_is_named():
    text = canonical(fields("A", 1, None, version=0))
    signed = SignedEnvelope(envelope=text, device_signature=sign(text, OUR_KEY))

    receipt = await take(signed, device=DEVICE, store=_store(), received_at=NOW)

    assert receipt_wire(receipt)["problem"] == "FieldRefused:version"


async def test_51_envelopes_are_not_looked_at():
    phone, store = Phone(), _store()
    batch = [phone.seal("A")] * 51

    with pytest.raises(BatchRefused):
        await take_custody(batch, device=DEVICE, store=store, received_at=NOW)

    assert store.kept == []


async def test_more_than_200_kb_are_not_looked_at():
    store, phone = _store(), Phone()
    heavy = [phone.seal(f"A{at}", input={"note": "长" * 20_000}) for at in range(4)]

    with pytest.raises(BatchRefused):
        await take_custody(heavy, device=DEVICE, store=store, received_at=NOW)

    assert store.kept == []
    assert len(await take_custody(heavy[:3], device=DEVICE, store=store, received_at=NOW)) == 3


class _TwinInBetween(MemoryStore):
    """Another sender appends its envelope after the chain was looked at for the first time."""

    twin: Entry

    async def chain(self, device: str) -> Chain | None:
        chain = await super().chain(device)
        self.kept = [self.twin]
        return chain


@pytest.mark.parametrize("same", [True, False])
async def test_a_twin_that_was_quicker_is_the_same_or_a_fork(same):
    quicker = _store()
    await take(Phone().seal("A" if same else "X"), device=DEVICE, store=quicker, received_at=NOW)
    store = _TwinInBetween(keys=quicker.keys)
    store.twin = quicker.kept[0]

    receipt = await take(Phone().seal("A"), device=DEVICE, store=store, received_at=NOW)

    assert receipt == (InCustody(duplicate=True) if same else Fork(sequence=1))
    assert store.kept == quicker.kept


async def test_two_senders_of_the_same_envelopes_keep_each_once():
    phone, store = Phone(), _store()
    batch = [phone.seal(label) for label in "ABC"]

    await asyncio.gather(
        *(take_custody(batch, device=DEVICE, store=store, received_at=NOW) for _ in range(2))
    )

    assert [entry.id for entry in store.kept] == [uuid7(label) for label in "ABC"]

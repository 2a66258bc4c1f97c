"""Custody: kept as it was signed, in the strict sequence of its device, whoever may or may not apply it."""

import base64
import json
from dataclasses import replace

import pytest

from backend.foundation.events import delivers
from backend.foundation.outbox import tell_waiting
from backend.identity.devices.commands import RevokeDevice
from backend.identity.sessions.tokens import AccessTokens
from backend.identity.users.commands import DisableUser
from backend.sync.attention.events import EnvelopeRefused
from offline.custody import Fork, Gap, InCustody, NotTaken
from offline.outcome import Quarantined
from tests.factories.page import ORIGIN, a_web
from tests.factories.people import a_person
from tests.factories.phones import id_of
from tests.sync.conftest import kinds

HEARD: list[EnvelopeRefused] = []


@delivers(EnvelopeRefused, name="tests.hearsOfRefusedEnvelopes")
async def hear(event: EnvelopeRefused, *_: object) -> None:
    HEARD.append(event)


async def heard_of(replay, envelope_id: str) -> list[EnvelopeRefused]:
    while await tell_waiting(replay.shop.house):
        pass
    return [event for event in HEARD if str(event.envelope_id) == envelope_id]


async def held(replay, phone):
    return await replay.rows(
        "select sequence, state from envelopes where device_id = $1 order by sequence", phone.device_id
    )


async def test_what_is_kept_is_the_text_and_the_signature_as_they_came(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    sealed = replay.put(phone, account, 5)

    await replay.send(phone)

    assert await replay.rows(
        "select signed_text, signature, user_id, state from envelopes where device_id = $1", phone.device_id
    ) == [(sealed.envelope, sealed.device_signature, phone.owner.user_id, "applied")]


async def test_after_a_gap_nothing_is_kept_until_the_missing_one_comes(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    for amount in (1, 2, 3):
        replay.put(phone, account, amount)

    answers = await replay.send(phone, phone.sealed[1:])

    assert [answer.receipt for answer in answers] == [Gap(expected=1), Gap(expected=1)]
    assert (await held(replay, phone), await replay.amounts(account)) == ([], [])
    assert kinds(await replay.send(phone)) == ["applied"] * 3


async def test_a_second_phone_with_the_same_key_is_found_out(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, 1)
    copy = phone.as_left_behind()
    replay.put(phone, account, 2)
    replay.put(copy, account, 3)
    replay.put(copy, account, 4)
    await replay.send(phone)

    answers = await replay.send(copy)

    assert [answer.receipt for answer in answers] == [
        InCustody(duplicate=True),
        Fork(sequence=2),
        Fork(sequence=2),
    ]
    assert await replay.amounts(account) == [1, 2]


async def test_an_altered_text_and_a_foreign_signature_are_not_taken(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    sealed = replay.put(phone, account, 5)
    altered = replace(sealed, envelope=sealed.envelope.replace('"amount":5', '"amount":500'))
    unsigned = replace(sealed, device_signature=base64.urlsafe_b64encode(bytes(64)).decode().rstrip("="))
    nonsense = replace(sealed, envelope="[" * 200_000 if False else "{}")

    for hostile, problem in (
        (altered, "BadSignature"),
        (unsigned, "BadSignature"),
        (nonsense, "UnknownProtocol"),
    ):
        (answer,) = await replay.send(phone, [hostile])
        assert answer.receipt in (NotTaken(problem=problem), NotTaken(problem=problem, field=None))
    assert await held(replay, phone) == []
    assert await replay.amounts(account) == []


async def test_another_person_on_the_same_phone_hands_in_nothing_of_it(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, 5)
    other = await a_person(replay.shop, "sales", name="另一人")

    (answer,) = await replay.send(phone, by=other)

    assert answer.receipt == NotTaken(problem="ForeignDevice")
    assert await held(replay, phone) == []


async def test_a_device_that_nobody_enrolled_is_unknown(replay):
    phone = await replay.phone()
    stranger = replace(phone, device_id=replay.shop.new_id(), sealed=[])
    replay.put(stranger, replay.shop.new_id(), 5)

    (answer,) = await replay.send(stranger)

    assert answer.receipt == NotTaken(problem="UnknownDevice")


@pytest.fixture
def page(shop, tmp_path):
    return a_web(shop, AccessTokens.kept_in(tmp_path)).page()


async def hand_in(page, sealed):
    body = {
        "envelopes": [{"envelope": one.envelope, "deviceSignature": one.device_signature} for one in sealed]
    }
    return await page.post("/sync/custody", body)


async def test_without_a_session_there_is_a_receipt_and_no_effect(replay, page):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, 5)

    answer = await hand_in(page, phone.sealed)

    assert answer.status_code == 200
    said = answer.json()
    assert [(one["custody"], one["problem"]) for one in said["receipts"]] == [("held", None)]
    assert set(said) == {"receipts", "epoch", "serverTime"}
    assert (await held(replay, phone), await replay.amounts(account)) == ([(1, "waiting")], [])
    assert kinds(await replay.send(phone)) == ["applied"]


async def test_the_work_of_a_person_who_has_left_goes_to_quarantine_and_the_office_hears_of_it(replay, page):
    phone, account = await replay.phone(), replay.shop.new_id()
    envelope_id = id_of(replay.put(phone, account, 5))
    administrator = replay.shop.person("administrator")
    await replay.shop.perform(DisableUser(user_id=phone.owner.user_id, reason="离职"), administrator)

    assert (await hand_in(page, phone.sealed)).json()["receipts"][0]["custody"] == "held"

    assert (await held(replay, phone), await replay.amounts(account)) == ([(1, "quarantined")], [])
    (event,) = await heard_of(replay, envelope_id)
    assert (event.why, event.command, event.user_id, event.facts) == (
        "quarantined",
        "till.putIn",
        phone.owner.user_id,
        {"reason": "userDisabled"},
    )
    assert await replay.rows("select why from attentions where device_id = $1", phone.device_id) == [
        ("quarantined",)
    ]


async def test_the_work_of_a_revoked_device_is_kept_as_evidence(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    replay.put(phone, account, 5)
    await replay.shop.perform(RevokeDevice(device_id=phone.device_id), phone.owner)

    answers = await replay.send(phone)

    assert [answer.outcome for answer in answers] == [Quarantined(reason="deviceRevoked")]
    assert await replay.amounts(account) == []


async def test_a_refusal_is_told_once_however_often_it_is_asked_again(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    envelope_id = id_of(replay.put(phone, account, -5))
    for _ in range(3):
        await replay.send(phone)

    (event,) = await heard_of(replay, envelope_id)

    assert (event.why, event.refusal, event.facts) == ("refused", "BelowNought", {"balance": 0})
    assert await replay.rows("select why from attentions where device_id = $1", phone.device_id) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"[" * 200_000, 400),
        (b'{"envelopes": 7}', 400),
        (b'{"envelopes": [{"envelope": 7, "deviceSignature": ""}]}', 400),
        (json.dumps({"envelopes": [{"envelope": "x", "deviceSignature": ""}] * 51}).encode(), 400),
        (
            json.dumps(
                {"envelopes": [{"envelope": "x" * 190_000, "deviceSignature": "y" * 20_000}]}
            ).encode(),
            413,
        ),
        (b'{"envelopes": [{"envelope": "' + b"x" * 300_000 + b'"}]}', 413),
    ],
)
async def test_hostile_bodies_are_refused_and_kept_nowhere(page, body, status):
    headers = {"x-lotline": "1", "origin": ORIGIN, "content-type": "application/json"}

    answer = await page.client.post("/sync/custody", content=body, headers=headers)

    assert answer.status_code == status
    assert "errors" in answer.json()


async def test_another_site_cannot_hand_anything_in(page):
    headers = {"x-lotline": "1", "origin": "https://evil.example", "content-type": "application/json"}

    answer = await page.client.post("/sync/custody", content=b'{"envelopes": []}', headers=headers)

    assert answer.status_code == 403

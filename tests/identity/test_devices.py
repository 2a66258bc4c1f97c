"""Devices: enrolled with a key of their own, named by requests, revoked within a second."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.foundation.limits import DEVICES_PER_PERSON_MAX
from backend.foundation.permission import NotFound
from backend.identity.devices.commands import DeviceEnrolled, EnrolDevice, RevokeDevice
from backend.identity.devices.rules import DeviceKeyNotUsable, DeviceKnown, TooManyDevices
from offline.signature import device_key
from tests.factories.people import a_person, with_password


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def a_key(curve: Any = ec.SECP256R1, raw: bool = False) -> str:
    public = ec.generate_private_key(curve()).public_key()
    if raw:
        return base64url(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    return base64url(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def enrolment(shop, key: str | None = None, **more: Any) -> EnrolDevice:
    return EnrolDevice(device_id=shop.new_id(), name="仓库手机 3", public_key=key or a_key(), **more)


@pytest.mark.parametrize("raw", [False, True], ids=["spki", "raw"])
async def test_either_form_of_webcryptos_key_is_kept_as_the_offline_protocol_reads_it(shop, raw):
    person, sent = await a_person(shop, "picker"), a_key(raw=raw)
    command = enrolment(shop, sent)

    assert await shop.perform(command, person) == DeviceEnrolled(command.device_id)

    kept = await shop.house.pool.fetchrow("select * from devices where id = $1", command.device_id)
    point = device_key(kept["public_key"]).public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert base64.urlsafe_b64decode(sent + "=" * (-len(sent) % 4)).endswith(point)
    assert (kept["user_id"], kept["sequence"], kept["head"]) == (person.user_id, 0, None)


@pytest.mark.parametrize(
    "key",
    [
        "", "not base64!", "AAAA", "A" * 10_000, a_key(ec.SECP384R1),
        base64url(ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo)),
        base64url(b"\x04" + b"\x01" * 64),
    ],
    ids=lambda key: key[:12],
)  # fmt: skip
async def test_what_is_no_p256_point_is_refused(shop, key):
    with pytest.raises(DeviceKeyNotUsable):
        await shop.perform(
            EnrolDevice(device_id=shop.new_id(), name="x", public_key=key), shop.person("picker")
        )


async def test_a_device_id_is_one_persons(shop):
    command = enrolment(shop)
    await shop.perform(command, shop.person("picker"))
    with pytest.raises(DeviceKnown):
        await shop.perform(
            EnrolDevice(device_id=command.device_id, name="mine now", public_key=a_key()),
            shop.person("driver"),
        )


async def test_a_person_has_twenty_devices_and_may_replace_one(shop):
    person = await a_person(shop, "driver")
    commands = [enrolment(shop) for _ in range(DEVICES_PER_PERSON_MAX)]
    for command in commands:
        await shop.perform(command, person)
    with pytest.raises(TooManyDevices):
        await shop.perform(enrolment(shop), person)

    await shop.perform(RevokeDevice(device_id=commands[0].device_id), person)
    await shop.perform(enrolment(shop), person)

    mine = (await shop.ask(person, "{ myDevices { id revokedAt } }")).data["myDevices"]
    assert len(mine) == DEVICES_PER_PERSON_MAX + 1
    assert [device["id"] for device in mine if device["revokedAt"]] == [str(commands[0].device_id)]


async def test_a_device_is_revoked_by_its_owner_or_an_administrator_only(shop):
    person, command = await a_person(shop, "driver"), enrolment(shop)
    await shop.perform(command, person)
    with pytest.raises(NotFound):
        await shop.perform(RevokeDevice(device_id=command.device_id), shop.person("director"))
    await shop.perform(RevokeDevice(device_id=command.device_id), shop.person("administrator"))


async def test_a_request_that_names_a_device_is_refused_unless_it_is_the_persons_and_alive(shop, web):
    person = await with_password(shop, await a_person(shop, "driver"))
    mine, foreign = enrolment(shop), enrolment(shop)
    await shop.perform(mine, person)
    await shop.perform(foreign, shop.person("picker"))
    page = web.page("203.0.113.50")
    await page.sign_in(person)

    async def asked(device: object) -> Any:
        answer = await page.post("/graphql", {"query": "{ me { posts } }"}, x_lotline_device=str(device))
        said = answer.json()
        return said["errors"][0]["extensions"]["code"] if "errors" in said else said["data"]["me"]["posts"]

    assert await asked(mine.device_id) == ["driver"]
    assert await asked(foreign.device_id) == "DEVICE_NOT_YOURS"
    assert await asked("not an id") == "DEVICE_NOT_YOURS"
    await shop.perform(RevokeDevice(device_id=mine.device_id), person)
    web.timer.seconds += 1
    assert await asked(mine.device_id) == "DEVICE_NOT_YOURS"


async def test_a_command_is_recorded_with_the_device_it_came_from(shop, web):
    person, mine = await with_password(shop, await a_person(shop, "driver")), enrolment(shop)
    await shop.perform(mine, person)
    page, command_id = web.page("203.0.113.51"), shop.new_id()
    await page.sign_in(person)

    await page.post(
        "/graphql",
        {
            "query": """mutation ($c: UUID!) { changeProfile(commandId: $c, input: {language: "en"}) {
                ... on ProfileChanged { userId } } }""",
            "variables": {"c": str(command_id)},
        },
        x_lotline_device=str(mine.device_id),
    )

    entry = await shop.house.pool.fetchrow(
        "select device_id, request_id from audit_entries where command_id = $1", command_id
    )
    assert entry["device_id"] == mine.device_id
    assert len(entry["request_id"]) == 16

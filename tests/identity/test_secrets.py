"""Passwords, one-time codes, PINs and proofs, over HTTP."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.compliance.signatures.commands import Signatures
from backend.compliance.signatures.rules import ProofNotValid
from backend.foundation.actor import Actor
from backend.foundation.meaning import Meaning
from backend.foundation.recorder import Signing
from backend.identity.passwords.hashing import PROFILES, Passwords
from backend.identity.passwords.rules import (
    PasswordGuessable,
    PasswordNotUsable,
    PinNotUsable,
    code_as_typed,
    new_code,
    usable_password,
    usable_pin,
)
from tests.factories.people import PASSWORD, PIN, a_person, login_of, with_password

SIGNED = Meaning("test.recheck", "出库复核", "outbound re-check")
DIGEST = "ab" * 32
NEW = "一片孤城万仞山 1234"


async def a_rechecker(shop, web, address: str):
    actor = await with_password(shop, await a_person(shop, "rechecker"), pin=PIN)
    page = web.page(address)
    await page.sign_in(actor)
    return actor, page


async def an_administrator(shop, web):
    actor = await with_password(shop, await a_person(shop, "administrator"))
    page = web.page("203.0.113.200")
    await page.sign_in(actor)
    return actor, page


async def used(shop, by: Actor, proof: str, meaning: Meaning = SIGNED, digest: str = DIGEST) -> str:
    async with shop.house.sessions() as session, session.begin():
        return await Signatures().consume(
            session, by, meaning, Signing(proof=UUID(proof), digest=digest), shop.clock.now()
        )


@pytest.mark.parametrize(("secret", "method"), [({"pin": PIN}, "pin"), ({"password": PASSWORD}, "password")])
async def test_a_proof_is_good_once_for_its_person_meaning_and_digest(shop, web, secret, method):
    actor, page = await a_rechecker(shop, web, "203.0.113.20")
    answer = await page.post("/auth/reauthenticate", {**secret, "meaning": SIGNED.name, "digest": DIGEST})
    proof = answer.json()["proof"]

    other = Meaning(f"test.other{shop.new_id()}", "别的", "something else")
    for by, meaning, digest in (
        (shop.person("rechecker"), SIGNED, DIGEST),
        (actor, other, DIGEST),
        (actor, SIGNED, "cd" * 32),
    ):
        with pytest.raises(ProofNotValid):
            await used(shop, by, proof, meaning, digest)
    assert await used(shop, actor, proof) == method
    with pytest.raises(ProofNotValid):
        await used(shop, actor, proof)


async def test_a_proof_lives_five_minutes(shop, web):
    actor, page = await a_rechecker(shop, web, "203.0.113.21")
    body = {"pin": PIN, "meaning": SIGNED.name, "digest": DIGEST}
    proof = (await page.post("/auth/reauthenticate", body)).json()["proof"]

    shop.clock.advance(timedelta(minutes=5))

    with pytest.raises(ProofNotValid):
        await used(shop, actor, proof)


async def test_wrong_pins_count_and_close_the_account_for_signing_in_too(shop, web):
    actor, page = await a_rechecker(shop, web, "203.0.113.22")
    body = {"pin": "135790", "meaning": SIGNED.name, "digest": DIGEST}

    answers = [await page.post("/auth/reauthenticate", body) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert answers[0].json()["refusal"] == "SecretWrong"
    assert (await page.post("/auth/reauthenticate", {**body, "pin": PIN})).status_code == 429
    assert (await page.sign_in(actor)).status_code == 429
    proofs = await shop.house.pool.fetchval("select count(*) from proofs where user_id = $1", actor.user_id)
    assert proofs == 0


@pytest.mark.parametrize(
    ("body", "status", "refusal"),
    [
        ({"pin": PIN, "meaning": "no such meaning", "digest": DIGEST}, 422, "MeaningUnknown"),
        ({"pin": PIN, "meaning": SIGNED.name, "digest": "AB" * 32}, 400, "BodyNotReadable"),
        (
            {"pin": PIN, "password": PASSWORD, "meaning": SIGNED.name, "digest": DIGEST},
            400,
            "BodyNotReadable",
        ),
        ({"meaning": SIGNED.name, "digest": DIGEST}, 400, "BodyNotReadable"),
    ],
)
async def test_a_proof_for_nothing_that_can_be_signed_is_refused(shop, web, body, status, refusal):
    _, page = await a_rechecker(shop, web, "203.0.113.23")

    answer = await page.post("/auth/reauthenticate", body)

    assert (answer.status_code, answer.json()["refusal"]) == (status, refusal)


async def test_nobody_gets_a_proof_without_signing_in(web):
    answer = await web.page().post(
        "/auth/reauthenticate", {"pin": PIN, "meaning": SIGNED.name, "digest": DIGEST}
    )

    assert (answer.status_code, answer.json()["refusal"]) == (401, "NotSignedIn")


async def test_a_new_password_ends_every_session_but_the_one_it_opens(shop, web):
    actor, page = await a_rechecker(shop, web, "203.0.113.24")
    elsewhere = web.page("203.0.113.25")
    await elsewhere.sign_in(actor)

    answer = await page.post("/auth/password", {"oldPassword": PASSWORD, "newPassword": NEW})
    web.timer.seconds += 1

    assert answer.status_code == 200
    assert (await page.ask("{ me { posts } }"))["data"]["me"] == {"posts": ["rechecker"]}
    assert (await page.post("/auth/refresh", {})).status_code == 200
    assert (await elsewhere.post("/auth/refresh", {})).status_code == 401
    assert "errors" in await elsewhere.ask("{ me { posts } }")
    assert (await page.sign_in(actor, PASSWORD)).status_code == 401
    assert (await page.sign_in(actor, NEW)).status_code == 200


async def test_a_password_is_not_changed_without_the_old_one_nor_to_a_weak_one(shop, web):
    actor, page = await a_rechecker(shop, web, "203.0.113.26")

    wrong = await page.post("/auth/password", {"oldPassword": "not the old one", "newPassword": NEW})
    weak = await page.post("/auth/password", {"oldPassword": PASSWORD, "newPassword": "short"})
    without = await page.post("/auth/password", {"newPassword": NEW})

    assert [a.json()["refusal"] for a in (wrong, weak, without)] == [
        "SecretWrong", "PasswordNotUsable", "SecretWrong",
    ]  # fmt: skip
    assert (await page.sign_in(actor, PASSWORD)).status_code == 200


async def test_who_forgot_gets_a_code_from_an_administrator_and_uses_it_once(shop, web):
    _, office = await an_administrator(shop, web)
    actor = await with_password(shop, await a_person(shop, "sales"))
    page = web.page("203.0.113.27")

    told = (await office.post("/auth/password-code", {"userId": str(actor.user_id)})).json()
    body = {"user": login_of(actor), "code": told["code"].lower().replace("-", " "), "newPassword": NEW}
    first = await page.post("/auth/password", body)
    again = await web.page("203.0.113.28").post("/auth/password", body)

    assert first.status_code == 200
    assert first.json()["session"]["userId"] == str(actor.user_id)
    assert (again.status_code, again.json()["refusal"]) == (401, "SignInRefused")
    assert (await page.sign_in(actor, NEW)).status_code == 200


async def test_a_code_is_nowhere_but_in_the_answer_that_showed_it(shop, web):
    _, office = await an_administrator(shop, web)
    actor = await a_person(shop, "sales")

    code = (await office.post("/auth/password-code", {"userId": str(actor.user_id)})).json()["code"]

    rows = await shop.house.pool.fetch(
        "select row_to_json(c)::text from commands c union all select row_to_json(a)::text from audit_entries a"
        " union all select row_to_json(p)::text from password_codes p"
    )
    text = "\n".join(row[0] for row in rows)
    assert str(actor.user_id) in text
    assert code not in text
    assert code_as_typed(code) not in text


async def test_a_code_ends_after_a_day_and_with_the_next_one(shop, web):
    _, office = await an_administrator(shop, web)
    actor = await a_person(shop, "sales")
    asked = {"userId": str(actor.user_id)}
    first = (await office.post("/auth/password-code", asked)).json()["code"]
    second = (await office.post("/auth/password-code", asked)).json()["code"]
    page = web.page("203.0.113.29")

    async def tried(code: str) -> int:
        body = {"user": login_of(actor), "code": code, "newPassword": NEW}
        answer = await page.post("/auth/password", body)
        return int(answer.status_code)

    assert await tried(first) == 401
    shop.clock.advance(timedelta(hours=24))
    assert await tried(second) == 401


async def test_codes_are_guessed_no_faster_than_passwords(shop, web):
    actor = await with_password(shop, await a_person(shop, "sales"))
    page = web.page("203.0.113.30")
    body = {"user": login_of(actor), "code": "AAAA-AAAA-AAAA", "newPassword": NEW}

    assert [(await page.post("/auth/password", body)).status_code for _ in range(6)] == [401] * 5 + [429]


async def test_only_administrators_give_codes_and_not_to_themselves(shop, web):
    administrator, office = await an_administrator(shop, web)
    _, page = await a_rechecker(shop, web, "203.0.113.31")

    own = await office.post("/auth/password-code", {"userId": str(administrator.user_id)})
    foreign = await page.post("/auth/password-code", {"userId": str(administrator.user_id)})
    nobody = await office.post("/auth/password-code", {"userId": str(shop.new_id())})

    assert [(a.status_code, a.json()["refusal"]) for a in (own, foreign, nobody)] == [
        (422, "NotToYourself"), (403, "NotAllowed"), (404, "NotFound"),
    ]  # fmt: skip


async def test_a_pin_is_set_with_the_password(shop, web):
    actor = await with_password(shop, await a_person(shop, "rechecker"))
    page = web.page("203.0.113.32")
    await page.sign_in(actor)
    body = {"pin": PIN, "meaning": SIGNED.name, "digest": DIGEST}

    assert (await page.post("/auth/reauthenticate", body)).status_code == 403
    assert (await page.post("/auth/pin", {"password": "not mine", "pin": PIN})).status_code == 403
    assert (await page.post("/auth/reauthenticate", body)).status_code == 403
    weak = await page.post("/auth/pin", {"password": PASSWORD, "pin": "123456"})
    assert (weak.status_code, weak.json()["refusal"]) == (422, "PinNotUsable")
    assert (await page.post("/auth/pin", {"password": PASSWORD, "pin": PIN})).status_code == 204
    assert (await page.post("/auth/reauthenticate", body)).status_code == 200


@pytest.mark.parametrize("typed", ["kurz", "a" * 129, "", " " * 3])
def test_a_password_has_a_length(typed):
    with pytest.raises(PasswordNotUsable):
        usable_password(typed, login="chen", name="陈思远")


@pytest.mark.parametrize("typed", ["aaaaaaaaaaaa", "abababababab", "my-CHEN-password", "陈思远的登录密码啊"])
def test_a_password_is_not_what_everybody_would_guess(typed):
    with pytest.raises((PasswordGuessable, PasswordNotUsable)):
        usable_password(typed, login="chen", name="陈思远")


def test_full_width_characters_of_an_input_method_are_the_same_password():
    assert usable_password("ｃｏｌｄ－ｃｈａｉｎ２８", login=None, name="林晓") == "cold-chain28"


@pytest.mark.parametrize(
    "typed", ["12345", "111111", "123456", "987654", "29514x", "2951401234567", "", "٢٩٥١٤٠"]
)
def test_a_pin_is_six_digits_or_more_and_no_staircase(typed):
    with pytest.raises(PinNotUsable):
        usable_pin(typed)


def test_codes_can_be_told_by_telephone():
    code = new_code()

    assert len(code_as_typed(code)) == 12
    assert not set(code) & set("01IOL")
    assert code_as_typed(f" {code.lower()} ") == code_as_typed(code)


async def test_the_production_profile_is_argon2id_with_64_mebibytes():
    passwords = Passwords()

    known = await passwords.hashed(PASSWORD)

    assert known.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.fits(known, PASSWORD)
    assert not await passwords.fits(known, PASSWORD + " ")
    assert not await passwords.fits(None, "")
    assert not await passwords.fits("no hash at all", PASSWORD)
    assert PROFILES["test"].memory_cost < PROFILES["production"].memory_cost

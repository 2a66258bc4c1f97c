"""Signing in, staying in and leaving, over HTTP."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from backend.foundation.actor import SYSTEM
from backend.foundation.limits import SIGN_INS_PER_ACCOUNT_PER_MINUTE, SIGN_INS_PER_ADDRESS_PER_MINUTE
from backend.identity.passwords.hashing import Passwords
from backend.identity.posts.commands import GrantPost
from backend.identity.users.commands import DisableUser
from tests.factories.page import a_web
from tests.factories.people import PASSWORD, a_person, login_of, with_password

ME = "{ me { person { name login } homes posts postLabels rights { name } } }"


async def an_account(shop, *posts: str, **kwargs):
    return await with_password(shop, await a_person(shop, *posts, **kwargs))


async def attempts(page, actor, count: int) -> list[int]:
    return [(await page.sign_in(actor, "wrong password")).status_code for _ in range(count)]


async def test_a_salesperson_signs_in_and_is_told_who_they_are(shop, web):
    sales, page = await an_account(shop, "sales", name="陈思远"), web.page()

    answer = await page.sign_in(sales)

    assert answer.status_code == 200
    said = answer.json()
    assert said["expiresIn"] == 600
    assert said["session"] == {
        "userId": str(sales.user_id),
        "name": "陈思远",
        "language": "zh",
        "rights": sorted(sales.rights),
        "posts": ["sales"],
        "homes": ["sales"],
        "kind": "staff",
    }
    assert answer.headers["cache-control"] == "no-store"
    asked = await page.ask(ME)
    assert asked["data"]["me"]["person"] == {"name": "陈思远", "login": login_of(sales)}
    assert asked["data"]["me"]["postLabels"] == ["销售员"]


async def test_the_refresh_token_is_out_of_reach_of_scripts_and_of_other_sites(shop, web):
    sales, driver, page = await an_account(shop, "sales"), await an_account(shop, "driver"), web.page()

    await page.sign_in(sales)
    parts = {part.strip() for part in page.set_cookie.lower().split(";")[1:]}
    assert parts == {"httponly", "max-age=43200", "path=/auth", "samesite=strict", "secure"}
    await page.sign_in(driver)
    assert "max-age=2592000" in page.set_cookie.lower()


async def test_nothing_of_a_token_or_password_is_kept_as_it_was(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)

    everything = await shop.house.pool.fetch(
        "select row_to_json(s)::text from sessions s union all select row_to_json(t)::text from refresh_tokens t"
        " union all select row_to_json(c)::text from commands c union all select row_to_json(a)::text from audit_entries a"
        " union all select row_to_json(p)::text from credentials p union all select row_to_json(o)::text from outbox o"
    )
    text = "\n".join(row[0] for row in everything)
    assert page.cookie not in text
    assert page.token not in text
    assert PASSWORD not in text
    assert "argon2id" in text  # In credentials, and there only:
    assert not [row for row in text.split("\n") if "argon2id" in row and "password_hash" not in row]


async def test_a_sign_in_stands_in_the_audit_log_with_its_request(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()

    answer = await page.sign_in(sales)

    entries = await shop.house.pool.fetch(
        "select command, request_id from audit_entries where user_id = $1 order by recorded_at", sales.user_id
    )
    assert [tuple(entry) for entry in entries][-1] == (
        "identity.openSession",
        answer.headers["x-request-id"],
    )


async def test_wrong_password_unknown_login_and_disabled_person_get_the_same_answer(shop, web):
    known, left = await an_account(shop, "sales"), await an_account(shop, "sales")
    await shop.perform(DisableUser(user_id=left.user_id, reason="离职"), shop.person("administrator"))
    page = web.page("203.0.113.8")

    wrong = await page.sign_in(known, "not the password")
    disabled = await page.sign_in(left)
    nobody = await page.post("/auth/sign-in", {"user": "nobody-of-that-name", "password": PASSWORD})
    hostile = await page.post("/auth/sign-in", {"user": "a\u2028b", "password": "🧊"})

    assert [answer.status_code for answer in (wrong, disabled, nobody, hostile)] == [401] * 4
    assert wrong.content == disabled.content == nobody.content == hostile.content
    assert wrong.json()["refusal"] == "SignInRefused"
    assert page.cookie is None


@dataclass(frozen=True)
class CountingPasswords(Passwords):
    """Counts how often argon2 really runs."""

    ran: list[str] = field(default_factory=list)

    def _fits(self, known, secret):
        self.ran.append(secret)
        return super()._fits(known, secret)


async def test_an_unknown_login_takes_the_same_work_as_a_known_one(shop, tokens):
    known, passwords = await an_account(shop, "sales"), CountingPasswords("test")
    page = a_web(shop, tokens, passwords).page("203.0.113.9")

    await page.sign_in(known, "first wrong one")
    await page.post("/auth/sign-in", {"user": "nobody-at-all", "password": "second wrong one"})

    assert passwords.ran == ["first wrong one", "second wrong one"]


async def test_five_wrong_passwords_a_minute_close_an_account_and_no_other(shop, web):
    victim, other = await an_account(shop, "sales"), await an_account(shop, "sales")
    page = web.page("203.0.113.10")

    assert await attempts(page, victim, SIGN_INS_PER_ACCOUNT_PER_MINUTE) == [401] * 5
    shut = await page.sign_in(victim)
    assert (shut.status_code, shut.headers.get("retry-after")) == (429, "60")
    assert shut.json() == {
        "refusal": "SignInsTooMany",
        "message": "尝试次数过多，请在 60 秒后再试。",
        "facts": {"seconds": 60},
    }
    assert (await web.page("198.51.100.1").sign_in(victim)).status_code == 429
    assert (await page.sign_in(other)).status_code == 200

    shop.clock.advance(timedelta(seconds=60))
    assert (await page.sign_in(victim)).status_code == 200


async def test_a_hundred_guesses_at_once_are_five(shop, web):
    victim = await an_account(shop, "sales")
    pages = [web.page(f"198.51.100.{10 + n // 20}") for n in range(100)]

    answers = await asyncio.gather(
        *(page.sign_in(victim, f"guess number {n}") for n, page in enumerate(pages))
    )

    codes = [answer.status_code for answer in answers]
    assert (codes.count(401), codes.count(429)) == (5, 95)


async def test_one_address_has_thirty_attempts_a_minute_and_an_ipv6_household_is_one_address(shop, web):
    page = web.page("2001:db8:1:2::1")
    codes = [
        (await page.post("/auth/sign-in", {"user": f"guess-{n}", "password": "x"})).status_code
        for n in range(SIGN_INS_PER_ADDRESS_PER_MINUTE)
    ]
    neighbour = web.page("2001:db8:1:2:ffff::9")

    assert codes == [401] * 30
    assert (await neighbour.post("/auth/sign-in", {"user": "more", "password": "x"})).status_code == 429
    stranger = web.page("2001:db8:1:3::1")
    assert (await stranger.post("/auth/sign-in", {"user": "more", "password": "x"})).status_code == 401


async def test_right_passwords_are_not_counted(shop, web):
    sales, page = await an_account(shop, "sales"), web.page("203.0.113.12")

    assert [(await page.sign_in(sales)).status_code for _ in range(8)] == [200] * 8


async def test_a_refresh_gives_the_next_token_and_the_same_session(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    first, first_access = page.cookie, page.token
    shop.clock.advance(timedelta(minutes=9))

    answer = await page.post("/auth/refresh", {})

    assert answer.status_code == 200
    assert page.cookie not in (None, first)
    now = shop.clock.now()
    before, after = web.tokens.read(first_access, now), web.tokens.read(page.token, now)
    assert after.session_id == before.session_id
    assert after.expires_at - before.expires_at == timedelta(minutes=9)


async def test_a_lost_answer_is_given_again_to_the_same_phone_for_ten_seconds(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    first = page.cookie
    await page.post("/auth/refresh", {})
    second = page.cookie

    shop.clock.advance(timedelta(seconds=10))
    page.cookie = first
    again = await page.post("/auth/refresh", {})

    assert (again.status_code, page.cookie) == (200, second)
    assert (await page.post("/auth/refresh", {})).status_code == 200


async def test_two_tabs_that_refresh_at_once_stay_in_one_session(shop, web):
    sales, one = await an_account(shop, "sales"), web.page()
    await one.sign_in(sales)
    tabs = [web.page() for _ in range(6)]
    for tab in tabs:
        tab.cookie = one.cookie

    answers = await asyncio.gather(*(tab.post("/auth/refresh", {}) for tab in tabs))

    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({tab.cookie for tab in tabs}) == 1


@pytest.mark.parametrize(("seconds", "agent"), [(11, "Chrome"), (1, "Thief")])
async def test_a_used_token_from_later_or_from_elsewhere_ends_the_session_for_both(shop, web, seconds, agent):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    stolen = page.cookie
    await page.post("/auth/refresh", {})
    shop.clock.advance(timedelta(seconds=seconds))

    thief = web.page("198.51.100.99", agent)
    thief.cookie = stolen
    caught = await thief.post("/auth/refresh", {})
    web.timer.seconds += 1
    victim = await page.post("/auth/refresh", {})

    assert (caught.status_code, caught.json()["refusal"]) == (401, "SessionEnded")
    assert (victim.status_code, page.cookie) == (401, None)
    assert (await page.ask(ME))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    why = await shop.house.pool.fetchval("select ended_why from sessions where user_id = $1", sales.user_id)
    assert why == "tokenReused"


async def test_a_token_used_many_rotations_ago_is_still_known_when_it_returns(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    oldest = page.cookie
    for _ in range(4):
        shop.clock.advance(timedelta(minutes=5))
        await page.post("/auth/refresh", {})
    thief = web.page()
    thief.cookie = oldest

    assert (await thief.post("/auth/refresh", {})).status_code == 401
    assert (await page.post("/auth/refresh", {})).status_code == 401


async def test_a_session_ends_after_twelve_hours_however_busy(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    for _ in range(11):
        shop.clock.advance(timedelta(hours=1))
        assert (await page.post("/auth/refresh", {})).status_code == 200

    shop.clock.advance(timedelta(hours=1))
    assert (await page.post("/auth/refresh", {})).status_code == 401


async def test_signing_out_ends_the_access_token_within_a_second(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    cookie = page.cookie
    assert (await page.ask(ME))["data"]["me"] is not None

    answer = await page.post("/auth/sign-out", {})

    assert (answer.status_code, page.cookie) == (204, None)
    nobody = await page.post("/auth/refresh", {})
    assert (nobody.status_code, nobody.content) == (204, b"")
    web.timer.seconds += 1
    assert (await page.ask(ME))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    page.cookie = cookie
    assert (await page.post("/auth/refresh", {})).status_code == 401


async def test_a_person_who_is_disabled_is_out_within_a_second_by_every_token(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    assert (await page.ask(ME))["data"]["me"] is not None

    await shop.perform(DisableUser(user_id=sales.user_id, reason="离职"), shop.person("administrator"))

    web.timer.seconds += 0.99
    assert (await page.ask(ME))["data"]["me"] is not None  # The cache that makes it a second.
    web.timer.seconds += 0.01
    assert (await page.ask(ME))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert (await page.post("/auth/refresh", {})).status_code == 401
    assert (await page.sign_in(sales)).status_code == 401


async def test_a_post_given_today_counts_within_a_second_without_signing_in_again(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    assert (await page.ask(ME))["data"]["me"]["homes"] == ["sales"]

    await shop.perform(GrantPost(membership_id=shop.new_id(), user_id=sales.user_id, post="picker"), SYSTEM)
    web.timer.seconds += 1

    me = (await page.ask(ME))["data"]["me"]
    assert (me["homes"], me["posts"]) == (["sales", "warehouse"], ["picker", "sales"])


async def test_the_cache_asks_the_database_once_a_second(shop, web):
    sales, page = await an_account(shop, "sales"), web.page()
    await page.sign_in(sales)
    await page.ask(ME)
    await shop.house.pool.execute("update sessions set ended_at = now() where user_id = $1", sales.user_id)

    assert [(await page.ask(ME))["data"]["me"] is not None for _ in range(3)] == [True] * 3


@pytest.mark.parametrize(
    ("headers", "status", "refusal"),
    [
        ({"origin": "https://evil.example"}, 403, "OriginNotAllowed"),
        ({"origin": "null"}, 403, "OriginNotAllowed"),
        ({"sec_fetch_site": "cross-site"}, 403, "OriginNotAllowed"),
        ({"content_type": "text/plain"}, 415, "ContentTypeNotJson"),
        ({"content_type": "application/x-www-form-urlencoded"}, 415, "ContentTypeNotJson"),
    ],
)
async def test_a_page_of_another_site_is_refused_before_anything_is_looked_at(
    shop, web, headers, status, refusal
):
    sales, page = await an_account(shop, "sales"), web.page()

    answer = await page.sign_in(sales, **headers)

    assert (answer.status_code, answer.json()["refusal"], page.cookie) == (status, refusal, None)


async def test_a_request_without_our_header_is_refused(shop, web):
    page = web.page()
    answer = await page.client.post("/auth/refresh", json={})
    assert (answer.status_code, answer.json()["refusal"]) == (403, "HeaderMissing")
    assert (await page.client.get("/auth/sign-in")).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"user": 7, "password": "x"}',
        b'{"user": "a", "password": null}',
        b'{"user": "a\\u0000", "password": "x"}',
        b'{"user": "a", "user": "b", "password": "x"}',
        b"[" * 200_000,
        b'{"user": "' + b"a" * 5_000 + b'", "password": "x"}',
    ],
)
async def test_what_is_no_request_is_a_4xx_in_words(web, body):
    page = web.page("203.0.113.77")

    answer = await page.client.post(
        "/auth/sign-in", content=body, headers={"x-lotline": "1", "content-type": "application/json"}
    )

    assert answer.status_code in (400, 413)
    assert set(answer.json()) == {"refusal", "message", "facts"}

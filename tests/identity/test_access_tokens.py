"""What an access token must be: the attacks of the trade, each with a token that is right but for one thing."""

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.clock import FixedClock
from backend.identity.sessions.rules import NotSignedIn
from backend.identity.sessions.tokens import KEY_FILE, AccessTokens
from tests.factories.shop import OPENED

CLOCK = FixedClock(OPENED)
NOW = CLOCK.now()
USER, SESSION = "01a20000-0000-7000-8000-000000000001", "01a20000-0000-7000-8000-000000000002"


@pytest.fixture(scope="module")
def key(tokens, tmp_path_factory) -> tuple[AccessTokens, Ed25519PrivateKey]:
    folder = tmp_path_factory.mktemp("attacked")
    made = AccessTokens.kept_in(folder)
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    private = load_pem_private_key((folder / KEY_FILE).read_bytes(), None)
    assert isinstance(private, Ed25519PrivateKey)
    return made, private


def claims(**changed: Any) -> dict[str, Any]:
    seconds = int(NOW.timestamp())
    right = {
        "iss": "lotline", "aud": "lotline-api", "sub": USER, "sid": SESSION, "ver": 1,
        "iat": seconds, "exp": seconds + 600,
    }  # fmt: skip
    return {name: value for name, value in (right | changed).items() if value is not None}


def signed(
    key, payload: dict[str, Any], algorithm: str = "EdDSA", with_key: Any = None, **header: Any
) -> str:
    tokens, private = key
    headers = {"typ": "at+jwt", "kid": tokens._kid} | header
    return jwt.encode(payload, private if with_key is None else with_key, algorithm, headers=headers)


def by_hand(header: dict[str, Any], payload: dict[str, Any], signature: str = "") -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part(header)}.{part(payload)}.{signature}"


def test_the_right_token_is_read(key):
    assert str(key[0].read(signed(key, claims()), NOW).session_id) == SESSION


def test_the_key_is_made_once_and_two_servers_of_one_installation_share_it(tmp_path):
    one, other = AccessTokens.kept_in(tmp_path), AccessTokens.kept_in(tmp_path)
    token = one.issue(user_id=UUID(USER), session_id=UUID(SESSION), token_version=3, now=NOW)

    assert other.read(token, NOW).token_version == 3
    with pytest.raises(NotSignedIn):
        AccessTokens(Ed25519PrivateKey.generate()).read(token, NOW)


HOUR = 3_600


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": int(NOW.timestamp()) - 6, "iat": int(NOW.timestamp()) - 600},
        {"iat": int(NOW.timestamp()) + 6},
        {"nbf": int(NOW.timestamp()) + HOUR},
        {"nbf": int(NOW.timestamp())},
        {"exp": int(NOW.timestamp()) + HOUR},
        {"exp": 10**30},
        {"exp": "soon"},
        {"exp": float(int(NOW.timestamp()) + 60)},
        {"iat": True},
        {"aud": "somebody-else"},
        {"aud": ["lotline-api"]},
        {"aud": ["lotline-api", "other"]},
        {"iss": "lotline.example"},
        {"iss": ["lotline"]},
        {"sub": "not an id"},
        {"sub": 7},
        {"sid": {}},
        {"ver": "1"},
        {"ver": True},
        {"exp": None},
        {"iat": None},
        {"aud": None},
        {"iss": None},
        {"sub": None},
        {"sid": None},
        {"ver": None},
        {"admin": True},
    ],
    ids=str,
)
def test_a_claim_that_is_not_exactly_ours_is_refused_even_under_our_signature(key, changed):
    # PyJWT itself objects to some of these when it writes; the signature is then made by hand.
    _, private = key
    unsigned = by_hand({"typ": "at+jwt", "alg": "EdDSA", "kid": key[0]._kid}, claims(**changed)).rstrip(".")
    signature = base64.urlsafe_b64encode(private.sign(unsigned.encode())).decode().rstrip("=")

    with pytest.raises(NotSignedIn):
        key[0].read(f"{unsigned}.{signature}", NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": "refresh"},
        {"typ": "at+JWT"},
        {"kid": "../../dev/null"},
        {"kid": "x' or 1=1 --"},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}},
        {"crit": ["exp"]},
        {"crit": ["unknown"], "unknown": 1},
        {"b64": False, "crit": ["b64"]},
        {"cty": "JWT"},
    ],
    ids=str,
)
def test_a_header_that_is_not_exactly_ours_is_refused_even_under_our_signature(key, header):
    _, private = key
    unsigned = by_hand({"typ": "at+jwt", "alg": "EdDSA", "kid": key[0]._kid} | header, claims()).rstrip(".")
    signature = base64.urlsafe_b64encode(private.sign(unsigned.encode())).decode().rstrip("=")

    with pytest.raises(NotSignedIn):
        key[0].read(f"{unsigned}.{signature}", NOW)


def test_a_token_without_a_signature_or_by_another_algorithm_is_refused(key):
    tokens, private = key
    public_raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    head = {"typ": "at+jwt", "kid": tokens._kid}
    forged = [
        by_hand(head | {"alg": "none"}, claims()),
        by_hand(head | {"alg": "nOnE"}, claims()),
        by_hand(head | {"alg": ""}, claims()),
        by_hand(head | {"alg": "EdDSA"}, claims()),
        by_hand(head | {"alg": "EdDSA"}, claims(), "A" * 86),
        signed(key, claims(), "HS256", public_raw),
        signed(key, claims(), "HS512", public_raw * 2),
        signed(key, claims(), with_key=Ed25519PrivateKey.generate()),
    ]

    for token in forged:
        with pytest.raises(NotSignedIn):
            tokens.read(token, NOW)


def test_a_token_that_was_altered_anywhere_is_refused(key):
    token = signed(key, claims())
    head, payload, signature = token.split(".")
    other = by_hand({}, claims(sub=SESSION)).split(".")[1]

    for altered in (
        f"{head}.{other}.{signature}",
        f"{head}.{payload}.{signature[:-4]}",
        f"{head}.{payload}",
        f"{token}.{signature}",
        f"{head}.{payload}.{signature}=",
        f" {token}",
        token.replace("-", "+").replace("_", "/") + "A",
        "",
        "....",
        "ключ.ключ.ключ",
        "a" * 10_000,
    ):
        with pytest.raises(NotSignedIn):
            key[0].read(altered, NOW)


@given(
    st.text(max_size=400) | st.from_regex(r"[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}")
)
def test_no_text_is_a_token(text):
    tokens = AccessTokens(Ed25519PrivateKey.generate())
    with pytest.raises(NotSignedIn):
        tokens.read(text, NOW)


def test_clocks_may_differ_by_five_seconds(key):
    token = signed(key, claims())

    assert key[0].read(token, NOW - timedelta(seconds=5))
    assert key[0].read(token, NOW + timedelta(seconds=604))
    for moment in (NOW - timedelta(seconds=6), NOW + timedelta(seconds=605)):
        with pytest.raises(NotSignedIn):
            key[0].read(token, moment)


async def test_a_token_for_a_session_that_is_not_the_persons_is_refused(shop, web):
    token = web.tokens.issue(
        user_id=shop.new_id(), session_id=shop.new_id(), token_version=1, now=shop.clock.now()
    )
    page = web.page()
    page.token = token

    answer = await page.post("/graphql", {"query": "{ me { posts } }"})

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"

"""The door over HTTP: what is refused before it is read, and what an answer may say."""

import gzip
import json

import pytest

from backend.api.http import DoorSettings
from backend.api.refusals import DoorRefusal
from backend.foundation.limits import BODY_BYTES_MAX
from tests.api.toy import ORIGIN, SECRET, Toy, code

OK = b'{"query":"{order{id}}"}'


async def test_a_query_is_answered_and_its_context_is_closed():
    toy = Toy()

    response = await toy.ask("query A($id:Int!){order(id:$id){id name}}", {"id": 7}, operationName="A")

    assert (response.status_code, response.json()) == (200, {"data": {"order": {"id": 7, "name": "order 7"}}})
    assert response.headers["content-type"] == "application/json"
    assert [context.closed for context in toy.contexts] == [True]


async def test_a_mutation_happens_once():
    toy = Toy()

    assert (await toy.ask('mutation{move(lot:"L1")}')).json() == {"data": {"move": True}}
    assert [context.moved for context in toy.contexts] == [["L1"]]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
async def test_only_post_is_answered(method):
    toy = Toy()
    response = await toy.http.request(method, "/graphql", params={"query": 'mutation{move(lot:"L1")}'})

    assert (response.status_code, response.headers["allow"], code(response)) == (
        405,
        "POST",
        "METHOD_NOT_ALLOWED",
    )
    assert toy.contexts == []


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html", "",
     "application/json; charset=gbk", "application/json, text/plain", "application/graphql"],
)  # fmt: skip
async def test_only_json_is_read(content_type):
    toy = Toy()
    response = await toy.post(OK, **{"Content-Type": content_type})

    assert (response.status_code, code(response)) == (415, "CONTENT_TYPE_NOT_JSON")
    assert toy.contexts == []


async def test_a_compressed_body_is_not_unfolded():
    response = await Toy().post(gzip.compress(OK), **{"Content-Encoding": "gzip"})

    assert code(response) == "CONTENT_TYPE_NOT_JSON"


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "http://lotline.example"},
     {"Origin": f"{ORIGIN}.evil.example"}, {"Origin": f"{ORIGIN}:8443"}, {"Sec-Fetch-Site": "cross-site"}],
)  # fmt: skip
async def test_a_page_of_another_site_is_refused(headers):
    toy = Toy()
    response = await toy.post(OK, **headers)

    assert (response.status_code, code(response)) == (403, "ORIGIN_NOT_ALLOWED")
    assert toy.contexts == []


async def test_without_our_header_a_request_is_refused():
    toy = Toy()
    del toy.http.headers["X-Lotline"]

    response = await toy.post(OK)

    assert (response.status_code, code(response)) == (403, "HEADER_MISSING")


async def test_a_client_that_is_no_browser_sends_no_origin():
    toy = Toy()
    del toy.http.headers["Origin"]

    assert (await toy.post(OK)).status_code == 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "BODY_NOT_READABLE"),
        (b"<html><body>sign in</body></html>", "BODY_NOT_READABLE"),
        (b"[" * 200_000, "BODY_NOT_READABLE"),
        (b'{"query":' * 20_000, "BODY_NOT_READABLE"),
        (b'{"variables":' + b"[" * 100 + b"]" * 100 + b"}", "BODY_NOT_READABLE"),
        (b'"' + b'\\"' * 100_000, "BODY_NOT_READABLE"),
        (b'"' * 200_001, "BODY_NOT_READABLE"),
        (b"\\" * 200_000, "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","query":"{bug}"}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","variables":{"a":1,"a":2}}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","variables":{"a":{"b":[{"c":1,"\\u0063":2}]}}}', "BODY_NOT_READABLE"),
        (b'{"query":"\xff\xfe"}', "BODY_NOT_READABLE"),
        (b'{"query":"\\ud800"}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","variables":{"a":NaN}}', "BODY_NOT_READABLE"),
        (b'{"query":1}', "BODY_NOT_READABLE"),
        (b'{"query":null}', "BODY_NOT_READABLE"),
        (b"null", "BODY_NOT_READABLE"),
        (b'"{order{id}}"', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","variables":[]}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","operationName":{}}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","extensions":[]}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","file":1}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","documentId":"sha256:00"}', "BODY_NOT_READABLE"),
        (b'{"query":"{order{id}}","documentId":"' + b"0" * 64 + b'"}', "BODY_NOT_READABLE"),
        (b'{"documentId":{"$gt":""}}', "BODY_NOT_READABLE"),
        (json.dumps({"query": "{order{id}}", "variables": {f"v{n}": 1 for n in range(51)}}).encode(), "BODY_NOT_READABLE"),
        (json.dumps({"query": "{order{id}}", "variables": {"v": [1] * 21_000}}).encode(), "BODY_NOT_READABLE"),
        (b'[{"query":"{order{id}}"},{"query":"{order{id}}"}]', "BATCH_NOT_ACCEPTED"),
        (b"[]", "BATCH_NOT_ACCEPTED"),
        (b'{"query":"query($a:String!){echo(text:$a)}","variables":{"a":"x\\u0000"}}', "TEXT_NOT_PRINTABLE"),
        (b'{"query":"{order{id}}","variables":{"\\u0000":1}}', "TEXT_NOT_PRINTABLE"),
        (b'{"query":"{order{id}}\\u0000"}', "TEXT_NOT_PRINTABLE"),
        (b'{"query":"query A{order{id}}","operationName":"B"}', "INPUT_NOT_VALID"),
        (b'{"query":"query($a:String!){echo(text:$a)}","variables":{"a":5}}', "INPUT_NOT_VALID"),
        (b'{"query":"query($a:String!){echo(text:$a)}"}', "INPUT_NOT_VALID"),
        (b'{"query":"query($a:Int!){order(id:$a){id}}","variables":{"a":99999999999999999999}}', "INPUT_NOT_VALID"),
        (b'{"query":"subscription{ticks}"}', "SUBSCRIPTION_NEEDS_SOCKET"),
    ],
)  # fmt: skip
async def test_a_hostile_body_is_refused_with_a_4xx(body, expected):
    response = await Toy().post(body)

    assert (response.status_code, code(response)) == (400, expected)


@pytest.mark.parametrize(
    ("body", "sentence", "why"),
    [
        (b"<html>", "请求内容不能识别。请刷新或更新应用后再试。", "not JSON in UTF-8"),
        (
            b'{"query":"{order{idd}}"}',
            "查询不符合接口定义。请刷新或更新应用后再试。",
            "Cannot query field 'idd' on type",
        ),
    ],
)
async def test_what_only_a_programmer_understands_stands_beside_the_sentence(body, sentence, why):
    toy = Toy()
    toy.http.headers["Accept-Language"] = "zh-CN"
    (error,) = (await toy.post(body)).json()["errors"]

    assert error["message"] == sentence
    assert error["extensions"]["why"].startswith(why)


async def test_a_body_over_its_limit_is_refused_by_its_length_and_by_what_arrives():
    toy = Toy()
    declared = await toy.post(b'{"query":"{order{id}}","variables":{"a":"' + b"x" * 2_000_000 + b'"}}')
    sent = 0

    async def endless():
        nonlocal sent
        while True:
            sent += 64_000
            yield b"x" * 64_000

    streamed = await toy.http.post(
        "/graphql", content=endless(), headers={"Content-Type": "application/json"}
    )

    for response in (declared, streamed):
        assert (response.status_code, code(response)) == (413, "BODY_TOO_LARGE")
    assert sent < BODY_BYTES_MAX + 3 * 64_000
    assert toy.contexts == []


async def test_a_bug_is_told_as_a_number_and_its_secrets_stay_in_the_house():
    toy = Toy()
    for document in ("{bug}", "{wrongType}", "{order{id} a:bug b:wrongType}"):
        response = await toy.ask(document)

        assert response.status_code == 200
        for error in response.json()["errors"]:
            assert error["extensions"]["code"] == "INCIDENT"
            assert len(error["extensions"]["incident"]) == 4
            assert f"incident {error['extensions']['incident']}" in error["message"]
            assert set(error) == {"message", "extensions", "path"}
        for hidden in (SECRET, "SELECT", "hunter2", "Traceback", "ValueError", ".py", "Int cannot"):
            assert hidden not in response.text
    assert all(context.closed for context in toy.contexts)


async def test_a_refusal_says_its_sentence_in_the_language_of_the_reader():
    toy = Toy()
    spoken = {"message": "Lot L1 is on hold.", "extensions": {"code": "LotOnHold"}, "path": ["held"]}
    assert (await toy.ask("{held}")).json() == {"data": {"held": None}, "errors": [spoken]}

    toy.http.headers["Accept-Language"] = "zh-CN,zh;q=0.9,en;q=0.8"
    assert (await toy.ask("{held}")).json()["errors"][0]["message"] == "批号 L1 已质量锁定。"


async def test_an_error_raised_on_purpose_keeps_its_code_and_its_facts():
    spoken = {
        "message": "Sign in first.",
        "extensions": {"code": "UNAUTHENTICATED", "from": "2.5"},
        "path": ["guarded"],
    }

    assert (await Toy().ask("{guarded}")).json() == {"data": {"guarded": None}, "errors": [spoken]}


async def test_a_context_that_cannot_be_made_is_refused_or_masked_and_nothing_is_executed():
    class SignInNeeded(DoorRefusal):
        code = "SIGN_IN_NEEDED"
        status = 401
        zh = "请先登录。"
        en = "Sign in first."

    async def refuse(_):
        raise SignInNeeded()

    async def break_down(_):
        raise RuntimeError(SECRET)

    refused = await Toy(context_of=refuse).ask('mutation{move(lot:"L1")}')
    broken = await Toy(context_of=break_down).ask('mutation{move(lot:"L1")}')

    assert (refused.status_code, code(refused)) == (401, "SIGN_IN_NEEDED")
    assert (broken.status_code, code(broken)) == (500, "INCIDENT")
    assert "hunter2" not in broken.text


async def test_every_answer_carries_the_headers_that_keep_a_browser_safe():
    for response in (await Toy().post(OK), await Toy().post(b"["), await Toy().http.get("/nowhere")):
        policy = response.headers["content-security-policy"]
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy
        assert "unsafe-inline" not in policy
        assert "connect-src 'self' wss://lotline.example;" in policy
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-robots-tag"] == "noindex, nofollow"
        assert response.headers["referrer-policy"] == "same-origin"
        assert response.headers["strict-transport-security"].startswith("max-age=31536000")
        assert len(response.headers["x-request-id"]) == 16


def test_a_public_address_that_is_none_is_refused_at_the_start():
    for address in ("lotline", "file:///etc/passwd", "", "https://"):
        with pytest.raises(ValueError, match="address"):
            Toy(DoorSettings(address))

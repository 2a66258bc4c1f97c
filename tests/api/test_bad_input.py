"""Bad input at the real door: refused by name or with a 4xx, never a 500, and nothing is kept of it."""

import base64
import io
import json
import struct
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from backend.api.failures import INCIDENT_CODE
from backend.api.schema import graphql_schema
from backend.identity.posts.rules import PORTAL_POST, POSTS
from backend.identity.sessions.tokens import AccessTokens
from tests.api.hostile import ATTACKS, UNKNOWN, Attack, requests
from tests.factories.desk import Desk, a_desk
from tests.factories.files import a_photo
from tests.factories.logistics import some_goods, under_way
from tests.factories.orders import a_buyer
from tests.factories.own_world import own_world
from tests.factories.page import ORIGIN, Web, a_web
from tests.factories.people import a_person
from tests.factories.shop import Shop
from tests.journeys.said import an_order
from tests.reachable import reachable_folder

SCHEMA = graphql_schema()._schema
KEPT_OF_A_REFUSAL = Counter(commands=1)
"""That it was refused, under the command's id: sending it again is answered the same."""
READABLE = """select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
  and has_table_privilege(oid, 'select')"""


@dataclass(frozen=True)
class Door:
    """A firm of its own, somebody who may do everything, and a customer's person."""

    web: Web
    everybody: Desk
    customer: Desk

    @property
    def shop(self) -> Shop:
        return self.web.shop

    async def rows(self) -> Counter[str]:
        """How many rows each table holds."""
        tables = [row[0] for row in await self.shop.house.pool.fetch(READABLE)]
        each = ", ".join(f'(select count(*) from "{table}") as "{table}"' for table in tables)
        counted = await self.shop.house.pool.fetchrow(f"select {each}")
        return Counter(dict(counted))

    async def asked(self, desk: Desk, document: str, variables: dict[str, Any]) -> tuple[int, Any]:
        """Status and answer; the body is written as ASCII, so that half a character arrives as one."""
        body = json.dumps({"query": document, "variables": variables})
        return await self.sent(desk, body.encode())

    async def sent(self, desk: Desk, body: bytes) -> tuple[int, Any]:
        headers = {
            "x-lotline": "1",
            "origin": ORIGIN,
            "content-type": "application/json",
            "authorization": f"Bearer {desk.page.token}",
        }
        response = await desk.page.client.post("/graphql", content=body, headers=headers)
        return response.status_code, response.json()


@pytest.fixture(scope="module")
async def door() -> AsyncIterator[Door]:
    with reachable_folder() as folder:
        async with own_world(folder / "data") as shop:
            web = a_web(shop, AccessTokens.kept_in(folder / "keys"))
            everything = await a_person(shop, *(post.name for post in POSTS if post.name != PORTAL_POST))
            buyer = await a_buyer(shop)
            portal = shop.person("customer", customer_id=buyer.id)
            yield Door(web, await a_desk(web, everything), await a_desk(web, portal))


def refusal_of(answer: Any) -> str | None:
    """The name of the refusal; None where something was done or found."""
    if "errors" in answer:
        return str(answer["errors"][0]["extensions"]["code"])
    (said,) = answer["data"].values()
    return said["__typename"] if isinstance(said, dict) and "message" in said else None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"query":"query($s:String){orders(search:$s){items{id}}}","variables":{"s":"' + b"x" * 2_000_000 + b'"}}', "BODY_TOO_LARGE"),
        (b'{"query":"{me{homes}}","variables":{"a":' + b"[" * 200_000, "BODY_NOT_READABLE"),
        (b"[" * 200_000, "BODY_NOT_READABLE"),
        (b'{"query":"{order(id:' + b"[" * 20_000 + b'){id}}"}', "DOCUMENT_TOO_DEEP"),
    ],
    ids=["2 MB of variables", "200 kB of [ as a variable", "200 kB of [", "[ in a document"],
)  # fmt: skip
async def test_what_is_too_large_or_too_deep_is_refused_at_the_door(door, body: bytes, code: str):
    status, answer = await door.sent(door.everybody, body)

    assert 400 <= status < 500
    assert [error["extensions"]["code"] for error in answer["errors"]] == [code]


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("locations", ["\0"]),
        ("people", ["~chen2\0", UNKNOWN]),
        ("orders", ["2026-11-22T01:00:00", UNKNOWN]),
        ("orders", ["0001-01-01T00:00:00+23:59", UNKNOWN]),
        ("deliveries", ["9999-12-31T23:59:59.999999-23:59", UNKNOWN]),
    ],
)
async def test_a_cursor_made_up_of_what_no_column_holds_is_no_page(door, page, keys):
    cursor = base64.urlsafe_b64encode(json.dumps(keys).encode()).decode()
    document = f"query ($after: String) {{ {page}(first: 1, after: $after) {{ items {{ id }} }} }}"

    _, answer = await door.asked(door.everybody, document, {"after": cursor})

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BadPage"]


@pytest.mark.parametrize("named", ["customer", "site", "product"])
async def test_an_order_that_names_what_is_not_there_is_refused_and_nothing_is_kept(door, named):
    shop = door.shop
    buyer, goods = await a_buyer(shop), await some_goods(shop)
    order = an_order(shop, buyer, (goods, "2"))
    place = order["content"]["lines"][0] if named == "product" else order["content"]
    place[f"{named}Id"] = UNKNOWN
    before = await door.rows()

    answer = await door.everybody.do("submitOrder", "SubmitOrderInput", order)

    assert answer["__typename"] == "NotFound"
    assert (await door.rows()) - before == KEPT_OF_A_REFUSAL


@pytest.mark.parametrize(
    ("quantity", "refusal"),
    [
        ("-1", "QuantityNegative"),
        ("0", "NothingOrdered"),
        ("999999999999", "AmountTooLarge"),
        ("1000000000000", "QuantityTooLarge"),
    ],
)
async def test_an_order_of_less_than_nothing_or_of_10_to_the_12_is_refused(door, quantity, refusal):
    shop = door.shop
    order = an_order(shop, await a_buyer(shop), (await some_goods(shop), quantity))
    before = await door.rows()

    answer = await door.everybody.do("submitOrder", "SubmitOrderInput", order)

    assert answer.get("name", answer["__typename"]) == refusal
    assert (await door.rows()) - before == KEPT_OF_A_REFUSAL


async def test_a_lot_of_21_characters_is_refused(door):
    shop = door.shop
    _, goods = await a_buyer(shop), await some_goods(shop)
    line = {
        "productId": str(goods.product.id), "lotNumber": "L" * 21, "expiresOn": "2028-06-30",
        "quantity": "1", "locationId": str(goods.lot.location_id),
    }  # fmt: skip
    before = await door.rows()
    supplier = await shop.house.pool.fetchval("select id from suppliers limit 1")
    arrival = {
        "receiptId": str(shop.new_id()), "supplierId": str(supplier), "lines": [line], "arrivalCelsius": "4",
        "transport": "冷藏车",
    }  # fmt: skip

    answer = await door.everybody.do("receive", "ReceiveInput", arrival)

    assert answer["__typename"] == "LotNumberUnfit"
    assert (await door.rows()) - before == KEPT_OF_A_REFUSAL


@pytest.mark.parametrize("strokes", [[], [[]], [[100, 100]], [[5, 5], [9, 9], [200, 300]]])
async def test_an_empty_or_dotted_signature_is_refused_and_the_goods_are_still_on_their_way(door, strokes):
    shop = door.shop
    _, delivery_id = await under_way(shop)
    driver = await a_desk(door.web, shop.person("driver"))
    told = {
        "deliveryId": str(delivery_id), "arrivedAt": "2026-11-22T01:00:00Z", "outcome": "delivered",
        "receiverName": "王敏", "strokes": strokes,
    }  # fmt: skip
    before = await door.rows()

    answer = await driver.do("confirmDelivery", "ConfirmDeliveryInput", told)

    assert answer["__typename"] == "SignatureNotDrawn"
    assert (await door.rows()) - before == KEPT_OF_A_REFUSAL
    assert await shop.house.pool.fetchval("select outcome from deliveries where id = $1", delivery_id) is None


def a_picture_of(width: int, height: int) -> bytes:
    """A PNG that says it is this large, in a few hundred bytes."""
    stream = io.BytesIO()
    Image.new("1", (8, 8)).save(stream, "PNG")
    small = stream.getvalue()
    head = b"IHDR" + struct.pack(">II", width, height) + small[24:29]
    return small[:8] + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + small[33:]


@pytest.mark.parametrize(
    ("content", "mime", "status"),
    [
        (a_picture_of(10_000, 6_501), "image/png", 422),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' + b" " * 40, "image/svg+xml", 415),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' + b" " * 40, "image/jpeg", 415),
        (b"<!doctype html><script>alert(1)</script>", "text/html", 415),
        (b"<!doctype html><script>alert(1)</script>", "image/png", 415),
        (a_photo()[:40], "image/png", 415),
    ],
    ids=["65 megapixels", "SVG", "SVG as JPEG", "HTML", "HTML as PNG", "JPEG as PNG"],
)
async def test_what_is_no_photo_is_refused_and_not_kept(door, content, mime, status):
    before = await door.rows()

    answered = await door.everybody.upload(door.shop.new_id(), content, mime)

    assert (answered, (await door.rows()) - before) == (status, Counter())


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_no_command_breaks_on_it_and_a_refused_one_keeps_nothing(door, attack: Attack):
    broken, before = [], await door.rows()
    for name, document, variables in requests(SCHEMA, "mutation", attack):
        status, answer = await door.asked(door.everybody, document, variables)

        refused, after = refusal_of(answer), await door.rows()
        kept = after - before - KEPT_OF_A_REFUSAL
        if status >= 500 or refused == INCIDENT_CODE or (refused is not None and kept):
            broken.append((name, status, refused, dict(kept)))
        before = after

    assert broken == [], broken


@pytest.mark.parametrize("who", ["everybody", "customer"])
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_no_question_breaks_on_it(door, attack: Attack, who: str):
    desk: Desk = getattr(door, who)
    broken = []
    for name, document, variables in requests(SCHEMA, "query", attack):
        status, answer = await door.asked(desk, document, variables)

        codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
        if status >= 500 or INCIDENT_CODE in codes:
            broken.append((name, status, codes))

    assert broken == [], broken

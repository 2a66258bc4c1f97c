"""The link behind a delivery note's QR: what it opens to whoever holds it, and when it no longer does."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from backend.foundation.limits import LINKS_PER_ADDRESS_PER_MINUTE
from backend.foundation.permission import NotAllowed, NotFound
from backend.identity.sessions.tokens import AccessTokens
from backend.logistics.delivery_links.commands import DeliveryLinkSet, SetDeliveryLink
from backend.logistics.delivery_links.rules import LINK_OPEN
from scanners.house_label import delivery_token
from tests.factories.logistics import a_way, at_the_door, picked, rechecked, some_goods, told, under_way
from tests.factories.page import a_web


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> AccessTokens:
    return AccessTokens.kept_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def web(shop, tokens):
    return a_web(shop, tokens)


async def token_of(shop, way):
    async with shop.house.sessions() as session:
        return await session.scalar(
            text("select public_token from outbounds where id = :id"), {"id": way.outbound_id}
        )


async def opened(web, token, path="/links/delivery", address="203.0.113.7"):
    return await web.page(address).client.get(path, headers={"x-lotline-link": token})


def refusal_in(answer):
    errors = answer.json().get("errors", [])
    assert len(errors) == 1
    return answer.status_code, errors[0]["extensions"]["code"]


async def test_whoever_holds_the_link_sees_that_delivery_and_nothing_that_leads_further(shop, web):
    way, delivery_id = await under_way(shop)
    await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))

    answer = await opened(web, await token_of(shop, way))

    assert answer.status_code == 200
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    seen = answer.json()
    assert (seen["orderNumber"], seen["orderState"]) == (way.number, "delivered")
    delivery = seen["delivery"]
    assert (delivery["outcome"], delivery["temperatureVerdict"], delivery["receiverName"]) == (
        "delivered",
        "no_data",
        "王敏",
    )
    ((lot, sent),) = [(line["lotNumber"], Decimal(line["sent"])) for line in delivery["lines"]]
    assert (lot, sent) == (way.goods[0].lot.lot_number, Decimal(2))
    assert [(box["loggerNumber"], box["arrivalCelsius"]) for box in delivery["boxes"]] == [("T-0815", None)]
    assert [signature["signerName"] for signature in delivery["signatures"]] == ["王敏"]
    for hidden in (str(delivery_id), str(way.order_id), str(way.buyer.id), "13800000001", "Fen", "address"):
        assert hidden not in answer.text


async def test_the_note_itself_comes_as_a_file_to_be_saved(shop, web):
    way, _ = await under_way(shop)

    answer = await opened(web, await token_of(shop, way), "/links/note")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.content.startswith(b"%PDF-")


async def test_before_the_hand_over_the_link_says_where_the_order_is_and_shows_no_goods(shop, web):
    way = await a_way(shop, await some_goods(shop))
    token = await token_of(shop, way)
    assert refusal_in(await opened(web, token)) == (404, "LinkUnknown")
    await picked(shop, way)
    await rechecked(shop, way)
    await told(shop)

    seen = (await opened(web, token)).json()

    assert (seen["orderState"], seen["delivery"]) == ("rechecked", None)
    assert refusal_in(await opened(web, token, "/links/note")) == (404, "NotFound")


async def test_a_mutated_a_made_up_and_a_missing_token_open_nothing_and_sound_alike(shop, web):
    way, _ = await under_way(shop)
    token = await token_of(shop, way)
    swapped = ("0" if token[0] != "0" else "1") + token[1:]
    made_up = next(filter(None, (delivery_token(f"{start}" + "a" * 19) for start in "abcdef")))

    answers = [
        await opened(web, wrong)
        for wrong in (swapped, made_up, "", "x" * 5_000, f"{token}/../", token.upper())
    ]

    assert {refusal_in(answer) for answer in answers} == {(404, "LinkUnknown")}
    assert len({answer.text for answer in answers}) == 1


async def test_the_link_ends_ninety_days_after_the_goods_were_received_and_says_so(shop, web):
    way, delivery_id = await under_way(shop)
    await shop.perform(at_the_door(shop, delivery_id), shop.person("driver"))
    token = await token_of(shop, way)
    received = shop.clock.now()

    shop.clock.set(received + LINK_OPEN - timedelta(seconds=1))
    last_moment = await opened(web, token)
    shop.clock.set(received + LINK_OPEN)
    ended = await opened(web, token)
    ended_note = await opened(web, token, "/links/note")

    assert last_moment.status_code == 200
    assert refusal_in(ended) == refusal_in(ended_note) == (410, "LinkEnded")
    assert "2027-02-20" in ended.json()["errors"][0]["message"]
    assert way.number not in ended.text


async def test_staff_close_the_link_and_open_it_again_and_others_do_not(shop, web):
    way, delivery_id = await under_way(shop)
    token = await token_of(shop, way)
    close = SetDeliveryLink(delivery_id=delivery_id, open=False)

    for stranger in (shop.person("driver"), shop.person("customer", customer_id=way.buyer.id)):
        with pytest.raises(NotAllowed):
            await shop.perform(close, stranger)
    with pytest.raises(NotFound):
        await shop.perform(SetDeliveryLink(delivery_id=way.order_id, open=False), shop.person("keeper"))
    assert (await opened(web, token)).status_code == 200

    closed = await shop.perform(close, shop.person("keeper"))
    assert closed == DeliveryLinkSet(delivery_id, shop.clock.now())
    assert refusal_in(await opened(web, token)) == (410, "LinkClosed")
    assert refusal_in(await opened(web, token, "/links/note")) == (410, "LinkClosed")

    again = await shop.perform(
        SetDeliveryLink(delivery_id=delivery_id, open=True), shop.person("qualityHead")
    )
    assert again == DeliveryLinkSet(delivery_id, None)
    assert (await opened(web, token)).status_code == 200


async def test_an_address_that_comes_too_often_waits_a_minute_and_others_do_not(shop, web):
    way, _ = await under_way(shop)
    token = await token_of(shop, way)

    codes = [
        (await opened(web, "x", address="198.51.100.9")).status_code
        for _ in range(LINKS_PER_ADDRESS_PER_MINUTE + 1)
    ]
    refused = await opened(web, token, address="198.51.100.9")
    neighbour = await opened(web, token, address="198.51.100.10")
    shop.clock.set(shop.clock.now() + timedelta(minutes=1))
    later = await opened(web, token, address="198.51.100.9")

    assert codes == [404] * LINKS_PER_ADDRESS_PER_MINUTE + [429]
    assert refusal_in(refused) == (429, "LINKS_TOO_MANY")
    assert (neighbour.status_code, later.status_code) == (200, 200)


async def test_many_at_once_do_not_lock_the_house_up(shop, web):
    way, _ = await under_way(shop)
    token = await token_of(shop, way)

    answers = await asyncio.gather(*(opened(web, token) for _ in range(20)))

    assert [answer.status_code for answer in answers] == [200] * 20

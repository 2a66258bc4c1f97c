"""An order that a phone sent and the server did not take: its salesperson hears why, and so does the group."""

from dataclasses import replace

from pydantic import SecretStr

from backend.engines.notices import queries as notices
from backend.foundation.outbox import tell_waiting
from backend.integrations.robots.settings import Robots
from backend.sync.replay.commanded import declared_commands
from backend.sync.replay.door import replayed
from tests.factories.orders import a_buyer, goods
from tests.factories.people import a_person
from tests.factories.phones import a_phone
from tests.integrations.robot_simulator import SECRET, robot_simulator


async def tell_all(house) -> None:
    while await tell_waiting(house):
        pass


def submit(phone, customer_id, site_id, *lines, name="sales.submitOrder"):
    order_id = str(phone.shop.new_id())
    content = {
        "customerId": str(customer_id), "siteId": str(site_id), "receiver": "王敏", "receiverPhone": "13800000001",
        "invoiceTitle": "华东医院", "pricesAsOf": phone.shop.clock.now().isoformat(), "lines": list(lines),
    }  # fmt: skip
    phone.seal(name, {"orderId": order_id, "content": content}, f"order:{order_id}")
    return order_id


def pieces(shop, product_id, quantity):
    return {
        "lineId": str(shop.new_id()), "productId": str(product_id), "quantity": quantity,
        "unitPrice": "100", "shownPrice": "100",
    }  # fmt: skip


async def kinds_of(shop, phone):
    answers = await replayed(shop.house, phone.owner, phone.sealed, declared_commands())
    return [answer.wire()["outcome"]["kind"] for answer in answers]


async def inbox(shop, by, about):
    rows = await shop.look(notices.NOTICES_ABOUT, by, about_id=about)
    return [(row.kind, row.about_kind, row.facts) for row in rows]


async def test_the_salesperson_and_the_group_hear_once_which_order_was_not_submitted_and_why(shop):
    await tell_all(shop.house)
    phone = await a_phone(shop, shop.person("sales"))
    buyer, product = await a_buyer(shop), await goods(shop, quantity=3)
    order_id = submit(phone, buyer.id, buyer.site_id, pieces(shop, product, "5"))
    async with robot_simulator(now=shop.clock.now) as robot:
        robots = Robots(
            public_url="https://lotline.example",
            dingtalk_url=SecretStr(robot.dingtalk_url),
            dingtalk_secret=SecretStr(SECRET),
        )
        assert await kinds_of(shop, phone) == ["refused"]
        assert await kinds_of(shop, phone) == ["refused"]
        await tell_all(replace(shop.house, room_settings=(robots,)))
        texts = [sent["text"]["content"] for sent in robot.messages]

    ((kind, about_kind, facts),) = await inbox(shop, phone.owner, order_id)
    assert (kind, about_kind, facts["customer"]) == ("order.notSubmitted", "order", buyer.name)
    assert "可用 3" in facts["reason"]
    assert "3" in facts["reason_en"]
    assert texts == [
        f"【订单未能提交】\n客户：{buyer.name}\n原因：{facts['reason']}\nhttps://lotline.example/orders/{order_id}?unsent=1"
    ]
    assert await inbox(shop, shop.person("salesManager"), order_id) == []


async def test_a_customer_of_somebody_else_is_not_named(shop):
    phone = await a_phone(shop, await a_person(shop, "sales"))
    theirs = await a_buyer(shop)
    order_id = submit(phone, theirs.id, theirs.site_id, pieces(shop, await goods(shop), "1"))

    assert await kinds_of(shop, phone) == ["refused"]
    await tell_all(shop.house)

    ((kind, _, facts),) = await inbox(shop, phone.owner, order_id)
    assert (kind, facts["customer"]) == ("order.notSubmitted", None)
    assert theirs.name not in str(facts)


async def test_what_no_order_looks_like_is_told_without_a_customer_and_a_refused_draft_is_not_told(shop):
    phone = await a_phone(shop, shop.person("sales"))
    nobody = "not-an-id"
    order_id, draft_id = submit(phone, nobody, nobody), submit(phone, nobody, nobody, name="sales.saveDraft")

    assert await kinds_of(shop, phone) == ["refused", "refused"]
    await tell_all(shop.house)

    ((kind, _, facts),) = await inbox(shop, phone.owner, order_id)
    assert (kind, facts["customer"]) == ("order.notSubmitted", None)
    assert await inbox(shop, phone.owner, draft_id) == []

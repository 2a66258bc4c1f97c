from dataclasses import replace

from pydantic import SecretStr

from backend.engines.notices import queries as notices
from backend.engines.notices.commands import ReadNotices
from backend.foundation.outbox import tell_waiting
from backend.integrations.robots.settings import Robots
from backend.sales.approvals.commands import DecideApproval
from backend.sales.orders import queries
from tests.factories.orders import a_buyer, a_line, a_submitted_order, goods
from tests.integrations.robot_simulator import SECRET, robot_simulator


async def tell_all(house) -> None:
    while await tell_waiting(house):
        pass


async def inbox(shop, post, about):
    rows = await shop.look(notices.NOTICES_ABOUT, shop.person(post), about_id=about)
    return [(row.kind, row.facts.get("why") or row.facts.get("reason")) for row in rows]


async def test_who_must_decide_is_told_once_with_the_one_reason_and_the_group_reads_it_too(shop):
    await tell_all(shop.house)
    shop.person("salesManager"), shop.person("director")
    buyer, product = await a_buyer(shop), await goods(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product, "1", "90", shown="100"))
    async with robot_simulator(now=shop.clock.now) as robot:
        robots = Robots(
            public_url="https://lotline.example",
            dingtalk_url=SecretStr(robot.dingtalk_url),
            dingtalk_secret=SecretStr(SECRET),
        )
        await tell_all(replace(shop.house, room_settings=(robots,)))
        await tell_all(replace(shop.house, room_settings=(robots,)))

        assert [sent["text"]["content"] for sent in robot.messages] == [
            f"【订单待审批】\n单号：{placed.number}\n客户：{buyer.name}\n原因：价格与目录价或协议价不同\n金额：¥ 90.00\n"
            f"https://lotline.example/orders/{placed.order_id}"
        ]
    assert await inbox(shop, "salesManager", placed.order_id) == [("order.awaitsYou", "price")]
    assert await inbox(shop, "director", placed.order_id) == []
    assert await inbox(shop, "sales", placed.order_id) == []


async def test_the_salesperson_hears_of_a_rejection_and_reading_it_lowers_the_count(shop):
    buyer, product = await a_buyer(shop), await goods(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product, "1", "90", shown="100"))
    step = (await shop.look(queries.APPROVALS_OF_ORDERS, shop.person("sales"), ids=[placed.order_id]))[0]
    await shop.perform(
        DecideApproval(approval_id=step.id, approve=False, reason="价格过低"), shop.person("salesManager")
    )
    await tell_all(shop.house)
    seller = shop.person("sales")
    told = await shop.look(notices.NOTICES_ABOUT, seller, about_id=placed.order_id)
    (before,) = await shop.look(notices.UNREAD, seller)

    others = await shop.perform(ReadNotices(notice_ids=(told[0].id,)), shop.person("driver"))
    own = await shop.perform(ReadNotices(notice_ids=(told[0].id,)), seller)

    (after,) = await shop.look(notices.UNREAD, seller)
    assert [(row.kind, row.facts["reason"]) for row in told] == [("order.rejected", "价格过低")]
    assert (others.count, own.count, before.count - after.count) == (0, 1, 1)

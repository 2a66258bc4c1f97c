"""What a customer's person sees of orders: their firm's own, submitted ones, without what was said inside the firm."""

from backend.sales.approvals.commands import DecideApproval
from backend.sales.orders.queries import APPROVALS_OF_ORDERS
from tests.factories.logistics import a_way
from tests.factories.orders import a_buyer, a_line, a_submitted_order, goods

MINE = """query ($search: String, $states: [String!]) { orders(first: 100, search: $search, states: $states) {
  items { id } } orderCounts(search: $search) { state count } }"""
ONE = """query ($id: UUID!) { order(id: $id) { number state stateReason releasedWhy lines { productName }
  steps { state userName reason } approvals { why } } deliveriesOfOrder(orderId: $id) { id } }"""


async def test_a_customer_lists_searches_and_counts_their_own_orders_and_no_other_firm_s(shop):
    first = await a_way(shop)
    second = await a_way(shop)
    own = shop.person("customer", customer_id=first.buyer.id)

    listed = (await shop.ask(own, MINE)).data
    searched = (await shop.ask(own, MINE, search=second.number)).data
    ended = (await shop.ask(own, MINE, states=["delivered"])).data

    assert listed == {
        "orders": {"items": [{"id": str(first.order_id)}]},
        "orderCounts": [{"state": "approved", "count": 1}],
    }
    assert searched == {"orders": {"items": []}, "orderCounts": []}
    assert ended["orders"]["items"] == []


async def test_a_foreign_order_is_as_one_that_does_not_exist(shop):
    way = await a_way(shop)
    foreign = shop.person("customer", customer_id=(await a_buyer(shop)).id)

    seen = await shop.ask(foreign, ONE, id=str(way.order_id))
    never = await shop.ask(foreign, ONE, id=str(way.outbound_id))

    assert seen.errors is None
    assert seen.data == never.data == {"order": None, "deliveriesOfOrder": []}


async def test_why_the_firm_decided_as_it_did_is_not_told_to_the_customer(shop):
    buyer, product = await a_buyer(shop), await goods(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product, "10", "95", shown="100"))
    manager, customer = shop.person("salesManager"), shop.person("customer", customer_id=buyer.id)
    (step,) = await shop.look(APPROVALS_OF_ORDERS, manager, ids=[placed.order_id])
    await shop.perform(DecideApproval(approval_id=step.id, approve=False, reason="低于底价"), manager)

    told = (await shop.ask(customer, ONE, id=str(placed.order_id))).data["order"]
    inside = (await shop.ask(manager, ONE, id=str(placed.order_id))).data["order"]

    assert (told["state"], told["stateReason"], told["approvals"]) == ("rejected", None, [])
    assert [(step["state"], step["reason"]) for step in told["steps"]] == [
        ("submitted", None),
        ("rejected", None),
    ]
    assert inside["stateReason"] == "低于底价"
    assert [approval["why"] for approval in inside["approvals"]] == ["price"]

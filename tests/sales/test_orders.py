from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from backend.compliance.qualifications.rules import (
    CustomerKind,
    MissingPaper,
    PaperType,
    QualificationMissing,
    Regime,
    Standing,
)
from backend.foundation.permission import NotFound
from backend.foundation.quantity import QuantityNotWhole
from backend.inventory.movements.rules import LotShort
from backend.sales.approvals.commands import ApprovalDecided, DecideApproval
from backend.sales.orders import queries, rules
from backend.sales.orders.commands import CancelOrder, ChangeOrder, OrderPlaced, SaveDraft, SubmitOrder
from tests.factories.inventory import a_lot, balances
from tests.factories.masterdata import a_product, an_accepted_paper
from tests.factories.orders import a_buyer, a_line, a_submitted_order, content, goods


async def the_order(shop, order_id, by="sales"):
    rows = await shop.look(queries.ORDERS_BY_ID, shop.person(by), ids=[order_id])
    return rows[0] if rows else None


async def states(shop, order_id):
    return [
        step.state for step in await shop.look(queries.STEPS_OF_ORDERS, shop.person("sales"), ids=[order_id])
    ]


async def open_steps(shop, order_id):
    steps = await shop.look(queries.APPROVALS_OF_ORDERS, shop.person("sales"), ids=[order_id])
    return [(step.id, step.step, step.why) for step in steps if step.state == "open"]


async def test_an_order_at_list_price_inside_credit_and_limit_is_released_at_once(shop):
    buyer = await a_buyer(shop)
    product = await a_product(shop)
    lot = await a_lot(shop, product=product.id, quantity=10)

    placed = await a_submitted_order(shop, buyer, a_line(shop, product.id, "3"))

    order = await the_order(shop, placed.order_id)
    assert placed == OrderPlaced(placed.order_id, order.number, "approved", None)
    assert order.number.startswith("SO-2026-")
    assert (order.total_fen, order.tax_fen, order.released_why) == (30_000, 3_451, "by rule")
    assert await states(shop, placed.order_id) == ["submitted", "approved"]
    assert await balances(shop, lot.id) == {"stock": Decimal(7), "reserved": Decimal(3)}


async def test_the_same_submission_twice_is_one_order(shop):
    buyer, product = await a_buyer(shop), await goods(shop)
    command = SubmitOrder(order_id=shop.new_id(), content=content(shop, buyer, a_line(shop, product)))
    id = shop.new_id()

    first = await shop.performed(command, shop.person("sales"), command_id=id)
    again = await shop.performed(command, shop.person("sales"), command_id=id)

    assert (first.result, first.replayed, again.replayed) == (again.result, False, True)
    assert await states(shop, command.order_id) == ["submitted", "approved"]


@contextmanager
def statements_of(shop):
    """What units of work send to PostgreSQL meanwhile, over SQLAlchemy and past it.

    Without what only a strict house asks to check on them, and asyncpg's look at the types, once a connection.
    """
    engine = shop.house.engine.sync_engine
    sent, watched = [], []

    def keep(sql):
        if not any(own in sql for own in ("pg_stat_xact", "typeinfo_tree", "'jit'")):
            sent.append(sql)

    def keep_past_it(query):
        keep(query.query)

    def watch(connection, *_):
        connection.driver_connection.add_query_logger(keep_past_it)
        watched.append(connection.driver_connection)

    def keep_its_own(_, __, sql, *___):
        keep(sql)

    event.listen(engine, "checkout", watch)
    event.listen(engine, "before_cursor_execute", keep_its_own)
    try:
        yield sent
    finally:
        event.remove(engine, "checkout", watch)
        event.remove(engine, "before_cursor_execute", keep_its_own)
        for connection in watched:
            connection.remove_query_logger(keep_past_it)


@pytest.mark.parametrize("line_count", [1, 5])
async def test_a_submission_takes_as_many_statements_however_many_lines_it_has(shop, line_count):
    buyer = await a_buyer(shop)
    lines = [a_line(shop, await goods(shop)) for _ in range(line_count)]

    with statements_of(shop) as sent:
        placed = await a_submitted_order(shop, buyer, *lines)

    assert (placed.state, len(sent)) == ("approved", 13)


async def test_a_device_of_class_three_needs_the_buyers_licence_and_says_which_line(shop):
    buyer = await a_buyer(shop, kind=CustomerKind.distributor)
    ruo, device = await goods(shop), await goods(shop, regime=Regime.device_3)
    lines = (a_line(shop, ruo), a_line(shop, device))

    with pytest.raises(QualificationMissing) as refused:
        await a_submitted_order(shop, buyer, *lines)

    assert refused.value.missing == (
        MissingPaper(2, Regime.device_3, PaperType.device_operating_licence, Standing.none),
    )
    await an_accepted_paper(shop, buyer.id, PaperType.device_operating_licence)
    assert (await a_submitted_order(shop, buyer, *lines)).state == "approved"


async def test_goods_that_are_not_there_are_refused_and_nothing_is_kept(shop):
    buyer, product = await a_buyer(shop), await goods(shop, quantity=2)
    order_id = shop.new_id()
    command = SubmitOrder(order_id=order_id, content=content(shop, buyer, a_line(shop, product, "3")))

    with pytest.raises(LotShort) as short:
        await shop.perform(command, shop.person("sales"))

    assert (short.value.wanted, short.value.on_hand) == (Decimal(3), Decimal(2))
    assert await the_order(shop, order_id) is None


@pytest.mark.parametrize(
    ("quantity", "credit_fen", "price", "steps"),
    [
        ("100", 100_000_000, "100", []),
        ("101", 100_000_000, "100", [("manager", "amount")]),
        ("1", 100_000_000, "90", [("manager", "price")]),
        ("10", 99_999, "100", [("manager", "credit")]),
        ("501", 100_000_000, "100", [("manager", "amount"), ("director", "amount")]),
        ("501", 0, "99.99", [("manager", "price"), ("director", "amount")]),
    ],
)
async def test_only_what_is_out_of_the_ordinary_goes_to_a_person_with_the_one_reason(
    shop, quantity, credit_fen, price, steps
):
    buyer, product = await a_buyer(shop, credit_fen=credit_fen), await goods(shop, quantity=600)

    placed = await a_submitted_order(shop, buyer, a_line(shop, product, quantity, price, shown="100"))

    assert [(step, why) for _, step, why in await open_steps(shop, placed.order_id)] == steps
    assert placed.state == ("submitted" if steps else "approved")


async def test_manager_and_director_approve_one_after_the_other(shop):
    buyer, product = await a_buyer(shop), await goods(shop, quantity=600)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product, "600"))
    (manager_step, *_), (director_step, *_) = await open_steps(shop, placed.order_id)

    with pytest.raises(rules.AlreadyDecided):
        await shop.perform(DecideApproval(approval_id=director_step, approve=True), shop.person("director"))
    first = await shop.perform(
        DecideApproval(approval_id=manager_step, approve=True), shop.person("salesManager")
    )
    second = await shop.perform(
        DecideApproval(approval_id=director_step, approve=True), shop.person("director")
    )

    assert first == ApprovalDecided(placed.order_id, "submitted", "sales.direct")
    assert second == ApprovalDecided(placed.order_id, "approved", None)
    assert await states(shop, placed.order_id) == ["submitted", "approved"]


async def test_a_rejection_says_why_and_gives_stock_and_credit_back(shop):
    buyer = await a_buyer(shop, credit_fen=1_000_000)
    product = await a_product(shop)
    lot = await a_lot(shop, product=product.id, quantity=10)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product.id, "10", "95", shown="100"))
    ((step, *_),) = await open_steps(shop, placed.order_id)
    manager = shop.person("salesManager")

    with pytest.raises(rules.ReasonMissing):
        await shop.perform(DecideApproval(approval_id=step, approve=False), manager)
    await shop.perform(DecideApproval(approval_id=step, approve=False, reason="低于底价"), manager)

    order = await the_order(shop, placed.order_id)
    assert (order.state, order.state_reason) == ("rejected", "低于底价")
    assert await balances(shop, lot.id) == {"stock": Decimal(10)}
    assert (await a_submitted_order(shop, buyer, a_line(shop, product.id, "10"))).state == "approved"


async def test_nobody_approves_their_own_order(shop):
    buyer, product = await a_buyer(shop), await goods(shop)
    manager = shop.person("salesManager")
    placed = await a_submitted_order(shop, buyer, a_line(shop, product, "1", "1", shown="100"), by=manager)
    step = (await shop.look(queries.APPROVALS_OF_ORDERS, manager, ids=[placed.order_id]))[0]

    with pytest.raises(rules.OwnOrder):
        await shop.perform(DecideApproval(approval_id=step.id, approve=True), manager)

    assert (await the_order(shop, placed.order_id, "salesManager")).state == "submitted"


async def test_an_order_beyond_credit_is_held_on_credit_once_a_manager_lets_it_pass(shop):
    buyer, product = await a_buyer(shop, credit_fen=50_000), await goods(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product, "6"))
    ((step, _, why),) = await open_steps(shop, placed.order_id)
    await shop.perform(DecideApproval(approval_id=step, approve=True), shop.person("salesManager"))

    following = await a_submitted_order(shop, buyer, a_line(shop, product, "1"))

    assert why == "credit"
    assert (following.state, following.awaits) == ("submitted", "sales.approve")


async def test_an_old_shown_price_is_honoured_for_a_day_and_then_refused_with_the_new_one(shop):
    buyer, product = await a_buyer(shop), await goods(shop)
    line = a_line(shop, product, "1", "80", shown="80")
    hours = shop.clock.now() - timedelta(hours=23), shop.clock.now() - timedelta(hours=25)

    honoured = await a_submitted_order(shop, buyer, line, prices_as_of=hours[0])
    with pytest.raises(rules.PriceChanged) as changed:
        await a_submitted_order(shop, buyer, a_line(shop, product, "1", "80"), prices_as_of=hours[1])

    assert [(step, why) for _, step, why in await open_steps(shop, honoured.order_id)] == [
        ("manager", "price")
    ]
    assert [(line.shown, line.now) for line in changed.value.lines] == [(Decimal(80), Decimal(100))]


async def test_half_a_bottle_is_never_ordered_and_half_a_litre_is(shop):
    buyer, bottles = await a_buyer(shop), await goods(shop)
    litres = await goods(shop, unit="L")

    with pytest.raises(QuantityNotWhole) as refused:
        await a_submitted_order(shop, buyer, a_line(shop, bottles, "0.5"))
    await a_submitted_order(shop, buyer, a_line(shop, litres, "0.5"))

    assert refused.value.written == "0.5"


async def test_a_draft_is_its_makers_alone_and_takes_no_stock(shop):
    buyer = await a_buyer(shop)
    product = await a_product(shop)
    lot = await a_lot(shop, product=product.id, quantity=5)
    command = SaveDraft(order_id=shop.new_id(), content=content(shop, buyer, a_line(shop, product.id)))

    await shop.perform(command, shop.person("sales"))

    assert (await the_order(shop, command.order_id)).state == "draft"
    assert await the_order(shop, command.order_id, by="salesManager") is None
    assert await balances(shop, lot.id) == {"stock": Decimal(5)}
    with pytest.raises(rules.OrderKnown):
        await shop.perform(
            SubmitOrder(order_id=command.order_id, content=command.content),
            shop.person("sales", name="另一位"),
        )


async def test_changing_a_submitted_order_binds_stock_anew_under_the_same_number(shop):
    buyer = await a_buyer(shop)
    product = await a_product(shop)
    lot = await a_lot(shop, product=product.id, quantity=10)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product.id, "9", "95", shown="100"))
    order = await the_order(shop, placed.order_id)
    changed = content(shop, buyer, a_line(shop, product.id, "4"))

    with pytest.raises(rules.NotNow):
        await shop.perform(
            ChangeOrder(order_id=order.id, content=changed, base_version=order.version - 1),
            shop.person("sales"),
        )
    again = await shop.perform(
        ChangeOrder(order_id=order.id, content=changed, base_version=order.version), shop.person("sales")
    )

    assert (again.number, again.state) == (placed.number, "approved")
    assert await balances(shop, lot.id) == {"stock": Decimal(6), "reserved": Decimal(4)}


async def test_cancelling_frees_stock_and_cannot_be_done_twice(shop):
    buyer = await a_buyer(shop)
    product = await a_product(shop)
    lot = await a_lot(shop, product=product.id, quantity=5)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product.id, "5"))

    await shop.perform(CancelOrder(order_id=placed.order_id, reason="客户改期"), shop.person("sales"))
    with pytest.raises(rules.NotNow):
        await shop.perform(CancelOrder(order_id=placed.order_id, reason="再取消一次"), shop.person("sales"))

    assert await balances(shop, lot.id) == {"stock": Decimal(5)}
    assert await states(shop, placed.order_id) == ["submitted", "approved", "cancelled"]


async def test_anothers_customer_is_not_found_and_neither_is_a_foreign_site(shop):
    buyer, other = await a_buyer(shop), await a_buyer(shop)
    product = await goods(shop)

    with pytest.raises(NotFound):
        await a_submitted_order(shop, buyer, a_line(shop, product), by=shop.person("sales", name="外区销售"))
    with pytest.raises(NotFound):
        await a_submitted_order(shop, buyer, a_line(shop, product), site_id=other.site_id)


async def test_the_list_finds_by_number_pinyin_initials_and_purchase_number(shop):
    buyer = await a_buyer(shop, name="苏州金鸡湖生物")
    product = await goods(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product), purchase_number="PO-7781")
    document = """query ($search: String) { orders(search: $search) {
      items { number customerName lines { productName quantity } steps { state } } } }"""

    for search in (placed.number, "jinjihu", "szjjh", "po-7781"):
        answer = await shop.ask(shop.person("sales"), document, search=search)
        assert answer.errors is None
        assert [
            (
                order["number"],
                order["customerName"],
                len(order["lines"]),
                [s["state"] for s in order["steps"]],
            )
            for order in answer.data["orders"]["items"]
        ] == [(placed.number, "苏州金鸡湖生物", 1, ["submitted", "approved"])]


async def test_what_a_customer_bought_before_is_offered_the_latest_first(shop):
    buyer, first, second = await a_buyer(shop), await goods(shop), await goods(shop)
    await a_submitted_order(shop, buyer, a_line(shop, first, "2"), a_line(shop, second, "1"))
    shop.clock.advance(timedelta(minutes=1))
    await a_submitted_order(shop, buyer, a_line(shop, first, "5"))

    rows = await shop.look(queries.BOUGHT_BEFORE, shop.person("sales"), customer_id=buyer.id)

    assert [(row.product_id, row.times, row.last_quantity) for row in rows] == [
        (first, 2, Decimal(5)),
        (second, 1, Decimal(1)),
    ]


async def test_orders_are_counted_by_state_as_far_as_the_list_would_find_them(shop):
    buyer, product = await a_buyer(shop), await goods(shop)
    placed = await a_submitted_order(shop, buyer, a_line(shop, product))
    await a_submitted_order(shop, buyer, a_line(shop, product, price="90", shown="100"))
    document = """query ($customer: UUID!, $search: String) {
      orderCounts(customerId: $customer, search: $search) { state count } }"""

    async def counted(by, **asked):
        answer = await shop.ask(by, document, customer=str(buyer.id), **asked)
        assert answer.errors is None
        return [(one["state"], one["count"]) for one in answer.data["orderCounts"]]

    assert await counted(shop.person("sales")) == [("approved", 1), ("submitted", 1)]
    assert await counted(shop.person("sales"), search=placed.number) == [("approved", 1)]
    assert await counted(shop.person("sales", name="外区销售")) == []


SUBMIT = """mutation ($command: UUID!, $input: SubmitOrderInput!) {
  submitOrder(commandId: $command, input: $input) { __typename ... on Refusal { message } } }"""


@pytest.mark.parametrize(
    ("quantity", "unit_price", "refusal"),
    [
        ("-1", "100", "QuantityNegative"),
        ("99999999999999", "100", "QuantityTooLarge"),
        ("999999999", "999999999", "AmountTooLarge"),
    ],
)
async def test_a_number_no_order_can_hold_is_refused_under_its_own_name(shop, quantity, unit_price, refusal):
    buyer, product = await a_buyer(shop), await goods(shop)
    order_id = shop.new_id()
    line = {
        "lineId": str(shop.new_id()),
        "productId": str(product),
        "quantity": quantity,
        "unitPrice": unit_price,
        "shownPrice": unit_price,
    }
    written = content(shop, buyer, a_line(shop, product))
    given = {
        "customerId": str(buyer.id),
        "siteId": str(written.site_id),
        "receiver": "王敏",
        "receiverPhone": "13800000001",
        "invoiceTitle": buyer.name,
        "pricesAsOf": shop.clock.now().isoformat(),
        "lines": [line],
    }

    answer = await shop.ask(
        shop.person("sales"),
        SUBMIT,
        command=str(shop.new_id()),
        input={"orderId": str(order_id), "content": given},
    )

    assert answer.data["submitOrder"]["__typename"] == refusal
    assert await the_order(shop, order_id) is None

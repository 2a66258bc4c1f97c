"""Remarks on an order's time line: who writes, who sees, who hears of them, and that nothing takes one back."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.compliance.audit_log.tables import AuditEntry
from backend.engines.notices import queries as notices
from backend.foundation.file_kinds import FileKind
from backend.foundation.files import AttachmentNotReady, stored_for
from backend.foundation.live import Nudge
from backend.foundation.outbox import tell_waiting
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.text import TextNotPrintable, TextTooLong
from backend.sales.remarks import rules
from backend.sales.remarks.commands import AddRemark
from backend.sales.remarks.queries import ORDERS_REMARKED
from tests.factories.files import a_pdf, a_photo, an_upload
from tests.factories.logistics import a_way, under_way
from tests.factories.orders import a_buyer, a_line, a_submitted_order, goods

REMARKS = """query ($id: UUID!, $first: Int = 20, $after: String) { orderRemarks(orderId: $id, first: $first, after: $after) {
  items { id text photoIds shownToCustomer byCustomer authorName } pageInfo { endCursor hasNextPage } } }"""
ON_ORDERS = """query { orders(first: 100) { items { id remarks(first: 2) { items { text } pageInfo { hasNextPage } } } } }"""
ADD = """mutation ($commandId: UUID!, $input: AddRemarkInput!) { addRemark(commandId: $commandId, input: $input) {
  __typename ... on Refusal { message } } }"""


def a_remark(shop, order_id, words="请走北门", **given):
    return AddRemark(remark_id=shop.new_id(), order_id=order_id, text=words, **given)


async def seen(shop, by, order_id):
    answer = await shop.ask(by, REMARKS, id=str(order_id))
    assert answer.errors is None
    return [item["text"] for item in answer.data["orderRemarks"]["items"]]


async def an_order(shop, **given):
    buyer, product = await a_buyer(shop), await goods(shop)
    return buyer, await a_submitted_order(shop, buyer, a_line(shop, product), **given)


async def tell_all(house):
    while await tell_waiting(house):
        pass


async def test_everybody_on_the_order_s_way_writes_on_it_and_reads_the_others(shop):
    way, _ = await under_way(shop)
    posts = ("sales", "salesManager", "picker", "rechecker", "qualityOfficer", "driver")

    for post in posts:
        await shop.perform(a_remark(shop, way.order_id, post), shop.person(post))

    for post in posts:
        assert await seen(shop, shop.person(post), way.order_id) == list(reversed(posts))


async def test_a_customer_sees_what_is_meant_for_them_and_their_own_and_nothing_else(shop):
    way = await a_way(shop)
    customer, seller = shop.person("customer", customer_id=way.buyer.id), shop.person("sales")
    photo = await an_upload(shop, seller, a_photo(), FileKind.jpeg)
    shown_photo = await an_upload(shop, seller, a_photo(side=32), FileKind.jpeg)
    await shop.perform(a_remark(shop, way.order_id, "底价别说", photo_ids=(photo,)), seller)
    await shop.perform(
        a_remark(shop, way.order_id, "明早送到", photo_ids=(shown_photo,), shown_to_customer=True), seller
    )
    await shop.perform(a_remark(shop, way.order_id, "请送三楼", shown_to_customer=False), customer)

    assert await seen(shop, customer, way.order_id) == ["请送三楼", "明早送到"]
    assert await seen(shop, seller, way.order_id) == ["请送三楼", "明早送到", "底价别说"]
    assert await seen(shop, shop.person("picker"), way.order_id) == ["请送三楼", "明早送到", "底价别说"]
    assert (await stored_for(shop.house, customer, shown_photo)).kind is FileKind.jpeg
    assert (await stored_for(shop.house, shop.person("picker"), photo)).kind is FileKind.jpeg
    with pytest.raises(NotFound):
        await stored_for(shop.house, customer, photo)


async def test_the_database_itself_hides_internal_remarks_and_other_firms_from_a_customer(shop):
    way, other = await a_way(shop), await a_way(shop)
    seller = shop.person("sales")
    await shop.perform(a_remark(shop, way.order_id, "内部"), seller)
    shown = await shop.performed(a_remark(shop, way.order_id, "给客户", shown_to_customer=True), seller)
    await shop.perform(a_remark(shop, other.order_id, "给别家", shown_to_customer=True), seller)

    async with shop.house.sessions() as session, session.begin():
        await session.execute(text(f"set local lotline.customer = '{way.buyer.id}'"))
        await session.execute(text("set local role lotline_portal"))
        ids = (await session.scalars(text("select id from order_remarks"))).all()

    assert ids == [shown.result.remark_id]


async def test_a_foreign_order_looks_missing_to_who_reads_and_to_who_writes(shop):
    way = await a_way(shop)
    await shop.perform(a_remark(shop, way.order_id, "给客户", shown_to_customer=True), shop.person("sales"))
    strangers = (
        shop.person("customer", customer_id=(await a_buyer(shop)).id),
        shop.person("sales", name="another salesperson"),
        shop.person("driver"),
    )

    for stranger in strangers:
        assert await seen(shop, stranger, way.order_id) == await seen(shop, stranger, shop.new_id()) == []
        refusals = []
        for order_id in (way.order_id, shop.new_id()):
            with pytest.raises(NotFound) as refused:
                await shop.perform(a_remark(shop, order_id), stranger)
            refusals.append(refused.value.say("zh"))
        assert refusals[0] == refusals[1]
    with pytest.raises(NotAllowed):
        await shop.perform(a_remark(shop, way.order_id), shop.person("purchaser"))
    assert await seen(shop, shop.person("sales"), way.order_id) == ["给客户"]


async def test_many_orders_show_their_remarks_by_one_statement_more(shop):
    seller = shop.person("sales", name="one of remarks")
    buyer, product = await a_buyer(shop, by=seller), await goods(shop)
    placed = [await a_submitted_order(shop, buyer, a_line(shop, product), by=seller) for _ in range(3)]
    for order in placed:
        for words in ("一", "二", "三"):
            await shop.perform(a_remark(shop, order.order_id, words), seller)

    async with shop.house.reading(seller) as reading:
        answer = await shop.execute(reading, seller, ON_ORDERS)

    assert reading.statements == 2
    assert {item["id"]: item["remarks"] for item in answer.data["orders"]["items"]} == {
        str(order.order_id): {"items": [{"text": "三"}, {"text": "二"}], "pageInfo": {"hasNextPage": True}}
        for order in placed
    }


async def test_remarks_are_paged_the_latest_first(shop):
    _, order = await an_order(shop)
    seller = shop.person("sales")
    for words in ("一", "二", "三"):
        await shop.perform(a_remark(shop, order.order_id, words), seller)

    first = (await shop.ask(seller, REMARKS, id=str(order.order_id), first=2)).data["orderRemarks"]
    second = (
        await shop.ask(seller, REMARKS, id=str(order.order_id), first=2, after=first["pageInfo"]["endCursor"])
    ).data["orderRemarks"]

    assert [item["text"] for item in first["items"]] == ["三", "二"]
    assert [item["text"] for item in second["items"]] == ["一"]
    assert second["pageInfo"] == {"endCursor": None, "hasNextPage": False}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"words": "超" * 501}, TextTooLong),
        ({"words": "带\x00的"}, TextNotPrintable),
        ({"words": "反\u202e向"}, TextNotPrintable),
        ({"words": "  "}, rules.RemarkEmpty),
        ({"words": None}, rules.RemarkEmpty),
    ],
)
async def test_words_that_cannot_stand_are_refused_and_nothing_is_kept(shop, given, refusal):
    _, order = await an_order(shop)

    with pytest.raises(refusal):
        await shop.perform(a_remark(shop, order.order_id, given["words"]), shop.person("sales"))

    assert await seen(shop, shop.person("sales"), order.order_id) == []


async def test_photos_are_the_writer_s_own_few_and_without_the_place(shop):
    _, order = await an_order(shop)
    seller, picker = shop.person("sales"), shop.person("picker")
    located = await an_upload(shop, seller, a_photo(place=True), FileKind.jpeg)
    foreign = await an_upload(shop, picker, a_photo(side=16), FileKind.jpeg)
    paper = await an_upload(shop, seller, a_pdf(), FileKind.pdf)

    for photos, refusal in (
        ((foreign,), AttachmentNotReady),
        ((shop.new_id(),), AttachmentNotReady),
        ((paper,), rules.PhotoRefused),
        (tuple(shop.new_id() for _ in range(5)), rules.TooManyPhotos),
    ):
        with pytest.raises(refusal):
            await shop.perform(a_remark(shop, order.order_id, None, photo_ids=photos), seller)
    await shop.perform(a_remark(shop, order.order_id, None, photo_ids=(located, located)), seller)

    answer = await shop.ask(seller, REMARKS, id=str(order.order_id))
    assert [(item["text"], item["photoIds"]) for item in answer.data["orderRemarks"]["items"]] == [
        (None, [str(located)])
    ]
    assert b"SecretPhone" not in (await stored_for(shop.house, seller, located)).content


async def test_a_remark_is_never_written_over_changed_or_deleted(shop):
    _, order = await an_order(shop)
    seller = shop.person("sales")
    remark = a_remark(shop, order.order_id, "原话")
    await shop.perform(remark, seller)

    with pytest.raises(rules.RemarkKnown):
        await shop.perform(replace(remark, text="改口"), seller)
    for statement in ("update order_remarks set text = 'x'", "delete from order_remarks"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with shop.house.sessions() as session, session.begin():
                await session.execute(text(statement))

    assert await seen(shop, seller, order.order_id) == ["原话"]


async def test_a_remark_stands_in_the_audit_log(shop):
    _, order = await an_order(shop)
    remark = a_remark(shop, order.order_id, "原话")
    await shop.perform(remark, shop.person("sales"))

    async with shop.house.sessions() as session:
        changes = await session.scalar(
            select(AuditEntry.changes).where(AuditEntry.things.contains([remark.remark_id]))
        )

    assert [change["after"]["text"] for change in changes if change["kind"] == "orderRemark"] == ["原话"]


async def test_its_salesperson_hears_of_it_and_the_customer_s_writers_when_it_is_for_them(shop):
    way = await a_way(shop)
    seller, picker = shop.person("sales"), shop.person("picker")
    writer = shop.person("customer", customer_id=way.buyer.id)
    silent = shop.person("customer", name="who never wrote", customer_id=way.buyer.id)

    async def inbox(of):
        rows = await shop.look(notices.NOTICES_ABOUT, of, about_id=way.order_id)
        return sorted(row.facts["remark"] for row in rows if row.kind == "order.remarked")

    await shop.perform(a_remark(shop, way.order_id, "几点到"), writer)
    await shop.perform(a_remark(shop, way.order_id, "货在二库"), picker)
    await shop.perform(a_remark(shop, way.order_id, "下午三点", shown_to_customer=True), seller)
    await tell_all(shop.house)

    assert await inbox(seller) == ["几点到", "货在二库"]
    assert await inbox(writer) == ["下午三点"]
    assert await inbox(silent) == []
    assert await inbox(picker) == []


async def test_a_nudge_names_the_order_to_those_who_see_the_remark_and_to_nobody_else(shop):
    way = await a_way(shop)
    customer, seller = shop.person("customer", customer_id=way.buyer.id), shop.person("sales")
    inside, shown = (
        a_remark(shop, way.order_id, "内部"),
        a_remark(shop, way.order_id, "给客户", shown_to_customer=True),
    )
    await shop.hired()
    live = shop.house.live

    async with (
        live.listening(),
        aclosing(live.nudges(customer, {"orderRemark", "order"})) as told,
        aclosing(live.nudges(seller, {"orderRemark", "order"})) as heard,
    ):
        first_told = asyncio.create_task(anext(told))
        first_heard = asyncio.create_task(anext(heard))
        await asyncio.sleep(0)
        await shop.perform(inside, seller)
        await asyncio.wait_for(first_heard, 10)
        assert not first_told.done()
        await shop.perform(shown, seller)
        await asyncio.wait_for(first_told, 10)

    nudge = Nudge("orderRemark", way.order_id)
    assert (first_heard.result(), first_told.result()) == (nudge, nudge)
    assert await shop.look(ORDERS_REMARKED, customer, ids=[inside.remark_id]) == []


async def test_the_mutation_answers_in_words(shop):
    _, order = await an_order(shop)
    input = {"remarkId": str(shop.new_id()), "orderId": str(order.order_id), "text": "超" * 501}

    refused = await shop.ask(shop.person("sales"), ADD, commandId=str(shop.new_id()), input=input)
    added = await shop.ask(
        shop.person("sales"), ADD, commandId=str(shop.new_id()), input={**input, "text": "冷藏箱已备好"}
    )

    assert refused.data["addRemark"]["__typename"] == "TextTooLong"
    assert added.data["addRemark"] == {"__typename": "RemarkAdded"}

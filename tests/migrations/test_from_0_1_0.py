"""A firm that began with release 0.1.0 goes on with this version: its rows, its people, its phones, its open work.

release_0_1_0.sql.xz are the rows of such a firm, as pg_dump wrote them (data only, as inserts). The code of 0.1.0 made
them, through its own commands on its own tables: the journey of one order to the receiver's signature, and then, for
a hospital with a reviewed paper and one that waits, a draft, an order that waits for its picker, a lot on hold, and a
delivery on the road. One thing was changed: drawn papers gave their bytes to the smallest PDF, as their fonts
were ten times the rest.
"""

import lzma
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.foundation.database.embedded import embedded_database
from backend.foundation.database.roles import prepare_database
from backend.foundation.outbox import tell_waiting
from backend.identity.posts.queries import actor_of
from backend.identity.sessions.tokens import AccessTokens
from backend.migrations import FOLDER, known, migrate
from offline.signature import SignedEnvelope
from tests.factories.desk import Desk
from tests.factories.logistics import NAME_DRAWN
from tests.factories.page import Web, a_web
from tests.factories.people import PIN, with_password
from tests.factories.phones import stamp
from tests.factories.shop import Shop, open_shop
from tests.journeys.said import ORDER, OUTBOUND, REGISTERS, SIGNABLE, hand_over_of
from tests.reachable import reachable_folder

ROWS = Path(__file__).with_name("release_0_1_0.sql.xz")
NEXT_MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LOTS = """query ($search: String!) { lots(search: $search) { items {
  id lotNumber state expiresOn expiryWord expiryPrinted quantities { inStock reserved } } } }"""
MOVED = "query ($id: UUID!) { movements(lotId: $id, first: 100) { items { account quantity } } }"
COUNTED = """query ($lot: String!) { handOverRecords(filter: {lot: $lot}) {
  items { pieces boxesScanned countReason outcome } } }"""


@dataclass(frozen=True)
class Firm:
    """The firm of 0.1.0 under this version. `before` and `after` are digests of each table's rows."""

    shop: Shop
    web: Web
    owner: asyncpg.Connection
    before: Mapping[str, str]
    after: Mapping[str, str]

    async def desk(self, name: str, post: str) -> Desk:
        """Somebody of the firm at their desk again, by the password that they had, or with their first."""
        user_id = await self.owner.fetchval(
            "select id from users where name = $1 and login like $2", name, f"{post.lower()}-%"
        )
        actor = await actor_of(self.shop.house, user_id)
        assert actor is not None
        if not await self.owner.fetchval(
            "select exists (select 1 from credentials where user_id = $1)", user_id
        ):
            await with_password(self.shop, actor)
        page = self.web.page(f"198.51.90.{user_id.int % 250}")
        assert (await page.sign_in(actor)).status_code == 200
        return Desk(self.shop, actor, page)

    async def order(self, state: str) -> str:
        """The id of the order that stood there when the new version came."""
        return str(await self.owner.fetchval("select id from orders where state = $1", state))


@pytest.fixture(scope="module")
async def firm(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Firm]:
    with reachable_folder() as folder, embedded_database(folder / "data", durable=False) as server:
        urls = await prepare_database(server.superuser_url, server.passwords)
        owner = await asyncpg.connect(urls.owner)
        await owner.execute((FOLDER / "versions/0001_house.sql").read_text(encoding="utf-8"))
        await owner.execute("create table alembic_version (version_num varchar(32) primary key)")
        await owner.execute("delete from users")  # The system, whom the dump has too.
        await owner.execute(lzma.decompress(ROWS.read_bytes()).decode())
        columns = await columns_of(owner)
        before = await digests(owner, columns)
        await migrate(urls.owner)
        after = await digests(owner, columns)
        async with open_shop(urls.app) as shop:
            shop.clock.set(NEXT_MORNING)
            web = a_web(shop, AccessTokens.kept_in(tmp_path_factory.mktemp("keys")))
            yield Firm(shop, web, owner, before, after)
        await owner.close()


async def columns_of(owner: asyncpg.Connection) -> dict[str, str]:
    rows = await owner.fetch(
        "select c.relname, string_agg(quote_ident(attname), ', ' order by attnum) from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and attnum > 0 and not attisdropped"
        " where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'alembic_version' group by 1"
    )
    return {table: names for table, names in rows}  # noqa: C416 - a record is no pair.


async def digests(owner: asyncpg.Connection, columns: Mapping[str, str]) -> dict[str, str]:
    """How many rows each table has, and a digest of them over these columns."""
    found = {}
    for table, names in columns.items():
        rows = f"(select {names} from {table}) r"
        digest = "count(*) || ' ' || coalesce(md5(string_agg(r::text, ',' order by r::text)), '')"
        found[table] = await owner.fetchval(f"select {digest} from {rows}")
    return found


async def test_every_row_is_what_it_was_and_what_is_new_says_that_nobody_was_asked(firm):
    kept = ("orders", "lots", "movements", "papers", "users", "attachments", "audit_entries", "signatures")
    assert {table: int(firm.before[table].split()[0]) for table in kept} == {
        "orders": 4, "lots": 6, "movements": 44, "papers": 2, "users": 21, "attachments": 5,
        "audit_entries": 137, "signatures": 3,
    }  # fmt: skip

    assert firm.after == firm.before
    assert await firm.owner.fetchval("select version_num from alembic_version") == known()[-1]
    news = await firm.owner.fetchrow(
        "select (select count(*) from lots where expiry_word is not null or expiry_printed is not null),"
        " (select count(*) from deliveries where counted_boxes <> '{}' or count_reason is not null),"
        " (select count(*) from reading_choices), (select count(*) from order_remarks)"
    )
    assert tuple(news) == (0, 0, 0, 0)


async def test_the_delivered_order_is_told_and_traced_as_it_was(firm):
    seller, quality = await firm.desk("陆遥", "sales"), await firm.desk("顾临", "qualityHead")
    order = (await seller.ask(ORDER, id=await firm.order("delivered")))["order"]
    assert (order["state"], order["totalFen"], order["approvals"]) == (
        "delivered", 1_150_000, [{"step": "manager", "why": "amount", "state": "approved"}],
    )  # fmt: skip
    assert [step["state"] for step in order["steps"]] == [
        "submitted", "approved", "picking", "picked", "rechecked", "handed_over", "delivered",
    ]  # fmt: skip

    (lot,) = (await quality.ask(LOTS, search="2609B147"))["lots"]["items"]
    moved = (await quality.ask(MOVED, id=lot["id"]))["movements"]["items"]
    rows = await quality.ask(REGISTERS, filter={"lot": "2609B147"})
    (counted,) = (await quality.ask(COUNTED, lot="2609B147"))["handOverRecords"]["items"]

    assert (lot["state"], lot["expiresOn"], lot["expiryWord"], lot["quantities"]["inStock"]) == (
        "accepted", "2027-06-30", None, "90",
    )  # fmt: skip
    assert {account: total(moved, account) for account in ("supplier", "stock", "customer")} == {
        "supplier": Decimal(-200), "stock": Decimal(90), "customer": Decimal(110),
    }  # fmt: skip
    (sale,), (check,), (handed,) = (rows[name]["items"] for name in ("sales", "checks", "handOvers"))
    assert (sale["orderNumber"], sale["amountFen"]) == (order["number"], 1_100_000)
    assert (check["picker"], check["rechecker"], check["method"]) == ("周启", "邱实", "pin")
    assert (handed["driver"], handed["temperatureVerdict"]) == ("马骏", "above")
    assert counted == {"pieces": 2, "boxesScanned": 0, "countReason": None, "outcome": "delivered"}


async def test_a_phone_that_sends_again_what_0_1_0_has_answered_gets_the_same_answer(firm):
    driver = await firm.desk("马骏", "driver")
    sent = await firm.owner.fetchrow("select * from envelopes where user_id = $1", driver.actor.user_id)
    deliveries = await firm.owner.fetch("select * from deliveries order by id")

    (again,) = await driver.replay(
        SignedEnvelope(envelope=sent["signed_text"], device_signature=sent["signature"])
    )

    assert again["outcome"]["kind"] == "replayed"
    assert again["outcome"]["result"]["temperatureVerdict"] == "above"
    assert await firm.owner.fetch("select * from deliveries order by id") == deliveries


async def test_the_delivery_that_was_on_the_road_arrives(firm):
    driver = await firm.desk("driver", "driver")
    (stop,) = (await driver.ask("{ trips { id orderId orderState } }"))["trips"]
    assert stop["orderState"] == "handed_over"
    at_the_door = {
        "deliveryId": stop["id"], "arrivedAt": stamp(firm.shop.clock.now()), "outcome": "delivered",
        "receiverName": "王敏", "strokes": NAME_DRAWN,
    }  # fmt: skip

    done = await driver.do("confirmDelivery", "ConfirmDeliveryInput", at_the_door)

    assert done["__typename"] == "DeliveryRecorded"
    order = await firm.owner.fetchval("select state from orders where id = $1", UUID(stop["orderId"]))
    assert order == "delivered"


async def test_the_order_that_waited_for_its_picker_goes_out_with_its_boxes_counted(firm):
    order_id = await firm.order("approved")
    picker, rechecker = await firm.desk("周启", "picker"), await firm.desk("邱实", "rechecker")
    keeper, driver = await firm.desk("高平", "keeper"), await firm.desk("马骏", "driver")
    outbound = (await picker.ask(OUTBOUND, id=order_id))["outboundOfOrder"]
    (line,) = outbound["lines"]
    gtin = await firm.owner.fetchval(
        "select gtin from product_packs join products on products.id = product_id where name = $1 and pieces = 1",
        line["productName"],
    )
    scan = {"rawText": f"01{gtin}1728063010{line['lotNumber']}", "source": "camera", "symbology": "]d2"}
    await picker.do("takePick", "TakePickInput", {"outboundId": outbound["id"]})
    pick = {
        "pickId": str(firm.shop.new_id()),
        "pickLineId": line["id"],
        "scan": scan,
        "quantity": line["toPick"],
    }
    assert (await picker.do("confirmPick", "ConfirmPickInput", pick))["__typename"] == "PickConfirmed"
    assert (await picker.do("finishPick", "FinishPickInput", {"outboundId": outbound["id"]}))[
        "__typename"
    ] == "PickFinished"
    seen = (await rechecker.ask(SIGNABLE, ids=[outbound["id"]]))["signable"]
    secret = {"pin": PIN, "meaning": seen["meaning"], "digest": seen["digest"]}
    proof = (await rechecker.page.post("/auth/reauthenticate", secret)).json()["proof"]
    signing = {"outboundIds": [outbound["id"]], "signing": {"proof": proof, "digest": seen["digest"]}}
    assert (await rechecker.do("recheck", "RecheckOutboundsInput", signing))[
        "__typename"
    ] == "OutboundsRechecked"
    while await tell_waiting(firm.shop.house):
        pass
    number = await firm.owner.fetchval("select number from orders where id = $1", UUID(order_id))
    boxed = hand_over_of(firm.shop, outbound["id"], driver, [line["id"]]) | {
        "countedBoxes": [f"{number}-1", f"{number}-2"]
    }

    handed = await keeper.do("handOver", "HandOverInput", boxed)

    assert handed["__typename"] == "HandedOver"
    quality = await firm.desk("顾临", "qualityHead")
    (counted,) = (await quality.ask(COUNTED, lot=line["lotNumber"]))["handOverRecords"]["items"]
    assert counted == {"pieces": 2, "boxesScanned": 2, "countReason": None, "outcome": None}


async def test_what_came_after_0_1_0_is_written_beside_its_rows(firm):
    """A remark on an old order, a new arrival with the maker's expiry from a supplier who was there."""
    order_id = await firm.order("draft")
    seller, receiver = await firm.desk("sales", "sales"), await firm.desk("receiver", "receiver")
    remark = {"remarkId": str(firm.shop.new_id()), "orderId": order_id, "text": "客户已确认"}
    product, location, supplier = [
        str(await firm.owner.fetchval(statement))
        for statement in (
            "select id from products where name = '肌钙蛋白检测试剂盒'",
            "select location_id from receipt_lines join lots on lots.id = lot_id where lot_number = '2610C008'",
            "select id from suppliers order by number limit 1",
        )
    ]
    arrival = {
        "receiptId": str(firm.shop.new_id()), "supplierId": supplier, "transport": "冷藏车", "arrivalCelsius": "4.5",
        "lines": [{
            "productId": product, "lotNumber": "2611E001", "expiresOn": "2028-05-30", "quantity": "8",
            "locationId": location, "expiryWord": "失效期", "expiryPrinted": "2028-05-31",
        }],
    }  # fmt: skip

    written = await seller.do("addRemark", "AddRemarkInput", remark)
    received = await receiver.do("receive", "ReceiveInput", arrival, "... on Received { number }")

    assert (written["__typename"], received["__typename"]) == ("RemarkAdded", "Received")
    (lot,) = (await receiver.ask(LOTS, search="2611E001"))["lots"]["items"]
    assert (lot["expiresOn"], lot["expiryWord"], lot["expiryPrinted"]) == (
        "2028-05-30",
        "失效期",
        "2028-05-31",
    )
    remarks = await seller.ask(
        "query ($id: UUID!) { order(id: $id) { remarks { items { text authorName } } } }", id=order_id
    )
    assert remarks["order"]["remarks"]["items"] == [{"text": "客户已确认", "authorName": "sales"}]


async def test_nothing_old_can_be_rewritten_after_the_migrations_either(firm):
    for table in ("movements", "audit_entries", "signatures", "order_remarks"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
            await firm.owner.execute(f"truncate {table} cascade")
    assert await firm.owner.fetchval("select count(*) from signatures where method = 'drawn'") > 0


def total(moved: list[dict[str, Any]], account: str) -> Decimal:
    return sum((Decimal(one["quantity"]) for one in moved if one["account"] == account), Decimal(0))

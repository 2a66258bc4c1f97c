"""A phone asks what changed: nothing committed late is missed, nothing foreign is named."""

import asyncpg
import pytest

from backend.sync.pull.changes import CHANGES_MAX
from tests.factories.masterdata import a_product

PULL = """query ($kinds: [String!]!, $cursor: String) {
  pull(kinds: $kinds, cursor: $cursor) { cursor epoch changed { kind ids all hidden } } }"""
KIND = "notice"
INSERT = (
    "insert into notices (id, user_id, cause_id, kind, facts, about_kind, about_id)"
    " values ($1, $2, $1, 'test', '{}', 'order', $1)"
)


async def pull(shop, by, cursor=None, kind=KIND):
    answer = await shop.ask(by, PULL, kinds=[kind], cursor=cursor)
    assert answer.errors is None
    return answer.data["pull"]["cursor"], answer.data["pull"]["changed"]


async def a_notice(shop, of, connection=None):
    id = shop.new_id()
    await (connection or shop.house.pool).execute(INSERT, id, of.user_id)
    return str(id)


async def test_the_first_pull_says_read_all_and_the_next_what_changed_since(shop):
    reader = shop.person("purchaser")
    cursor, changed = await pull(shop, reader)
    assert changed == [{"kind": KIND, "ids": [], "all": True, "hidden": False}]

    mine = await a_notice(shop, reader)
    cursor, changed = await pull(shop, reader, cursor)
    assert changed == [{"kind": KIND, "ids": [mine], "all": False, "hidden": False}]

    assert (await pull(shop, reader, cursor))[1] == []


async def test_a_transaction_that_commits_late_is_not_missed(shop, database):
    reader = shop.person("purchaser")
    slow = await asyncpg.connect(database.app)
    try:
        transaction = slow.transaction()
        await transaction.start()
        late = await a_notice(shop, reader, slow)
        cursor, _ = await pull(shop, reader)
        quick = await a_notice(shop, reader)
        cursor, before = await pull(shop, reader, cursor)
        assert [change for change in before if late in change["ids"]] == []

        await transaction.commit()
        _, after = await pull(shop, reader, cursor)
    finally:
        await slow.close()

    assert late in after[0]["ids"]
    assert quick in (before + after)[-1]["ids"]


async def test_a_foreign_change_is_not_named_and_only_said_to_be_there(shop):
    reader, other = shop.person("purchaser"), shop.person("qualityHead")
    await shop.hired()
    cursor, _ = await pull(shop, reader)
    await a_notice(shop, other)

    _, changed = await pull(shop, reader, cursor)

    assert changed == [{"kind": KIND, "ids": [], "all": False, "hidden": True}]


async def test_after_a_restore_everything_is_read_again(shop, database):
    reader = shop.person("purchaser")
    cursor, _ = await pull(shop, reader)
    owner = await asyncpg.connect(database.owner)
    await owner.execute("update installation set epoch = gen_random_uuid()")
    await owner.close()

    _, changed = await pull(shop, reader, cursor)

    assert changed == [{"kind": KIND, "ids": [], "all": True, "hidden": False}]


async def test_too_many_changes_are_read_as_a_whole(shop):
    reader = shop.person("purchaser")
    cursor, _ = await pull(shop, reader)
    await shop.house.pool.executemany(
        INSERT, [(shop.new_id(), reader.user_id) for _ in range(CHANGES_MAX + 1)]
    )

    _, changed = await pull(shop, reader, cursor)

    assert changed == [{"kind": KIND, "ids": [], "all": True, "hidden": False}]


async def test_a_kind_that_one_may_not_read_is_left_out(shop):
    assert (await pull(shop, shop.person("sales"), kind="lot"))[1] != []
    assert (await pull(shop, shop.person("customer", customer_id=shop.new_id()), kind="lot"))[1] == []


async def test_a_line_that_changed_names_the_thing_it_belongs_to(shop):
    purchaser = shop.person("purchaser")
    await shop.hired()
    product = (await a_product(shop)).id
    cursor, _ = await pull(shop, purchaser, kind="product")
    await shop.house.pool.execute(
        "insert into product_packs (gtin, product_id, pieces) values ($1, $2, 20)", shop.new_id().hex, product
    )

    _, changed = await pull(shop, purchaser, cursor, kind="product")

    assert changed == [{"kind": "product", "ids": [str(product)], "all": False, "hidden": False}]


@pytest.mark.parametrize("cursor", ["", "x", "bnVsbA", "eyJlcG9jaCI6MX0", "🙂"])
async def test_a_forged_cursor_is_refused(shop, cursor):
    answer = await shop.ask(shop.person("purchaser"), PULL, kinds=[KIND], cursor=cursor)

    assert answer.errors[0].extensions["code"] == "BadPage"


async def test_a_person_sees_how_far_their_own_devices_have_come(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    for amount in (1, -5, 2):
        replay.put(phone, account, amount)
    await replay.send(phone)

    answer = await replay.shop.ask(
        phone.owner, "{ syncState { devices { id sequence waiting needsAttention } } }"
    )

    assert answer.data["syncState"]["devices"] == [
        {"id": str(phone.device_id), "sequence": 3, "waiting": 1, "needsAttention": 1}
    ]

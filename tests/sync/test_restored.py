"""A restored server has forgotten what it confirmed: a new epoch says so, and phones offer all of it again."""

import asyncpg

from backend.sync.pull.epoch import epoch_of
from tests.sync.conftest import kinds

FORGET = (
    "update till set balance = balance - (select coalesce(sum(amount), 0) from till_entries"
    " where till_entries.account = till.account and command_id in (select id from later))",
    "delete from till_entries where command_id in (select id from later)",
    "delete from commands where id in (select id from later)",
    "alter table audit_entries disable trigger audit_entries_refuses_delete",
    "delete from audit_entries where command_id in (select id from later)",
    "alter table audit_entries enable always trigger audit_entries_refuses_delete",
    "delete from envelopes where id in (select id from later)",
)


async def restore_to(owner_url: str, phone, sequence: int) -> None:
    """What a backup from before the later envelopes knows of this phone's work, under a new epoch."""
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute(
                "create temporary table later on commit drop as"
                " select id from envelopes where device_id = $1 and sequence > $2",
                phone.device_id,
                sequence,
            )
            for forget in FORGET:
                await connection.execute(forget)
            await connection.execute(
                "update devices set sequence = $2,"
                " head = (select digest from envelopes where device_id = $1 and sequence = $2) where id = $1",
                phone.device_id,
                sequence,
            )
            await connection.execute("update installation set epoch = gen_random_uuid()")
    finally:
        await connection.close()


async def test_a_restore_loses_nothing_that_a_phone_still_knows(replay, database):
    phone, account = await replay.phone(), replay.shop.new_id()
    for amount in (1, 2, 3, 4):
        replay.put(phone, account, amount)
    before = await epoch_of(replay.shop.house)
    assert kinds(await replay.send(phone)) == ["applied"] * 4

    await restore_to(database.owner, phone, 2)
    assert await replay.amounts(account) == [1, 2]
    assert await epoch_of(replay.shop.house) != before

    assert kinds(await replay.send(phone)) == ["replayed", "replayed", "applied", "applied"]
    assert await replay.amounts(account) == [1, 2, 3, 4]
    assert await replay.balance(account) == 10


async def test_the_epoch_stands_as_long_as_nothing_is_restored(replay):
    assert await epoch_of(replay.shop.house) == await epoch_of(replay.shop.house)

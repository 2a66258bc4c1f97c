"""What a command notifies: everything it changed, in notifications that PostgreSQL takes."""

import asyncio
import json
from uuid import UUID

import pytest

from backend.foundation.perform import NUDGE_BYTES_MAX, nudges_of
from tests.factories.shop import Shop


def things_of(kind: str, count: int) -> set[tuple[str, UUID]]:
    return {(kind, UUID(int=number)) for number in range(count)}


def named_in(nudges: list[str]) -> list[tuple[str, UUID]]:
    return [(kind, UUID(id)) for nudge in nudges for kind, id in json.loads(nudge)]


async def test_postgresql_takes_and_delivers_the_longest_notifications(shop: Shop):
    changed = things_of("a_kind_with_a_name_that_never_seems_to_end", 350) | things_of("批号", 120)
    heard = asyncio.Queue[str]()

    def hear(*told: object) -> None:
        heard.put_nowait(str(told[-1]))

    async with shop.house.pool.acquire() as connection:
        await connection.add_listener("nudges_of_a_test", hear)
        for nudge in nudges_of(changed):
            await connection.execute("select pg_notify('nudges_of_a_test', $1)", nudge)
        told = [await asyncio.wait_for(heard.get(), 10) for _ in nudges_of(changed)]
        await connection.remove_listener("nudges_of_a_test", hear)

    assert sorted(named_in(told)) == sorted(changed)


@pytest.mark.parametrize("letters", range(1, 120))
def test_no_notification_is_longer_than_postgresql_allows_and_each_is_as_full_as_can_be(letters: int):
    changed = things_of("k" * letters, 400)

    nudges = nudges_of(changed)

    one = len(json.dumps(["k" * letters, str(UUID(int=0))])) + len(",")
    assert sorted(named_in(nudges)) == sorted(changed)
    assert all(NUDGE_BYTES_MAX - one < len(nudge.encode()) <= NUDGE_BYTES_MAX for nudge in nudges[:-1])


def test_few_changes_are_told_at_once_and_none_not_at_all():
    assert named_in(nudges_of([("order", UUID(int=1))])) == [("order", UUID(int=1))]
    assert len(nudges_of(things_of("order", 100))) == 1
    assert nudges_of([]) == []

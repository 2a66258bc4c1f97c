"""Whatever is repeated, overtaken or sent twice at once: the same commands end in the same state."""

import asyncio
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.phones import id_of

ACCOUNTS = 2


@dataclass(frozen=True)
class Deed:
    """An amount in or out of an account, after some of the earlier ones."""

    account: int
    amount: int
    after: frozenset[int]


@dataclass(frozen=True)
class Sending:
    """Parts of the queue that are under way at the same time: (first, how many)."""

    parts: tuple[tuple[int, int], ...]


DEEDS = st.lists(
    st.builds(
        Deed,
        account=st.integers(0, ACCOUNTS - 1),
        amount=st.integers(-3, 3).filter(bool),
        after=st.frozensets(st.integers(0, 6), max_size=2),
    ),
    min_size=1,
    max_size=7,
)
SENDINGS = st.lists(
    st.builds(
        Sending,
        parts=st.lists(st.tuples(st.integers(0, 7), st.integers(1, 8)), min_size=1, max_size=3).map(tuple),
    ),
    max_size=5,
)


async def a_day(replay, deeds):
    """A phone with the day's work sealed, and the accounts that it is about."""
    phone, accounts = await replay.phone(), [replay.shop.new_id() for _ in range(ACCOUNTS)]
    for at, deed in enumerate(deeds):
        earlier = [id_of(phone.sealed[before]) for before in sorted(deed.after) if before < at]
        replay.put(phone, accounts[deed.account], deed.amount, dependsOn=earlier)
    return phone, accounts


async def state(replay, phone, accounts):
    """What stands in the accounts in which order, and what became of each envelope."""
    states = await replay.rows(
        "select state from envelopes where device_id = $1 order by sequence", phone.device_id
    )
    return [await replay.amounts(account) for account in accounts], states


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, sendings=SENDINGS)
async def test_any_interleaving_and_repetition_gives_the_same_state(replay, deeds, sendings):
    undisturbed, its_accounts = await a_day(replay, deeds)
    await replay.send(undisturbed)
    phone, accounts = await a_day(replay, deeds)

    for sending in sendings:
        await asyncio.gather(
            *(replay.send(phone, phone.sealed[first : first + many]) for first, many in sending.parts)
        )
    await replay.send(phone)

    assert await state(replay, phone, accounts) == await state(replay, undisturbed, its_accounts)

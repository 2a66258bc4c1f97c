"""Counts attempts in PostgreSQL, so that it holds over all workers: each is counted before it is judged.

A hundred at once cannot slip through together: attempts on one account, and from one address, take turns.
"""

from datetime import datetime
from math import ceil
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from backend.foundation.house import House
from backend.foundation.limits import SIGN_INS_PER_ACCOUNT_PER_MINUTE, SIGN_INS_PER_ADDRESS_PER_MINUTE
from backend.identity.sessions.rules import ATTEMPTS_WINDOW, SignInsTooMany, account_key, address_key

# The account first, then the address, by everybody: no two can wait for each other.
_TAKE_TURNS: Final = (
    text("select pg_advisory_xact_lock(1, hashtext(encode(:account, 'hex')))"),
    text("select pg_advisory_xact_lock(2, hashtext(:address))"),
)
# The attempt whose ageing lets the next one in: the 5th youngest of the account, the 30th of the address.
_OLDEST_THAT_COUNTS: Final = text(
    "select max(at) from ("
    " (select at from sign_in_attempts where account = :account and at > :since"
    "  order by at desc offset :account_free limit 1)"
    " union all"
    " (select at from sign_in_attempts where address = :address and at > :since"
    "  order by at desc offset :address_free limit 1)) full_buckets"
)
_COUNT: Final = text(
    "insert into sign_in_attempts (id, account, address, at) values (:id, :account, :address, :at)"
)
_FORGIVE: Final = text("delete from sign_in_attempts where id = :id")
_FORGET: Final = text("delete from sign_in_attempts where at < :before")


async def count_attempt(house: House, login: str, host: str) -> UUID:
    """Counts an attempt and returns its id, to be forgiven if it succeeds. Raises SignInsTooMany."""
    now = house.clock.now()
    facts: dict[str, Any] = {"account": account_key(login), "address": address_key(host)}
    async with house.sessions() as session, session.begin():
        await session.execute(_TAKE_TURNS[0], {"account": facts["account"]})
        await session.execute(_TAKE_TURNS[1], {"address": facts["address"]})
        blocking: datetime | None = await session.scalar(
            _OLDEST_THAT_COUNTS,
            facts
            | {
                "since": now - ATTEMPTS_WINDOW,
                "account_free": SIGN_INS_PER_ACCOUNT_PER_MINUTE - 1,
                "address_free": SIGN_INS_PER_ADDRESS_PER_MINUTE - 1,
            },
        )
        if blocking is not None:
            raise SignInsTooMany(max(1, ceil((blocking + ATTEMPTS_WINDOW - now).total_seconds())))
        attempt_id = house.ids.new()
        await session.execute(_COUNT, facts | {"id": attempt_id, "at": now})
    return attempt_id


async def forgive_attempt(house: House, attempt_id: UUID) -> None:
    """The attempt was right and does not count."""
    async with house.sessions() as session, session.begin():
        await session.execute(_FORGIVE, {"id": attempt_id})


async def forget_attempts(house: House) -> None:
    """Removes what no longer counts."""
    async with house.sessions() as session, session.begin():
        await session.execute(_FORGET, {"before": house.clock.now() - 2 * ATTEMPTS_WINDOW})

"""A till for tests of replay: the smallest business whose state shows what was done, how often, and in which order.

Its handlers are given to replay by hand and stand in no registry, so the house's own schema does not know them.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
from sqlalchemy import text, update

from backend.catalog.rights import SUPPLIERS_MANAGE
from backend.engines.notices.tables import Notice
from backend.foundation.command import Handler
from backend.foundation.permission import SIGNED_IN
from backend.foundation.refusal import Refusal
from backend.foundation.work import Work
from backend.sync.replay.commanded import offline_commands

TABLES = """
create table if not exists till (account uuid primary key, balance bigint not null);
create table if not exists till_entries (
    position bigint generated always as identity, account uuid, command_id uuid unique, amount bigint,
    occurred_at timestamptz, flagged text);
grant select, insert, update on till, till_entries to lotline_app;
"""


class Coin(Enum):
    penny = "1d"
    shilling = "1s"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutIn:
    account_id: UUID
    amount: int
    fee: Decimal | None = None
    coins: tuple[Coin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    account_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    notice_id: UUID
    word: str


@dataclass(frozen=True, slots=True)
class Kept:
    balance: int


@dataclass
class BelowNought(Refusal):
    balance: int
    zh: ClassVar[str] = "余额 {balance}，不够取。"
    en: ClassVar[str] = "Only {balance} in the till."


async def put_in(command: PutIn, work: Work) -> Kept:
    balance: int = (
        await work.session.execute(
            text(
                "insert into till values (:account, :amount)"
                " on conflict (account) do update set balance = till.balance + :amount returning balance"
            ),
            {"account": command.account_id, "amount": command.amount},
        )
    ).scalar_one()
    if balance < 0:
        raise BelowNought(balance - command.amount)
    await work.session.execute(
        text("insert into till_entries (account, command_id, amount, occurred_at, flagged) values (:a, :c, :m, :o, :f)"),
        {
            "a": command.account_id, "c": work.command_id, "m": command.amount,
            "o": work.door.occurred_at, "f": work.door.flagged,
        },
    )  # fmt: skip
    return Kept(balance)


async def break_down(command: Break, work: Work) -> Kept:
    await put_in(PutIn(account_id=command.account_id, amount=1_000), work)
    raise RuntimeError("a bug that nobody foresaw")


async def rewrite(command: Rewrite, work: Work) -> Kept:
    await work.session.execute(
        update(Notice).where(Notice.id == command.notice_id).values(facts={"word": command.word})
    )
    work.changed("notice", command.notice_id, None, {"word": command.word})
    return Kept(0)


def in_pence(said: dict[str, Any]) -> dict[str, Any]:
    """Version 1 counted in shillings."""
    return {"accountId": said["account"], "amount": said["shillings"] * 12}


PUT_IN = Handler(PutIn, "till.putIn", SIGNED_IN, put_in, Kept, offline=True)
BUY = Handler(PutIn, "till.buyIn", SUPPLIERS_MANAGE, put_in, Kept, offline=True)
DELIVER = Handler(PutIn, "till.carryOut", SUPPLIERS_MANAGE, put_in, Kept, offline=True, physical_fact=True)
BREAK = Handler(Break, "till.breakDown", SIGNED_IN, break_down, Kept, offline=True)
NOT_OFFLINE = Handler(PutIn, "till.putNow", SIGNED_IN, put_in, Kept)
REWRITE = Handler(Rewrite, "till.rewriteNotice", SIGNED_IN, rewrite, Kept, offline=True)
COUNTED = Handler(PutIn, "till.putShillings", SIGNED_IN, put_in, Kept, offline=True, version=2)


def till_commands(*others: Handler):
    """The till's commands, with the house's own decisions about envelopes."""
    return offline_commands(
        (PUT_IN, BUY, DELIVER, BREAK, NOT_OFFLINE, REWRITE, COUNTED, *others),
        {("till.putShillings", 1): in_pence},
    )


async def open_till(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(TABLES)
    finally:
        await connection.close()

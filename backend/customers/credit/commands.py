"""Sets credit, reserves on it and gives back."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, insert, select, update

from backend.customers.credit.rules import CreditExceeded, check_terms
from backend.customers.credit.tables import CreditAccount, CreditEntry
from backend.customers.rights import CREDIT_SET
from backend.foundation.command import handles
from backend.foundation.money import Fen
from backend.foundation.revision import revise
from backend.foundation.visibility import must_see
from backend.foundation.work import Work

# The guard is in the statement: beyond the limit nothing is used and nothing entered.
_RESERVE: Final = """
with used as (
    update credit_accounts set used_fen = used_fen + $2
    where customer_id = $1 and ($3 or used_fen + $2 <= limit_fen)
    returning customer_id, used_fen),
entered as (
    insert into credit_entries (id, customer_id, cause_kind, cause_id, amount_fen, command_id)
    select $4::uuid, customer_id, $5, $6::uuid, $2, $7::uuid from used)
select used_fen from used
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCredit:
    """Sets a customer's credit limit (fen, 0 or more) and terms of payment in days.

    A limit below what is used stands: nothing more is reserved until enough is given back.
    """

    customer_id: UUID
    limit_fen: Fen
    terms_days: int


@dataclass(frozen=True, slots=True)
class CreditSet:
    """The customer's credit is set."""

    customer_id: UUID
    limit_fen: Fen
    used_fen: Fen


@dataclass(frozen=True, slots=True)
class Cause:
    """What uses the credit: ("order", its id). No key, for it stands above."""

    kind: str
    id: UUID


@handles(SetCredit, name="customers.setCredit", needs=CREDIT_SET)
async def set_credit(command: SetCredit, work: Work) -> CreditSet:
    check_terms(command.limit_fen, command.terms_days)
    await must_see(work, "customer", [command.customer_id])
    account = await work.session.get(CreditAccount, command.customer_id, with_for_update=True)
    wanted = {"limit_fen": command.limit_fen, "terms_days": command.terms_days}
    if account is None:
        account = CreditAccount(customer_id=command.customer_id, used_fen=0, **wanted)
        work.session.add(account)
        work.changed("credit", command.customer_id, None, wanted)
    else:
        before, after = revise(account, wanted)
        if after:
            work.changed("credit", command.customer_id, before, after)
    return CreditSet(command.customer_id, Fen(account.limit_fen), Fen(account.used_fen))


async def reserve(
    customer_id: UUID, amount_fen: int, cause: Cause, work: Work, *, beyond_limit: bool = False
) -> None:
    """Uses `amount_fen` (0 or more) of the customer's credit for `cause`, inside the caller's unit of work.

    Raises CreditExceeded when the limit does not hold it; a customer without an account has a limit of 0.
    `beyond_limit` is for what a manager has decided. Two who race for the last credit: the row's lock lets one
    pass, and the guard judges the other by what is then left.
    """
    if amount_fen < 0:
        raise ValueError("what gives credit back is a release")
    if amount_fen == 0:
        return
    if beyond_limit:
        await _make_account(work, customer_id)
    entry = (work.ids.new(), cause.kind, cause.id, work.command_id)
    used = await work.written(_RESERVE, customer_id, amount_fen, beyond_limit, *entry)
    if not used:
        raise await _exceeded(work, customer_id, amount_fen)
    _report(work, customer_id, amount_fen, cause, used[0][0])


async def release(cause: Cause, work: Work) -> None:
    """Gives back all that `cause` still holds. A second release finds nothing and changes nothing."""
    customers = await work.session.scalars(
        select(CreditEntry.customer_id)
        .where(CreditEntry.cause_kind == cause.kind, CreditEntry.cause_id == cause.id)
        .distinct()
        .order_by(CreditEntry.customer_id)
    )
    for customer_id in customers.all():
        # The lock comes before the sum, so that of two releases the second sees the first one's entry.
        await work.session.execute(
            select(CreditAccount.customer_id)
            .where(CreditAccount.customer_id == customer_id)
            .with_for_update()
        )
        held = await work.session.scalar(
            select(func.coalesce(func.sum(CreditEntry.amount_fen), 0)).where(
                CreditEntry.customer_id == customer_id,
                CreditEntry.cause_kind == cause.kind,
                CreditEntry.cause_id == cause.id,
            )
        )
        if held:
            await _give_back(work, customer_id, int(held), cause)


async def holds(cause: Cause, work: Work) -> bool:
    """Whether `cause` uses any credit now."""
    held = await work.session.scalar(
        select(func.coalesce(func.sum(CreditEntry.amount_fen), 0)).where(
            CreditEntry.cause_kind == cause.kind, CreditEntry.cause_id == cause.id
        )
    )
    return bool(held)


async def _give_back(work: Work, customer_id: UUID, held: int, cause: Cause) -> None:
    used = await work.session.scalar(
        update(CreditAccount)
        .where(CreditAccount.customer_id == customer_id)
        .values(used_fen=CreditAccount.used_fen - held)
        .returning(CreditAccount.used_fen)
        .execution_options(synchronize_session=False)
    )
    await _enter(work, customer_id, -held, cause, int(used or 0))


async def _enter(work: Work, customer_id: UUID, amount_fen: int, cause: Cause, used: int) -> None:
    await work.session.execute(
        insert(CreditEntry).values(
            id=work.ids.new(),
            customer_id=customer_id,
            cause_kind=cause.kind,
            cause_id=cause.id,
            amount_fen=amount_fen,
            command_id=work.command_id,
        )
    )
    _report(work, customer_id, amount_fen, cause, used)


def _report(work: Work, customer_id: UUID, amount_fen: int, cause: Cause, used: int) -> None:
    work.changed(
        "credit",
        customer_id,
        {"used_fen": used - amount_fen},
        {"used_fen": used, "cause": [cause.kind, cause.id]},
    )


async def _make_account(work: Work, customer_id: UUID) -> None:
    if await work.session.get(CreditAccount, customer_id, with_for_update=True) is None:
        work.session.add(CreditAccount(customer_id=customer_id, limit_fen=0))
        await work.session.flush()


async def _exceeded(work: Work, customer_id: UUID, wanted: int) -> CreditExceeded:
    row = (
        await work.session.execute(
            select(CreditAccount.limit_fen, CreditAccount.used_fen).where(
                CreditAccount.customer_id == customer_id
            )
        )
    ).one_or_none()
    limit, used = row or (0, 0)
    return CreditExceeded(Fen(limit), Fen(used), Fen(wanted))

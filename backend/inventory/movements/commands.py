"""Moves goods: the one way to change a quantity. Called inside others' units of work."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from backend.foundation.decimals import shortest
from backend.foundation.work import Work
from backend.inventory.movements.rules import Leg, LotShort, balanced
from backend.inventory.movements.tables import AT, FOR, STOCK_ACCOUNTS

# Lots stand above the ledger; it knows them by their key, as what its locks are taken on.
# FOR NO KEY UPDATE: excludes whoever moves or judges the lot, but not others' foreign keys to it.
_LOCK: Final = "select id from lots where id = any($1) order by id for no key update"
# One statement, for others wait for these lots until it is done. The guard is in it: a balance that would go below
# zero is not touched, and then its leg comes back as missing.
_MOVE: Final = f"""
with leg as (
    select leg.*, account = any($1) as is_ours, {AT} as place, {FOR} as whom
    from unnest($5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::uuid[], $10::numeric[])
        as leg (lot_id, account, location_id, holder_kind, holder_id, quantity)),
taken as (
    update balances set quantity = balances.quantity + leg.quantity
    from leg
    where is_ours and leg.quantity < 0
      and balances.lot_id = leg.lot_id and balances.account = leg.account
      and {AT.replace("location_id", "balances.location_id")} = leg.place
      and {FOR.replace("holder_id", "balances.holder_id")} = leg.whom
      and balances.quantity + leg.quantity >= 0
    returning leg.lot_id, leg.account, leg.place, leg.whom),
put as (
    insert into balances (lot_id, account, location_id, holder_kind, holder_id, quantity)
    select lot_id, account, location_id, holder_kind, holder_id, quantity from leg
    where is_ours and quantity > 0
    on conflict (lot_id, account, ({AT}), ({FOR}))
        do update set quantity = balances.quantity + excluded.quantity),
entered as (
    insert into movements
        (command_id, lot_id, account, location_id, holder_kind, holder_id, quantity, user_id, occurred_at)
    select $2::uuid, lot_id, account, location_id, holder_kind, holder_id, quantity, $3::uuid, $4::timestamptz
    from leg)
select lot_id, account, location_id, holder_id from leg
where is_ours and quantity < 0
  and not exists (
      select from taken
      where (taken.lot_id, taken.account, taken.place, taken.whom) = (leg.lot_id, leg.account, leg.place, leg.whom))
"""  # noqa: S608 - constants of this package
_THERE: Final = text("""
select products.name || ' ' || lots.lot_number, products.unit, coalesce((
    select sum(quantity) from balances
    where balances.lot_id = lots.id and account = :account
      and location_id is not distinct from :location_id and holder_id is not distinct from :holder_id), 0)
from lots join products on products.id = lots.product_id
where lots.id = :lot_id
""")


async def move(work: Work, legs: Iterable[Leg], *, locked: bool = False) -> None:
    """Enters the legs into the ledger and moves the balances, under the locks of their lots in sorted order.

    `locked`: the caller holds these locks already. Raises LotShort when a stock account would go below zero: then nothing has moved. Raises LegsUnbalanced
    (a bug) when a lot's legs do not sum to zero; the database checks the same at commit.
    """
    moving = balanced(legs)
    if not moving:
        return
    if not locked:
        await lock_lots(work, {leg.lot_id for leg in moving})
    missing = await work.written(
        _MOVE, STOCK_ACCOUNTS, work.command_id, work.actor.user_id, work.occurred_at, *_columns(moving)
    )
    short = {tuple(place) for place in missing}
    for leg in moving:
        if leg.place in short:
            raise await _short(work, leg)
    _report(work, moving)


async def lock_lots(work: Work, ids: Iterable[UUID]) -> None:
    """Locks lots in the order of their ids: two who move several lots wait for each other, and never both."""
    await work.written(_LOCK, sorted(set(ids)))


async def _short(work: Work, leg: Leg) -> LotShort:
    lot_id, account, location_id, holder_id = leg.place
    row = await work.session.execute(
        _THERE,
        {"lot_id": lot_id, "account": account, "location_id": location_id, "holder_id": holder_id},
    )
    product, unit, there = row.one()
    return LotShort(product=product, wanted=shortest(-leg.quantity), on_hand=shortest(there), unit=unit)


def _columns(legs: Sequence[Leg]) -> tuple[list[Any], ...]:
    """Lots, accounts, locations, kinds of holders, holders, quantities."""
    return (
        [leg.lot_id for leg in legs],
        [leg.account for leg in legs],
        [leg.location_id for leg in legs],
        [leg.holder.kind if leg.holder else None for leg in legs],
        [leg.holder.id if leg.holder else None for leg in legs],
        [leg.quantity for leg in legs],
    )


def _report(work: Work, legs: Sequence[Leg]) -> None:
    per_lot: dict[UUID, list[dict[str, Any]]] = {}
    for leg in legs:
        per_lot.setdefault(leg.lot_id, []).append(
            {
                "account": leg.account,
                "quantity": str(shortest(leg.quantity)),
                "location": leg.location_id,
                "holder": leg.holder.id if leg.holder else None,
            }
        )
    for lot_id, moved in per_lot.items():
        work.changed("movement", lot_id, None, {"legs": moved})

"""Hands goods on inside others' units of work: stock → reserved → picked → customer, and back again.

Orders call `reserve` and `release`, logistics the rest. Each locks its lots in sorted order: call it once per unit of
work, with everything. Quantities are pieces, always > 0.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from backend.foundation.decimals import shortest
from backend.foundation.permission import NotFound
from backend.foundation.work import Work
from backend.inventory.allocation import queries
from backend.inventory.allocation.rules import Called, Pick, Wanted, first_expiring
from backend.inventory.lots.queries import lots_for_update
from backend.inventory.lots.rules import may_go_out
from backend.inventory.movements.commands import lock_lots, move
from backend.inventory.movements.rules import Holder, Leg, LotShort, reversed_legs, transfer


async def reserve(
    work: Work, wanted: Sequence[Wanted], *, arriving: date, called: Mapping[UUID, Called]
) -> tuple[Pick, ...]:
    """Reserves the first expiring lots for order lines; `arriving` is the local day at the customer's.

    `called` names every product that is wanted, for a refusal to say. Raises LotShort, and then nothing is reserved;
    NotFound for a product that is not there.
    """
    if any(line.product_id not in called for line in wanted):
        raise NotFound("product")
    stock = await queries.sellable_for_update(work, called)
    picks = first_expiring(wanted, stock, today=work.today, arriving=arriving, called=called)
    await move(work, [leg for pick in picks for leg in _reserving(pick)], locked=True)
    return picks


async def release(work: Work, line_ids: Collection[UUID]) -> tuple[Pick, ...]:
    """Puts back into stock what is still reserved for these lines, where it stands; returns what that was."""
    before = await queries.reserved_for(work.session, line_ids)
    await lock_lots(work, {pick.lot_id for pick in before})
    held = await queries.reserved_for(work.session, line_ids)
    await move(work, [leg for pick in held for leg in reversed_legs(_reserving(pick))])
    return held


async def change_lot(work: Work, pick: Pick, lot_id: UUID, *, arriving: date) -> tuple[Pick, ...]:
    """Takes another lot of the same product for `pick`: the old one is free again, the new one reserved.

    Raises NotFound for a lot of another product, LotOnHold, LotNotAccepted, LotExpired, or LotShort.
    """
    lots = await lots_for_update(work.session, [pick.lot_id, lot_id])
    if (
        lot_id not in lots
        or pick.lot_id not in lots
        or lots[lot_id].product_id != lots[pick.lot_id].product_id
    ):
        raise NotFound("lot")
    may_go_out(lots[lot_id].facts, max(arriving, work.today))
    lot = lots[lot_id]
    wanted = Wanted(holder_id=pick.holder_id, product_id=lot.product_id, quantity=pick.quantity)
    picks = first_expiring(
        [wanted],
        await queries.on_shelves(work, [lot_id]),
        today=work.today,
        arriving=arriving,
        called=await queries.called(work.session, [lot.product_id]),
    )
    legs = [*reversed_legs(_reserving(pick)), *(leg for new in picks for leg in _reserving(new))]
    await move(work, legs)
    return picks


async def pick(work: Work, picks: Sequence[Pick]) -> None:
    """Reserved → picked, in hand. Raises LotOnHold, LotNotAccepted, LotExpired, or LotShort beyond what is reserved."""
    await _may_go_out(work, picks)
    await move(work, [leg for taken in picks for leg in _picking(taken)])


async def put_back(work: Work, picks: Sequence[Pick]) -> None:
    """Picked → reserved again, at its location: a pick undone."""
    await move(work, [leg for taken in picks for leg in reversed_legs(_picking(taken))])


async def ship(work: Work, picks: Sequence[Pick], customer_id: UUID) -> None:
    """Picked → the customer, at hand-over. Raises LotOnHold, LotNotAccepted, LotExpired, or LotShort.

    From now on the customer's people see the lot.
    """
    await _may_go_out(work, picks)
    await move(work, [leg for sent in picks for leg in _shipping(sent, customer_id)])


async def come_back(work: Work, picks: Sequence[Pick], customer_id: UUID) -> None:
    """Customer → returned: it waits for quality's judgement and is never available.

    Raises LotShort for more than this customer was sent.
    """
    coming: dict[UUID, Decimal] = {}
    for pick in picks:
        coming[pick.lot_id] = coming.get(pick.lot_id, Decimal(0)) + pick.quantity
    lots = await lots_for_update(work.session, coming)
    for lot in lots.values():
        sent = await queries.went_to(work.session, lot.id, customer_id)
        if coming[lot.id] > sent:
            name = (await queries.called(work.session, [lot.product_id]))[lot.product_id]
            raise LotShort(
                product=f"{name.product} {lot.lot_number}",
                wanted=shortest(coming[lot.id]),
                on_hand=shortest(sent),
                unit=name.unit,
            )
    await move(work, [leg for pick in picks for leg in _coming_back(pick, customer_id)])


async def write_off(work: Work, picks: Sequence[Pick], why: Literal["short", "broken"]) -> None:
    """Takes reserved goods off the books that are not where they should be (short), or are broken."""
    account = "adjustment" if why == "short" else "scrapped"
    legs = [
        leg
        for gone in picks
        for leg in transfer(_reserved(gone), account=account, location_id=None, holder=None)
    ]
    await move(work, legs)


async def _may_go_out(work: Work, picks: Sequence[Pick]) -> None:
    lots = await lots_for_update(work.session, {pick.lot_id for pick in picks})
    for pick in picks:
        if pick.lot_id not in lots:
            raise NotFound("lot")
        may_go_out(lots[pick.lot_id].facts, work.today)


def _reserved(pick: Pick) -> Leg:
    return Leg(
        lot_id=pick.lot_id,
        account="reserved",
        quantity=pick.quantity,
        location_id=pick.location_id,
        holder=Holder("order_line", pick.holder_id),
    )


def _reserving(pick: Pick) -> tuple[Leg, Leg]:
    in_stock = replace(_reserved(pick), account="stock", holder=None)
    return transfer(
        in_stock,
        account="reserved",
        location_id=pick.location_id,
        holder=Holder("order_line", pick.holder_id),
    )


def _picking(pick: Pick) -> tuple[Leg, Leg]:
    return transfer(
        _reserved(pick), account="picked", location_id=None, holder=Holder("order_line", pick.holder_id)
    )


def _shipping(pick: Pick, customer_id: UUID) -> tuple[Leg, Leg]:
    in_hand = replace(_reserved(pick), account="picked", location_id=None)
    return transfer(in_hand, account="customer", location_id=None, holder=Holder("customer", customer_id))


def _coming_back(pick: Pick, customer_id: UUID) -> tuple[Leg, Leg]:
    _, with_customer = _shipping(pick, customer_id)
    return transfer(
        with_customer, account="returned", location_id=None, holder=Holder("order_line", pick.holder_id)
    )

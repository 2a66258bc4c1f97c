"""Doors for tests to what orders and logistics call inside their own units of work."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.foundation.command import handles
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.inventory.allocation import queries
from backend.inventory.allocation.rules import Pick, Wanted
from backend.inventory.movements.commands import move
from backend.inventory.movements.rules import Leg
from backend.inventory.rights import INVENTORY_READ
from backend.inventory.scans.commands import keep_scan
from backend.inventory.scans.rules import ScanFacts, ScanInput
from tests.factories.shop import Shop

SOON = date(2026, 11, 25)
"""Three days after the shop's opening: when orders of these tests arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    wanted: tuple[Wanted, ...]
    arriving: date = SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    holder_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLot:
    pick: Pick
    lot_id: UUID
    arriving: date = SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOn:
    """`how` is the name of a function of allocation.commands: pick, put_back, ship, come_back, write_off."""

    how: str
    picks: tuple[Pick, ...]
    customer_id: UUID | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepScan:
    scan: ScanInput


@handles(Reserve, name="tests.reserve", needs=INVENTORY_READ)
async def reserve(command: Reserve, work: Work) -> tuple[Pick, ...]:
    called = await queries.called(work.session, {line.product_id for line in command.wanted})
    return await allocation.reserve(work, command.wanted, arriving=command.arriving, called=called)


@handles(Release, name="tests.release", needs=INVENTORY_READ)
async def release(command: Release, work: Work) -> tuple[Pick, ...]:
    return await allocation.release(work, command.holder_ids)


@handles(ChangeLot, name="tests.changeLot", needs=INVENTORY_READ)
async def change_lot(command: ChangeLot, work: Work) -> tuple[Pick, ...]:
    return await allocation.change_lot(work, command.pick, command.lot_id, arriving=command.arriving)


@handles(HandOn, name="tests.handOn", needs=INVENTORY_READ)
async def hand_on(command: HandOn, work: Work) -> None:
    step = getattr(allocation, command.how)
    more = [given for given in (command.customer_id, command.why) if given is not None]
    await step(work, command.picks, *more)


@handles(Move, name="tests.move", needs=INVENTORY_READ)
async def move_legs(command: Move, work: Work) -> None:
    await move(work, command.legs)


@handles(KeepScan, name="tests.keepScan", needs=INVENTORY_READ)
async def keep(command: KeepScan, work: Work) -> ScanFacts:
    return await keep_scan(work, command.scan)


async def a_reservation(
    shop: Shop, product: UUID, quantity: int, *, months: int | None = None, arriving: date = SOON
) -> tuple[Pick, ...]:
    """The picks of a new order line that wants so many pieces."""
    line = Wanted(
        holder_id=shop.new_id(),
        product_id=product,
        quantity=Decimal(quantity),
        shelf_life_months_min=months,
    )
    picks: tuple[Pick, ...] = await shop.perform(
        Reserve(wanted=(line,), arriving=arriving), shop.person("sales")
    )
    return picks


async def hand_on_as(
    shop: Shop,
    how: str,
    picks: tuple[Pick, ...],
    *,
    customer: UUID | None = None,
    why: str | None = None,
) -> None:
    await shop.perform(HandOn(how=how, picks=picks, customer_id=customer, why=why), shop.person("picker"))

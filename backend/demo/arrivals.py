"""Goods that arrive: received by one person, inspected by another; some lots are refused, held, or left to expire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from backend.demo.diary import working_days
from backend.demo.firm import Firm
from backend.demo.shelves import Shelves, Stocked
from backend.foundation.expiry import months_after
from backend.inventory.lots.commands import HoldLot, RejectLot, ReleaseLot
from backend.inventory.receipts.commands import Inspect, InspectedLot, Receive, ReceivedLot

RECEIVER, INSPECTOR, QUALITY, QUALITY_HEAD = "wugang", "zhengjie", "zhoumin", "huangfang"
LINES_PER_RECEIPT: Final = 8
OPENING_SHARE: Final = 0.4
"""So much of all lots arrives in the first days; the rest over the months."""
OPENING_DAYS: Final = 3
TRANSPORT: Final = {"refrigerated": "冷藏车", "frozen": "冷藏车（冷冻）", "deep_frozen": "干冰保温箱"}
CELSIUS: Final = {"refrigerated": (28, 68), "frozen": (-225, -160), "deep_frozen": (-790, -705)}
TOO_WARM: Final = {
    "refrigerated": Decimal("11.4"),
    "frozen": Decimal("-6.5"),
    "deep_frozen": Decimal("-48.0"),
}
HOLDS: Final = (
    "供应商来函通知复核效价",
    "外箱有水渍，待质量确认",
    "客户反馈显色偏弱，暂停发货",
    "标签批号与随货单不符，待核实",
)
DAMAGED: Final = "外包装破损，内包装受潮"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One truck: lots of one supplier and one storage class."""

    at: datetime
    lots: tuple[tuple[Stocked, date, Decimal], ...]
    """Product, expiry, pieces."""
    fate: str
    """"accepted", "damaged" (one lot partly refused), "warm" (all refused), "waiting" (not inspected yet)."""


def note_arrivals(firm: Firm, shelves: Shelves, *, lots: int, first: date, last: date) -> None:
    """Notes every arrival of the months; opening stock first, of each product at least one lot that keeps."""
    opening = int(lots * OPENING_SHARE)
    wanted = [
        shelves.stocked[index % len(shelves.stocked)] for index in range(max(opening, len(shelves.stocked)))
    ]
    wanted += [firm.dice.choice(shelves.stocked) for _ in range(lots - len(wanted))]
    days = working_days(first, last)
    numbers: dict[UUID, int] = {}
    opening_loads = _loads(wanted[: max(opening, len(shelves.stocked))])
    later_loads = _loads(wanted[max(opening, len(shelves.stocked)) :])
    loads = [*opening_loads, *later_loads]
    for index, load in enumerate(loads):
        is_opening = index < len(opening_loads)
        position = index - len(opening_loads)
        day = (
            days[index % OPENING_DAYS]
            if is_opening
            else days[OPENING_DAYS + position * (len(days) - OPENING_DAYS) // len(later_loads)]
        )
        fate = "accepted" if is_opening else _fate(position, len(later_loads))
        at = firm.diary.moment(
            last if fate == "waiting" else day, 14 if fate == "waiting" else 9, (index * 11) % 50
        )
        arrival = Arrival(at, tuple(_lot(firm, stocked, day, numbers, is_opening) for stocked in load), fate)
        firm.diary.note(at, partial(_receive, firm, shelves, arrival, index))


def _fate(position: int, of: int) -> str:
    if position >= of - 2:
        return "waiting"
    return {3: "damaged", 6: "warm", 9: "damaged"}.get(position % 12, "accepted")


def _loads(wanted: Sequence[Stocked]) -> list[list[Stocked]]:
    """Trucks of at most LINES_PER_RECEIPT lots, each of one supplier and one storage class."""
    loads: list[list[Stocked]] = []
    open_loads: dict[tuple[UUID, str], list[Stocked]] = {}
    for stocked in wanted:
        key = (stocked.supplier_id, stocked.facts.storage_class)
        load = open_loads.get(key)
        if load is None or len(load) == LINES_PER_RECEIPT or stocked in load:
            load = open_loads[key] = []
            loads.append(load)
        load.append(stocked)
    return loads


def _lot(
    firm: Firm, stocked: Stocked, day: date, numbers: dict[UUID, int], keeps: bool
) -> tuple[Stocked, date, Decimal]:
    """Most lots come fresh; one in nine is near its end, and of these some will have expired by today."""
    numbers[stocked.id] = numbers.get(stocked.id, 0) + 1
    pieces = Decimal(stocked.facts.pieces_per_case * firm.dice.randint(8, 20))
    if not keeps and numbers[stocked.id] % 3 == 0:
        return stocked, day + timedelta(days=firm.dice.randint(25, 140)), pieces // 4 or Decimal(1)
    months = stocked.facts.months - firm.dice.randint(1, max(1, stocked.facts.months // 4))
    return stocked, months_after(day, months), pieces


async def _receive(firm: Firm, shelves: Shelves, arrival: Arrival, index: int) -> None:
    storage_class = arrival.lots[0][0].facts.storage_class
    places = shelves.locations[storage_class]
    celsius = None
    if storage_class in CELSIUS:
        celsius = (
            TOO_WARM[storage_class]
            if arrival.fate == "warm"
            else Decimal(firm.dice.randint(*CELSIUS[storage_class])) / 10
        )
    received = await firm.do(
        Receive(
            receipt_id=firm.new_id(),
            supplier_id=arrival.lots[0][0].supplier_id,
            delivery_note_number=f"DN{arrival.at:%y%m%d}{index:03}",
            transport=TRANSPORT.get(storage_class, "厢式货车"),
            arrival_celsius=celsius,
            lines=tuple(
                ReceivedLot(
                    product_id=stocked.id,
                    lot_number=f"{stocked.facts.catalogue_number[:2]}{expires:%y%m}{index:03}{line}",
                    expires_on=expires,
                    made_on=_made_on(expires, stocked, arrival.at),
                    quantity=pieces,
                    location_id=places[(index + line) % len(places)],
                )
                for line, (stocked, expires, pieces) in enumerate(arrival.lots)
            ),
        ),
        RECEIVER,
    )
    if arrival.fate != "waiting":
        at = firm.diary.after(arrival.at, firm.dice.randint(25, 100))
        firm.diary.note(at, partial(_inspect, firm, arrival, received.receipt_id, received.lot_ids, celsius))


def _made_on(expires: date, stocked: Stocked, at: datetime) -> date:
    """As long before its expiry as it keeps, and never after it arrived."""
    return min(months_after(expires, -stocked.facts.months), at.date() - timedelta(days=3))


async def _inspect(
    firm: Firm, arrival: Arrival, receipt_id: UUID, lot_ids: tuple[UUID, ...], celsius: Decimal | None
) -> None:
    lines = []
    for line, (lot_id, (_, _, pieces)) in enumerate(zip(lot_ids, arrival.lots, strict=True)):
        if arrival.fate == "warm" and celsius is not None:
            lines.append(
                InspectedLot(
                    lot_id=lot_id, accepted=Decimal(0), result=f"到货温度 {celsius} ℃，超出储存要求，拒收"
                )
            )
        elif arrival.fate == "damaged" and line == 0:
            lines.append(InspectedLot(lot_id=lot_id, accepted=pieces - 1, result=DAMAGED))
        else:
            lines.append(InspectedLot(lot_id=lot_id, accepted=pieces))
    await firm.do(Inspect(receipt_id=receipt_id, lines=tuple(lines)), INSPECTOR)
    if arrival.fate == "damaged":
        _note_doubts(firm, lot_ids[-1], firm.clock.now())


def _note_doubts(firm: Firm, lot_id: UUID, accepted_at: datetime) -> None:
    """A lot is held some days later; of three, one is released again, one rejected, one stays on hold."""
    held_at = firm.diary.after(accepted_at, firm.dice.randint(600, 3_000))
    ends_at = firm.diary.after(held_at, firm.dice.randint(600, 3_000))
    reason, end = firm.dice.choice(HOLDS), firm.dice.randrange(3)
    firm.diary.note(held_at, partial(_hold, firm, lot_id, reason))
    if end == 1:
        firm.diary.note(ends_at, partial(_release, firm, lot_id))
    if end == 2:
        firm.diary.note(ends_at, partial(_reject, firm, lot_id))


async def _hold(firm: Firm, lot_id: UUID, reason: str) -> None:
    await firm.do(HoldLot(lot_id=lot_id, reason=reason), QUALITY)


async def _release(firm: Firm, lot_id: UUID) -> None:
    await firm.do(ReleaseLot(lot_id=lot_id, reason="复核合格，解除锁定"), QUALITY_HEAD)


async def _reject(firm: Firm, lot_id: UUID) -> None:
    await firm.do(RejectLot(lot_id=lot_id, reason="复检不合格，判定报废"), QUALITY_HEAD)

"""The demo company's three months, lived through from their first morning to last night."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from backend.compliance.audit_log.commands import AuditLog
from backend.compliance.signatures.commands import Signatures
from backend.demo.accounts import open_accounts
from backend.demo.arrivals import note_arrivals
from backend.demo.diary import Diary, working_days
from backend.demo.firm import Firm, found_firm
from backend.demo.papers import note_own_papers, note_papers
from backend.demo.remarks import Remarks
from backend.demo.roads import Roads, portal_logins
from backend.demo.selling import Sales
from backend.demo.shelves import fill_shelves
from backend.demo.warehouse import opened_warehouse
from backend.features import load_features
from backend.foundation.clock import FixedClock
from backend.foundation.house import PUBLIC_URL, open_house
from backend.foundation.ids import TimeOrderedIds

ZONE: Final = ZoneInfo("Asia/Shanghai")
SEED: Final = 20_260_301


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of a world; None is all that was invented."""

    days: int = 92
    customers: int | None = None
    products: int | None = None
    lots: int = 400
    orders: int = 115


WHOLE: Final = Extent()
SMALL: Final = Extent(days=12, customers=8, products=24, lots=40, orders=26)
"""Everything happens in it, seldom: for tests."""


async def make_world(
    app_url: str, today: date, extent: Extent = WHOLE, seed: int = SEED, *, public_url: str = PUBLIC_URL
) -> None:
    """Makes the world up to the midnight before `today`, into a migrated database without a company.

    All of it is performed as the people of the firm, under a clock set to that moment and marked as simulated. The
    same seed, day and extent give the same world, whatever the hour: ids, numbers, names and amounts. `public_url` is what
    the codes on its papers lead to.
    """
    last = working_days(today - timedelta(days=7), today - timedelta(days=1))[-1]
    first = working_days(last - timedelta(days=extent.days), last)[0]
    async with _firm(app_url, public_url, first, Random(f"{seed}/{today}")) as firm:  # noqa: S311 - dice of a story, no secret.
        await found_firm(firm)
        shelves = await fill_shelves(firm, extent.products)
        accounts = await open_accounts(firm, shelves, extent.customers)
        note_papers(firm, accounts, first=first, last=last)
        note_own_papers(firm, first=first, last=last)
        note_arrivals(firm, shelves, lots=extent.lots, first=first, last=last)
        portal = portal_logins(accounts)
        remarks = Remarks(firm, portal)
        warehouse = await opened_warehouse(firm, shelves, remarks)
        warehouse.note_rounds(first, last)
        Roads(firm, warehouse, portal=portal).note_loading(first, last)
        Sales(firm, warehouse, remarks, accounts, last).note_purchases(orders=extent.orders, first=first)
        await firm.tell()
        await firm.diary.live(datetime.combine(today, time(), ZONE), after_each=firm.tell)
        await firm.papers_drawn()


@asynccontextmanager
async def _firm(app_url: str, public_url: str, first: date, dice: Random) -> AsyncIterator[Firm]:
    load_features()
    clock = FixedClock(datetime.combine(first, time(8), ZONE))
    async with open_house(
        app_url,
        clock=clock,
        ids=TimeOrderedIds(clock, random_bytes=dice.randbytes),
        zone=ZONE,
        recorder=AuditLog(),
        signatory=Signatures(),
        simulated=True,
        pool_size=2,
        public_url=public_url,
    ) as house:
        yield Firm(house, clock, Diary(clock, ZONE), dice)

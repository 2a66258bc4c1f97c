"""What belongs to a customer as a list, sites and contacts alike: added up to a number, changed whole, retired."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.customers.accounts.rules import TooManyOfCustomer
from backend.customers.accounts.tables import OfCustomer
from backend.foundation.permission import NotFound
from backend.foundation.revision import must_be_current, revise
from backend.foundation.visibility import must_see
from backend.foundation.work import Work


@dataclass(frozen=True, slots=True)
class Belonging:
    """A kind of things that customers have: how the audit log calls one, where they stand, how many there may be."""

    name: str
    table: type[OfCustomer]
    at_most: int


async def put(
    work: Work, customer_id: UUID, of: Belonging, given: Sequence[tuple[UUID, dict[str, Any]]]
) -> None:
    """Adds things, each by id and facts, to a customer that the caller has made or seen. Raises TooManyOfCustomer."""
    in_use = await work.session.scalar(
        select(func.count()).where(of.table.customer_id == customer_id, of.table.deleted_at.is_(None))
    )
    if (in_use or 0) + len(given) > of.at_most:
        raise TooManyOfCustomer(of.at_most)
    for id, facts in given:
        work.session.add(of.table(id=id, customer_id=customer_id, **facts))
        work.changed("customer", customer_id, None, {of.name: {"id": id, **facts}})


async def change(
    work: Work, of: Belonging, id: UUID, facts: dict[str, Any], *, base_version: int | None, in_use: bool
) -> int:
    """Changes one, or retires it; returns its version now. Raises NotFound, ChangedMeanwhile."""
    row = await work.session.scalar(select(of.table).where(of.table.id == id).with_for_update())
    if row is None:
        raise NotFound(of.name)
    await must_see(work, "customer", [row.customer_id])
    must_be_current(row, base_version)
    ended = None if in_use else row.deleted_at or work.now
    before, after = revise(row, {**facts, "deleted_at": ended})
    if after:
        work.changed(
            "customer", row.customer_id, {of.name: {"id": id, **before}}, {of.name: {"id": id, **after}}
        )
    await work.session.flush()
    await work.session.refresh(row, ["version"])
    return row.version

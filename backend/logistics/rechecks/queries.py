"""Finds what a re-check covers: for the page that shows it, and again under the lock for the signature."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, any_, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from backend.catalog.products.tables import Product
from backend.customers.accounts.tables import Customer
from backend.foundation.permission import NotFound
from backend.foundation.reading import ACTOR, ActorColumns, Query, Reading
from backend.foundation.signable import Rendered, Signable, can_be_signed
from backend.foundation.work import Work
from backend.inventory.lots.rules import as_printed
from backend.inventory.lots.tables import Lot
from backend.inventory.scans.tables import Scan
from backend.logistics.outbounds.queries import visible_to
from backend.logistics.outbounds.tables import Outbound, Pick, PickLine
from backend.logistics.rechecks.rules import KIND, RECHECKED, CheckedLine, document, text
from backend.logistics.rights import RECHECK
from backend.sales.orders.tables import Order, OrderLine

_READ = frozenset({"typed", "expiry_word", "expiry_printed"})
"""What stands otherwise in a line that is signed."""


class CheckedLineRow(msgspec.Struct, frozen=True, gc=False):
    outbound_id: UUID
    version: int
    order_number: str
    customer: str
    receiver: str
    address: str
    pick_line_id: UUID
    product: str
    catalogue_number: str
    specification: str
    maker: str
    lot_number: str
    expires_on: date
    expiry_word: str | None
    expiry_printed: str | None
    quantity: Decimal
    ordered: Decimal
    unit: str
    typed: list[str]

    def facts(self) -> CheckedLine:
        return CheckedLine(
            **{name: getattr(self, name) for name in self.__struct_fields__ if name not in _READ},
            typed=tuple(self.typed),
            expiry_printed=as_printed(self.expiry_word, self.expiry_printed, self.expires_on),
        )


_TYPED = (
    select(
        func.coalesce(
            func.array_agg(aggregate_order_by(Scan.reason, Pick.id)), literal_column("'{}'::text[]")
        )
    )
    .select_from(Pick)
    .join(Scan, Scan.id == Pick.scan_id)
    .where(Pick.pick_line_id == PickLine.id, Pick.undone_at.is_(None), Scan.source == "typed")
    .correlate(PickLine)
    .scalar_subquery()
)
_CHECKED = (
    select(
        Outbound.id, Outbound.version, Order.number, Customer.name, Order.receiver, Order.address, PickLine.id,
        Product.name, Product.catalogue_number, Product.specification, Product.maker, Lot.lot_number,
        Lot.expires_on, Lot.expiry_word, Lot.expiry_printed, PickLine.picked, OrderLine.quantity, Product.unit, _TYPED,
    )
    .select_from(PickLine)
    .join(Outbound, Outbound.id == PickLine.outbound_id)
    .join(Order, Order.id == Outbound.order_id)
    .join(OrderLine, OrderLine.id == PickLine.order_line_id)
    .join(Customer, Customer.id == Order.customer_id)
    .join(Lot, Lot.id == PickLine.lot_id)
    .join(Product, Product.id == Lot.product_id)
    .where(
        visible_to(ACTOR),
        PickLine.picked > 0,
        Outbound.id == any_(bindparam("ids", type_=ARRAY(Uuid()))),
    )
)  # fmt: skip
CHECKED_LINES = Query(CheckedLineRow, _CHECKED)


async def render(reading: Reading, ids: Sequence[UUID], language: str) -> Rendered:
    """What the re-checker is shown. Raises NotFound when one of them is not there or has nothing picked."""
    lines = [row.facts() for row in await reading.all(CHECKED_LINES, ids=list(ids))]
    if {line.outbound_id for line in lines} != set(ids):
        raise NotFound(KIND)
    return Rendered(text(lines, language), document(lines))


can_be_signed(KIND, Signable(RECHECKED, RECHECK, render))


async def checked_lines(work: Work, ids: Collection[UUID]) -> list[CheckedLine]:
    """The same lines inside the unit of work, under the outbounds' locks."""
    rows = await work.session.execute(_CHECKED, {**ActorColumns.values(work.actor), "ids": list(ids)})
    return [CheckedLineRow(*row).facts() for row in rows]  # type: ignore[call-arg, arg-type] # the columns are its fields


async def order_ids(work: Work, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The order of each outbound. Raises NotFound when one is not there."""
    rows = await work.session.execute(select(Outbound.id, Outbound.order_id).where(Outbound.id.in_(ids)))
    found = {row[0]: row[1] for row in rows}
    if set(ids) - found.keys():
        raise NotFound(KIND)
    return found


async def picks_of(work: Work, outbound_ids: Collection[UUID]) -> list[tuple[UUID, Pick]]:
    """The picks that stand, with their outbounds."""
    rows = await work.session.execute(
        select(PickLine.outbound_id, Pick)
        .join(PickLine, PickLine.id == Pick.pick_line_id)
        .where(PickLine.outbound_id.in_(outbound_ids), Pick.undone_at.is_(None))
        .order_by(Pick.id)
    )
    return [(row[0], row[1]) for row in rows]

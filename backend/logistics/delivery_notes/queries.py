"""Finds what a delivery note says, inside the unit of work that signs the re-check."""

from uuid import UUID

from sqlalchemy import Text, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from backend.catalog.products.tables import Product
from backend.foundation.work import Work
from backend.identity.company.tables import Company
from backend.inventory.locations.tables import Location
from backend.inventory.lots.rules import as_printed
from backend.inventory.lots.tables import Lot
from backend.inventory.scans.tables import Scan
from backend.logistics.delivery_notes.rules import NoteLine
from backend.logistics.outbounds.tables import Pick, PickLine
from backend.sales.orders.tables import OrderLine


async def note_lines(work: Work, outbound_id: UUID) -> list[NoteLine]:
    """What was picked, lot by lot, in the order of the order's lines."""
    typed = func.array_agg(aggregate_order_by(Scan.reason, Pick.id)).filter(Scan.source == "typed")
    serials = func.array_agg(aggregate_order_by(Pick.serial, Pick.serial)).filter(Pick.serial.is_not(None))
    pickers = func.string_agg(Pick.picker_name.distinct(), literal("、", Text()))
    rows = await work.session.execute(
        select(
            Product.regime, Product.catalogue_number, Product.name, Product.specification,
            Product.registration_number, Product.maker, Product.maker_licence, Lot.lot_number, serials,
            Lot.made_on, Lot.expires_on, PickLine.picked, Product.unit, Product.pieces_per_case,
            Product.storage_text, Location.code, pickers, typed, Lot.expiry_word, Lot.expiry_printed,
        )
        .select_from(PickLine)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Lot, Lot.id == PickLine.lot_id)
        .join(Product, Product.id == Lot.product_id)
        .join(Location, Location.id == PickLine.location_id)
        .join(Pick, (Pick.pick_line_id == PickLine.id) & Pick.undone_at.is_(None))
        .join(Scan, Scan.id == Pick.scan_id)
        .where(PickLine.outbound_id == outbound_id, PickLine.picked > 0)
        .group_by(PickLine.id, OrderLine.position, Lot.id, Product.id, Location.id)
        .order_by(OrderLine.position, Lot.expires_on, PickLine.id)
    )  # fmt: skip
    return [
        NoteLine(
            regime=row[0], catalogue_number=row[1], product=row[2], specification=row[3],
            registration_number=row[4], maker=row[5], maker_licence=row[6], lot_number=row[7],
            serials=tuple(filter(None, row[8] or ())), made_on=row[9], expires_on=row[10], quantity=row[11], unit=row[12],
            pieces_per_case=row[13], storage_text=row[14], location_code=row[15], picker=row[16],
            typed=tuple(filter(None, row[17] or ())), expiry_printed=as_printed(row[18], row[19], row[10]),
        )
        for row in rows
    ]  # fmt: skip


async def company(work: Work) -> Company | None:
    """The firm's particulars; none before it was set up."""
    found: Company | None = await work.session.scalar(select(Company))
    return found

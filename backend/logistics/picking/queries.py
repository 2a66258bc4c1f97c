"""Finds what a pick is judged by, inside the unit of work."""

from uuid import UUID

from sqlalchemy import select

from backend.catalog.products.tables import Product
from backend.foundation.work import Work
from backend.inventory.lots.tables import Lot
from backend.logistics.outbounds.tables import Pick, PickLine
from backend.logistics.picking.rules import Asked, SerialAlreadyScanned


async def asked_of(work: Work, line: PickLine) -> Asked:
    """What the line asks for, in the words that a scan is held against."""
    row = await work.session.execute(
        select(Product.id, Product.name, Product.unit, Product.serialised, Lot.lot_number, Lot.expires_on)
        .join(Lot, Lot.product_id == Product.id)
        .where(Lot.id == line.lot_id)
    )
    product_id, name, unit, serialised, lot_number, expires_on = row.one()
    return Asked(
        product_id=product_id,
        product=name,
        unit=unit,
        serialised=serialised,
        lot_number=lot_number,
        expires_on=expires_on,
        to_pick=line.to_pick,
        picked=line.picked,
        closed_why=line.closed_why,
    )


async def product_name(work: Work, product_id: UUID | None) -> str | None:
    """The name of the product that a code stands for."""
    if product_id is None:
        return None
    name: str | None = await work.session.scalar(select(Product.name).where(Product.id == product_id))
    return name


async def serial_is_new(work: Work, product_id: UUID, serial: str) -> None:
    """Raises SerialAlreadyScanned; two at the same moment are told apart by the database."""
    known = await work.session.scalar(
        select(Pick.id).where(Pick.product_id == product_id, Pick.serial == serial, Pick.undone_at.is_(None))
    )
    if known is not None:
        raise SerialAlreadyScanned(serial)

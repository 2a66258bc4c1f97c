"""Finds the product or lot that a code names."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalog.products.tables import Product, ProductPack
from backend.inventory.lots.tables import Lot
from backend.inventory.scans.rules import Known, OwnLot


async def by_gtin(session: AsyncSession, gtin: str) -> dict[str, Known]:
    """The product whose pack carries this GTIN (14 digits), with the pieces in that pack."""
    rows = await session.execute(
        select(ProductPack.gtin, ProductPack.product_id, ProductPack.pieces).where(
            ProductPack.gtin == gtin, ProductPack.deleted_at.is_(None)
        )
    )
    return {row[0]: Known(product_id=row[1], pieces=row[2]) for row in rows}


async def by_catalogue_number(session: AsyncSession, number: str) -> dict[str, Known]:
    """The product of this catalogue number: one piece, for nothing says that the label stands on a case."""
    rows = await session.execute(
        select(Product.catalogue_number, Product.id).where(Product.catalogue_number == number)
    )
    return {row[0]: Known(product_id=row[1], pieces=1) for row in rows}


async def own_lot(session: AsyncSession, lot_id: UUID) -> OwnLot | None:
    """The lot that a label of our own names."""
    row = (
        await session.execute(select(Lot.product_id, Lot.lot_number, Lot.expires_on).where(Lot.id == lot_id))
    ).one_or_none()
    return None if row is None else OwnLot(product_id=row[0], lot_number=row[1], expires_on=row[2])

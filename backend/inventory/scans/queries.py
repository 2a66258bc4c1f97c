"""Finds the product that a code names."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalog.products.tables import Product, ProductPack
from backend.inventory.scans.rules import Known


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

"""Lots: one maker's batch of one product with one expiry, and its quality state."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.catalog.products.tables import Product
from backend.catalog.suppliers.tables import Supplier
from backend.foundation.tables import Base, Synced, guarded


class Lot(Base, Synced):
    """(product, lot number, expiry) is the key: one lot number may come with two expiries. Expired is computed."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("product_id", "lot_number", "expires_on"),
        CheckConstraint(
            "state in ('pending', 'accepted', 'on_hold', 'rejected', 'recalled')", name="state_is_known"
        ),
        CheckConstraint("length(lot_number) between 1 and 20", name="lot_number_fits_a_label"),
        CheckConstraint("made_on is null or made_on < expires_on", name="made_before_it_expires"),
        Index(None, "product_id", "expires_on"),
        {"info": guarded("lot", portal="true")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    lot_number: Mapped[str]
    expires_on: Mapped[date]
    made_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(server_default="pending")
    state_by: Mapped[UUID | None]
    state_at: Mapped[datetime | None]
    state_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Receipt(Base):
    """One arrival from a supplier. Receiver and acceptance inspector are two people."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint("inspected_by <> received_by", name="receiver_is_not_inspector"),
        CheckConstraint("(inspected_by is null) = (inspected_at is null)", name="an_inspection_has_a_time"),
        {"info": guarded("receipt")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey(Supplier.id))
    delivery_note_number: Mapped[str | None]
    transport: Mapped[str | None]
    arrival_celsius: Mapped[Decimal | None]
    received_by: Mapped[UUID]
    received_at: Mapped[datetime]
    inspected_by: Mapped[UUID | None]
    inspected_at: Mapped[datetime | None]
    simulated: Mapped[bool] = mapped_column(server_default=text("false"))


class ReceiptLine(Base):
    """A lot in an arrival: what came, what was accepted, where it was put."""

    __tablename__ = "receipt_lines"
    __table_args__ = (
        CheckConstraint("arrived > 0", name="something_arrived"),
        CheckConstraint("accepted between 0 and arrived", name="accepted_is_part_of_it"),
        Index(None, "receipt_id"),
        Index(None, "lot_id"),
        {"info": guarded("receipt")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    receipt_id: Mapped[UUID] = mapped_column(ForeignKey(Receipt.id))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey(Lot.id))
    location_id: Mapped[UUID]
    arrived: Mapped[Decimal]
    accepted: Mapped[Decimal | None]
    result: Mapped[str | None]

"""Receipts and their lines: what arrived, who took it in, and what another person accepted."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.catalog.suppliers.tables import Supplier
from backend.foundation.tables import Base, guarded
from backend.inventory.locations.tables import Location
from backend.inventory.lots.tables import EXPIRY_WORDS, Lot


class Receipt(Base):
    """One arrival from a supplier. Receiver and acceptance inspector are two people, deputies counting as both."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint("inspected_by not in (received_by, received_for)", name="receiver_is_not_inspector"),
        CheckConstraint("inspected_for not in (received_by, received_for)", name="deputy_is_not_receiver"),
        CheckConstraint("(inspected_by is null) = (inspected_at is null)", name="an_inspection_has_a_time"),
        Index(None, "received_at", "id"),
        {"info": guarded("receipt")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey(Supplier.id))
    delivery_note_number: Mapped[str | None]
    transport: Mapped[str | None]
    arrival_celsius: Mapped[Decimal | None]
    received_by: Mapped[UUID]
    received_for: Mapped[UUID]
    """On whose behalf; the receiver again when they acted for themselves, so that the checks need no null."""
    received_at: Mapped[datetime]
    inspected_by: Mapped[UUID | None]
    inspected_for: Mapped[UUID | None]
    inspected_at: Mapped[datetime | None]
    simulated: Mapped[bool] = mapped_column(server_default=text("false"))


class ReceiptLine(Base):
    """A lot in an arrival: what came, what was accepted, where it was put."""

    __tablename__ = "receipt_lines"
    __table_args__ = (
        UniqueConstraint("receipt_id", "lot_id"),
        CheckConstraint("arrived > 0", name="something_arrived"),
        CheckConstraint(
            "(expiry_word is null) = (expiry_printed is null)", name="an_expiry_in_print_has_its_word"
        ),
        CheckConstraint(EXPIRY_WORDS, name="expiry_word_is_known"),
        CheckConstraint("length(expiry_printed) between 1 and 20", name="expiry_printed_is_bounded"),
        CheckConstraint("accepted between 0 and arrived", name="accepted_is_part_of_it"),
        CheckConstraint("accepted = arrived or result is not null", name="what_was_not_accepted_says_why"),
        Index(None, "lot_id"),
        {"info": guarded("receipt")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    receipt_id: Mapped[UUID] = mapped_column(ForeignKey(Receipt.id))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey(Lot.id))
    location_id: Mapped[UUID] = mapped_column(ForeignKey(Location.id))
    arrived: Mapped[Decimal]
    accepted: Mapped[Decimal | None]
    result: Mapped[str | None]
    expiry_word: Mapped[str | None]
    """What stood on these boxes, even where the lot is on file with another maker's spelling of the same day."""
    expiry_printed: Mapped[str | None]

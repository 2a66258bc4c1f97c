"""Outbounds: an order's lots at their places, what was picked of them, and the second person's re-check."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded
from backend.inventory.lots.tables import Lot
from backend.inventory.scans.tables import Scan
from backend.sales.orders.tables import Order, OrderLine

PORTAL = "exists (select 1 from orders o where o.id = order_id and o.customer_id = portal_customer())"


class Outbound(Base, Synced):
    """One order's way out of the warehouse. `picker_id` holds the task; a colleague may take it over."""

    __tablename__ = "outbounds"
    __table_args__ = (
        CheckConstraint(
            "state in ('open', 'picking', 'picked', 'rechecked', 'handed_over', 'cancelled')",
            name="state_is_known",
        ),
        CheckConstraint(
            "state in ('open', 'cancelled') or picker_id is not null", name="picking_has_a_picker"
        ),
        CheckConstraint(
            "state not in ('rechecked', 'handed_over') or recheck_signature_id is not null",
            name="recheck_is_signed",
        ),
        CheckConstraint(
            "state not in ('rechecked', 'handed_over')"
            " or (delivery_note_number is not null and delivery_note is not null)",
            name="a_recheck_issues_the_note",
        ),
        Index(None, "rechecked_at"),  # The registers go by it.
        CheckConstraint(
            "state <> 'handed_over' or delivery_note_id is not null", name="no_hand_over_without_the_note"
        ),
        Index(None, "state", "created_at", "id"),
        Index(None, "picker_id"),
        Index(None, "recheck_signature_id"),
        {"info": guarded("outbound", portal=PORTAL)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id), unique=True)
    public_token: Mapped[str] = mapped_column(unique=True)
    """Random; behind the QR of the delivery note: opens that one delivery to whoever holds it (delivery_links)."""
    link_closed_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(server_default="open")
    picker_id: Mapped[UUID | None]
    picker_name: Mapped[str | None]
    picked_at: Mapped[datetime | None]
    returned_reason: Mapped[str | None]
    """Why the re-checker gave it back to the picker, the last time."""
    rechecked_by: Mapped[UUID | None]
    rechecker_name: Mapped[str | None]
    rechecked_at: Mapped[datetime | None]
    recheck_signature_id: Mapped[UUID | None]
    delivery_note_number: Mapped[str | None] = mapped_column(unique=True)
    delivery_note: Mapped[dict[str, Any] | None]
    """What the note says, as it stood when the re-check was signed; the PDF is drawn from nothing else."""
    delivery_note_id: Mapped[UUID | None]
    pick_list_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PickLine(Base, Synced):
    """What is to be picked for an order line from one lot at one place, as FEFO proposed or a reason changed it."""

    __tablename__ = "pick_lines"
    __table_args__ = (
        CheckConstraint("to_pick > 0", name="something_to_pick"),
        CheckConstraint("picked between 0 and to_pick", name="not_more_than_asked"),
        CheckConstraint(
            "closed_why is null or closed_why in ('short', 'broken')", name="closed_why_is_known"
        ),
        Index(None, "outbound_id"),
        Index(None, "order_line_id"),
        Index(None, "lot_id"),
        {"info": guarded("outbound", portal=PORTAL)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    outbound_id: Mapped[UUID] = mapped_column(ForeignKey(Outbound.id))
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id))
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey(OrderLine.id))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey(Lot.id))
    location_id: Mapped[UUID]
    to_pick: Mapped[Decimal]
    picked: Mapped[Decimal] = mapped_column(server_default="0")
    other_lot_reason: Mapped[str | None]
    closed_why: Mapped[str | None]

    @property
    def left(self) -> Decimal:
        """What is still to be picked; nothing of a closed line."""
        return Decimal(0) if self.closed_why else self.to_pick - self.picked


class Pick(Base):
    """One confirmation by a scan: who took how many of which line.

    `picked_for` is whom the picker stood in for, or the picker; both persons are carried to the re-check.
    """

    __tablename__ = "picks"
    __table_args__ = (
        UniqueConstraint("id", "picked_by", "picked_for"),
        CheckConstraint("quantity > 0", name="something_was_picked"),
        CheckConstraint("(undone_at is null) = (undone_by is null)", name="an_undoing_has_a_person"),
        Index(None, "pick_line_id"),
        Index(
            "uq_picks_serial", "product_id", "serial", unique=True,
            postgresql_where=text("serial is not null and undone_at is null"),
        ),
        {"info": guarded("outbound")},
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pick_line_id: Mapped[UUID] = mapped_column(ForeignKey(PickLine.id))
    scan_id: Mapped[UUID] = mapped_column(ForeignKey(Scan.id))
    product_id: Mapped[UUID]
    serial: Mapped[str | None]
    quantity: Mapped[Decimal]
    picked_by: Mapped[UUID]
    picked_for: Mapped[UUID]
    picker_name: Mapped[str]
    picked_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None]


class Recheck(Base):
    """The second person's check of one pick: the database itself refuses the picker, and deputies either way."""

    __tablename__ = "rechecks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["pick_id", "picked_by", "picked_for"], ["picks.id", "picks.picked_by", "picks.picked_for"]
        ),
        CheckConstraint(
            "checked_by not in (picked_by, picked_for) and checked_for not in (picked_by, picked_for)",
            name="checker_is_not_picker",
        ),
        Index(None, "outbound_id"),
        {"info": guarded("outbound", append_only=True)},
    )

    pick_id: Mapped[UUID] = mapped_column(primary_key=True)
    outbound_id: Mapped[UUID] = mapped_column(ForeignKey(Outbound.id))
    picked_by: Mapped[UUID]
    picked_for: Mapped[UUID]
    checked_by: Mapped[UUID]
    checked_for: Mapped[UUID]
    """Whom the re-checker stood in for, or the re-checker."""
    quality: Mapped[str]
    signature_id: Mapped[UUID]
    checked_at: Mapped[datetime]

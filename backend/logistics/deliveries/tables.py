"""Deliveries: from hand-over to the driver to the receiver's signature, as facts."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded
from backend.logistics.outbounds.tables import PORTAL, Outbound, PickLine
from backend.sales.orders.tables import Order


class Delivery(Base, Synced):
    """One order's way to its receiver, by our driver or a courier. What happened outside is kept as it was told."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("leg in ('own_driver', 'courier')", name="leg_is_known"),
        CheckConstraint(
            "outcome is null or outcome in ('delivered', 'partly_delivered', 'refused', 'not_delivered')",
            name="outcome_is_known",
        ),
        CheckConstraint(
            "means is null or means in ('truck', 'active_box', 'passive_box', 'ambient')",
            name="means_is_known",
        ),
        CheckConstraint("leg <> 'courier' or waybill is not null", name="couriers_have_a_waybill"),
        CheckConstraint("slip_state in ('not_back', 'photo', 'original')", name="slip_state_is_known"),
        CheckConstraint("pieces > 0", name="boxes_were_counted"),
        Index(None, "driver_id", "departed_at"),
        {"info": guarded("delivery", portal=PORTAL)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id))
    outbound_id: Mapped[UUID] = mapped_column(ForeignKey(Outbound.id))
    public_token: Mapped[str] = mapped_column(unique=True)
    """Random; behind the QR of the delivery note. Opens the sign-in and then this delivery, nothing by itself."""
    leg: Mapped[str]
    driver_id: Mapped[UUID | None]
    handed_over_by: Mapped[UUID]
    carrier: Mapped[str | None]
    waybill: Mapped[str | None]
    pieces: Mapped[int]
    means: Mapped[str | None]
    plate: Mapped[str | None]
    box_number: Mapped[str | None]
    logger_number: Mapped[str | None]
    departed_at: Mapped[datetime]
    departure_celsius: Mapped[Decimal | None]
    arrived_at: Mapped[datetime | None]
    arrival_celsius: Mapped[Decimal | None]
    logger_photo_id: Mapped[UUID | None]
    temperature_verdict: Mapped[str | None]
    """within, below, above, no_data; null where every line is ambient."""
    outcome: Mapped[str | None]
    outcome_reason: Mapped[str | None]
    receiver_name: Mapped[str | None]
    received_on_behalf: Mapped[str | None]
    """代收: the relation to the named receiver."""
    signature_id: Mapped[UUID | None]
    second_receiver_name: Mapped[str | None]
    second_signature_id: Mapped[UUID | None]
    slip_state: Mapped[str] = mapped_column(server_default="not_back")
    slip_photo_id: Mapped[UUID | None]
    exception: Mapped[str | None]
    """Why the office must look at it although it is a fact ("delivered, exception")."""
    completed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DeliveryLine(Base):
    """How many of a picked lot the receiver took; the rest comes back and is pending, never available."""

    __tablename__ = "delivery_lines"
    __table_args__ = (
        CheckConstraint("received >= 0 and received <= sent", name="received_is_part_of_sent"),
        CheckConstraint("received = sent or reason is not null", name="a_difference_says_why"),
        Index(None, "delivery_id"),
        {"info": guarded("delivery", portal="exists (select 1 from deliveries d where d.id = delivery_id)")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey(Delivery.id))
    pick_line_id: Mapped[UUID] = mapped_column(ForeignKey(PickLine.id))
    sent: Mapped[Decimal]
    received: Mapped[Decimal]
    reason: Mapped[str | None]


class QualityTask(Base, Synced):
    """Something quality must look at: a temperature out of range or without data, an exception, goods that came back."""

    __tablename__ = "quality_tasks"
    __table_args__ = (
        CheckConstraint("state in ('open', 'closed')", name="state_is_known"),
        CheckConstraint("(state = 'closed') = (closed_by is not null)", name="a_closed_one_has_a_person"),
        Index(None, "about_kind", "about_id"),
        {"info": guarded("qualityTask")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about_kind: Mapped[str]
    about_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="open")
    opened_at: Mapped[datetime]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    conclusion: Mapped[str | None]

"""Deliveries: who took which counted boxes where, how cold, and what the receiver said."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded
from backend.logistics.deliveries.rules import LEGS, MEANS, OUTCOMES, SLIP_STATES, VERDICTS
from backend.logistics.outbounds.tables import PORTAL, Outbound, PickLine
from backend.sales.orders.tables import Order

PORTAL_OF_DELIVERY = "exists (select 1 from deliveries d where d.id = delivery_id)"


class Delivery(Base, Synced):
    """One attempt to bring an order to its receiver, by our driver or a courier. One not delivered may be followed."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(f"leg in {LEGS}", name="leg_is_known"),
        CheckConstraint(f"outcome is null or outcome in {OUTCOMES}", name="outcome_is_known"),
        CheckConstraint("(outcome is null) = (completed_at is null)", name="an_outcome_has_a_time"),
        CheckConstraint(
            "leg <> 'courier' or (carrier is not null and waybill is not null)",
            name="couriers_have_a_waybill",
        ),
        CheckConstraint("leg <> 'own_driver' or driver_id is not null", name="our_own_legs_have_a_driver"),
        CheckConstraint(
            f"temperature_verdict is null or temperature_verdict in {VERDICTS}", name="verdict_is_known"
        ),
        CheckConstraint(f"slip_state in {SLIP_STATES}", name="slip_state_is_known"),
        CheckConstraint("pieces > 0", name="boxes_were_counted"),
        CheckConstraint("cardinality(counted_boxes) <= pieces", name="no_more_boxes_than_pieces"),
        Index(None, "driver_id", "departed_at"),
        Index(None, "departed_at", "id"),
        Index(None, "order_id"),
        Index(
            "uq_deliveries_under_way",
            "outbound_id",
            unique=True,
            postgresql_where=text("completed_at is null"),
        ),
        Index(
            "ix_deliveries_boxes_under_way",
            "counted_boxes",
            postgresql_using="gin",
            postgresql_where=text("completed_at is null"),
        ),
        {"info": guarded("delivery", portal=PORTAL)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id))
    outbound_id: Mapped[UUID] = mapped_column(ForeignKey(Outbound.id))
    leg: Mapped[str]
    driver_id: Mapped[UUID | None]
    driver_name: Mapped[str | None]
    handed_over_by: Mapped[UUID]
    handed_over_by_name: Mapped[str]
    carrier: Mapped[str | None]
    waybill: Mapped[str | None]
    pieces: Mapped[int]
    counted_boxes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    """Codes of the box labels that were scanned when it was handed over."""
    count_reason: Mapped[str | None]
    """Why the rest of the pieces was counted by hand; null with fewer codes than pieces where nobody was asked."""
    departed_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    """As the phone told it, when that can be; else the server's estimate."""
    temperature_verdict: Mapped[str | None]
    """The worst of its boxes at arrival; null where every line is ambient, or while it is under way."""
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
    """Why the office must look at it although it is a fact ("delivered, exception"): codes, with commas."""
    completed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DeliveryBox(Base):
    """A cold box or the cold truck itself: by what means, with which logger, how cold when leaving and arriving."""

    __tablename__ = "delivery_boxes"
    __table_args__ = (
        CheckConstraint(f"means in {MEANS}", name="means_is_known"),
        CheckConstraint("means <> 'truck' or plate is not null", name="trucks_have_a_plate"),
        CheckConstraint("validated_hours > 0", name="a_validated_duration_is_some"),
        CheckConstraint("means = 'truck' or box_number is not null", name="boxes_have_a_number"),
        CheckConstraint(f"verdict is null or verdict in {VERDICTS}", name="verdict_is_known"),
        Index(None, "delivery_id"),
        Index(None, "box_number"),
        Index(None, "logger_number"),
        {"info": guarded("delivery", portal=PORTAL_OF_DELIVERY)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey(Delivery.id))
    means: Mapped[str]
    plate: Mapped[str | None]
    box_number: Mapped[str | None]
    logger_number: Mapped[str]
    calibrated_until: Mapped[date | None]
    """The last day on which the logger's calibration holds."""
    coolant: Mapped[str | None]
    validated_hours: Mapped[int | None]
    """For how long the packaging was validated to keep its limits."""
    celsius_min: Mapped[Decimal | None]
    """The strictest limits of the lines inside, as judged by at departure and arrival; null is no limit."""
    celsius_max: Mapped[Decimal | None]
    departure_celsius: Mapped[Decimal]
    arrival_celsius: Mapped[Decimal | None]
    logger_photo_id: Mapped[UUID | None]
    verdict: Mapped[str | None]


class DeliveryLine(Base):
    """How many of a picked lot were sent in which box, and how many the receiver took; the rest comes back."""

    __tablename__ = "delivery_lines"
    __table_args__ = (
        CheckConstraint("sent > 0", name="something_was_sent"),
        CheckConstraint("received between 0 and sent", name="received_is_part_of_sent"),
        CheckConstraint("received = sent or reason is not null", name="a_difference_says_why"),
        Index(None, "delivery_id"),
        Index(None, "pick_line_id"),
        {"info": guarded("delivery", portal=PORTAL_OF_DELIVERY)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey(Delivery.id))
    pick_line_id: Mapped[UUID] = mapped_column(ForeignKey(PickLine.id))
    box_id: Mapped[UUID | None] = mapped_column(ForeignKey(DeliveryBox.id))
    sent: Mapped[Decimal]
    received: Mapped[Decimal | None]
    reason: Mapped[str | None]

"""Remarks: who wrote what on an order, and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded


class OrderRemark(Base):
    """One remark, kept for ever as it was written."""

    __tablename__ = "order_remarks"
    __table_args__ = (
        CheckConstraint("length(text) between 1 and 500", name="text_is_bounded"),
        CheckConstraint("cardinality(photo_ids) <= 4", name="photos_are_few"),
        CheckConstraint("text is not null or cardinality(photo_ids) > 0", name="it_says_something"),
        CheckConstraint("shown_to_customer or not by_customer", name="customers_see_what_they_wrote"),
        Index(None, "order_id", "written_at", "id"),
        Index(None, "photo_ids", postgresql_using="gin"),
        {
            "info": guarded(
                "orderRemark",
                append_only=True,
                portal="shown_to_customer and exists (select 1 from orders o where o.id = order_id"
                " and o.customer_id = portal_customer() and o.state <> 'draft')",
            )
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    text: Mapped[str | None]
    photo_ids: Mapped[list[UUID]]
    """Attachments, JPEG or PNG, without the metadata that phones write into them."""
    shown_to_customer: Mapped[bool]
    by_customer: Mapped[bool]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    written_at: Mapped[datetime]
    """When it was written, as the server estimates it; earlier than `recorded_at` after a day offline."""
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())

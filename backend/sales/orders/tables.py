"""Sales orders: from draft on the phone to delivery; the states a customer can follow."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.catalog.products.tables import Product
from backend.customers.accounts.tables import Customer, CustomerSite
from backend.foundation.tables import Base, Synced, guarded

STATES = (
    "draft", "submitted", "approved", "rejected", "picking", "picked", "rechecked",
    "handed_over", "delivered", "partly_delivered", "refused", "not_delivered", "cancelled",
)  # fmt: skip


class Order(Base, Synced):
    """A sales order. Numbers come from the server at submission; before, it is a draft of its maker."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state_is_known"),
        CheckConstraint(
            "(state = 'draft') = (number is null) or state = 'cancelled'", name="drafts_have_no_number"
        ),
        CheckConstraint("total_fen >= 0", name="total_is_not_negative"),
        Index(None, "customer_id", "ordered_at", "id"),
        Index(None, "ordered_at", "id"),
        Index(None, "state"),
        Index(None, "salesperson_id"),
        {"info": guarded("order", portal="customer_id = portal_customer() and state <> 'draft'")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(server_default="draft")
    customer_id: Mapped[UUID] = mapped_column(ForeignKey(Customer.id))
    site_id: Mapped[UUID] = mapped_column(ForeignKey(CustomerSite.id))
    receiver: Mapped[str]
    receiver_phone: Mapped[str]
    address: Mapped[str]
    wanted_on: Mapped[date | None]
    purchase_number: Mapped[str | None]
    """The customer's own purchase number."""
    buyer: Mapped[str | None]
    invoice_title: Mapped[str]
    note: Mapped[str | None]
    shelf_life_months_min: Mapped[int | None]
    salesperson_id: Mapped[UUID]
    department_id: Mapped[UUID | None]
    total_fen: Mapped[int]
    tax_fen: Mapped[int]
    at_list_price: Mapped[bool] = mapped_column(server_default=text("true"))
    released_why: Mapped[str | None]
    """How it was released: "by rule", or by the last approver's decision."""
    state_reason: Mapped[str | None]
    repeats_id: Mapped[UUID | None]
    ordered_at: Mapped[datetime]
    simulated: Mapped[bool] = mapped_column(server_default=text("false"))
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OrderLine(Base, Synced):
    """A product in an order: quantity in pieces, and the price that the salesperson was shown and we honour."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("quantity > 0", name="quantity_is_positive"),
        CheckConstraint("unit_price >= 0", name="price_is_not_negative"),
        Index(None, "product_id"),
        {
            "info": guarded(
                "order",
                portal="exists (select 1 from orders o where o.id = order_id"
                " and o.customer_id = portal_customer() and o.state <> 'draft')",
            )
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id))
    position: Mapped[int]
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    quantity: Mapped[Decimal]
    unit_price: Mapped[Decimal]
    tax_rate: Mapped[Decimal]
    amount_fen: Mapped[int]
    tax_fen: Mapped[int]


class OrderStep(Base):
    """One step of an order's way, with time and person: what the step rail shows."""

    __tablename__ = "order_steps"
    __table_args__ = (
        Index(None, "order_id", "id"),
        {
            "info": guarded(
                "order",
                append_only=True,
                portal="exists (select 1 from orders o where o.id = order_id"
                " and o.customer_id = portal_customer() and o.state <> 'draft')",
            )
        },
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey(Order.id))
    state: Mapped[str]
    user_id: Mapped[UUID]
    user_name: Mapped[str]
    reason: Mapped[str | None]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())

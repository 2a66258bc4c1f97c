"""Customers: accounts with their delivery sites and contacts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded


class Customer(Base, Synced):
    """An organisation that buys. Its salesperson and their department see it, and who may see all."""

    __tablename__ = "customers"
    __table_args__ = (
        CheckConstraint(
            "kind in ('university', 'institute', 'biotech', 'hospital', 'distributor')", name="kind_is_known"
        ),
        Index(None, "sort_key", "id"),
        Index(None, "salesperson_id"),
        {"info": guarded("customer", portal="id = portal_customer()")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    salesperson_id: Mapped[UUID]
    department_id: Mapped[UUID | None]
    invoice_title: Mapped[str]
    tax_number: Mapped[str | None]
    shelf_life_months_min: Mapped[int | None]
    """The customer's standing wish: at least so many months left at delivery."""
    note: Mapped[str | None]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OfCustomer(Base, Synced):
    """What a customer has several of."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(ForeignKey(Customer.id))


class CustomerSite(OfCustomer):
    """A place goods go to, with the usual receiver."""

    __tablename__ = "customer_sites"
    __table_args__ = (
        Index(None, "customer_id"),
        {"info": guarded("customer", portal="customer_id = portal_customer()")},
    )

    name: Mapped[str]
    address: Mapped[str]
    receiver: Mapped[str]
    phone: Mapped[str]


class Contact(OfCustomer):
    """A person at a customer: a buyer, with the end of their letter of authority where one is needed."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index(None, "customer_id"),
        {"info": guarded("customer", portal="customer_id = portal_customer()")},
    )

    name: Mapped[str]
    phone: Mapped[str | None]
    role: Mapped[str | None]
    authority_until: Mapped[date | None]

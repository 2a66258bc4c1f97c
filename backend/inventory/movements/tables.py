"""The ledger of goods: double entries that sum to zero per command and lot, and guarded balances."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded
from backend.inventory.locations.tables import Location

ACCOUNTS = (
    "supplier", "received", "stock", "reserved", "picked", "customer",
    "returned", "rejected", "scrapped", "adjustment",
)  # fmt: skip
STOCK_ACCOUNTS = ("received", "stock", "reserved", "picked", "returned", "rejected")
"""Goods in our hands: their balances never go below zero. The others are counterparties without bounds.

`received` waits for inspection, `returned` for quality's judgement: neither is ever available.
"""
AT, FOR = (
    f"coalesce({column}, '00000000-0000-0000-0000-000000000000'::uuid)"
    for column in ("location_id", "holder_id")
)
PORTAL = "account = 'customer' and holder_id = portal_customer()"


class Movement(Base):
    """One leg: so much of a lot into (+) or out of (−) an account at a place, for a holder such as an order line."""

    __tablename__ = "movements"
    __table_args__ = (
        CheckConstraint(f"account in {ACCOUNTS}", name="account_is_known"),
        CheckConstraint("quantity <> 0", name="something_moves"),
        CheckConstraint("(holder_id is null) = (holder_kind is null)", name="a_holder_has_a_kind"),
        CheckConstraint(
            "account <> 'customer' or holder_kind = 'customer'", name="customers_goods_name_the_customer"
        ),
        Index(None, "lot_id", "id"),
        Index(None, "command_id", "lot_id"),
        Index(None, "holder_kind", "holder_id"),
        {"info": guarded("movement", append_only=True, portal=PORTAL)},
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    command_id: Mapped[UUID]
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lots.id"))
    account: Mapped[str]
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey(Location.id))
    holder_kind: Mapped[str | None]
    holder_id: Mapped[UUID | None]
    quantity: Mapped[Decimal]
    user_id: Mapped[UUID]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Balance(Base, Synced):
    """How much of a lot is in a stock account at a place for a holder. Changed only by guarded UPDATEs."""

    __tablename__ = "balances"
    __table_args__ = (
        CheckConstraint(f"account in {STOCK_ACCOUNTS}", name="account_is_ours"),
        CheckConstraint("quantity >= 0", name="never_below_zero"),
        # Nulls are written as the nil id, so that a place is found by its index alone, also in a busy lot.
        Index("uq_balances_place", "lot_id", "account", text(AT), text(FOR), unique=True),
        Index(None, "holder_id"),
        {"info": guarded("movement")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lots.id"))
    account: Mapped[str]
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey(Location.id))
    holder_kind: Mapped[str | None]
    holder_id: Mapped[UUID | None]
    quantity: Mapped[Decimal]

"""The ledger of goods: double entries that sum to zero per command and lot, and guarded balances."""

from datetime import datetime
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

from backend.foundation.tables import Base, Synced, guarded
from backend.inventory.locations.tables import Location
from backend.inventory.lots.tables import Lot

ACCOUNTS = ("supplier", "stock", "reserved", "picked", "customer", "returned", "scrapped", "adjustment")
STOCK_ACCOUNTS = ("stock", "reserved", "picked", "returned")
"""Goods in our hands: their balances never go below zero. The others are counterparties without bounds."""


class Movement(Base):
    """One leg: so much of a lot into (+) or out of (−) an account at a place, for a holder such as an order line."""

    __tablename__ = "movements"
    __table_args__ = (
        CheckConstraint(f"account in {ACCOUNTS}", name="account_is_known"),
        CheckConstraint("quantity <> 0", name="something_moves"),
        Index(None, "lot_id", "recorded_at"),
        Index(None, "command_id"),
        Index(None, "holder_kind", "holder_id"),
        {"info": guarded("movement", append_only=True)},
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    command_id: Mapped[UUID]
    lot_id: Mapped[UUID] = mapped_column(ForeignKey(Lot.id))
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
        UniqueConstraint("lot_id", "account", "location_id", "holder_id", postgresql_nulls_not_distinct=True),
        Index(None, "holder_id"),
        {"info": guarded("balance")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    lot_id: Mapped[UUID] = mapped_column(ForeignKey(Lot.id))
    account: Mapped[str]
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey(Location.id))
    holder_kind: Mapped[str | None]
    holder_id: Mapped[UUID | None]
    quantity: Mapped[Decimal]

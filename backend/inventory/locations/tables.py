"""Locations: where goods stand, and how cold it is there."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded


class Location(Base, Synced):
    """A shelf place (货位) with its storage class; `code` is what its label says."""

    __tablename__ = "locations"
    __table_args__ = ({"info": guarded("location")},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str]
    storage_class: Mapped[str]

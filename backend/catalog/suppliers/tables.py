"""Suppliers: who the goods come from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded


class Supplier(Base, Synced):
    """A supplier (供货单位); its papers stand in compliance."""

    __tablename__ = "suppliers"
    __table_args__ = ({"info": guarded("supplier")},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    contact: Mapped[str | None]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

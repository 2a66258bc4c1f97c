"""Locations: where goods stand, and how cold it is there."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded


class Location(Base, Synced):
    """A shelf place (货位) with its storage class; `code` is what its label says."""

    __tablename__ = "locations"
    __table_args__ = (
        CheckConstraint(
            "storage_class in ('ambient', 'cool', 'refrigerated', 'frozen', 'deep_frozen')",
            name="storage_class_is_known",
        ),
        CheckConstraint("code ~ '^[0-9A-Z]([0-9A-Z-]{0,22}[0-9A-Z])?$'", name="code_fits_a_label"),
        {"info": guarded("location")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str]
    storage_class: Mapped[str]

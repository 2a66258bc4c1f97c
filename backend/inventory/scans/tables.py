"""Scans: what was read off a box, as it was read; the server parses it itself."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded


class Scan(Base):
    """Raw text with FNC1 (0x1D), symbology, source, device and time. Typed ones need a reason."""

    __tablename__ = "scans"
    __table_args__ = (
        CheckConstraint("source in ('camera', 'wedge', 'photo', 'typed')", name="source_is_known"),
        CheckConstraint("source <> 'typed' or reason is not null", name="typed_ones_say_why"),
        CheckConstraint("length(raw_text) between 1 and 4096", name="raw_text_is_bounded"),
        {"info": guarded("scan", append_only=True)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    raw_text: Mapped[str]
    symbology: Mapped[str | None]
    source: Mapped[str]
    reason: Mapped[str | None]
    photo_id: Mapped[UUID | None]
    gtin: Mapped[str | None]
    lot_number: Mapped[str | None]
    expires_on: Mapped[date | None]
    serial: Mapped[str | None] = mapped_column(index=True)
    sscc: Mapped[str | None]
    user_id: Mapped[UUID]
    device_id: Mapped[UUID | None]
    scanned_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())

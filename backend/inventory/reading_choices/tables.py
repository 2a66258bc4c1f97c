"""Which shape of reading was last found right for a supplier's codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.catalog.suppliers.tables import Supplier
from backend.foundation.tables import Base, guarded


class ReadingChoice(Base):
    """A shape such as "gs1 01 10 17" that somebody chose at receiving; the latest choice ranks first."""

    __tablename__ = "reading_choices"
    __table_args__ = (
        CheckConstraint("length(shape) between 1 and 200", name="shape_is_bounded"),
        {"info": guarded("readingChoice")},
    )

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey(Supplier.id), primary_key=True)
    shape: Mapped[str] = mapped_column(primary_key=True)
    chosen_by: Mapped[UUID]
    chosen_at: Mapped[datetime]

"""The firm's particulars: one row, made by `lotline setup`."""

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded


class Company(Base):
    """The firm and its first site; `zone` is the tz name by which its days are counted."""

    __tablename__ = "companies"
    __table_args__ = (
        CheckConstraint("single", name="is_one_row"),
        {"info": guarded("company", portal="true")},
    )

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    name: Mapped[str]
    credit_code: Mapped[str | None]
    drug_licence: Mapped[str | None]
    """药品经营许可证号."""
    device_licence: Mapped[str | None]
    """医疗器械经营许可证号, or the number of the class II filing (备案凭证) where that is all it needs."""
    address: Mapped[str | None]
    phone: Mapped[str | None]
    site_name: Mapped[str]
    zone: Mapped[str]

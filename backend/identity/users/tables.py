"""People: of the firm, of its customers, and the system itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.actor import SYSTEM
from backend.foundation.tables import Base, guarded


class User(Base):
    """A person who can act. `token_version` rises when every session must end: disabled, or a new password.

    `customer_id` has no key: customers stand above. The system's row is made by the first migration, so that
    what it did can name it.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("kind in ('staff', 'portal', 'system')", name="kind_is_known"),
        CheckConstraint(f"(kind = 'system') = (id = '{SYSTEM.user_id}')", name="one_system"),
        CheckConstraint("kind <> 'system' or login is null", name="system_never_signs_in"),
        CheckConstraint(
            "(kind = 'portal') = (customer_id is not null)", name="portal_people_have_a_customer"
        ),
        CheckConstraint("login = lower(login)", name="login_is_lower_case"),
        CheckConstraint("language in ('zh', 'en')", name="language_is_known"),
        {"info": guarded("user", portal="customer_id = portal_customer()")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    customer_id: Mapped[UUID | None]
    phone: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="zh")
    token_version: Mapped[int] = mapped_column(server_default="1")
    disabled_at: Mapped[datetime | None]
    search_key: Mapped[str] = mapped_column(server_default="")
    sort_key: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

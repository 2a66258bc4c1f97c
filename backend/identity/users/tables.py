"""People: of the firm, of its customers, and the system itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded


class Department(Base):
    """A department; rows of its people are seen by its managers."""

    __tablename__ = "departments"
    __table_args__ = ({"info": guarded("department")},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class User(Base):
    """A person who can act. `token_version` rises when sessions must end: disabled, password changed, posts changed."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("kind in ('staff', 'portal', 'system')", name="kind_is_known"),
        CheckConstraint(
            "(kind = 'portal') = (customer_id is not null)", name="portal_people_have_a_customer"
        ),
        CheckConstraint("login = lower(login)", name="login_is_lower_case"),
        {"info": guarded("user")},
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
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Credential(Base):
    """What a person knows: argon2id hashes of password and signing PIN. Never leaves identity."""

    __tablename__ = "credentials"
    __table_args__ = ({"info": guarded("credential")},)

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id), primary_key=True)
    password_hash: Mapped[str]
    pin_hash: Mapped[str | None]
    must_change: Mapped[bool] = mapped_column(server_default=text("false"))
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Membership(Base):
    """That a person holds a post from a day to a day; a deputy's membership names whom they stand in for."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("valid_to is null or valid_to > valid_from", name="period_is_not_inverted"),
        Index(None, "user_id"),
        {"info": guarded("membership")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    post: Mapped[str]
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey(Department.id))
    deputy_for: Mapped[UUID | None] = mapped_column(ForeignKey(User.id))
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]


class PostRight(Base):
    """What a post may do; filled from the rights' own declarations when the company is set up."""

    __tablename__ = "post_rights"
    __table_args__ = ({"info": guarded("post")},)

    post: Mapped[str] = mapped_column(primary_key=True)
    right_name: Mapped[str] = mapped_column("right", primary_key=True)

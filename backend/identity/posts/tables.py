"""Who holds which post from when until when, and what each post may do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.identity.users.tables import User


class Department(Base):
    """A department; rows of its people are seen by its managers."""

    __tablename__ = "departments"
    __table_args__ = ({"info": guarded("department")},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Membership(Base):
    """That a person holds a post, from an instant up to another (null: until it is ended).

    `deputy_for` is whom they stand in for; they then count as that person too where two are demanded.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("valid_to is null or valid_to > valid_from", name="period_is_not_inverted"),
        CheckConstraint("deputy_for is null or deputy_for <> user_id", name="nobody_is_their_own_deputy"),
        Index(None, "user_id"),
        {
            "info": guarded(
                "membership",
                portal="exists (select from users where users.id = user_id and users.customer_id = portal_customer())",
            )
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    post: Mapped[str]
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey(Department.id))
    deputy_for: Mapped[UUID | None] = mapped_column(ForeignKey(User.id))
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]


class PostRight(Base):
    """What a post may do, and since when; a right that was taken away keeps its row."""

    __tablename__ = "post_rights"
    __table_args__ = (
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="period_is_not_inverted"),
        Index(
            "ix_post_rights_one_open", "post", "right", unique=True, postgresql_where=text("valid_to is null")
        ),
        {"info": guarded("post")},
    )

    post: Mapped[str] = mapped_column(primary_key=True)
    right_name: Mapped[str] = mapped_column("right", primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(primary_key=True)
    valid_to: Mapped[datetime | None]

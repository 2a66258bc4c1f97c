"""Finds what a person may do, now or at an earlier moment: one statement for all of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, Text, Uuid, and_, any_, bindparam, case, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.house import House
from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.identity.posts.tables import Department, Membership, PostRight
from backend.identity.rights import PEOPLE_MANAGE, PEOPLE_READ
from backend.identity.users.tables import User

AT = bindparam("at", type_=TIMESTAMP(timezone=True))
TENURES_MAX = 1_000


def in_force(start: Any, end: Any) -> tuple[ColumnElement[bool], ...]:
    """That a period holds at the parameter `at`."""
    return (start <= AT, or_(end.is_(None), end > AT))


def _array(subquery: Select[Any], type_: ARRAY[Any]) -> ColumnElement[Any]:
    return func.array(subquery.distinct().correlate(User).scalar_subquery(), type_=type_)


class ActorRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    name: str
    kind: str
    customer_id: UUID | None
    language: str
    posts: list[str]
    rights: list[str]
    departments: list[UUID]
    on_behalf_of: UUID | None

    def actor(self, session_id: UUID | None = None) -> Actor:
        return Actor(
            user_id=self.id,
            name=self.name,
            kind="portal" if self.kind == "portal" else "staff",
            rights=frozenset(self.rights),
            posts=tuple(self.posts),
            departments=tuple(self.departments),
            customer_id=self.customer_id,
            language=self.language,
            session_id=session_id,
            on_behalf_of=self.on_behalf_of,
        )


def actor_columns() -> tuple[ColumnElement[Any], ...]:
    """The columns of ActorRow, beside `User` in the FROM clause, as of the parameter `at`."""
    held = and_(Membership.user_id == User.id, *in_force(Membership.valid_from, Membership.valid_to))
    rights = select(PostRight.right_name).where(
        PostRight.post == Membership.post, held, *in_force(PostRight.valid_from, PostRight.valid_to)
    )
    return (
        User.id.expression,
        User.name.expression,
        User.kind.expression,
        User.customer_id.expression,
        User.language.expression,
        _array(select(Membership.post).where(held), ARRAY(Text())),
        _array(rights, ARRAY(Text())),
        _array(
            select(Membership.department_id).where(held, Membership.department_id.is_not(None)), ARRAY(Uuid())
        ),
        select(Membership.deputy_for)
        .where(held, Membership.deputy_for.is_not(None))
        .order_by(Membership.valid_from)
        .limit(1)
        .correlate(User)
        .scalar_subquery(),
    )


ACTOR_AT = Query(
    ActorRow,
    select(*actor_columns()).where(
        User.id == bindparam("user_id", type_=Uuid()),
        User.kind != "system",
        or_(User.disabled_at.is_(None), User.disabled_at > AT),
    ),
)


async def actor_of(house: House, user_id: UUID) -> Actor | None:
    """The person with all that they may do now; None for the unknown, the disabled and the system."""
    return await actor_at(house, user_id, house.clock.now())


async def actor_at(house: House, user_id: UUID, when: datetime) -> Actor | None:
    """The person with all that they were allowed at `when`: for work that is handed in later.

    Somebody who was disabled since is still told as they were; None when they were disabled by then.
    """
    async with house.reading(SYSTEM) as reading:
        row = await reading.first(ACTOR_AT, user_id=user_id, at=when)
    return None if row is None else row.actor()


class PersonRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    name: str
    kind: str
    login: str | None
    phone: str | None
    language: str
    customer_id: UUID | None
    disabled: bool
    sort_key: str


class TenureRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    user_id: UUID
    post: str
    department_id: UUID | None
    deputy_for: UUID | None
    valid_from: datetime
    valid_to: datetime | None


class DepartmentRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    name: str


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Oneself; for staff who may, every colleague; customers' people only to who manages people."""
    colleagues = and_(actor.customer_id.is_(None), actor.may(PEOPLE_READ), User.kind == "staff")
    managed = and_(actor.customer_id.is_(None), actor.may(PEOPLE_MANAGE), User.kind != "system")
    return or_(User.id == actor.user_id, colleagues, managed)


def _private(column: Any) -> ColumnElement[Any]:
    """What only oneself and the administrator see."""
    return case((or_(User.id == ACTOR.user_id, ACTOR.may(PEOPLE_MANAGE)), column), else_=None)


_PERSON = (
    User.id,
    User.name,
    User.kind,
    _private(User.login),
    _private(User.phone),
    User.language,
    User.customer_id,
    User.disabled_at.is_not(None),
    User.sort_key,
)

_SEARCH = bindparam("search", type_=Text())
_POST = bindparam("post", type_=Text())
_DEPARTMENT = bindparam("department_id", type_=Uuid())
_IDS = bindparam("ids", type_=ARRAY(Uuid()))


def _holds_now(tenure: ColumnElement[bool]) -> ColumnElement[bool]:
    """That the person holds such a post at the parameter `at`."""
    held = (Membership.user_id == User.id, *in_force(Membership.valid_from, Membership.valid_to))
    return select(Membership.id).where(*held, tenure).exists()


PEOPLE = PageQuery(
    PersonRow,
    select(*_PERSON).where(
        visible_to(ACTOR),
        or_(_SEARCH.is_(None), User.search_key.like(_SEARCH)),
        or_(_POST.is_(None), _holds_now(Membership.post == _POST)),
        or_(_DEPARTMENT.is_(None), _holds_now(Membership.department_id == _DEPARTMENT)),
    ),
    order=(User.sort_key, User.id),
    fields=("sort_key", "id"),
)

PEOPLE_BY_ID = Query(PersonRow, select(*_PERSON).where(visible_to(ACTOR), User.id == any_(_IDS)))

TENURES_OF = Query(
    TenureRow,
    select(
        Membership.id,
        Membership.user_id,
        Membership.post,
        Membership.department_id,
        Membership.deputy_for,
        Membership.valid_from,
        Membership.valid_to,
    )
    .join(User, User.id == Membership.user_id)
    .where(visible_to(ACTOR), User.id == any_(_IDS))
    .order_by(Membership.valid_from.desc(), Membership.id)
    .limit(TENURES_MAX),
)

DEPARTMENTS = Query(
    DepartmentRow,
    select(Department.id, Department.name)
    .where(ACTOR.customer_id.is_(None), ACTOR.may(PEOPLE_READ))
    .order_by(Department.name)
    .limit(PAGE_SIZE_MAX),
)
DEPARTMENTS_BY_ID = Query(
    DepartmentRow,
    select(Department.id, Department.name).where(ACTOR.customer_id.is_(None), Department.id == any_(_IDS)),
)


class PostRightRow(msgspec.Struct, frozen=True, gc=False):
    post: str
    right: str


POST_RIGHTS = Query(
    PostRightRow,
    select(PostRight.post, PostRight.right_name)
    .where(ACTOR.may(PEOPLE_MANAGE), PostRight.valid_to.is_(None))
    .order_by(PostRight.post, PostRight.right_name),
)

"""Gives posts to people and rights to posts, and ends both. Nobody raises their own rights."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.foundation.actor import SYSTEM
from backend.foundation.command import handles
from backend.foundation.days import check_days
from backend.foundation.house import House
from backend.foundation.ids import derived_id
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.perform import perform, refuses
from backend.foundation.period import Span
from backend.foundation.permission import SYSTEM_ONLY, NotFound, all_rights
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.identity.posts.rules import (
    DepartmentKnown,
    PostHeldAlready,
    Tenure,
    grantable_right,
    known_post,
    refuse_clash,
    span_from,
)
from backend.identity.posts.tables import Department, Membership, PostRight
from backend.identity.rights import PEOPLE_MANAGE
from backend.identity.users.rules import NotToYourself
from backend.identity.users.tables import User

_POSTS_ARE_A_THING: Final = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDepartment:
    """Makes a department, or changes its name, under an id that the client made."""

    department_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantPost:
    """Gives a post to another person, from `valid_from` (null, or past: now) up to `valid_to` (null: until ended).

    `deputy_for` makes it a deputy's: they stand in for that person, who must hold the post then.
    """

    membership_id: UUID
    user_id: UUID
    post: str
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    department_id: UUID | None = None
    deputy_for: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPost:
    """Ends a tenure now; one that has not begun never will."""

    membership_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowPost:
    """Gives a right to everybody who holds a post."""

    post: str
    right: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbidPost:
    """Takes a right from everybody who holds a post."""

    post: str
    right: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FillPostRights:
    """Gives rights that no post has ever had to the posts that their declarations name."""

    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartmentAdded:
    """The department has this name."""

    department_id: UUID


@dataclass(frozen=True, slots=True)
class PostGranted:
    """The person holds the post in that period."""

    membership_id: UUID
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class PostEnded:
    """The tenure is over."""

    membership_id: UUID


@dataclass(frozen=True, slots=True)
class PostRightChanged:
    """What the post may do is changed, for its holders within a second."""

    post: str
    right: str


@dataclass(frozen=True, slots=True)
class PostRightsFilled:
    """How many rights were given to posts."""

    given: int


refuses("uq_departments_name", DepartmentKnown)
refuses("pk_memberships", lambda: PostHeldAlready("—"))


@handles(AddDepartment, name="identity.addDepartment", needs=PEOPLE_MANAGE)
async def add_department(command: AddDepartment, work: Work) -> DepartmentAdded:
    name = cleaned(command.name)
    await work.session.execute(
        insert(Department)
        .values(id=command.department_id, name=name)
        .on_conflict_do_update(index_elements=[Department.id], set_={"name": name})
    )
    work.changed("department", command.department_id, None, {"name": name})
    return DepartmentAdded(command.department_id)


@handles(GrantPost, name="identity.grantPost", needs=PEOPLE_MANAGE)
async def grant_post(command: GrantPost, work: Work) -> PostGranted:
    post = known_post(command.post)
    if work.actor.persons & {command.user_id}:
        raise NotToYourself
    if command.valid_to is not None:
        check_days(command.valid_to.date())
    span = span_from(work.now, command.valid_from, command.valid_to)
    people = {command.user_id} | ({command.deputy_for} if command.deputy_for else set())
    kinds = await _kinds_for_update(work.session, people)
    if command.department_id is not None and not await work.session.get(Department, command.department_id):
        raise NotFound("department")
    wanted = Tenure(user_id=command.user_id, post=post.name, span=span, deputy_for=command.deputy_for)
    refuse_clash(wanted, kinds[command.user_id], await _tenures(work.session, people))
    membership = Membership(
        id=command.membership_id,
        user_id=command.user_id,
        post=post.name,
        department_id=command.department_id,
        deputy_for=command.deputy_for,
        valid_from=span.start,
        valid_to=span.end,
    )
    work.session.add(membership)
    work.changed("membership", membership.id, None, facts_of(membership))
    return PostGranted(membership.id, membership.valid_from, membership.valid_to)


@handles(EndPost, name="identity.endPost", needs=PEOPLE_MANAGE)
async def end_post(command: EndPost, work: Work) -> PostEnded:
    membership = await work.session.scalar(
        select(Membership).where(Membership.id == command.membership_id).with_for_update()
    )
    if membership is None:
        raise NotFound("membership")
    work.reason = cleaned(command.reason, characters_max=REMARK_CHARACTERS_MAX)
    before = facts_of(membership)
    if membership.valid_from >= work.now:
        await work.session.delete(membership)
        work.changed("membership", membership.id, before, None)
        return PostEnded(membership.id)
    if membership.valid_to is None or membership.valid_to > work.now:
        membership.valid_to = work.now
    work.changed("membership", membership.id, before, facts_of(membership))
    return PostEnded(membership.id)


@handles(AllowPost, name="identity.allowPost", needs=PEOPLE_MANAGE)
async def allow_post(command: AllowPost, work: Work) -> PostRightChanged:
    post, right = known_post(command.post), grantable_right(command.right)
    work.reason = cleaned(command.reason, characters_max=REMARK_CHARACTERS_MAX)
    if not work.actor.may(right) and await _holds_or_will(work, post.name):
        raise NotToYourself
    await work.session.execute(
        insert(PostRight)
        .values(post=post.name, right_name=right.name, valid_from=work.now)
        .on_conflict_do_nothing()
    )
    _post_changed(work, post.name, None, {"right": right.name})
    return PostRightChanged(post.name, right.name)


@handles(ForbidPost, name="identity.forbidPost", needs=PEOPLE_MANAGE)
async def forbid_post(command: ForbidPost, work: Work) -> PostRightChanged:
    post, right = known_post(command.post), grantable_right(command.right)
    work.reason = cleaned(command.reason, characters_max=REMARK_CHARACTERS_MAX)
    await work.session.execute(
        update(PostRight)
        .where(PostRight.post == post.name, PostRight.right_name == right.name, PostRight.valid_to.is_(None))
        .values(valid_to=work.now)
    )
    _post_changed(work, post.name, {"right": right.name}, None)
    return PostRightChanged(post.name, right.name)


@handles(FillPostRights, name="identity.fillPostRights", needs=SYSTEM_ONLY)
async def fill_post_rights(command: FillPostRights, work: Work) -> PostRightsFilled:
    known = set(await work.session.scalars(select(PostRight.right_name).distinct()))
    given = [
        (known_post(post).name, right.name)
        for right in all_rights()
        if right.name in command.rights and right.name not in known
        for post in right.posts
    ]
    for post, right_name in given:
        _post_changed(work, post, None, {"right": right_name})
    if given:
        await work.session.execute(
            insert(PostRight).on_conflict_do_nothing(),
            [{"post": post, "right_name": name, "valid_from": work.now} for post, name in given],
        )
    return PostRightsFilled(len(given))


async def ensure_post_rights(house: House) -> None:
    """Gives every declared right that is new to this database its default posts; the same rights again do nothing."""
    names = tuple(right.name for right in all_rights() if right.posts)
    await perform(house, FillPostRights(rights=names), SYSTEM, derived_id("post rights", *names))


async def _kinds_for_update(session: AsyncSession, people: set[UUID]) -> dict[UUID, str]:
    """The kind of each, their rows locked in order. Raises NotFound when one is missing or the system."""
    rows = await session.execute(
        select(User.id, User.kind)
        .where(User.id.in_(people), User.kind != "system")
        .order_by(User.id)
        .with_for_update()
    )
    kinds = {id: kind for id, kind in rows}  # noqa: C416 - mypy knows no mapping in it.
    if kinds.keys() != people:
        raise NotFound("user")
    return kinds


async def _tenures(session: AsyncSession, people: set[UUID]) -> list[Tenure]:
    rows = await session.scalars(select(Membership).where(Membership.user_id.in_(people)))
    return [
        Tenure(
            user_id=row.user_id,
            post=row.post,
            span=Span(row.valid_from, row.valid_to),
            deputy_for=row.deputy_for,
        )
        for row in rows
    ]


async def _holds_or_will(work: Work, post: str) -> bool:
    held = exists().where(
        Membership.user_id.in_(work.actor.persons),
        Membership.post == post,
        or_(Membership.valid_to.is_(None), Membership.valid_to > work.now),
    )
    return bool(await work.session.scalar(select(held)))


def _post_changed(work: Work, post: str, before: dict[str, str] | None, after: dict[str, str] | None) -> None:
    """Posts are named, not numbered: the audit entry finds them under an id derived from the name."""
    facts = {"post": post}
    work.changed(
        _POSTS_ARE_A_THING,
        derived_id("post", post),
        None if before is None else facts | before,
        None if after is None else facts | after,
    )


def facts_of(membership: Membership) -> dict[str, object]:
    """A membership as the audit log keeps it."""
    return {
        "user": str(membership.user_id),
        "post": membership.post,
        "department": None if membership.department_id is None else str(membership.department_id),
        "deputyFor": None if membership.deputy_for is None else str(membership.deputy_for),
        "from": membership.valid_from.isoformat(),
        "to": None if membership.valid_to is None else membership.valid_to.isoformat(),
    }

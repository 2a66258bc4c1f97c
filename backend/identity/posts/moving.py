"""Moves a post that somebody holds to another department. Where they were until now stays on file."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles
from backend.foundation.permission import NotFound
from backend.foundation.refusal import Refusal
from backend.foundation.work import Work
from backend.identity.posts.commands import facts_of
from backend.identity.posts.tables import Department, Membership
from backend.identity.rights import PEOPLE_MANAGE
from backend.identity.users.rules import NotToYourself


@dataclass
class TenureOver(Refusal):
    """What has ended stays as it was."""

    zh: ClassVar[str] = "这一任期已结束，不能再调整部门。需要时请重新增加岗位。"
    en: ClassVar[str] = "This tenure has ended; its department stays as it was. Grant the post anew instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePost:
    """Moves another person's post to a department (null: none) from now on; post, end and deputyship go on.

    `new_membership_id` is that of the tenure in the new department; one that has not begun yet is moved as it is.
    """

    membership_id: UUID
    new_membership_id: UUID
    department_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PostMoved:
    """The tenure that holds now, and since when."""

    membership_id: UUID
    valid_from: datetime


@handles(MovePost, name="identity.movePost", needs=PEOPLE_MANAGE)
async def move_post(command: MovePost, work: Work) -> PostMoved:
    held = await work.session.scalar(
        select(Membership).where(Membership.id == command.membership_id).with_for_update()
    )
    if held is None:
        raise NotFound("membership")
    if held.user_id in work.actor.persons:
        raise NotToYourself
    if command.department_id is not None and not await work.session.get(Department, command.department_id):
        raise NotFound("department")
    if held.valid_to is not None and held.valid_to <= work.now:
        raise TenureOver
    if held.department_id == command.department_id:
        return PostMoved(held.id, held.valid_from)
    before = facts_of(held)
    if held.valid_from >= work.now:
        held.department_id = command.department_id
        work.changed("membership", held.id, before, facts_of(held))
        return PostMoved(held.id, held.valid_from)
    moved = Membership(
        id=command.new_membership_id,
        user_id=held.user_id,
        post=held.post,
        department_id=command.department_id,
        deputy_for=held.deputy_for,
        valid_from=work.now,
        valid_to=held.valid_to,
    )
    held.valid_to = work.now
    work.session.add(moved)
    work.changed("membership", held.id, before, facts_of(held))
    work.changed("membership", moved.id, None, facts_of(moved))
    return PostMoved(moved.id, moved.valid_from)

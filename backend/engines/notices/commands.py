"""Tells people, and notes what they have read."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.engines.notices.tables import Notice
from backend.foundation.command import handles
from backend.foundation.events import Event
from backend.foundation.permission import SIGNED_IN, SYSTEM_ONLY
from backend.foundation.work import Work
from backend.identity.posts.tables import Membership, PostRight
from backend.identity.users.tables import User

READ_AT_ONCE_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHolders:
    """Tells everybody whose posts give them the right now, but not `not_to`, who caused it."""

    right: str
    kind: str
    about_kind: str
    about_id: UUID
    cause_id: UUID
    facts: dict[str, Any]
    not_to: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPerson:
    """Tells one person."""

    user_id: UUID
    kind: str
    about_kind: str
    about_id: UUID
    cause_id: UUID
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotices:
    """Marks the asker's own notices as read; others' are left alone."""

    notice_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """How many people were told; those told before for the same cause are not counted."""

    people: int


@dataclass(frozen=True, slots=True)
class NoticesRead:
    """How many were unread until now."""

    count: int


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Event):
    """People were told; a robot may tell the group too."""

    name: ClassVar[str] = "notices.noticeGiven"
    kind: str
    about_kind: str
    about_id: UUID
    facts: dict[str, Any]

    @property
    def about(self) -> UUID:
        return self.about_id


@handles(TellHolders, name="notices.tellHolders", needs=SYSTEM_ONLY)
async def tell_holders(command: TellHolders, work: Work) -> Told:
    holders = await work.session.scalars(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .join(PostRight, PostRight.post == Membership.post)
        .where(
            PostRight.right_name == command.right,
            PostRight.valid_to.is_(None),
            Membership.valid_from <= work.now,
            or_(Membership.valid_to.is_(None), Membership.valid_to > work.now),
            User.disabled_at.is_(None),
            User.id != (command.not_to or UUID(int=0)),
        )
        .distinct()
        .order_by(User.id)
    )
    return await _tell(work, holders.all(), command)


@handles(TellPerson, name="notices.tellPerson", needs=SYSTEM_ONLY)
async def tell_person(command: TellPerson, work: Work) -> Told:
    return await _tell(work, [command.user_id], command)


@handles(ReadNotices, name="notices.readNotices", needs=SIGNED_IN)
async def read_notices(command: ReadNotices, work: Work) -> NoticesRead:
    read = await work.session.scalars(
        update(Notice)
        .where(
            Notice.id.in_(command.notice_ids[:READ_AT_ONCE_MAX]),
            Notice.user_id == work.actor.user_id,
            Notice.read_at.is_(None),
        )
        .values(read_at=func.now())
        .returning(Notice.id)
    )
    ids = read.all()
    for id in ids:
        work.changed("notice", id, {"read": False}, {"read": True})
    return NoticesRead(len(ids))


async def _tell(work: Work, people: "list[UUID] | Any", command: TellHolders | TellPerson) -> Told:
    told = 0
    for user_id in people:
        notice_id = await work.session.scalar(
            insert(Notice)
            .values(
                id=work.ids.new(),
                user_id=user_id,
                cause_id=command.cause_id,
                kind=command.kind,
                facts=command.facts,
                about_kind=command.about_kind,
                about_id=command.about_id,
            )
            .on_conflict_do_nothing(index_elements=["user_id", "cause_id"])
            .returning(Notice.id)
        )
        if notice_id is not None:
            told += 1
            work.changed("notice", notice_id, None, {"kind": command.kind, "to": str(user_id)})
    if told:
        work.events.append(
            NoticeGiven(
                kind=command.kind,
                about_kind=command.about_kind,
                about_id=command.about_id,
                facts=command.facts,
            )
        )
    return Told(told)

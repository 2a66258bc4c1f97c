"""Finds papers. Whoever reads papers gets to a holder's through the holder, which must be visible to them."""

from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Text, Uuid, and_, any_, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.compliance.qualifications.rules import PaperFacts, PaperType
from backend.compliance.qualifications.tables import Paper
from backend.compliance.rights import PAPERS_READ, PAPERS_READ_ALL
from backend.foundation.files import shows_attachments
from backend.foundation.reading import ACTOR, ActorColumns, Query, Reading
from backend.foundation.visibility import sees

PAPERS_PER_HOLDER_MAX: Final = 50
"""How many of a holder's papers are shown, the newest first; older ones are history, and in the audit log."""
PAPERS_JUDGED_MAX: Final = 500


class PaperRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    holder_kind: str
    holder_id: UUID
    type: PaperType
    number: str
    issued_by: str | None
    scope: list[str]
    valid_from: date
    valid_to: date | None
    attachment_id: UUID | None
    state: str
    submitted_by: UUID
    reviewed_by: UUID | None
    reviewed_at: datetime | None
    reason: str | None
    created_at: datetime

    def facts(self, zone: ZoneInfo) -> PaperFacts:
        """What the rules need; the review's day is that of the site."""
        return PaperFacts(
            type=PaperType(self.type),
            state=self.state,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            scope=frozenset(self.scope),
            reviewed_on=self.reviewed_at.astimezone(zone).date() if self.reviewed_at else None,
        )


COLUMNS = tuple(getattr(Paper, name) for name in PaperRow.__struct_fields__)


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Staff who read papers; portal people their own firm's (row-level security says so a second time)."""
    own = (Paper.holder_kind == "customer") & (Paper.holder_id == actor.customer_id)
    return actor.may(PAPERS_READ) & or_(actor.customer_id.is_(None), own)


def visible_without_holder(actor: ActorColumns) -> ColumnElement[bool]:
    """For lists over all holders."""
    return actor.customer_id.is_(None) & actor.may(PAPERS_READ_ALL)


@cache
def papers_of(holder_kind: str) -> Query[PaperRow]:
    """Papers by holder (parameter `ids`, key `holder_id`), the newest first, at most PAPERS_PER_HOLDER_MAX each."""
    newest_first = func.row_number().over(
        partition_by=Paper.holder_id, order_by=(Paper.created_at.desc(), Paper.id)
    )
    ranked = (
        select(*COLUMNS, newest_first.label("place"))
        .where(
            visible_to(ACTOR),
            Paper.holder_kind == bindparam("kind", holder_kind, type_=Text(), unique=True),
            Paper.holder_id == any_(bindparam("ids", type_=ARRAY(Uuid()))),
        )
        .subquery()
    )
    columns = [ranked.c[name] for name in PaperRow.__struct_fields__]
    return Query(
        PaperRow,
        select(*columns)
        .where(ranked.c.place <= PAPERS_PER_HOLDER_MAX)
        .order_by(ranked.c.holder_id, ranked.c.place),
    )


# A paper that was renewed in time is no news: a later one of the same type with as wide a scope stands beside it.
_Renewal = aliased(Paper)
RENEWED = exists().where(
    _Renewal.holder_id == Paper.holder_id,
    _Renewal.type == Paper.type,
    _Renewal.state == "accepted",
    or_(_Renewal.valid_to.is_(None), _Renewal.valid_to > Paper.valid_to),
    or_(
        func.cardinality(_Renewal.scope) == 0,  # An empty scope is all that the type covers.
        and_(func.cardinality(Paper.scope) > 0, _Renewal.scope.op("@>")(Paper.scope)),
    ),
)

PAPERS_WITH_ATTACHMENT = Query(
    PaperRow,
    select(*COLUMNS)
    .where(visible_to(ACTOR), Paper.attachment_id == bindparam("attachment_id", type_=Uuid()))
    .limit(PAPERS_PER_HOLDER_MAX),
)


async def held_papers(
    session: AsyncSession, holder_kind: str, holder_id: UUID, zone: ZoneInfo
) -> list[PaperFacts]:
    """What the gate judges by, inside a unit of work: the holder's papers, whoever asks."""
    rows: Any = await session.execute(
        select(*COLUMNS)
        .where(Paper.holder_kind == holder_kind, Paper.holder_id == holder_id, Paper.state != "rejected")
        .order_by(Paper.created_at.desc(), Paper.id)
        .limit(PAPERS_JUDGED_MAX)
    )
    return [PaperRow(*row).facts(zone) for row in rows]


@shows_attachments
async def shows_attachment(reading: Reading, attachment_id: UUID) -> bool:
    """A paper's file is read by whoever sees the paper and its holder."""
    for paper in await reading.all(PAPERS_WITH_ATTACHMENT, attachment_id=attachment_id):
        if await sees(reading, paper.holder_kind, paper.holder_id):
            return True
    return False

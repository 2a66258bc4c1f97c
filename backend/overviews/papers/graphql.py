"""The quality officer's desk in GraphQL."""

from datetime import timedelta

import strawberry

from backend.compliance.qualifications.graphql import PaperOfHolderType
from backend.compliance.qualifications.rules import EXPIRING_DAYS
from backend.compliance.rights import PAPERS_READ_ALL
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.overviews.papers import queries

EXPIRING_DAYS_ASKED_MAX = 3_650


@strawberry.type(name="PaperOnDesk", description="A licence document with its holder's name.")
class PaperOnDeskType(PaperOfHolderType):
    holder_name: str | None


@strawberry.type
class PaperDeskQueries:
    @query(needs=PAPERS_READ_ALL)
    async def papers_to_review(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        holder_kind: str | None = None,
    ) -> PageOf[PaperOnDeskType]:
        """Papers that await review, the oldest first."""
        return page_of(await info.context.page(queries.PAPERS_TO_REVIEW, first, after, kind=holder_kind))

    @query(needs=PAPERS_READ_ALL)
    async def papers_expiring(
        self,
        info: Info,
        within_days: int = EXPIRING_DAYS,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        holder_kind: str | None = None,
    ) -> PageOf[PaperOnDeskType]:
        """Accepted papers whose last day is within so many days (0 to 3650), the soonest first; renewed ones are out."""
        house = info.context.house
        today = house.clock.today(house.zone)
        until = today + timedelta(days=min(max(within_days, 0), EXPIRING_DAYS_ASKED_MAX))
        return page_of(
            await info.context.page(
                queries.PAPERS_EXPIRING, first, after, today=today, until=until, kind=holder_kind
            )
        )

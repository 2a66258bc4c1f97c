"""Papers in GraphQL."""

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from backend.compliance.qualifications import queries
from backend.compliance.qualifications.commands import ReviewPaper, SubmitPaper
from backend.compliance.qualifications.queries import PaperRow
from backend.compliance.qualifications.review import (
    PaperKnown,
    PaperReviewed,
    RejectionNeedsReason,
    ReviewerIsSubmitter,
    ScopeUnknown,
)
from backend.compliance.qualifications.rules import (
    EXPIRING_DAYS,
    CustomerKind,
    Line,
    PaperType,
    Regime,
    Standing,
    missing,
    required_papers,
    standing,
)
from backend.compliance.rights import PAPERS_READ, PAPERS_READ_ALL
from backend.foundation.files import AttachmentNotReady, DocumentRefused
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import SIGNED_IN

EXPIRING_DAYS_ASKED_MAX = 3_650

for kind in (Regime, CustomerKind, PaperType, Standing):
    strawberry.enum(kind)

Parent = Annotated[PaperRow, strawberry.parent]


@strawberry.type(
    name="Paper", description="A licence document of a holder, as it was submitted and reviewed."
)
class PaperOfHolderType:
    id: UUID
    holder_kind: str
    holder_id: UUID
    type: PaperType
    number: str
    issued_by: str | None
    scope: list[str] = strawberry.field(metadata={"at_most": len(Regime)})
    valid_from: date
    valid_to: date | None
    attachment_id: UUID | None
    state: str
    submitted_by: UUID
    reviewed_by: UUID | None
    reviewed_at: datetime | None
    reason: str | None
    created_at: datetime

    @edge(needs=SIGNED_IN)
    async def type_name(self: Parent, info: Info) -> str:
        """Its type's name in the asker's language."""
        paper_type = PaperType(self.type)
        return paper_type.en if info.context.language == "en" else paper_type.zh

    @edge(needs=SIGNED_IN)
    async def standing(self: Parent, info: Info, on: date | None = None) -> Standing:
        """What stands of it on a day (today when none is given)."""
        house = info.context.house
        return standing(self.facts(house.zone), on or house.clock.today(house.zone))


@strawberry.type(description="Whether a holder's papers open the gate for goods of one regime, on a day.")
class RegimeStanding:
    regime: Regime
    on: date
    open: bool
    paper_type: PaperType | None
    why: Standing | None
    ended_on: date | None


def regime_standings(
    customer_kind: CustomerKind, papers: list[PaperRow], info: Info, on: date | None
) -> list[RegimeStanding]:
    """One answer per regime, in the order of the regimes: what a buyer of this kind lacks on that day, if anything."""
    house = info.context.house
    day = on or house.clock.today(house.zone)
    facts = [paper.facts(house.zone) for paper in papers]
    answers = []
    for regime in Regime:
        lacks = missing(customer_kind, [Line(1, regime)], facts, day)
        lack = lacks[0] if lacks else None
        answers.append(
            RegimeStanding(
                regime=regime,
                on=day,
                open=lack is None,
                paper_type=lack.paper_type if lack else None,
                why=lack.why if lack else None,
                ended_on=lack.ended_on if lack else None,
            )
        )
    return answers


@strawberry.type
class QualificationQueries:
    @query(needs=PAPERS_READ_ALL)
    async def papers_to_review(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None
    ) -> PageOf[PaperOfHolderType]:
        """Papers that await review, the oldest first."""
        return page_of(await info.context.page(queries.PAPERS_TO_REVIEW, first, after))

    @query(needs=PAPERS_READ_ALL)
    async def papers_expiring(
        self,
        info: Info,
        within_days: int = EXPIRING_DAYS,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
    ) -> PageOf[PaperOfHolderType]:
        """Accepted papers whose last day is within so many days (0 to 3650), the soonest first."""
        house = info.context.house
        today = house.clock.today(house.zone)
        days = min(max(within_days, 0), EXPIRING_DAYS_ASKED_MAX)
        until = today + timedelta(days=days)
        return page_of(
            await info.context.page(queries.PAPERS_EXPIRING, first, after, today=today, until=until)
        )

    @query(needs=PAPERS_READ, at_most=len(PaperType))
    async def required_papers(
        self, info: Info, customer_kind: CustomerKind, regimes: list[Regime], on: date | None = None
    ) -> list[PaperType]:
        """The papers that a buyer of this kind is asked for, for goods of these regimes, on a day."""
        house = info.context.house
        return sorted(required_papers(customer_kind, regimes, on or house.clock.today(house.zone)))


QualificationMutations = mutations(
    "QualificationMutations",
    mutation(
        SubmitPaper, refuses=(PaperKnown, ScopeUnknown, PeriodInverted, AttachmentNotReady, DocumentRefused)
    ),
    mutation(ReviewPaper, refuses=(PaperReviewed, ReviewerIsSubmitter, RejectionNeedsReason)),
)

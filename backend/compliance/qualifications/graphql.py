"""Papers in GraphQL."""

from datetime import date, datetime
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
    CustomerKind,
    Line,
    PaperType,
    Regime,
    Standing,
    asked_for,
    missing,
    required_papers,
    standing,
)
from backend.compliance.rights import PAPERS_READ
from backend.foundation.files import AttachmentNotReady, DocumentRefused
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import SIGNED_IN
from backend.identity.company.rules import COMPANY_ID
from backend.identity.posts.graphql import PersonType
from backend.identity.posts.queries import PEOPLE_BY_ID
from backend.identity.rights import PEOPLE_READ

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

    @edge(needs=PEOPLE_READ)
    async def submitter(self: Parent, info: Info) -> PersonType | None:
        """Who submitted it."""
        return await info.context.load(PEOPLE_BY_ID, self.submitted_by)

    @edge(needs=PEOPLE_READ)
    async def reviewer(self: Parent, info: Info) -> PersonType | None:
        """Who accepted or rejected it."""
        return await info.context.load(PEOPLE_BY_ID, self.reviewed_by)

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
    any_of: list[PaperType] = strawberry.field(
        description="Any one of these opens it, the usual one first; none where no paper is needed.",
        metadata={"at_most": len(PaperType)},
    )


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
                any_of=list(asked_for(customer_kind, regime, day)),
            )
        )
    return answers


@strawberry.type
class QualificationQueries:
    @query(needs=PAPERS_READ, at_most=queries.PAPERS_PER_HOLDER_MAX)
    async def company_papers(self, info: Info) -> list[PaperOfHolderType]:
        """The firm's own licence documents, the newest first; nothing for customers' people."""
        return await info.context.load_many(queries.papers_of("company"), COMPANY_ID, key="holder_id")

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

"""Submits papers and reviews them: two acts, two persons."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from backend.compliance.qualifications.review import (
    PaperKnown,
    PaperReviewed,
    RejectionNeedsReason,
    ReviewerIsSubmitter,
    ScopeUnknown,
)
from backend.compliance.qualifications.rules import PaperType, Regime
from backend.compliance.qualifications.tables import Paper
from backend.compliance.rights import PAPERS_REVIEW, PAPERS_SUBMIT
from backend.foundation.command import handles
from backend.foundation.files import take_document
from backend.foundation.limits import NUMBER_CHARACTERS_MAX, REMARK_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.period import DatePeriod
from backend.foundation.permission import NotFound
from backend.foundation.text import cleaned, cleaned_or_none, reason_of
from backend.foundation.visibility import must_see
from backend.foundation.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitPaper:
    """Submits a licence document of a holder for review, with its file once that is uploaded.

    `scope` holds the regimes that the paper covers; empty is all that its type covers. Both days are included.
    """

    paper_id: UUID
    holder_kind: str
    holder_id: UUID
    type: PaperType
    number: str
    valid_from: date
    valid_to: date | None = None
    issued_by: str | None = None
    scope: tuple[str, ...] = ()
    attachment_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PaperSubmitted:
    """The paper awaits review."""

    paper_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPaper:
    """Accepts or rejects a submitted paper; a rejection says why."""

    paper_id: UUID
    accept: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PaperDecided:
    """The paper is reviewed: accepted or rejected."""

    paper_id: UUID
    state: str


refuses("pk_papers", PaperKnown)
refuses("ck_papers_maker_is_not_checker", ReviewerIsSubmitter)


@handles(SubmitPaper, name="compliance.submitPaper", needs=PAPERS_SUBMIT)
async def submit_paper(command: SubmitPaper, work: Work) -> PaperSubmitted:
    DatePeriod(command.valid_from, command.valid_to)
    scope = _scope(command.scope)
    await must_see(work, command.holder_kind, [command.holder_id])
    if command.attachment_id is not None:
        await take_document(work, command.attachment_id)
    paper = Paper(
        id=command.paper_id,
        holder_kind=command.holder_kind,
        holder_id=command.holder_id,
        type=command.type.value,
        number=cleaned(command.number, characters_max=NUMBER_CHARACTERS_MAX),
        issued_by=cleaned_or_none(command.issued_by),
        scope=scope,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        attachment_id=command.attachment_id,
        submitted_by=work.actor.user_id,
    )
    work.session.add(paper)
    work.changed(
        "paper",
        paper.id,
        None,
        {
            "holder": [paper.holder_kind, paper.holder_id],
            "type": paper.type,
            "number": paper.number,
            "scope": scope,
            "valid_from": paper.valid_from,
            "valid_to": paper.valid_to,
            "attachment_id": paper.attachment_id,
        },
    )
    return PaperSubmitted(command.paper_id)


@handles(ReviewPaper, name="compliance.reviewPaper", needs=PAPERS_REVIEW)
async def review_paper(command: ReviewPaper, work: Work) -> PaperDecided:
    reason = reason_of(command.reason, characters_max=REMARK_CHARACTERS_MAX, lines=True)
    if not command.accept and reason is None:
        raise RejectionNeedsReason
    paper = await work.session.scalar(select(Paper).where(Paper.id == command.paper_id).with_for_update())
    if paper is None:
        raise NotFound("paper")
    await must_see(work, paper.holder_kind, [paper.holder_id])
    if paper.submitted_by in work.actor.persons:
        raise ReviewerIsSubmitter
    if paper.state != "pending":
        raise PaperReviewed
    paper.state = "accepted" if command.accept else "rejected"
    paper.reviewed_by = work.actor.user_id
    paper.reviewed_at = work.now
    paper.reason = work.reason = reason
    work.changed("paper", paper.id, {"state": "pending"}, {"state": paper.state, "reason": reason})
    return PaperDecided(paper.id, paper.state)


def _scope(given: tuple[str, ...]) -> list[str]:
    for name in given:
        if name not in Regime.__members__:
            raise ScopeUnknown(name[:NUMBER_CHARACTERS_MAX])
    return sorted(set(given))

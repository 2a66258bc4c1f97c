"""What the office has to look at, in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.sync.attention import queries
from backend.sync.attention.commands import CloseAttention
from backend.sync.rights import SYNC_ATTEND


@strawberry.type(name="Attention", description="Work of a phone that somebody in the office has to look at.")
class AttentionType:
    id: UUID
    why: str
    facts: JSON
    opened_at: datetime
    closed_at: datetime | None
    closing: str | None
    envelope_id: UUID
    command: str
    entity: str
    made_at: datetime
    estimated_at: datetime
    received_at: datetime
    drift_seconds: int | None
    person: str
    person_id: UUID
    signed_text: str


@strawberry.type
class AttentionQueries:
    @query(needs=SYNC_ATTEND)
    async def attentions(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None, closed: bool = False
    ) -> PageOf[AttentionType]:
        """Open ones, the newest first; or those that somebody has closed."""
        return page_of(await info.context.page(queries.ATTENTIONS, first, after, closed=closed))


AttentionMutations = mutations("AttentionMutations", mutation(CloseAttention))

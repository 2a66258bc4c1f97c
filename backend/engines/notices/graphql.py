"""The inbox in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from backend.engines.notices import queries
from backend.engines.notices.commands import ReadNotices
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.permission import SIGNED_IN


@strawberry.type(
    name="Notice",
    description="Something that awaits the asker; `kind` and `facts` are put into words by the page.",
)
class NoticeType:
    id: UUID
    kind: str
    facts: JSON
    about_kind: str
    about_id: UUID
    read_at: datetime | None
    created_at: datetime


@strawberry.type
class NoticeQueries:
    @query(needs=SIGNED_IN)
    async def notices(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None, unread: bool = False
    ) -> PageOf[NoticeType]:
        """The asker's notices, the latest first."""
        return page_of(await info.context.page(queries.NOTICES, first, after, unread=unread))

    @query(needs=SIGNED_IN)
    async def unread_notices(self, info: Info) -> int:
        """How many the asker has not read."""
        return (await info.context.first(queries.UNREAD)).count


NoticeMutations = mutations("NoticeMutations", mutation(ReadNotices))

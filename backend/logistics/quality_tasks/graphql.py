"""Quality tasks in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.logistics.quality_tasks import queries
from backend.logistics.quality_tasks.commands import CloseQualityTask
from backend.logistics.quality_tasks.rules import TaskClosed, TemperatureUndecided
from backend.logistics.rights import QUALITY_TASKS_READ


@strawberry.type(name="QualityTask", description="Something quality must look at and conclude.")
class QualityTaskType:
    id: UUID
    version: int
    kind: str
    about_kind: str
    about_id: UUID
    facts: JSON
    state: str
    opened_at: datetime
    closed_by_name: str | None
    closed_at: datetime | None
    conclusion: str | None
    fit: bool | None


@strawberry.type
class QualityTaskQueries:
    @query(needs=QUALITY_TASKS_READ)
    async def quality_tasks(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None, state: str | None = None
    ) -> PageOf[QualityTaskType]:
        """Quality tasks, the latest first; `state` is "open" or "closed"."""
        return page_of(await info.context.page(queries.QUALITY_TASKS, first, after, state=state))

    @query(needs=QUALITY_TASKS_READ)
    async def quality_task(self, info: Info, id: UUID) -> QualityTaskType | None:
        """One quality task."""
        return await info.context.load(queries.QUALITY_TASKS_BY_ID, id)


QualityTaskMutations = mutations(
    "QualityTaskMutations", mutation(CloseQualityTask, refuses=(TaskClosed, TemperatureUndecided))
)

"""Quality tasks in GraphQL."""

from asyncio import gather
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.inventory.lots.queries import LOTS_BY_ID
from backend.logistics.quality_tasks import queries
from backend.logistics.quality_tasks.commands import CloseQualityTask
from backend.logistics.quality_tasks.rules import TaskClosed, TemperatureUndecided, goods_of
from backend.logistics.rights import QUALITY_TASKS_READ

GOODS_SHOWN_MAX = 20

Parent = Annotated[queries.QualityTaskRow, strawberry.parent]


@strawberry.type(name="TaskGoods", description="Goods that a quality task is about.")
class TaskGoodsType:
    lot_id: UUID
    lot_number: str
    product_name: str
    specification: str
    unit: str
    quantity: Decimal | None = strawberry.field(
        description="In the product's stock unit; null where nobody counted."
    )


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

    @edge(needs=QUALITY_TASKS_READ, at_most=GOODS_SHOWN_MAX)
    async def goods(self: Parent, info: Info) -> list[TaskGoodsType]:
        """The lot it is about, or the first lots that came back; only those that the asker may see."""
        goods = goods_of(self.about_kind, self.about_id, self.facts)[:GOODS_SHOWN_MAX]
        lots = await gather(*(info.context.load(LOTS_BY_ID, one.lot_id) for one in goods))
        return [
            TaskGoodsType(
                lot_id=lot.id,
                lot_number=lot.lot_number,
                product_name=lot.product_name,
                specification=lot.specification,
                unit=lot.unit,
                quantity=one.quantity,
            )
            for one, lot in zip(goods, lots, strict=True)
            if lot is not None
        ]


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

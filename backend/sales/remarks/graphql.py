"""Remarks in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry

from backend.foundation.files import AttachmentNotReady
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.permission import SIGNED_IN
from backend.sales.remarks import rules
from backend.sales.remarks.commands import AddRemark
from backend.sales.remarks.queries import REMARKS_OF_ORDERS


@strawberry.type(name="OrderRemark", description="What somebody wrote on an order's time line, with photos.")
class OrderRemarkType:
    id: UUID
    order_id: UUID
    text: str | None
    photo_ids: list[UUID] = strawberry.field(metadata={"at_most": rules.PHOTOS_MAX})
    shown_to_customer: bool
    by_customer: bool
    author_id: UUID
    author_name: str
    written_at: datetime
    recorded_at: datetime


@strawberry.type
class OrderRemarkQueries:
    @query(needs=SIGNED_IN)
    async def order_remarks(
        self, info: Info, order_id: UUID, first: int = PAGE_SIZE_DEFAULT, after: str | None = None
    ) -> PageOf[OrderRemarkType]:
        """The remarks on an order, the latest first; none where the asker does not see the order.

        Pickers and drivers, who may not read orders, find them here.
        """
        return page_of(await info.context.page_of_each(REMARKS_OF_ORDERS, order_id, first, after))


OrderRemarkMutations = mutations(
    "OrderRemarkMutations",
    mutation(
        AddRemark,
        refuses=(
            rules.RemarkEmpty,
            rules.TooManyPhotos,
            rules.PhotoRefused,
            rules.RemarksFull,
            rules.RemarkKnown,
            AttachmentNotReady,
        ),
    ),
)

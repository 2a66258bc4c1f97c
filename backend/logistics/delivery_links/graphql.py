"""The link of a delivery note in GraphQL, for those who are signed in. Others come by backend/api/links.py."""

from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.speaking import mutation, mutations
from backend.logistics.delivery_links import commands, queries
from backend.logistics.rights import DELIVERIES_READ


@strawberry.type(name="DeliveryLink", description="What the QR of a delivery note leads to.")
class DeliveryLinkType:
    order_id: UUID
    order_number: str
    order_state: str
    delivery_id: UUID | None


@strawberry.type
class DeliveryLinkQueries:
    @query(needs=DELIVERIES_READ)
    async def delivery_link(self, info: Info, token: str) -> DeliveryLinkType | None:
        """The order and latest delivery behind a delivery note's QR, if the asker may see them."""
        return await info.context.first(queries.DELIVERY_LINK, token=token)


DeliveryLinkMutations = mutations("DeliveryLinkMutations", mutation(commands.SetDeliveryLink))

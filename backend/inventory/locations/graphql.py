"""Locations in GraphQL."""

from uuid import UUID

import strawberry

from backend.catalog.products.rules import StorageClass
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.text import search_pattern
from backend.inventory.locations import queries
from backend.inventory.locations.commands import AddLocation
from backend.inventory.locations.rules import LocationCodeUnfit, LocationKnown, LocationOrder
from backend.inventory.rights import INVENTORY_READ

strawberry.enum(LocationOrder)


@strawberry.type(name="Location", description="A shelf place (货位) with the storage class it keeps.")
class LocationType:
    id: UUID
    code: str
    zone: str
    storage_class: StorageClass


@strawberry.type
class LocationQueries:
    @query(needs=INVENTORY_READ)
    async def locations(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        search: str | None = None,
        storage_class: StorageClass | None = None,
        order: LocationOrder = LocationOrder.code,
    ) -> PageOf[LocationType]:
        """Locations by code, or zone by zone; `search` finds code and zone."""
        pattern = search_pattern(search) if search else None
        page = await info.context.page(
            queries.LOCATIONS if order is LocationOrder.code else queries.LOCATIONS_BY_ZONE,
            first,
            after,
            search=pattern,
            storage_class=storage_class.value if storage_class else None,
        )
        return page_of(page)


LocationMutations = mutations(
    "LocationMutations",
    mutation(AddLocation, refuses=(LocationKnown, LocationCodeUnfit)),
)

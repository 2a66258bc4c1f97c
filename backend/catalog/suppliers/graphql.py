"""Suppliers in GraphQL."""

from uuid import UUID

import strawberry

from backend.catalog.rights import CATALOG_READ
from backend.catalog.suppliers import queries
from backend.catalog.suppliers.commands import AddSupplier
from backend.catalog.suppliers.rules import SupplierKnown
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.text import search_pattern


@strawberry.type(name="Supplier", description="Who goods come from (供货单位).")
class SupplierType:
    id: UUID
    number: str
    name: str
    address: str
    contact: str | None


@strawberry.type
class SupplierQueries:
    @query(needs=CATALOG_READ)
    async def suppliers(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None, search: str | None = None
    ) -> PageOf[SupplierType]:
        """Suppliers by pinyin; `search` finds name, pinyin, initials and number."""
        pattern = search_pattern(search) if search else None
        return page_of(await info.context.page(queries.SUPPLIERS, first, after, search=pattern))


SupplierMutations = mutations("SupplierMutations", mutation(AddSupplier, refuses=(SupplierKnown,)))

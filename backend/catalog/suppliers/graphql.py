"""Suppliers in GraphQL."""

from typing import Annotated
from uuid import UUID

import strawberry

from backend.catalog.rights import CATALOG_READ
from backend.catalog.suppliers import queries
from backend.catalog.suppliers.commands import AddSupplier, ChangeSupplier
from backend.catalog.suppliers.queries import SupplierRow
from backend.catalog.suppliers.rules import SupplierKnown
from backend.compliance.qualifications.graphql import PaperOfHolderType
from backend.compliance.qualifications.queries import PAPERS_PER_HOLDER_MAX, papers_of
from backend.compliance.rights import PAPERS_READ
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.text import search_pattern
from backend.foundation.versions import ChangedMeanwhile


@strawberry.type(name="Supplier", description="Who goods come from (供货单位).")
class SupplierType:
    id: UUID
    number: str
    name: str
    address: str
    contact: str | None
    version: int

    @edge(needs=PAPERS_READ, at_most=PAPERS_PER_HOLDER_MAX)
    async def papers(
        self: Annotated[SupplierRow, strawberry.parent], info: Info
    ) -> list[PaperOfHolderType] | None:
        """Its licence documents, the newest first (GSP Art. 61–62)."""
        return await info.context.load_many(papers_of("supplier"), self.id, key="holder_id")


@strawberry.type
class SupplierQueries:
    @query(needs=CATALOG_READ)
    async def suppliers(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None, search: str | None = None
    ) -> PageOf[SupplierType]:
        """Suppliers by pinyin; `search` finds name, pinyin, initials and number."""
        pattern = search_pattern(search) if search else None
        return page_of(await info.context.page(queries.SUPPLIERS, first, after, search=pattern))

    @query(needs=CATALOG_READ)
    async def supplier(self, info: Info, id: UUID) -> SupplierType | None:
        """One supplier; null for one that is not visible."""
        return await info.context.load(queries.SUPPLIERS_BY_ID, id)


SupplierMutations = mutations(
    "SupplierMutations",
    mutation(AddSupplier, refuses=(SupplierKnown,)),
    mutation(ChangeSupplier, refuses=(SupplierKnown, ChangedMeanwhile)),
)

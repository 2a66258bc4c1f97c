"""The firm in GraphQL."""

from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.permission import SIGNED_IN
from backend.identity.company import queries
from backend.identity.company.commands import SetCompany
from backend.identity.company.rules import COMPANY_ID, CreditCodeNotUsable, ZoneUnknown
from backend.identity.users.rules import PhoneNotUsable


@strawberry.type(name="Company", description="The firm, as its papers are headed.")
class CompanyType:
    name: str
    site_name: str
    zone: str
    credit_code: str | None
    drug_licence: str | None
    device_licence: str | None
    address: str | None
    phone: str | None

    @strawberry.field(description="What names the firm as the holder of its own papers.")  # type: ignore[untyped-decorator]
    def id(self) -> UUID:
        return COMPANY_ID


@strawberry.type
class CompanyQueries:
    @query(needs=SIGNED_IN)
    async def company(self, info: Info) -> CompanyType | None:
        """The firm; null until it is set up."""
        return await info.context.first(queries.COMPANY)


CompanyMutations = mutations(
    "CompanyMutations", mutation(SetCompany, refuses=(ZoneUnknown, CreditCodeNotUsable, PhoneNotUsable))
)

"""Customers in GraphQL."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from backend.compliance.qualifications.graphql import (
    PaperOfHolderType,
    RegimeStanding,
    regime_standings,
)
from backend.compliance.qualifications.queries import PAPERS_PER_HOLDER_MAX, papers_of
from backend.compliance.qualifications.rules import EXPIRING_DAYS, CustomerKind, PaperType, Regime
from backend.compliance.rights import PAPERS_READ
from backend.customers.accounts import queries
from backend.customers.accounts.commands import AddCustomer, ChangeCustomer
from backend.customers.accounts.contacts import AddContact, ChangeContact
from backend.customers.accounts.queries import CustomerRow
from backend.customers.accounts.rules import (
    CONTACTS_MAX,
    SITES_MAX,
    ContactKnown,
    CustomerKnown,
    CustomerNumberTaken,
    DepartmentUnknown,
    SalespersonUnknown,
    ShelfLifeRefused,
    SiteKnown,
    TooManyOfCustomer,
)
from backend.customers.accounts.sites import AddSite, ChangeSite
from backend.customers.credit.graphql import CreditType
from backend.customers.credit.queries import CREDIT_BY_CUSTOMER
from backend.customers.rights import CREDIT_READ, CUSTOMERS_READ
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.text import search_pattern
from backend.foundation.versions import ChangedMeanwhile
from backend.identity.posts.graphql import DepartmentType, PersonType
from backend.identity.posts.queries import DEPARTMENTS_BY_ID, PEOPLE_BY_ID
from backend.identity.rights import PEOPLE_READ

ENDING_DAYS_ASKED_MAX = 365
ENDED_DAYS_SHOWN = 90

Parent = Annotated[CustomerRow, strawberry.parent]


@strawberry.type(name="CustomerSite", description="A place that a customer's goods go to.")
class SiteType:
    id: UUID
    customer_id: UUID
    name: str
    address: str
    receiver: str
    phone: str
    version: int


@strawberry.type(name="Contact", description="A person at a customer.")
class ContactType:
    id: UUID
    customer_id: UUID
    name: str
    phone: str | None
    role: str | None
    authority_until: date | None
    version: int


@strawberry.type(name="Customer", description="An organisation that buys (客户).")
class CustomerType:
    id: UUID
    number: str
    name: str
    kind: CustomerKind
    salesperson_id: UUID
    department_id: UUID | None
    invoice_title: str
    tax_number: str | None
    shelf_life_months_min: int | None
    note: str | None
    version: int

    @edge(needs=CUSTOMERS_READ)
    async def search_key(self: Parent, info: Info) -> str | None:
        """What `search` looks into: name, pinyin, initials and number, for a phone that searches without network."""
        return self.search_key

    @edge(needs=PEOPLE_READ)
    async def salesperson(self: Parent, info: Info) -> PersonType | None:
        """Whose customer it is."""
        return await info.context.load(PEOPLE_BY_ID, self.salesperson_id)

    @edge(needs=PEOPLE_READ)
    async def department(self: Parent, info: Info) -> DepartmentType | None:
        """The department that serves it."""
        return await info.context.load(DEPARTMENTS_BY_ID, self.department_id)

    @edge(needs=CUSTOMERS_READ, at_most=SITES_MAX)
    async def sites(self: Parent, info: Info) -> list[SiteType] | None:
        """Its sites in use."""
        return await info.context.load_many(queries.SITES_OF, self.id, key="customer_id")

    @edge(needs=CUSTOMERS_READ, at_most=CONTACTS_MAX)
    async def contacts(self: Parent, info: Info) -> list[ContactType] | None:
        """Its contacts in service."""
        return await info.context.load_many(queries.CONTACTS_OF, self.id, key="customer_id")

    @edge(needs=CREDIT_READ)
    async def credit(self: Parent, info: Info) -> CreditType | None:
        """Its credit; null where none was set, or for those without the right."""
        return await info.context.load(CREDIT_BY_CUSTOMER, self.id)

    @edge(needs=PAPERS_READ, at_most=PAPERS_PER_HOLDER_MAX)
    async def papers(self: Parent, info: Info) -> list[PaperOfHolderType] | None:
        """Its licence documents, the newest first."""
        return await info.context.load_many(papers_of("customer"), self.id, key="holder_id")

    @edge(needs=PAPERS_READ, at_most=len(Regime))
    async def qualification(self: Parent, info: Info, on: date | None = None) -> list[RegimeStanding] | None:
        """For goods of each regime: whether its papers open the gate on a day (today when none is given)."""
        papers = await info.context.load_many(papers_of("customer"), self.id, key="holder_id")
        return regime_standings(CustomerKind(self.kind), papers, info, on)


@strawberry.type(name="EndingPaper", description="A customer's accepted paper that ends soon, or has ended.")
class EndingPaperType:
    id: UUID
    customer_id: UUID
    customer_name: str
    type: PaperType
    number: str
    valid_to: date


@strawberry.type
class CustomerQueries:
    @query(needs=CUSTOMERS_READ)
    async def customers(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        search: str | None = None,
        kind: CustomerKind | None = None,
        mine: bool = False,
    ) -> PageOf[CustomerType]:
        """Customers by pinyin; `search` finds name, pinyin, initials and number."""
        pattern = search_pattern(search) if search else None
        wanted = kind.value if kind else None
        return page_of(
            await info.context.page(queries.CUSTOMERS, first, after, search=pattern, kind=wanted, mine=mine)
        )

    @query(needs=PAPERS_READ)
    async def customer_papers_ending(
        self,
        info: Info,
        within_days: int = EXPIRING_DAYS,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
    ) -> PageOf[EndingPaperType]:
        """Papers of the asker's customers that end within so many days (0 to 365) or ended in the last 90.

        The soonest first; papers that were renewed are left out.
        """
        house = info.context.house
        today = house.clock.today(house.zone)
        since = today - timedelta(days=ENDED_DAYS_SHOWN)
        until = today + timedelta(days=min(max(within_days, 0), ENDING_DAYS_ASKED_MAX))
        return page_of(await info.context.page(queries.PAPERS_ENDING, first, after, since=since, until=until))

    @query(needs=CUSTOMERS_READ)
    async def customer(self, info: Info, id: UUID) -> CustomerType | None:
        """One customer; null for one that is not visible."""
        return await info.context.load(queries.CUSTOMERS_BY_ID, id)


_ASSIGNING = (SalespersonUnknown, DepartmentUnknown, ShelfLifeRefused, CustomerKnown)

CustomerMutations = mutations(
    "CustomerMutations",
    mutation(
        AddCustomer, refuses=(*_ASSIGNING, CustomerNumberTaken, SiteKnown, ContactKnown, TooManyOfCustomer)
    ),
    mutation(ChangeCustomer, refuses=(*_ASSIGNING, ChangedMeanwhile)),
    mutation(AddSite, refuses=(SiteKnown, TooManyOfCustomer)),
    mutation(ChangeSite, refuses=(ChangedMeanwhile,)),
    mutation(AddContact, refuses=(ContactKnown, TooManyOfCustomer)),
    mutation(ChangeContact, refuses=(ChangedMeanwhile,)),
)

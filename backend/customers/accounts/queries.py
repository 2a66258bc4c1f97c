"""Finds customers, their sites and contacts."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from backend.compliance.qualifications import queries as papers
from backend.compliance.qualifications.queries import RENEWED
from backend.compliance.qualifications.rules import PaperType
from backend.compliance.qualifications.tables import Paper
from backend.compliance.rights import PAPERS_READ
from backend.customers.accounts.tables import Contact, Customer, CustomerSite
from backend.customers.rights import CREDIT_READ, CUSTOMERS_READ, CUSTOMERS_READ_ALL
from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.foundation.visibility import shows


class ChangedPaperRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID


class CustomerRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    number: str
    name: str
    kind: str
    salesperson_id: UUID
    department_id: UUID | None
    invoice_title: str
    tax_number: str | None
    shelf_life_months_min: int | None
    note: str | None
    version: int
    sort_key: str
    search_key: str


class OnFileRow(msgspec.Struct, frozen=True, gc=False):
    name: str


class SiteRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    customer_id: UUID
    name: str
    address: str
    receiver: str
    phone: str
    version: int


class ContactRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    customer_id: UUID
    name: str
    phone: str | None
    role: str | None
    authority_until: date | None
    version: int


class EndingPaperRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    customer_id: UUID
    customer_name: str
    type: PaperType
    number: str
    valid_to: date


# The note is what the firm's own people tell each other about the customer.
_NOTE = case((ACTOR.customer_id.is_(None), Customer.note)).label("note")
COLUMNS = tuple(
    _NOTE if name == "note" else getattr(Customer, name) for name in CustomerRow.__struct_fields__
)


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """All with `customers.readAll`; a salesperson their own and their departments'; portal people their own firm."""
    assigned = or_(
        Customer.salesperson_id == actor.user_id, Customer.department_id == any_(actor.departments)
    )
    staff = actor.customer_id.is_(None) & or_(actor.may(CUSTOMERS_READ_ALL), assigned)
    return (
        actor.may(CUSTOMERS_READ)
        & Customer.deleted_at.is_(None)
        & or_(staff, Customer.id == actor.customer_id)
    )


shows("customer", Customer.id, visible_to(ACTOR))

_SEARCH = bindparam("search", type_=Text())
_KIND = bindparam("kind", type_=Text())
_IDS = bindparam("ids", type_=ARRAY(Uuid()))

ON_FILE = Query(
    OnFileRow,
    select(Customer.name).where(
        visible_to(ACTOR), Customer.name == any_(bindparam("names", type_=ARRAY(Text())))
    ),
)
"""Customers by name, for an import that asks what is there already."""

CUSTOMERS = PageQuery(
    CustomerRow,
    select(*COLUMNS).where(
        visible_to(ACTOR),
        or_(_SEARCH.is_(None), Customer.search_key.like(_SEARCH)),
        or_(_KIND.is_(None), Customer.kind == _KIND),
        or_(bindparam("mine", type_=Boolean()).is_(False), Customer.salesperson_id == ACTOR.user_id),
    ),
    order=(Customer.sort_key, Customer.id),
    fields=("sort_key", "id"),
)
CUSTOMERS_BY_ID = Query(CustomerRow, select(*COLUMNS).where(visible_to(ACTOR), Customer.id == any_(_IDS)))
watchable("customer", CUSTOMERS_BY_ID, needs=CUSTOMERS_READ)
# A change of credit is told under its customer, to whoever sees that customer.
watchable("credit", CUSTOMERS_BY_ID, needs=CREDIT_READ)

PAPERS_CHANGED = Query(
    ChangedPaperRow,
    select(Paper.id)
    .outerjoin(Customer, and_(Paper.holder_kind == "customer", Customer.id == Paper.holder_id))
    .where(
        papers.visible_to(ACTOR),
        Paper.id == any_(_IDS),
        or_(papers.visible_without_holder(ACTOR), visible_to(ACTOR)),
    ),
)
"""A change of a paper is told to whoever sees its holder, or the papers of all."""
watchable("paper", PAPERS_CHANGED, needs=PAPERS_READ)

PAPERS_ENDING = PageQuery(
    EndingPaperRow,
    select(Paper.id, Customer.id, Customer.name, Paper.type, Paper.number, Paper.valid_to)
    .join(Customer, Customer.id == Paper.holder_id)
    .where(
        visible_to(ACTOR),
        ACTOR.may(PAPERS_READ),
        Paper.holder_kind == "customer",
        Paper.state == "accepted",
        Paper.valid_to.between(bindparam("since", type_=Date()), bindparam("until", type_=Date())),
        ~RENEWED,
    ),
    order=(Paper.valid_to, Paper.id),
    fields=("valid_to", "id"),
)

_SITE_COLUMNS = tuple(getattr(CustomerSite, name) for name in SiteRow.__struct_fields__)
SITES_OF = Query(
    SiteRow,
    select(*_SITE_COLUMNS)
    .join(Customer, Customer.id == CustomerSite.customer_id)
    .where(visible_to(ACTOR), Customer.id == any_(_IDS), CustomerSite.deleted_at.is_(None))
    .order_by(CustomerSite.customer_id, CustomerSite.id),
)
SITES_BY_ID = Query(
    SiteRow,
    select(*_SITE_COLUMNS)
    .join(Customer, Customer.id == CustomerSite.customer_id)
    .where(visible_to(ACTOR), CustomerSite.id == any_(_IDS)),
)
CONTACTS_OF = Query(
    ContactRow,
    select(*(getattr(Contact, name) for name in ContactRow.__struct_fields__))
    .join(Customer, Customer.id == Contact.customer_id)
    .where(visible_to(ACTOR), Customer.id == any_(_IDS), Contact.deleted_at.is_(None))
    .order_by(Contact.customer_id, Contact.id),
)

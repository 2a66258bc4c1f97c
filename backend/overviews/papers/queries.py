"""Finds papers over all holders, each with its holder's name."""

from sqlalchemy import Date, Text, and_, bindparam, func, or_, select

from backend.catalog.suppliers.tables import Supplier
from backend.compliance.qualifications.queries import (
    COLUMNS,
    RENEWED,
    PaperRow,
    visible_without_holder,
)
from backend.compliance.qualifications.tables import Paper
from backend.customers.accounts.tables import Customer
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR
from backend.identity.company.tables import Company


class PaperOnDeskRow(PaperRow, frozen=True, gc=False):
    holder_name: str | None


_ON_DESK = (
    select(*COLUMNS, func.coalesce(Customer.name, Supplier.name, Company.name).label("holder_name"))
    .outerjoin(Customer, and_(Paper.holder_kind == "customer", Customer.id == Paper.holder_id))
    .outerjoin(Supplier, and_(Paper.holder_kind == "supplier", Supplier.id == Paper.holder_id))
    .outerjoin(Company, Paper.holder_kind == "company")
    .where(
        visible_without_holder(ACTOR),
        or_(bindparam("kind", type_=Text()).is_(None), Paper.holder_kind == bindparam("kind", type_=Text())),
    )
)

PAPERS_TO_REVIEW = PageQuery(
    PaperOnDeskRow,
    _ON_DESK.where(Paper.state == "pending"),
    order=(Paper.created_at, Paper.id),
    fields=("created_at", "id"),
)

PAPERS_EXPIRING = PageQuery(
    PaperOnDeskRow,
    _ON_DESK.where(
        Paper.state == "accepted",
        Paper.valid_to.between(bindparam("today", type_=Date()), bindparam("until", type_=Date())),
        ~RENEWED,
    ),
    order=(Paper.valid_to, Paper.id),
    fields=("valid_to", "id"),
)

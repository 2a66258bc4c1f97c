"""Finds the firm's particulars; everybody who is signed in may see them, they stand on every paper."""

import msgspec
from sqlalchemy import ColumnElement, Uuid, literal, select

from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.foundation.visibility import shows
from backend.identity.company.rules import COMPANY_ID
from backend.identity.company.tables import Company


class CompanyRow(msgspec.Struct, frozen=True, gc=False):
    name: str
    site_name: str
    zone: str
    credit_code: str | None
    drug_licence: str | None
    device_licence: str | None
    address: str | None
    phone: str | None


COMPANY = Query(CompanyRow, select(*(getattr(Company, name) for name in CompanyRow.__struct_fields__)))


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """As a holder of papers the firm is its own people's business."""
    return actor.customer_id.is_(None) & Company.single


shows("company", literal(COMPANY_ID, Uuid()), visible_to(ACTOR))

"""Finds the firm's particulars; everybody who is signed in may see them, they stand on every paper."""

import msgspec
from sqlalchemy import select

from backend.foundation.reading import Query
from backend.identity.company.tables import Company


class CompanyRow(msgspec.Struct, frozen=True, gc=False):
    name: str
    site_name: str
    zone: str
    credit_code: str | None
    address: str | None
    phone: str | None


COMPANY = Query(
    CompanyRow,
    select(
        Company.name, Company.site_name, Company.zone, Company.credit_code, Company.address, Company.phone
    ),
)

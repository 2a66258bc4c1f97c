"""Sets the firm's particulars."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.foundation.command import handles
from backend.foundation.limits import NUMBER_CHARACTERS_MAX
from backend.foundation.text import cleaned, cleaned_or_none
from backend.foundation.work import Work
from backend.identity.company.rules import COMPANY_ID, known_zone, usable_credit_code
from backend.identity.company.tables import Company
from backend.identity.rights import COMPANY_MANAGE
from backend.identity.users.rules import usable_phone


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCompany:
    """Sets what the firm's papers are headed with, whole. A new zone counts from the next start of the server.

    The licences are its own: what it holds to sell drugs (药品经营许可证) and devices (医疗器械经营许可证 or 备案凭证).
    """

    name: str
    site_name: str
    zone: str = "Asia/Shanghai"
    credit_code: str | None = None
    drug_licence: str | None = None
    device_licence: str | None = None
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class CompanySet:
    """The particulars are set."""

    name: str


@handles(SetCompany, name="identity.setCompany", needs=COMPANY_MANAGE)
async def set_company(command: SetCompany, work: Work) -> CompanySet:
    before = await work.session.scalar(select(Company).with_for_update())
    row: dict[str, Any] = {
        "name": cleaned(command.name),
        "site_name": cleaned(command.site_name),
        "zone": known_zone(command.zone).key,
        "credit_code": usable_credit_code(command.credit_code),
        "drug_licence": cleaned_or_none(command.drug_licence, characters_max=NUMBER_CHARACTERS_MAX),
        "device_licence": cleaned_or_none(command.device_licence, characters_max=NUMBER_CHARACTERS_MAX),
        "address": cleaned_or_none(command.address),
        "phone": usable_phone(command.phone),
    }
    known = None if before is None else {name: getattr(before, name) for name in row}
    await work.session.execute(
        insert(Company).values(**row).on_conflict_do_update(index_elements=[Company.single], set_=row)
    )
    work.changed("company", COMPANY_ID, known, row)
    return CompanySet(row["name"])

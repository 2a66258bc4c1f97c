"""Puts customers on file and changes them; their sites and contacts have files of their own beside this one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.compliance.qualifications.rules import CustomerKind
from backend.customers.accounts.contacts import NewContact, put_contacts
from backend.customers.accounts.rules import (
    CustomerKnown,
    CustomerNumberTaken,
    DepartmentUnknown,
    SalespersonUnknown,
    checked_shelf_life,
)
from backend.customers.accounts.sites import NewSite, put_sites
from backend.customers.accounts.tables import Customer
from backend.customers.rights import CUSTOMERS_ASSIGN, CUSTOMERS_MANAGE
from backend.foundation.command import handles
from backend.foundation.limits import NUMBER_CHARACTERS_MAX, REMARK_CHARACTERS_MAX
from backend.foundation.number_series import next_number
from backend.foundation.perform import refuses
from backend.foundation.permission import NotAllowed
from backend.foundation.revision import must_be_current, revise
from backend.foundation.text import cleaned, cleaned_or_none, search_key, sort_key
from backend.foundation.visibility import must_see
from backend.foundation.work import Work
from backend.identity.posts.tables import Department
from backend.identity.users.tables import User

SERIES = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCustomer:
    """Puts a customer on file, with sites and contacts, under ids that the client made.

    Without a number it gets the next one; without an invoice title its name is used. Its salesperson is who adds it,
    unless somebody is named, which takes the right to assign.
    """

    customer_id: UUID
    name: str
    kind: CustomerKind
    number: str | None = None
    salesperson_id: UUID | None = None
    department_id: UUID | None = None
    invoice_title: str | None = None
    tax_number: str | None = None
    shelf_life_months_min: int | None = None
    note: str | None = None
    sites: tuple[NewSite, ...] = ()
    contacts: tuple[NewContact, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerAdded:
    """The customer is on file under this number."""

    customer_id: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCustomer:
    """Changes a customer, whole: what is left out becomes empty. `baseVersion` is what the person looked at.

    Salesperson and department stay when they are left out.
    """

    customer_id: UUID
    name: str
    kind: CustomerKind
    base_version: int | None = None
    salesperson_id: UUID | None = None
    department_id: UUID | None = None
    invoice_title: str | None = None
    tax_number: str | None = None
    shelf_life_months_min: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """The customer is changed; `version` is what it is now."""

    customer_id: UUID
    version: int


refuses("pk_customers", CustomerKnown)
refuses("uq_customers_name", CustomerKnown)
refuses("uq_customers_number", CustomerNumberTaken)


@handles(AddCustomer, name="customers.addCustomer", needs=CUSTOMERS_MANAGE)
async def add_customer(command: AddCustomer, work: Work) -> CustomerAdded:
    facts = _cleaned(command)
    salesperson_id = command.salesperson_id or work.actor.user_id
    department_id = command.department_id or next(iter(work.actor.departments), None)
    await _assigned(work, salesperson_id, department_id)
    number = cleaned_or_none(command.number, characters_max=NUMBER_CHARACTERS_MAX)
    number = number or await next_number(work, SERIES, yearly=False)
    customer = Customer(
        id=command.customer_id,
        number=number,
        salesperson_id=salesperson_id,
        department_id=department_id,
        search_key=search_key(facts["name"], number),
        **facts,
    )
    work.session.add(customer)
    await work.session.flush()
    work.changed(
        "customer",
        customer.id,
        None,
        {"number": number, "salesperson_id": salesperson_id, "department_id": department_id, **_told(facts)},
    )
    await put_sites(work, customer.id, command.sites)
    await put_contacts(work, customer.id, command.contacts)
    return CustomerAdded(command.customer_id, number)


@handles(ChangeCustomer, name="customers.changeCustomer", needs=CUSTOMERS_MANAGE)
async def change_customer(command: ChangeCustomer, work: Work) -> CustomerChanged:
    await must_see(work, "customer", [command.customer_id])
    customer = await work.session.get_one(Customer, command.customer_id, with_for_update=True)
    must_be_current(customer, command.base_version)
    salesperson_id = command.salesperson_id or customer.salesperson_id
    department_id = command.department_id or customer.department_id
    if (salesperson_id, department_id) != (customer.salesperson_id, customer.department_id):
        await _assigned(work, salesperson_id, department_id)
    facts = _cleaned(command)
    before, after = revise(
        customer,
        {
            **facts,
            "salesperson_id": salesperson_id,
            "department_id": department_id,
            "search_key": search_key(facts["name"], customer.number),
        },
    )
    if after:
        work.changed("customer", customer.id, _told(before), _told(after))
    await work.session.flush()
    await work.session.refresh(customer, ["version"])
    return CustomerChanged(customer.id, customer.version)


async def _assigned(work: Work, salesperson_id: UUID, department_id: UUID | None) -> None:
    """Whoever assigns to another person or department than their own needs the right, and both must exist."""
    if salesperson_id != work.actor.user_id:
        if not work.actor.may(CUSTOMERS_ASSIGN):
            raise NotAllowed(CUSTOMERS_ASSIGN.name)
        in_service = select(User.id).where(
            User.id == salesperson_id, User.kind == "staff", User.disabled_at.is_(None)
        )
        if await work.session.scalar(in_service) is None:
            raise SalespersonUnknown
    if department_id is not None and department_id not in work.actor.departments:
        if not work.actor.may(CUSTOMERS_ASSIGN):
            raise NotAllowed(CUSTOMERS_ASSIGN.name)
        if await work.session.get(Department, department_id) is None:
            raise DepartmentUnknown


def _cleaned(command: AddCustomer | ChangeCustomer) -> dict[str, Any]:
    name = cleaned(command.name)
    return {
        "name": name,
        "kind": command.kind.value,
        "invoice_title": cleaned_or_none(command.invoice_title) or name,
        "tax_number": cleaned_or_none(command.tax_number, characters_max=NUMBER_CHARACTERS_MAX),
        "shelf_life_months_min": checked_shelf_life(command.shelf_life_months_min),
        "note": cleaned_or_none(command.note, characters_max=REMARK_CHARACTERS_MAX, lines=True),
        "sort_key": sort_key(name),
    }


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the audit log keeps them: without what is computed from them."""
    return {name: value for name, value in facts.items() if name not in ("sort_key", "search_key")}

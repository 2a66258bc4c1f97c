"""Contacts: the people at a customer who ask, buy and pick up; a buyer's letter of authority has an end (GSP Art. 89)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.customers.accounts.rules import CONTACTS_MAX, ContactKnown, TooManyOfCustomer
from backend.customers.accounts.tables import Contact
from backend.customers.rights import CUSTOMERS_MANAGE
from backend.foundation.command import handles
from backend.foundation.limits import NUMBER_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.revision import must_be_current, revise
from backend.foundation.text import cleaned, cleaned_or_none
from backend.foundation.visibility import must_see
from backend.foundation.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A person at a customer, under an id that the client made. `authorityUntil` is the last valid day."""

    contact_id: UUID
    name: str
    phone: str | None = None
    role: str | None = None
    authority_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContact:
    """Adds a contact to a customer."""

    customer_id: UUID
    contact: NewContact


@dataclass(frozen=True, slots=True)
class ContactAdded:
    """The contact is on file."""

    contact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContact:
    """Changes a contact, whole; one who has left is no longer offered. `baseVersion` is what was seen."""

    contact: NewContact
    base_version: int | None = None
    in_use: bool = True


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """The contact is changed; `version` is what it is now."""

    contact_id: UUID
    version: int


refuses("pk_contacts", ContactKnown)


@handles(AddContact, name="customers.addContact", needs=CUSTOMERS_MANAGE)
async def add_contact(command: AddContact, work: Work) -> ContactAdded:
    await must_see(work, "customer", [command.customer_id])
    await put_contacts(work, command.customer_id, [command.contact])
    return ContactAdded(command.contact.contact_id)


async def put_contacts(work: Work, customer_id: UUID, contacts: Sequence[NewContact]) -> None:
    """Adds contacts to a customer that the caller has made or seen. Raises TooManyOfCustomer."""
    in_use = await work.session.scalar(
        select(func.count()).where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None))
    )
    if (in_use or 0) + len(contacts) > CONTACTS_MAX:
        raise TooManyOfCustomer(CONTACTS_MAX)
    for contact in contacts:
        facts = _cleaned(contact)
        work.session.add(Contact(id=contact.contact_id, customer_id=customer_id, **facts))
        work.changed("customer", customer_id, None, {"contact": {"id": contact.contact_id, **facts}})


@handles(ChangeContact, name="customers.changeContact", needs=CUSTOMERS_MANAGE)
async def change_contact(command: ChangeContact, work: Work) -> ContactChanged:
    contact = await work.session.scalar(
        select(Contact).where(Contact.id == command.contact.contact_id).with_for_update()
    )
    if contact is None:
        raise NotFound("contact")
    await must_see(work, "customer", [contact.customer_id])
    must_be_current(contact, command.base_version)
    ended = None if command.in_use else contact.deleted_at or work.now
    before, after = revise(contact, {**_cleaned(command.contact), "deleted_at": ended})
    if after:
        work.changed(
            "customer",
            contact.customer_id,
            {"contact": {"id": contact.id, **before}},
            {"contact": {"id": contact.id, **after}},
        )
    await work.session.flush()
    await work.session.refresh(contact, ["version"])
    return ContactChanged(contact.id, contact.version)


def _cleaned(contact: NewContact) -> dict[str, Any]:
    return {
        "name": cleaned(contact.name),
        "phone": cleaned_or_none(contact.phone, characters_max=NUMBER_CHARACTERS_MAX),
        "role": cleaned_or_none(contact.role),
        "authority_until": contact.authority_until,
    }

"""Contacts: the people at a customer who ask, buy and pick up; a buyer's letter of authority has an end (GSP Art. 89)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from backend.customers.accounts.belongings import Belonging, change, put
from backend.customers.accounts.rules import CONTACTS_MAX, ContactKnown
from backend.customers.accounts.tables import Contact
from backend.customers.rights import CUSTOMERS_MANAGE
from backend.foundation.command import handles
from backend.foundation.limits import NUMBER_CHARACTERS_MAX
from backend.foundation.perform import refuses
from backend.foundation.text import cleaned, cleaned_or_none
from backend.foundation.visibility import must_see
from backend.foundation.work import Work

CONTACTS: Final = Belonging("contact", Contact, CONTACTS_MAX)


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
    await put(work, customer_id, CONTACTS, [(contact.contact_id, _cleaned(contact)) for contact in contacts])


@handles(ChangeContact, name="customers.changeContact", needs=CUSTOMERS_MANAGE)
async def change_contact(command: ChangeContact, work: Work) -> ContactChanged:
    contact = command.contact
    version = await change(
        work,
        CONTACTS,
        contact.contact_id,
        _cleaned(contact),
        base_version=command.base_version,
        in_use=command.in_use,
    )
    return ContactChanged(contact.contact_id, version)


def _cleaned(contact: NewContact) -> dict[str, Any]:
    return {
        "name": cleaned(contact.name),
        "phone": cleaned_or_none(contact.phone, characters_max=NUMBER_CHARACTERS_MAX),
        "role": cleaned_or_none(contact.role),
        "authority_until": contact.authority_until,
    }

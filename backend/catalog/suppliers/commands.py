"""Puts suppliers on file."""

from dataclasses import dataclass
from uuid import UUID

from backend.catalog.rights import SUPPLIERS_MANAGE
from backend.catalog.suppliers.rules import SupplierKnown
from backend.catalog.suppliers.tables import Supplier
from backend.foundation.command import handles
from backend.foundation.perform import refuses
from backend.foundation.text import cleaned, cleaned_or_none, search_key, sort_key
from backend.foundation.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSupplier:
    """Puts a supplier on file, under an id that the client made."""

    supplier_id: UUID
    number: str
    name: str
    address: str
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class SupplierAdded:
    """The supplier is on file."""

    supplier_id: UUID


refuses("uq_suppliers_number", SupplierKnown)
refuses("uq_suppliers_name", SupplierKnown)
refuses("pk_suppliers", SupplierKnown)


@handles(AddSupplier, name="catalog.addSupplier", needs=SUPPLIERS_MANAGE)
async def add_supplier(command: AddSupplier, work: Work) -> SupplierAdded:
    name, number = cleaned(command.name), cleaned(command.number)
    work.session.add(
        Supplier(
            id=command.supplier_id,
            number=number,
            name=name,
            address=cleaned(command.address),
            contact=cleaned_or_none(command.contact),
            search_key=search_key(name, number),
            sort_key=sort_key(name),
        )
    )
    work.changed("supplier", command.supplier_id, None, {"number": number, "name": name})
    return SupplierAdded(command.supplier_id)

"""Puts suppliers on file and changes them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.catalog.rights import SUPPLIERS_MANAGE
from backend.catalog.suppliers.rules import SupplierKnown
from backend.catalog.suppliers.tables import Supplier
from backend.foundation.command import handles
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.revision import must_be_current, revise
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSupplier:
    """Changes a supplier, whole: what is left out becomes empty. `baseVersion` is what was seen."""

    supplier_id: UUID
    number: str
    name: str
    address: str
    contact: str | None = None
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class SupplierAdded:
    """The supplier is on file."""

    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class SupplierChanged:
    """The supplier is changed; `version` is what it is now."""

    supplier_id: UUID
    version: int


refuses("uq_suppliers_number", SupplierKnown)
refuses("uq_suppliers_name", SupplierKnown)
refuses("pk_suppliers", SupplierKnown)


@handles(AddSupplier, name="catalog.addSupplier", needs=SUPPLIERS_MANAGE)
async def add_supplier(command: AddSupplier, work: Work) -> SupplierAdded:
    facts = _cleaned(command)
    work.session.add(Supplier(id=command.supplier_id, **facts, **_found_by(facts)))
    work.changed("supplier", command.supplier_id, None, facts)
    return SupplierAdded(command.supplier_id)


@handles(ChangeSupplier, name="catalog.changeSupplier", needs=SUPPLIERS_MANAGE)
async def change_supplier(command: ChangeSupplier, work: Work) -> SupplierChanged:
    facts = _cleaned(command)
    supplier = await work.session.get(Supplier, command.supplier_id, with_for_update=True)
    if supplier is None or supplier.deleted_at is not None:
        raise NotFound("supplier")
    must_be_current(supplier, command.base_version)
    before, after = revise(supplier, facts)
    revise(supplier, _found_by(facts))
    if after:
        work.changed("supplier", supplier.id, before, after)
    await work.session.flush()
    await work.session.refresh(supplier, ["version"])
    return SupplierChanged(supplier.id, supplier.version)


def _cleaned(command: AddSupplier | ChangeSupplier) -> dict[str, Any]:
    return {
        "number": cleaned(command.number),
        "name": cleaned(command.name),
        "address": cleaned(command.address),
        "contact": cleaned_or_none(command.contact),
    }


def _found_by(facts: dict[str, Any]) -> dict[str, str]:
    return {
        "search_key": search_key(facts["name"], facts["number"]),
        "sort_key": sort_key(facts["name"]),
    }

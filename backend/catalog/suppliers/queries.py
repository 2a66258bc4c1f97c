"""Finds suppliers. Whoever may read the catalogue sees all of them; portal people see none."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Text, Uuid, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.catalog.rights import CATALOG_READ
from backend.catalog.suppliers.tables import Supplier
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.foundation.visibility import shows


class SupplierRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    number: str
    name: str
    address: str
    contact: str | None
    version: int
    sort_key: str


COLUMNS = tuple(getattr(Supplier, name) for name in SupplierRow.__struct_fields__)


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Suppliers are the firm's own business."""
    return actor.customer_id.is_(None) & actor.may(CATALOG_READ)


shows("supplier", Supplier.id, visible_to(ACTOR))

SUPPLIERS = PageQuery(
    SupplierRow,
    select(*COLUMNS).where(
        visible_to(ACTOR),
        or_(
            bindparam("search", type_=Text()).is_(None),
            Supplier.search_key.like(bindparam("search", type_=Text())),
        ),
    ),
    order=(Supplier.sort_key, Supplier.id),
    fields=("sort_key", "id"),
)

SUPPLIERS_BY_ID = Query(
    SupplierRow,
    select(*COLUMNS).where(visible_to(ACTOR), Supplier.id == any_(bindparam("ids", type_=ARRAY(Uuid())))),
)

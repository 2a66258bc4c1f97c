"""What every mapped class shares: column types, constraint names, and what the database itself must guard.

A table says by `__table_args__ = (…, {"info": guarded(...)})` how it is guarded; `migrations/draft.py` turns that
into triggers, grants and policies, so the guard stands beside the columns it guards.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    FetchedValue,
    MetaData,
    Numeric,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """The root of every mapped class."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this attribute from the class.
        UUID: Uuid(),
        str: Text(),
        int: BigInteger(),
        bytes: BYTEA(),
        Decimal: Numeric(18, 6),
        date: Date(),
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
        list[str]: ARRAY(Text()),
        list[UUID]: ARRAY(Uuid()),
    }


class Synced:
    """For tables that phones pull: a trigger raises `version` and notes the writing transaction in `changed_in`.

    Rows are not deleted but get `deleted_at`, so that a phone learns of it. `changed_in` is a 64-bit transaction
    id; a puller reads up to the oldest running transaction, so no late commit is missed.
    """

    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    changed_in: Mapped[int] = mapped_column(
        server_default="0", server_onupdate=FetchedValue(), index=True, sort_order=90
    )
    deleted_at: Mapped[datetime | None] = mapped_column(sort_order=91)


def guarded(
    kind: str, *, append_only: bool = False, portal: str | None = None, hidden_from_portal: bool = False
) -> Mapping[str, object]:
    """How the database guards a table, for `info`.

    `kind` is the noun that handlers report changes of (`work.changed("order", …)`); a table of lines carries the
    kind of its head. `append_only`: the app may INSERT and SELECT, and triggers that fire always refuse the rest.
    `portal`: the SQL condition under which a customer's person sees a row; without it they see none.
    `hidden_from_portal`: secrets; a customer's person may not even ask for rows.
    """
    return {
        "kind": kind,
        "append_only": append_only,
        "portal": portal,
        "hidden_from_portal": hidden_from_portal,
    }

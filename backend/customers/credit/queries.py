"""Finds credit. The customer is on the way to it, so whoever gets here sees the customer."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Uuid, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.customers.credit.tables import CreditAccount
from backend.customers.rights import CREDIT_READ
from backend.foundation.reading import ACTOR, ActorColumns, Query


class CreditRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    limit_fen: int
    used_fen: int
    free_fen: int
    terms_days: int


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """For staff with the right; row-level security would leave a portal person their own firm's."""
    return actor.may(CREDIT_READ) & or_(
        actor.customer_id.is_(None), CreditAccount.customer_id == actor.customer_id
    )


CREDIT_BY_CUSTOMER = Query(
    CreditRow,
    select(
        CreditAccount.customer_id,
        CreditAccount.limit_fen,
        CreditAccount.used_fen,
        CreditAccount.limit_fen - CreditAccount.used_fen,
        CreditAccount.terms_days,
    ).where(visible_to(ACTOR), CreditAccount.customer_id == any_(bindparam("ids", type_=ARRAY(Uuid())))),
)

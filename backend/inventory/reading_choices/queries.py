"""Finds what was chosen before for a supplier's codes."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Uuid, bindparam, select

from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.inventory.reading_choices.tables import ReadingChoice
from backend.inventory.rights import INVENTORY_READ

CHOICES_MAX: Final = 50
"""A printer has a handful of layouts."""


class ReadingChoiceRow(msgspec.Struct, frozen=True, gc=False):
    shape: str
    chosen_at: datetime


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """How a supplier's codes are read is the firm's own business."""
    return actor.customer_id.is_(None) & actor.may(INVENTORY_READ)


CHOICES_OF_SUPPLIER = Query(
    ReadingChoiceRow,
    select(ReadingChoice.shape, ReadingChoice.chosen_at)
    .where(visible_to(ACTOR), ReadingChoice.supplier_id == bindparam("supplier_id", type_=Uuid()))
    .order_by(ReadingChoice.chosen_at.desc(), ReadingChoice.shape)
    .limit(CHOICES_MAX),
)
"""The latest first."""

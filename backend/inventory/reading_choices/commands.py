"""Remembers choices, inside the unit of work of the receipt at which they were made."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from backend.foundation.work import Work
from backend.inventory.reading_choices.rules import ChosenReading, chosen_shape
from backend.inventory.reading_choices.tables import ReadingChoice


async def remember_choices(work: Work, supplier_id: UUID, chosen: Sequence[ChosenReading]) -> None:
    """The supplier must be on file. Codes that the server reads in one way are passed over. Raises ScanUnfit."""
    read = (chosen_shape(one, year=work.today.year) for one in chosen)
    # In one order, so that two receipts of one supplier wait for each other, and never both.
    for shape in sorted({shape for shape in read if shape is not None}):
        said = {"chosen_by": work.actor.user_id, "chosen_at": work.occurred_at}
        await work.session.execute(
            insert(ReadingChoice)
            .values(supplier_id=supplier_id, shape=shape, **said)
            .on_conflict_do_update(
                index_elements=["supplier_id", "shape"],
                set_=said,
                where=ReadingChoice.chosen_at < work.occurred_at,
            )
        )
        work.changed("readingChoice", supplier_id, None, {"shape": shape})

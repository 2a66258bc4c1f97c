"""What becomes of goods that came back, once quality has judged them: to their shelf again, or set apart.

Sources: drug GSP Art. 113 and EU GDP 6.3 (returned goods are saleable only after a trained person's judgement, with
evidence of their temperature for the whole time out).
"""

from decimal import Decimal

from backend.foundation.work import Work
from backend.inventory.movements.commands import move
from backend.inventory.movements.rules import Holder, Leg, transfer
from backend.logistics.deliveries import locked
from backend.logistics.quality_tasks.commands import tasks_about
from backend.logistics.quality_tasks.rules import TEMPERATURE, TemperatureUndecided
from backend.logistics.quality_tasks.tables import QualityTask


async def put_away(work: Work, task: QualityTask, fit: bool) -> None:
    """Returned → stock where it was taken from, or → rejected. Raises TemperatureUndecided for fit goods in doubt."""
    _, delivery = await locked.delivery_locked(work, task.about_id)
    if fit:
        await _temperature_stands(work, task)
    legs: list[Leg] = []
    for row in await locked.sent_lines(work, delivery.id):
        back = row.line.sent - (row.line.received or Decimal(0))
        if not back:
            continue
        returned = Leg(
            lot_id=row.lot_id,
            account="returned",
            quantity=back,
            holder=Holder("order_line", row.order_line_id),
        )
        legs += transfer(
            returned,
            account="stock" if fit else "rejected",
            location_id=row.location_id if fit else None,
            holder=None,
        )
    await move(work, legs)


async def _temperature_stands(work: Work, task: QualityTask) -> None:
    asked = [
        other for other in await tasks_about(work, "delivery", [task.about_id]) if other.kind in TEMPERATURE
    ]
    if any(other.fit is not True for other in asked):
        raise TemperatureUndecided(any(other.fit is False for other in asked))

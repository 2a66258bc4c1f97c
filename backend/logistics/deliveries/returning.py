"""What becomes of goods that came back, once quality has judged them: to their shelf again, or set apart.

Sources: drug GSP Art. 113 and EU GDP 6.3 (returned goods are saleable only after a trained person's judgement, with
evidence of their temperature for the whole time out).
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles
from backend.foundation.permission import SYSTEM_ONLY
from backend.foundation.work import Work
from backend.inventory.movements.commands import move
from backend.inventory.movements.rules import Holder, Leg, transfer
from backend.logistics.deliveries import locked
from backend.logistics.deliveries.tables import Delivery
from backend.logistics.outbounds.queries import order_locked
from backend.logistics.quality_tasks.commands import open_task, tasks_about
from backend.logistics.quality_tasks.rules import TEMPERATURE, TemperatureUndecided
from backend.logistics.quality_tasks.tables import QualityTask


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAboutReturned:
    """Asks quality to judge what came back of a cancelled order, so that it does not lie there for ever."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class ReturnedAskedAbout:
    """Quality has it; `delivery_id` None says that nothing of the order was out."""

    delivery_id: UUID | None


@handles(AskAboutReturned, name="logistics.askAboutReturned", needs=SYSTEM_ONLY)
async def ask_about_returned(command: AskAboutReturned, work: Work) -> ReturnedAskedAbout:
    order = await order_locked(work, command.order_id)
    delivery = await work.session.scalar(
        select(Delivery)
        .where(Delivery.order_id == order.id)
        .order_by(Delivery.departed_at.desc(), Delivery.id.desc())
        .limit(1)
        .with_for_update()
    )
    if delivery is None or order.state != "cancelled":
        return ReturnedAskedAbout(None)
    await goods_to_judge(work, delivery)
    return ReturnedAskedAbout(delivery.id)


async def goods_to_judge(work: Work, delivery: Delivery) -> None:
    """Asks quality what becomes of the goods that this delivery brought back, once."""
    if any(task.kind == "goods_came_back" for task in await tasks_about(work, "delivery", [delivery.id])):
        return
    back = [
        [row.lot_id, row.line.sent - (row.line.received or Decimal(0))]
        for row in await locked.sent_lines(work, delivery.id)
        if row.line.received != row.line.sent
    ]
    facts = {"outcome": delivery.outcome, "lots": back}
    open_task(work, "goods_came_back", ("delivery", delivery.id), facts)


async def judge_what_was_too_warm(work: Work, task: QualityTask, fit: bool) -> None:
    """Undelivered goods whose temperature was found unfit never go out again: quality sets them apart."""
    if fit or task.about_kind != "delivery":
        return
    _, delivery = await locked.delivery_locked(work, task.about_id)
    if delivery.outcome == "not_delivered":
        await goods_to_judge(work, delivery)


async def was_found_unfit(work: Work, delivery: Delivery) -> bool:
    """Whether a temperature of this delivery, as at its departure, was found unfit by now."""
    return any(
        task.kind in TEMPERATURE and task.fit is False
        for task in await tasks_about(work, "delivery", [delivery.id])
    )


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

"""Tells quality of deliveries that it must look at, and moves the goods as it concludes."""

from collections.abc import Iterable

from backend.engines.notices.commands import TellHolders
from backend.foundation.events import listens
from backend.foundation.temperature import Judgement
from backend.logistics.deliveries.events import DeliveryConfirmed
from backend.logistics.deliveries.returning import AskAboutReturned, judge_what_was_too_warm, put_away
from backend.logistics.quality_tasks.commands import concluding
from backend.logistics.quality_tasks.rules import TEMPERATURE
from backend.logistics.rights import QUALITY_TASKS_CLOSE
from backend.sales.orders.events import OrderCancelled


@listens(DeliveryConfirmed, name="logistics.deliveries.tellQuality")
def tell_quality(event: DeliveryConfirmed) -> Iterable[object]:
    """One notice a delivery: an exception says more than the temperature that may have come with it."""
    out_of_order = event.exception is not None or event.outcome != "delivered"
    warm_or_unknown = event.temperature_verdict not in (None, Judgement.WITHIN.value)
    if not out_of_order and not warm_or_unknown:
        return []
    return [
        TellHolders(
            right=QUALITY_TASKS_CLOSE.name,
            kind="delivery.exception" if out_of_order else "temperature.task",
            about_kind="delivery",
            about_id=event.delivery_id,
            cause_id=event.delivery_id,
            facts={
                "number": event.number,
                "customer": event.customer,
                "outcome": event.outcome,
                "reason": event.reason or event.exception,
                "verdict": event.temperature_verdict,
            },
        )
    ]


@listens(OrderCancelled, name="logistics.deliveries.judgeReturned")
def judge_returned(event: OrderCancelled) -> Iterable[object]:
    return [AskAboutReturned(order_id=event.order_id)]


concluding("goods_came_back")(put_away)
for kind in TEMPERATURE:
    concluding(kind)(judge_what_was_too_warm)

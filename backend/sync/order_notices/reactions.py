"""Who hears of an order that a phone sent and the server did not take."""

from collections.abc import Iterable
from typing import Final

from backend.foundation.events import listens
from backend.sync.attention.events import EnvelopeRefused
from backend.sync.order_notices.commands import TellNotSubmitted

SUBMIT: Final = "sales.submitOrder"


@listens(EnvelopeRefused, name="notices.orderNotSubmitted")
def an_order_was_not_submitted(event: EnvelopeRefused) -> Iterable[object]:
    if event.command != SUBMIT:
        return
    yield TellNotSubmitted(
        envelope_id=event.envelope_id,
        user_id=event.user_id,
        order_id=event.entity_id,
        refusal=event.refusal,
        facts=event.facts,
    )

"""A signed re-check has its papers drawn."""

from collections.abc import Iterable

from backend.foundation.events import listens
from backend.logistics.delivery_notes.commands import DrawPapers
from backend.logistics.outbounds.events import OutboundRechecked


@listens(OutboundRechecked, name="logistics.deliveryNotes.draw")
def draw_papers_of(event: OutboundRechecked) -> Iterable[object]:
    return [DrawPapers(outbound_id=event.outbound_id)]

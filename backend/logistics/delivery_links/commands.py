"""Closes a delivery's link, and opens it again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.foundation.command import handles
from backend.foundation.permission import NotFound
from backend.foundation.work import Work
from backend.logistics.deliveries.locked import delivery_locked, sees
from backend.logistics.outbounds.queries import outbound_locked
from backend.logistics.rights import LINKS_CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDeliveryLink:
    """Closes the link behind a delivery note's QR, or opens it again; what was printed cannot be recalled."""

    delivery_id: UUID
    open: bool


@dataclass(frozen=True, slots=True)
class DeliveryLinkSet:
    """Since when the link is closed; null while it is open."""

    delivery_id: UUID
    link_closed_at: datetime | None


@handles(SetDeliveryLink, name="logistics.setDeliveryLink", needs=LINKS_CLOSE)
async def set_delivery_link(command: SetDeliveryLink, work: Work) -> DeliveryLinkSet:
    _, delivery = await delivery_locked(work, command.delivery_id)
    if not await sees(work, delivery.id):
        raise NotFound("delivery")
    _, outbound = await outbound_locked(work, delivery.outbound_id)
    if command.open != (outbound.link_closed_at is None):
        before, outbound.link_closed_at = outbound.link_closed_at, None if command.open else work.now
        work.changed(
            "outbound",
            outbound.id,
            {"link_closed_at": before},
            {"link_closed_at": outbound.link_closed_at},
        )
    return DeliveryLinkSet(delivery.id, outbound.link_closed_at)

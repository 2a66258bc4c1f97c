"""What others may want to know of an outbound."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class OutboundEvent(Event):
    outbound_id: UUID
    order_id: UUID

    @property
    def about(self) -> UUID:
        return self.order_id


@dataclass(frozen=True, kw_only=True)
class OutboundOpened(OutboundEvent):
    """It awaits a picker."""

    name: ClassVar[str] = "logistics.outboundOpened"


@dataclass(frozen=True, kw_only=True)
class OutboundPicked(OutboundEvent):
    """It awaits a re-checker."""

    name: ClassVar[str] = "logistics.outboundPicked"


@dataclass(frozen=True, kw_only=True)
class OutboundRechecked(OutboundEvent):
    """A second person signed for it; the delivery note has its number, and its PDF is to be drawn."""

    name: ClassVar[str] = "logistics.outboundRechecked"

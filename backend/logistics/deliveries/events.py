"""What others may want to know of a delivery."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class DeliveryEvent(Event):
    delivery_id: UUID
    order_id: UUID

    @property
    def about(self) -> UUID:
        return self.order_id


@dataclass(frozen=True, kw_only=True)
class GoodsHandedOver(DeliveryEvent):
    """The goods left with a driver or courier."""

    name: ClassVar[str] = "logistics.goodsHandedOver"
    driver_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DeliveryConfirmed(DeliveryEvent):
    """It is known what became of the delivery; `exception` says why the office must look at it."""

    name: ClassVar[str] = "logistics.deliveryConfirmed"
    number: str
    customer: str
    outcome: str
    temperature_verdict: str | None
    exception: str | None
    reason: str | None

"""What others may want to know of an order's way."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    """Something happened to an order."""

    order_id: UUID

    @property
    def about(self) -> UUID:
        return self.order_id


@dataclass(frozen=True, kw_only=True)
class OrderSubmitted(OrderEvent):
    """It awaits the holders of the right `needs`, for the one reason `why`."""

    name: ClassVar[str] = "sales.orderSubmitted"
    needs: str
    why: str
    number: str
    customer: str
    total_fen: int
    salesperson_id: UUID
    approval_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderApproved(OrderEvent):
    """It is released, by rule or by the last approver: the warehouse may begin."""

    name: ClassVar[str] = "sales.orderApproved"


@dataclass(frozen=True, kw_only=True)
class OrderRejected(OrderEvent):
    """An approver said no."""

    name: ClassVar[str] = "sales.orderRejected"
    number: str
    reason: str
    salesperson_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderEvent):
    """It will not be delivered; stock and credit are given back."""

    name: ClassVar[str] = "sales.orderCancelled"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderMoved(OrderEvent):
    """It came a step further."""

    name: ClassVar[str] = "sales.orderMoved"
    state: str

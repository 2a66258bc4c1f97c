"""What others may want to know of a remark."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderRemarked(Event):
    """Somebody wrote on an order's time line."""

    name: ClassVar[str] = "sales.orderRemarked"
    order_id: UUID
    remark_id: UUID

    @property
    def about(self) -> UUID:
        return self.order_id

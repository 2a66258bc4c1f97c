"""Receipts in GraphQL."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.quantity import (
    NotAQuantity,
    QuantityNegative,
    QuantityNotWhole,
    QuantityTooFine,
    QuantityTooLarge,
)
from backend.foundation.temperature import NotATemperature
from backend.foundation.text import search_pattern
from backend.inventory.locations.rules import WrongStorage
from backend.inventory.lots.graphql import LotType
from backend.inventory.lots.printed import ExpiryDisagrees, ExpiryUnreadable
from backend.inventory.lots.queries import LOTS_BY_ID
from backend.inventory.lots.rules import LotDatesUnfit, LotExpired, LotNumberUnfit, LotStateForbids
from backend.inventory.receipts import queries
from backend.inventory.receipts.commands import Inspect, Receive
from backend.inventory.receipts.rules import (
    LINES_MAX,
    AlreadyInspected,
    ArrivalUnmeasured,
    ColdChainBroken,
    InspectionIncomplete,
    LotTwice,
    MoreThanArrived,
    NothingReceived,
    ReceiptKnown,
    ReceiverInspects,
    ResultMissing,
)
from backend.inventory.rights import INVENTORY_READ
from backend.inventory.scans.rules import ScanUnfit

NOT_QUANTITIES = (NotAQuantity, QuantityNegative, QuantityNotWhole, QuantityTooLarge, QuantityTooFine)


@strawberry.type(
    name="ReceiptLine", description="A lot in an arrival, in pieces; `accepted` is null until inspected."
)
class ReceiptLineType:
    lot_id: UUID
    location_code: str
    arrived: Decimal
    accepted: Decimal | None
    result: str | None
    expiry_word: str | None
    """The maker's word on these boxes, where a person copied it."""
    expiry_printed: str | None

    @edge(needs=INVENTORY_READ)
    async def lot(self, info: Info) -> LotType | None:
        """The lot that came."""
        return await info.context.load(LOTS_BY_ID, self.lot_id)


@strawberry.type(
    name="Receipt", description="One arrival from a supplier (收货单), inspected by another person."
)
class ReceiptType:
    id: UUID
    number: str
    supplier_id: UUID
    supplier_name: str
    delivery_note_number: str | None
    transport: str | None
    arrival_celsius: Decimal | None
    received_by: UUID
    received_by_name: str | None
    received_at: datetime
    inspected_by: UUID | None
    inspected_by_name: str | None
    inspected_at: datetime | None

    @edge(needs=INVENTORY_READ, at_most=LINES_MAX)
    async def lines(self, info: Info) -> list[ReceiptLineType] | None:
        """Its lots, as they were received."""
        return await info.context.load_many(queries.LINES_OF_RECEIPTS, self.id, key="receipt_id")


@strawberry.type
class ReceiptQueries:
    @query(needs=INVENTORY_READ)
    async def receipts(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        search: str | None = None,
        inspected: bool | None = None,
    ) -> PageOf[ReceiptType]:
        """Arrivals, newest first; `inspected: false` are those that wait for an inspector."""
        pattern = search_pattern(search) if search else None
        return page_of(
            await info.context.page(queries.RECEIPTS, first, after, search=pattern, inspected=inspected)
        )

    @query(needs=INVENTORY_READ)
    async def receipt(self, info: Info, id: UUID) -> ReceiptType | None:
        """One arrival."""
        return await info.context.load(queries.RECEIPTS_BY_ID, id)


ReceiptMutations = mutations(
    "ReceiptMutations",
    mutation(
        Receive,
        refuses=(
            ReceiptKnown, NothingReceived, LotTwice, LotNumberUnfit, LotDatesUnfit, ExpiryUnreadable,
            ExpiryDisagrees, ScanUnfit, WrongStorage, ArrivalUnmeasured, NotATemperature, *NOT_QUANTITIES,
        ),
    ),
    mutation(
        Inspect,
        refuses=(
            AlreadyInspected, ReceiverInspects, InspectionIncomplete, MoreThanArrived, ResultMissing,
            ColdChainBroken, LotExpired, LotStateForbids, *NOT_QUANTITIES,
        ),
    ),
)  # fmt: skip

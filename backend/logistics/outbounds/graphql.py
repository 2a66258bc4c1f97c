"""Outbounds in GraphQL."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.text import search_pattern
from backend.logistics.outbounds import commands, queries, rules
from backend.logistics.rights import OUTBOUNDS_READ

PACKS_PER_PRODUCT_MAX = 20


@strawberry.type(name="PickPack", description="A GTIN by which a line's product is scanned, and its pieces.")
class PickPackType:
    gtin: str
    pieces: int


@strawberry.type(
    name="PickLine", description="What is to be picked from one lot at one place; quantities in pieces."
)
class PickLineType:
    id: UUID
    version: int
    order_line_id: UUID
    position: int
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    pieces_per_case: int
    serialised: bool
    storage_class: str
    storage_text: str
    lot_id: UUID
    lot_number: str
    expires_on: date
    lot_state: str
    location_id: UUID
    location_code: str
    to_pick: Decimal
    picked: Decimal
    other_lot_reason: str | None
    closed_why: str | None

    @edge(needs=OUTBOUNDS_READ, at_most=PACKS_PER_PRODUCT_MAX)
    async def packs(self, info: Info) -> list[PickPackType]:
        """What a phone without network may scan for this line."""
        return await info.context.load_many(queries.PACKS_OF_PRODUCTS, self.product_id, key="product_id")


@strawberry.type(
    name="Pick", description="One confirmation: by which scan, by whom; a typed one with its reason."
)
class PickType:
    id: UUID
    pick_line_id: UUID
    quantity: Decimal
    serial: str | None
    source: str
    typed_reason: str | None
    photo_id: UUID | None
    picker_name: str
    picked_at: datetime
    undone_at: datetime | None


@strawberry.type(name="Outbound", description="One order's way out of the warehouse.")
class OutboundType:
    id: UUID
    version: int
    state: str
    order_id: UUID
    order_number: str
    customer_id: UUID
    customer_name: str
    receiver: str
    receiver_phone: str
    address: str
    wanted_on: date | None
    note: str | None
    picker_id: UUID | None
    picker_name: str | None
    picked_at: datetime | None
    returned_reason: str | None
    rechecker_name: str | None
    rechecked_at: datetime | None
    delivery_note_number: str | None
    delivery_note_id: UUID | None
    pick_list_id: UUID | None
    line_count: int
    lines_done: int
    created_at: datetime

    @edge(needs=OUTBOUNDS_READ, at_most=rules.LINES_PER_OUTBOUND_MAX)
    async def lines(self, info: Info) -> list[PickLineType]:
        """What is to be picked, in the order of a walk along the shelves."""
        return await info.context.load_many(queries.LINES_OF_OUTBOUNDS, self.id, key="outbound_id")

    @edge(needs=OUTBOUNDS_READ, at_most=rules.PICKS_PER_OUTBOUND_MAX)
    async def picks(self, info: Info) -> list[PickType]:
        """What was picked, confirmation by confirmation, the undone ones too."""
        return await info.context.load_many(queries.PICKS_OF_OUTBOUNDS, self.id, key="outbound_id")


@strawberry.type
class OutboundQueries:
    @query(needs=OUTBOUNDS_READ)
    async def outbound(self, info: Info, id: UUID) -> OutboundType | None:
        """One outbound."""
        return await info.context.load(queries.OUTBOUNDS_BY_ID, id)

    @query(needs=OUTBOUNDS_READ)
    async def outbound_of_order(self, info: Info, order_id: UUID) -> OutboundType | None:
        """The outbound of an order, once it is approved."""
        found = await info.context.load_many(queries.OUTBOUNDS_OF_ORDERS, order_id, key="order_id")
        return next(iter(found), None)

    @query(needs=OUTBOUNDS_READ)
    async def outbounds(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        states: list[str] | None = None,
        mine: bool = False,
        search: str | None = None,
    ) -> PageOf[OutboundType]:
        """Outbounds, the longest waiting first; `search` finds order and note numbers, and customers by pinyin."""
        actor = info.context.actor
        return page_of(
            await info.context.page(
                queries.OUTBOUNDS,
                first,
                after,
                states=states,
                picker_id=actor.user_id if mine and actor else None,
                search=search_pattern(search) if search else None,
            )
        )


_TASK = (rules.OutboundStands, rules.PickIsAnothers)

OutboundMutations = mutations(
    "OutboundMutations",
    mutation(commands.TakePick, refuses=_TASK),
    mutation(commands.TakeOver, refuses=_TASK),
    mutation(commands.FinishPick, refuses=(*_TASK, rules.LinesOpen, rules.NothingPicked)),
)

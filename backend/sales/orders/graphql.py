"""Orders in GraphQL."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import strawberry

from backend.compliance.qualifications.rules import QualificationMissing
from backend.customers.accounts.rules import ShelfLifeRefused
from backend.foundation.ahead import Part
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.money import AmountTooLarge, Fen
from backend.foundation.quantity import QuantityNegative, QuantityNotWhole, QuantityTooLarge
from backend.foundation.text import search_pattern
from backend.inventory.movements.rules import LotShort
from backend.sales.orders import commands, queries, rules
from backend.sales.remarks.graphql import OrderRemarkType
from backend.sales.remarks.queries import REMARKS_OF_ORDERS
from backend.sales.rights import SALES_READ


@strawberry.type(
    name="OrderLine", description="A product in an order; quantities count the smallest sales pack."
)
class OrderLineType:
    id: UUID
    position: int
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    pieces_per_case: int
    storage_class: str
    regime: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    amount_fen: Fen
    tax_fen: Fen


@strawberry.type(name="OrderStep", description="One step of an order's way, with its time and person.")
class OrderStepType:
    state: str
    user_name: str
    reason: str | None
    occurred_at: datetime
    recorded_at: datetime


@strawberry.type(name="OrderApproval", description="One approval step of an order.")
class OrderApprovalType:
    id: UUID
    step: str
    why: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    reason: str | None


_LINES, _STEPS, _APPROVALS = (
    Part(query, of=queries.OrderRow, key="order_id")
    for query in (queries.LINES_OF_ORDERS, queries.STEPS_OF_ORDERS, queries.APPROVALS_OF_ORDERS)
)


@strawberry.type(name="Order", description="A sales order, from draft to delivery.")
class OrderType:
    id: UUID
    version: int
    number: str | None
    state: str
    customer_id: UUID
    customer_name: str
    site_id: UUID
    receiver: str
    receiver_phone: str
    address: str
    wanted_on: date | None
    purchase_number: str | None
    buyer: str | None
    invoice_title: str
    note: str | None
    shelf_life_months_min: int | None
    total_fen: Fen
    tax_fen: Fen
    at_list_price: bool
    released_why: str | None
    state_reason: str | None
    ordered_at: datetime
    line_count: int

    @edge(needs=SALES_READ, at_most=rules.LINES_MAX, part=_LINES)
    async def lines(self, info: Info) -> list[OrderLineType]:
        """The products, in their order."""
        return await info.context.parts(_LINES, self.id)

    @edge(needs=SALES_READ, at_most=50, part=_STEPS)
    async def steps(self, info: Info) -> list[OrderStepType]:
        """How far it has come: the step rail."""
        return await info.context.parts(_STEPS, self.id)

    @edge(needs=SALES_READ)
    async def remarks(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None
    ) -> PageOf[OrderRemarkType] | None:
        """What people wrote on its time line, the latest first; the customer's people see what is meant for them."""
        return page_of(await info.context.page_of_each(REMARKS_OF_ORDERS, self.id, first, after))

    @edge(needs=SALES_READ, at_most=20, part=_APPROVALS)
    async def approvals(self, info: Info) -> list[OrderApprovalType]:
        """Who had to approve it, and why; none of a customer's business, so an empty list for them."""
        return await info.context.parts(_APPROVALS, self.id)


@strawberry.type(
    name="BoughtBefore", description="A product that a customer bought earlier, the latest first."
)
class BoughtBeforeType:
    product_id: UUID
    times: int
    last_at: datetime
    last_quantity: Decimal


@strawberry.type(name="OrdersInState", description="How many orders stand in a state.")
class OrdersInStateType:
    state: str
    count: int


@strawberry.type
class OrderQueries:
    @query(needs=SALES_READ)
    async def order(self, info: Info, id: UUID) -> OrderType | None:
        """One order, if the asker may see it."""
        return await info.context.load(queries.ORDERS_BY_ID, id)

    @query(needs=SALES_READ)
    async def orders(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        search: str | None = None,
        states: list[str] | None = None,
        customer_id: UUID | None = None,
    ) -> PageOf[OrderType]:
        """Orders, the latest first; `search` finds numbers, and customers by pinyin and initials."""
        return page_of(
            await info.context.page(
                queries.ORDERS,
                first,
                after,
                search=search_pattern(search) if search else None,
                states=states,
                customer_id=customer_id,
            )
        )

    @query(needs=SALES_READ, at_most=len(rules.FOLLOWS))
    async def order_counts(
        self, info: Info, search: str | None = None, customer_id: UUID | None = None
    ) -> list[OrdersInStateType]:
        """How many orders stand in each state, as far as `orders` would find them; states without any are left out."""
        return await info.context.all(
            queries.ORDERS_BY_STATE,
            search=search_pattern(search) if search else None,
            customer_id=customer_id,
        )

    @query(needs=SALES_READ, at_most=50)
    async def bought_before(self, info: Info, customer_id: UUID) -> list[BoughtBeforeType]:
        """What this customer bought from us, the latest first."""
        return await info.context.all(queries.BOUGHT_BEFORE, customer_id=customer_id)


_SUBMISSION = (
    QualificationMissing, LotShort, rules.PriceChanged, rules.NothingOrdered, rules.NotNow, rules.OrderKnown,
    rules.OrderIdTaken, rules.WantedDayUnfit, ShelfLifeRefused, QuantityNegative,
    QuantityNotWhole, QuantityTooLarge, AmountTooLarge,
)  # fmt: skip

OrderMutations = mutations(
    "OrderMutations",
    mutation(
        commands.SaveDraft,
        refuses=(rules.NothingOrdered, rules.NotNow, rules.OrderKnown, rules.OrderIdTaken, ShelfLifeRefused),
    ),
    mutation(commands.SubmitOrder, refuses=_SUBMISSION),
    mutation(commands.ChangeOrder, refuses=_SUBMISSION),
    mutation(commands.CancelOrder, refuses=(rules.NotNow, rules.ReasonMissing)),
)

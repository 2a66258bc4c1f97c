"""Approvals in GraphQL: the inbox of those who decide."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.foundation.money import Fen
from backend.foundation.permission import SIGNED_IN
from backend.sales.approvals.commands import ChangeApprovalPolicy, DecideApproval
from backend.sales.approvals.queries import POLICY
from backend.sales.orders import queries, rules
from backend.sales.orders.graphql import OrderType
from backend.sales.rights import SALES_POLICY, SALES_READ


@strawberry.type(name="ApprovalToDecide", description="An order's step that awaits the asker's decision.")
class ApprovalToDecideType:
    id: UUID
    step: str
    why: str
    asked_at: datetime
    order_id: strawberry.Private[UUID]

    @edge(needs=SALES_READ)
    async def order(self, info: Info) -> OrderType | None:
        """The order to decide on."""
        return await info.context.load(queries.ORDERS_BY_ID, self.order_id)


@strawberry.type(name="ApprovalPolicy", description="The limits by which orders are released.")
class ApprovalPolicyType:
    released_up_to_fen: Fen
    director_above_fen: Fen
    finance_reviews: bool


@strawberry.type
class ApprovalQueries:
    @query(needs=SALES_POLICY)
    async def approval_policy(self, info: Info) -> ApprovalPolicyType:
        """The limits that submissions follow now; those of the house until the firm has set its own."""
        own = await info.context.first(POLICY)
        return own or ApprovalPolicyType(**asdict(rules.DEFAULT_POLICY))

    @query(needs=SIGNED_IN)
    async def approvals_for_me(
        self, info: Info, first: int = PAGE_SIZE_DEFAULT, after: str | None = None
    ) -> PageOf[ApprovalToDecideType]:
        """Steps that the asker may decide now, the longest waiting first."""
        return page_of(await info.context.page(queries.APPROVALS_FOR_ME, first, after))


ApprovalMutations = mutations(
    "ApprovalMutations",
    mutation(
        DecideApproval,
        refuses=(rules.AlreadyDecided, rules.OwnOrder, rules.ReasonMissing, rules.NotNow),
    ),
    mutation(ChangeApprovalPolicy, refuses=(rules.LimitsInverted,)),
)

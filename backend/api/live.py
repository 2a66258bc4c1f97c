"""Watching live: one subscription for every kind of thing."""

from collections.abc import AsyncIterator
from uuid import UUID

import strawberry
from graphql import GraphQLError

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import must
from backend.foundation.live import watched
from backend.foundation.permission import SIGNED_IN

KINDS_MAX = 10


@strawberry.type(
    name="Nudge", description="Something changed: read it again. A null id: read all of that kind again."
)
class NudgeType:
    kind: str
    id: UUID | None


@strawberry.type
class LiveSubscriptions:
    @strawberry.subscription(  # type: ignore[untyped-decorator]
        description="Changes of these kinds, as far as the asker may see them.\n\nNeeds `foundation.signedIn`.",
        metadata={"needs": SIGNED_IN.name},
    )
    async def changes(self, info: Info, kinds: list[str]) -> AsyncIterator[NudgeType]:
        context = info.context
        must(context, SIGNED_IN)
        if not 1 <= len(kinds) <= KINDS_MAX or any(watched(kind) is None for kind in kinds):
            raise GraphQLError("These kinds cannot be watched.", extensions={"code": "NOT_WATCHABLE"})
        assert context.actor is not None  # noqa: S101 - `must` has refused those who are not signed in.
        async for nudge in context.house.live.nudges(context.actor, kinds):
            if context.look_again is not None:
                await context.look_again()  # Who left hears nothing more, although the socket is still open.
            yield NudgeType(kind=nudge.kind, id=nudge.id)

"""One's own sessions in GraphQL. Signing in and out is HTTP's: cookies belong there."""

from datetime import datetime
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_MAX
from backend.foundation.permission import SIGNED_IN
from backend.identity.sessions import queries
from backend.identity.sessions.commands import EndSession


@strawberry.type(name="Session", description="A device on which I am signed in.")
class SessionType:
    id: UUID
    device_name: str | None
    address: str | None
    created_at: datetime
    expires_at: datetime

    @strawberry.field(description="Whether it is the one that asks.")  # type: ignore[untyped-decorator]
    def current(self, info: Info) -> bool:
        actor = info.context.actor
        return actor is not None and actor.session_id == self.id


@strawberry.type
class SessionQueries:
    @query(needs=SIGNED_IN, at_most=PAGE_SIZE_MAX)
    async def my_sessions(self, info: Info) -> list[SessionType]:
        """Where I am signed in, the newest first."""
        return await info.context.all(queries.MY_SESSIONS, at=info.context.house.clock.now())


SessionMutations = mutations("SessionMutations", mutation(EndSession))

"""Who acts: a person of the firm, a person of a customer, or the system itself."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.foundation.permission import SIGNED_IN, Right

ActorKind = Literal["staff", "portal", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person with what they may do now; made once per request from the database, never from a token alone.

    `customer_id` is set for portal people only and confines every row they see. `posts` are the law's names of
    their current memberships ("picker", "rechecker"). `on_behalf_of` counts as a second self wherever two
    persons are demanded.
    """

    user_id: UUID
    name: str
    kind: ActorKind
    rights: frozenset[str] = frozenset()
    posts: tuple[str, ...] = ()
    departments: tuple[UUID, ...] = ()
    customer_id: UUID | None = None
    language: str = "zh"
    session_id: UUID | None = None
    device_id: UUID | None = None
    on_behalf_of: UUID | None = None

    def may(self, right: Right) -> bool:
        """Whoever is an actor is signed in; that right stands in no list."""
        return self.kind == "system" or right is SIGNED_IN or right.name in self.rights

    @property
    def persons(self) -> frozenset[UUID]:
        """The persons this actor counts as when maker and checker must differ."""
        return frozenset({self.user_id} if self.on_behalf_of is None else {self.user_id, self.on_behalf_of})


SYSTEM = Actor(user_id=UUID(int=0), name="系统", kind="system")
"""Performs what no person asked for: reactions to events, schedules. Its row stands in `users`, without login."""

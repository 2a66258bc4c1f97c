"""What others hear of work that did not go through."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from backend.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class EnvelopeRefused(Event):
    """Work of a phone was not applied: `why` is refused, conflict, noLongerAllowed or quarantined.

    `command` is its name ("sales.submitOrder"), the entity what it was about. `refusal` and `facts` rebuild the
    sentence in the reader's language (`perform.refusal_from`).
    """

    name: ClassVar[str] = "sync.envelopeRefused"
    envelope_id: UUID
    user_id: UUID
    command: str
    entity_kind: str
    entity_id: UUID
    why: str
    refusal: str | None
    facts: dict[str, Any]

    @property
    def about(self) -> UUID:
        return self.entity_id

"""Why somebody in the office looks at an envelope."""

from enum import StrEnum
from typing import Final


class Why(StrEnum):
    refused = "refused"
    """A rule said no; its owner fixes or discards it."""
    conflict = "conflict"
    """Somebody else changed the thing; its owner decides."""
    no_longer_allowed = "noLongerAllowed"
    """Was allowed when it was done, is not today; not applied."""
    quarantined = "quarantined"
    """Was allowed neither then nor now, or its owner or device was shut out; kept as evidence."""
    applied_with_task = "appliedWithTask"
    """A physical fact by somebody who may no longer report it; applied."""
    applied_flagged = "appliedFlagged"
    """Allowed today, was not when it was done; applied."""
    handed_over = "handedOver"
    """Its owner asks the office to decide."""


NOT_APPLIED: Final = frozenset({Why.refused, Why.conflict, Why.no_longer_allowed, Why.quarantined})
FOR_THE_OFFICE: Final = frozenset(Why) - {Why.refused, Why.conflict}

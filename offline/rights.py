"""Whether work that was done some time ago may take effect today."""

from enum import StrEnum


class AtReplay(StrEnum):
    APPLY = "apply"
    APPLY_WITH_TASK = "applyWithTask"  # It happened in the world; somebody looks at it afterwards.
    APPLY_FLAGGED = "applyFlagged"  # Allowed today, was not when it was done.
    TO_MANAGER = "toManager"  # Not applied; the manager's attention.
    QUARANTINE = "quarantine"  # Was allowed neither then nor now: kept as evidence.


def at_replay(*, then: bool, now: bool, physical_fact: bool) -> AtReplay:
    """Judged with the right at the estimated time of doing (`then`) and at replay (`now`).

    A physical fact is a delivery or a hand-over: goods that left a hand are not called back by a change of
    roster.
    """
    if then and now:
        return AtReplay.APPLY
    if then:
        return AtReplay.APPLY_WITH_TASK if physical_fact else AtReplay.TO_MANAGER
    return AtReplay.APPLY_FLAGGED if now else AtReplay.QUARANTINE

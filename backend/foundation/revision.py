"""Changing a row that somebody looked at: refused when it has changed since, and told as before and after."""

from typing import Any

from backend.foundation.tables import Synced
from backend.foundation.versions import ChangedMeanwhile


def must_be_current(row: Synced, base_version: int | None) -> None:
    """Raises ChangedMeanwhile when `base_version` is given and is not the row's."""
    if base_version is not None and row.version != base_version:
        raise ChangedMeanwhile(row.version)


def revise(row: object, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gives the mapped row these values; what they were and what they are now, of those that differ."""
    before = {name: getattr(row, name) for name in values}
    differing = {name: value for name, value in values.items() if before[name] != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return {name: before[name] for name in differing}, differing

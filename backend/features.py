"""Loads every feature of the house by the names of its files, so that a new feature registers itself by standing there.

`backend/<domain>/<feature>/{tables,commands,reactions,exhibits,graphql}.py`; what each registers (tables, handlers,
listeners, GraphQL fields) is declared in it, so loading has no other effect.
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import ModuleType

import backend

ROLES = ("tables", "commands", "reactions", "exhibits", "graphql")


@cache
def load_features() -> tuple[ModuleType, ...]:
    """Imports every feature's modules, once per process; the GraphQL ones last."""
    names = ["backend.foundation.records"]
    for domain in _packages(backend.__path__, "backend"):
        for feature in _packages(importlib.import_module(domain).__path__, domain):
            names += [
                f"{feature}.{role}"
                for role in ROLES
                if importlib.util.find_spec(f"{feature}.{role}") is not None
            ]
    names.sort(
        key=lambda name: ROLES.index(name.rsplit(".", 1)[1]) if name.rsplit(".", 1)[1] in ROLES else -1
    )
    return tuple(importlib.import_module(name) for name in names)


def _packages(path: Iterable[str], prefix: str) -> list[str]:
    skipped = {"foundation", "api", "migrations", "demo", "decisions"}
    return sorted(
        f"{prefix}.{found.name}"
        for found in pkgutil.iter_modules(path)
        if found.ispkg and found.name not in skipped
    )

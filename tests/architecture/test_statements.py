"""How statements are written, so that PostgreSQL finds a plan that is good for every call."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import backend
from backend.features import load_features
from backend.foundation.query import Query

_OF_HEADS = re.compile(r"(\w+)\.(\w+_id) = ANY \(\$\d+::UUID\[\]\)")


def statements() -> Iterator[tuple[str, Query[Any]]]:
    load_features()
    for module in walk_packages(backend.__path__, "backend."):
        if module.name.endswith(".queries"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Query):
                    yield f"{module.name}.{name}", value


def asked_past_its_heads(sql: str) -> bool:
    """Ids are compared with a reference to a table that is joined for its own sake."""
    return any(f".id = {table}.{column}" in sql for table, column in _OF_HEADS.findall(sql))


def test_parts_are_asked_for_by_the_ids_of_their_heads():
    """Else the plan begins with all heads that the asker may see, of which PostgreSQL expects few."""
    every = list(statements())

    assert [name for name, query in every if asked_past_its_heads(query.sql)] == []
    assert len(every) > 60


def test_a_statement_that_asks_past_its_heads_is_found():
    assert asked_past_its_heads(
        "SELECT order_lines.id FROM order_lines JOIN orders ON orders.id = order_lines.order_id"
        " WHERE orders.state != $1::VARCHAR AND order_lines.order_id = ANY ($2::UUID[])"
    )

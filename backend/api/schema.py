"""The GraphQL schema, put together from what the features declare."""

from functools import cache
from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from backend.api.live import LiveSubscriptions
from backend.features import load_features
from backend.foundation.graphql.scalars import SCALARS


@cache
def graphql_schema() -> strawberry.Schema:
    """The whole schema: every feature's class `…Queries`, `…Mutations`, `…Subscriptions` merged into the root types."""
    return strawberry.Schema(
        query=merge_types("Query", _declared("Queries")),
        mutation=merge_types("Mutation", _declared("Mutations")),
        subscription=_subscription(),
        types=_declared("Types"),
        config=StrawberryConfig(disable_field_suggestions=True, scalar_map=SCALARS),
    )


def _subscription() -> Any:
    return merge_types("Subscription", (LiveSubscriptions, *_declared("Subscriptions")))


def _declared(ending: str) -> tuple[Any, ...]:
    found = [
        value
        for module in load_features()
        if module.__name__.endswith(".graphql")
        for name, value in sorted(vars(module).items())
        if name.endswith(ending) and hasattr(value, "__strawberry_definition__")
    ]
    return tuple(dict.fromkeys(found))


def printed() -> str:
    """The schema as `schema.graphql` holds it."""
    return graphql_schema().as_str() + "\n"


if __name__ == "__main__":
    print(printed(), end="")

"""An edge is null for those without its right, so only who cannot come near it without that right may be promised more."""

from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType, get_named_type, is_object_type

from backend.api.schema import graphql_schema
from backend.foundation.permission import SIGNED_IN

SCHEMA = graphql_schema()._schema
TYPES = [type_ for type_ in SCHEMA.type_map.values() if is_object_type(type_)]


def right_of(field: GraphQLField) -> str | None:
    spoken = field.extensions.get("strawberry-definition")
    needs: str | None = getattr(spoken, "metadata", {}).get("needs")
    return needs


def rights_on_the_way_to(wanted: GraphQLObjectType, seen: frozenset[str] = frozenset()) -> set[str]:
    """The rights of the last guarded field on every way from a root to the type."""
    found: set[str] = set()
    for parent in TYPES:
        for field in parent.fields.values():
            if get_named_type(field.type) is not wanted or parent.name in seen:
                continue
            right = right_of(field)
            found |= {right} if right else rights_on_the_way_to(parent, seen | {wanted.name})
    return found


def test_what_some_readers_of_a_type_may_not_see_can_be_null():
    promised = {
        f"{parent.name}.{name}"
        for parent in TYPES
        for name, field in parent.fields.items()
        if parent not in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type)
        and isinstance(field.type, GraphQLNonNull)
        and (right := right_of(field)) not in (None, SIGNED_IN.name)
        and rights_on_the_way_to(parent) != {right}
    }

    assert promised == set()

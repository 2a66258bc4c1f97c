"""How long a list of the schema may be: `first` with a limit, or `at_most`. No list is endless.

A field states it as `strawberry.field(metadata={"at_most": 20})` or as a GraphQL extension of that name. A
page is an object with `items` and `pageInfo`; the field that returns it takes `first`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_interface_type,
    is_introspection_type,
    is_list_type,
    is_object_type,
)

from backend.api.refusals import PageTooLarge
from backend.foundation.limits import PAGE_SIZE_MAX


@dataclass(frozen=True, slots=True)
class Bound:
    """`of_page`: the items of a page; `pages`: returns a page; `default` is that of its argument `first`."""

    is_list: bool = False
    of_page: bool = False
    pages: bool = False
    first: bool = False
    default: int | None = None
    at_most: int | None = None


def bound_of(schema: GraphQLSchema, parent: GraphQLNamedType, name: str) -> Bound:
    """How many objects the field may return."""
    definition = field_of(parent, name)
    if definition is None:
        return Bound()
    is_list = _is_list(definition)
    if is_list and name == "items" and is_page(parent):
        return Bound(is_list=True, of_page=True)
    first = definition.args.get("first")
    default = first.default_value if first is not None and first.default_value is not Undefined else None
    return Bound(
        is_list=is_list,
        pages=not is_list and is_page(get_named_type(definition.type)),
        first=first is not None,
        default=default if isinstance(default, int) else None,
        at_most=_at_most(definition),
    )


def unbounded_lists(schema: GraphQLSchema) -> list[str]:
    """The fields, as "Type.field", that may return any number of objects: each is a mistake in the schema."""
    found = []
    for parent in schema.type_map.values():
        if not (is_object_type(parent) or is_interface_type(parent)) or is_introspection_type(parent):
            continue
        for name in parent.fields:
            bound = bound_of(schema, parent, name)
            if bound.of_page or not (bound.is_list or bound.pages):
                continue
            if not bound.first and bound.at_most is None:
                found.append(f"{parent.name}.{name}")
    return sorted(found)


def check_page_sizes(page_variables: Iterable[str], variables: Mapping[str, Any]) -> None:
    """Raises PageTooLarge for a page size sent as a variable; what is no integer is left to coercion."""
    for name in page_variables:
        asked = variables.get(name)
        if isinstance(asked, int | float) and not 0 <= asked <= PAGE_SIZE_MAX:
            raise PageTooLarge(asked=int(asked), page_size_max=PAGE_SIZE_MAX)


def field_of(parent: GraphQLNamedType, name: str) -> GraphQLField | None:
    """The definition of a field, None where the type has none of that name."""
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        fields: dict[str, GraphQLField] = parent.fields
        return fields.get(name)
    return None


def is_page(type_: GraphQLNamedType) -> bool:
    """Whether the type is a page: an object with a list `items` and with `pageInfo`."""
    items = field_of(type_, "items")
    return items is not None and _is_list(items) and field_of(type_, "pageInfo") is not None


def _is_list(definition: GraphQLField) -> bool:
    type_ = definition.type
    return is_list_type(type_.of_type if isinstance(type_, GraphQLNonNull) else type_)


def _at_most(definition: GraphQLField) -> int | None:
    extensions: dict[str, Any] = definition.extensions
    declared = extensions.get("at_most")
    if declared is None:
        spoken = extensions.get("strawberry-definition")
        declared = getattr(spoken, "metadata", {}).get("at_most")
    return declared if isinstance(declared, int) else None

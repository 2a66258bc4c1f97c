"""Every field of the schema, asked with values that nobody means well: built from the schema, so new fields are met too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from graphql import (
    GraphQLField,
    GraphQLInputType,
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_union_type,
)

UNKNOWN = "018f4e2a-0000-7000-8000-00000000dead"
TEXT = "018f4e2a"


@dataclass(frozen=True)
class Attack:
    """One value for each kind of leaf; `many` is how long its lists are, `bare` leaves out what may be left out."""

    name: str
    leaves: dict[str, Any]
    many: int = 1
    bare: bool = False

    def value(self, wanted: GraphQLInputType, name: str) -> Any:
        if is_non_null_type(wanted):
            return self.value(wanted.of_type, name)
        if is_list_type(wanted):
            return [self.value(wanted.of_type, name) for _ in range(self.many)]
        if is_input_object_type(wanted):
            return {
                key: self.value(field.type, key)
                for key, field in wanted.fields.items()
                if is_non_null_type(field.type) or not self.bare
            }
        if is_enum_type(wanted):
            return next(iter(wanted.values))
        leaf = get_named_type(wanted).name
        if leaf == "UUID" and name == "commandId":
            return str(uuid4())
        return {**_PLAIN, **self.leaves}[leaf]


_PLAIN: dict[str, Any] = {
    "String": TEXT,
    "UUID": UNKNOWN,
    "Int": 1,
    "Float": 1.0,
    "Boolean": True,
    "Decimal": "1",
    "Fen": 1,
    "Date": "2026-11-22",
    "DateTime": "2026-11-22T01:00:00Z",
    "JSON": {},
}

ATTACKS = (
    Attack("unknown ids", {}),
    Attack("unknown ids and nothing more", {}, bare=True),
    Attack("the id of nobody", {"UUID": "00000000-0000-0000-0000-000000000000"}),
    Attack("no ids at all", {"UUID": "not-an-id"}),
    Attack("NUL", {"String": "a\x00b"}),
    Attack("half a character", {"String": "\ud800"}),
    Attack("nothing", {"String": "", "Int": 0, "Decimal": "0", "Fen": 0}, many=0),
    Attack("blanks", {"String": " \u3000\u200b "}, many=2),
    Attack("5,000 characters", {"String": "批" * 5_000}),
    Attack("signs of other writings", {"String": "\u202e%_\\'\";--<svg/onload=1>🧪"}, many=2),
    Attack("days that are none", {"Date": "2026-02-30", "DateTime": "2026-02-30T25:00:00Z"}),
    Attack("the first day", {"Date": "0001-01-01", "DateTime": "0001-01-01T00:00:00Z"}),
    Attack("the last day", {"Date": "9999-12-31", "DateTime": "9999-12-31T23:59:59.999999-12:00"}),
    Attack("less than nothing", {"Int": -1, "Decimal": "-1", "Fen": -1}, many=2),
    Attack("10^12", {"Int": 2**31 - 1, "Decimal": "1000000000000", "Fen": 10**15}, many=3),
    Attack("more than that", {"Int": 2**31, "Decimal": "1e400", "Fen": 10**30}),
    Attack("no number", {"Decimal": "NaN", "Int": "1", "Fen": 1.5}),
    Attack("the smallest fraction", {"Decimal": "0.0000000000000000001"}),
    Attack("101 of each", {}, many=101),
)


def requests(schema: GraphQLSchema, root: str, attack: Attack) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Field name, document and variables for each field of the root."""
    type_ = schema.query_type if root == "query" else schema.mutation_type
    assert type_ is not None
    for name, field in type_.fields.items():
        variables = {
            argument: attack.value(given.type, argument)
            for argument, given in field.args.items()
            if argument != "first" and (is_non_null_type(given.type) or not attack.bare)
        }
        declared = ", ".join(f"${argument}: {field.args[argument].type}" for argument in variables)
        passed = ", ".join(f"{argument}: ${argument}" for argument in variables)
        page = ", first: 2" if "first" in field.args else ""
        arguments = f"({passed}{page})".replace("(, ", "(") if passed or page else ""
        document = f"{root} {f'({declared})' if declared else ''} {{ {name}{arguments}{_selection(field)} }}"
        yield name, document, variables


def _selection(field: GraphQLField, depth: int = 3) -> str:
    type_: GraphQLNamedType = get_named_type(field.type)
    if is_union_type(type_):
        return " { __typename ... on Refusal { message } }"
    if not is_object_type(type_):
        return ""
    inner = [
        f"{name}{below}"
        for name, child in type_.fields.items()
        if not any(is_non_null_type(given.type) for given in child.args.values())
        and (depth > 1 or not is_object_type(get_named_type(child.type)))
        and (below := _selection(child, depth - 1)) is not None
    ]
    return f" {{ __typename {' '.join(inner)} }}"

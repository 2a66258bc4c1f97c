"""Plans: a registered query compiled to plain functions over the rows that resolvers return.

Schema and resolvers stay the only truth: a plan calls the same resolvers with the same arguments, and takes attributes
and serialises scalars as the schema says; only graphql-core's bookkeeping for each field is left out. Whatever is out
of the ordinary (a refusal, a null where none may be, a value that is no Int, a bug) is an exception, and then the query
is executed again on graphql-core and that answer counts. Mutations and subscriptions have no plans.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    is_abstract_type,
)
from graphql.execution.values import get_argument_values, get_variable_values
from strawberry.schema.schema_converter import get_arguments
from strawberry.types.field import StrawberryField

from backend.foundation.ahead import Ahead, Part

_INT_MAX: Final = 2**31
# What serialises to itself, by the name of its scalar: the check of its class is cheaper than the call.
_THEMSELVES: Final = {
    "String": "{v}.__class__ is str",
    "Boolean": "{v}.__class__ is bool",
    "Int": f"{{v}}.__class__ is int and {-_INT_MAX} <= {{v}} < {_INT_MAX}",
}

Later = Callable[[Any, "_Running", dict[str, Any]], None]
Nodes = list[FieldNode]


class NotPlanned(Exception):
    """The document holds what plans do not know; it is executed by graphql-core. Never leaves this module."""


class Unplanned(Exception):
    """While a plan runs: this answer is graphql-core's to give."""


class PlanInfo:
    """What a resolver may ask of its `info`; anything else is an AttributeError, and so graphql-core's."""

    __slots__ = ("context",)

    def __init__(self, context: Any) -> None:
        self.context = context


@dataclass(slots=True)
class _Running:
    """One run: the arguments of each field that has any, and the values that are still awaited."""

    info: PlanInfo
    arguments: dict[int, dict[str, Any]]
    awaited: list[tuple[Awaitable[Any], Callable[[Any], Any], dict[str, Any], str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled query. `name` is that of its operation."""

    name: str | None
    _variables_of: Callable[[dict[str, Any]], Any]
    _with_arguments: tuple[tuple[int, GraphQLField, FieldNode], ...]
    _root: Callable[[Any, _Running], dict[str, Any]]
    _ahead: Ahead | None

    async def run(self, context: Any, given: dict[str, Any]) -> dict[str, Any]:
        """The answer's `data`. Raises whatever goes wrong: then graphql-core is to be asked."""
        variables = self._variables_of(given)
        arguments = {
            number: get_argument_values(field, node, variables)
            for number, field, node in self._with_arguments
        }
        if self._ahead is not None:
            context.reading.ahead = self._ahead
        running = _Running(PlanInfo(context), arguments, [])
        data = self._root(None, running)
        # Level by level, so that a level's loaders see all their ids in one tick: one statement for each.
        while running.awaited:
            awaited, running.awaited = running.awaited, []
            for (_, complete, into, key), value in zip(
                awaited, await _all([waiting for waiting, *_ in awaited]), strict=True
            ):
                into[key] = complete(value)
        return data


async def _all(awaited: list[Awaitable[Any]]) -> list[Any]:
    if len(awaited) == 1:
        return [await awaited[0]]
    # A group, so that nothing of this run is under way any more when graphql-core begins anew.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_value(waiting)) for waiting in awaited]
    return [task.result() for task in tasks]


async def _value(waiting: Awaitable[Any]) -> Any:
    return await waiting


class Planner:
    """Compiles documents over one schema."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self._schema = schema

    def plan(self, document: DocumentNode) -> Plan | None:
        """The plan of a valid document; None for one that graphql-core is to execute."""
        try:
            return _Compiling(self._schema, document).plan()
        except NotPlanned:
            return None


class _Compiling:
    def __init__(self, schema: strawberry.Schema, document: DocumentNode) -> None:
        self._strawberry = schema
        self._schema = schema._schema
        self._operations = [
            node for node in document.definitions if isinstance(node, OperationDefinitionNode)
        ]
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._numbers = count()
        self._names: dict[str, Any] = {"_fail": _fail}
        self._with_arguments: list[tuple[int, GraphQLField, FieldNode]] = []
        self._depth = 0
        self._resolvers: dict[int, list[Part | None]] = {}
        """By depth: of each field that has a resolver what part it reads, None for what is not known."""

    def plan(self) -> Plan:
        if len(self._operations) != 1 or self._operations[0].operation is not OperationType.QUERY:
            raise NotPlanned
        operation, query_type = self._operations[0], self._schema.query_type
        if query_type is None or operation.directives:
            raise NotPlanned
        definitions = operation.variable_definitions or ()

        def variables_of(given: dict[str, Any]) -> Any:
            values = get_variable_values(self._schema, definitions, given)
            if isinstance(values, list):
                raise Unplanned
            return values

        root = self._object(query_type, [operation.selection_set])
        name = operation.name.value if operation.name else None
        return Plan(name, variables_of, tuple(self._with_arguments), root, self._read_ahead())

    def _read_ahead(self) -> Ahead | None:
        """Where a single root field leads to heads: the parts that the document wants of them."""
        if len(self._resolvers.get(1, ())) != 1:
            return None
        parts = [part for part in self._resolvers.get(2, ()) if part is not None]
        if len({part.of for part in parts}) != 1:
            return None
        return Ahead(parts, whole=parts == self._resolvers[2] and 3 not in self._resolvers)

    def _object(
        self, kind: GraphQLObjectType, selections: Iterable[SelectionSetNode]
    ) -> Callable[[Any, _Running], dict[str, Any]]:
        """A function from the value to its dict: attributes at once, resolvers' fields held free and noted as awaited."""
        if kind.is_type_of is not None:
            raise NotPlanned
        fields: dict[str, Nodes] = {}
        for selection in selections:
            self._collect(kind, selection, fields)
        parts, later = [], []
        for key, nodes in fields.items():
            if nodes[0].name.value == "__typename":
                parts.append(f"{key!r}: {kind.name!r}")
                continue
            field = kind.fields.get(nodes[0].name.value)
            definition = field.extensions.get("strawberry-definition") if field else None
            if field is None or not isinstance(definition, StrawberryField) or definition.extensions:
                raise NotPlanned
            if definition.base_resolver is None:
                parts.append(f"{key!r}: {self._expression(field.type, nodes, f'o.{definition.python_name}')}")
            else:
                parts.append(f"{key!r}: None")
                later.append(self._resolved(field, definition, nodes, key))
        made = self._function("o, r", f"{{{', '.join(parts)}}}")
        return _with_later(made, tuple(later)) if later else made

    def _collect(
        self, kind: GraphQLObjectType, selection: SelectionSetNode, fields: dict[str, Nodes]
    ) -> None:
        for node in selection.selections:
            if node.directives:
                raise NotPlanned
            if isinstance(node, FieldNode):
                fields.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._holds(kind, node.type_condition.name.value):
                    self._collect(kind, node.selection_set, fields)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
                if fragment.directives:
                    raise NotPlanned
                if self._holds(kind, fragment.type_condition.name.value):
                    self._collect(kind, fragment.selection_set, fields)

    def _holds(self, kind: GraphQLObjectType, condition: str) -> bool:
        named = self._schema.type_map[condition]
        return named is kind or (is_abstract_type(named) and self._schema.is_sub_type(named, kind))

    def _resolved(self, field: GraphQLField, definition: StrawberryField, nodes: Nodes, key: str) -> Later:
        """Calls the resolver as Strawberry does, and completes what comes of it now or when it is there."""
        number = next(self._numbers)
        self._depth += 1
        self._resolvers.setdefault(self._depth, []).append(definition.metadata.get("part"))
        complete = self._function("v, r", self._expression(field.type, nodes, "v"))
        self._depth -= 1
        if field.args or nodes[0].arguments:
            self._with_arguments.append((number, field, nodes[0]))
        config, registry = self._strawberry.config, self._strawberry.schema_converter.scalar_registry

        def later(source: Any, running: _Running, into: dict[str, Any]) -> None:
            positional, named = get_arguments(
                field=definition, source=source, info=running.info,  # type: ignore[arg-type] # All that ours ask of it.
                kwargs=dict(running.arguments.get(number, {})), config=config, scalar_registry=registry,
            )  # fmt: skip
            value = definition.get_result(source, None, positional, named)
            if isinstance(value, Awaitable):
                running.awaited.append((value, lambda there: complete(there, running), into, key))
            else:
                into[key] = complete(value, running)

        return later

    def _expression(self, kind: GraphQLOutputType, nodes: Nodes, value: str) -> str:
        """Python that turns `value` (an expression, evaluated once) into what the answer holds."""
        v = f"v{next(self._numbers)}"
        if isinstance(kind, GraphQLNonNull):
            return f"(_fail() if ({v} := {value}) is None else {self._present(kind.of_type, nodes, v)})"
        return f"(None if ({v} := {value}) is None else {self._present(kind, nodes, v)})"

    def _present(self, kind: Any, nodes: Nodes, v: str) -> str:
        if isinstance(kind, GraphQLList):
            # A function of its own: a comprehension's variable would be another's in a nested list.
            item = self._named(self._function("v, r", self._expression(kind.of_type, nodes, "v")))
            return f"([{item}(i, r) for i in {v}] if {v}.__class__ is list or {v}.__class__ is tuple else _fail())"
        if isinstance(kind, GraphQLObjectType):
            made = self._object(kind, [node.selection_set for node in nodes if node.selection_set])
            return f"{self._named(made)}({v}, r)"
        if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
            serialised = f"{self._named(kind.serialize)}({v})"
            test = _THEMSELVES.get(kind.name)
            return f"({v} if {test.format(v=v)} else {serialised})" if test else serialised
        assert isinstance(kind, GraphQLAbstractType)  # noqa: S101 - nothing else is left.
        raise NotPlanned

    def _named(self, value: Any) -> str:
        name = f"f{next(self._numbers)}"
        self._names[name] = value
        return name

    def _function(self, parameters: str, expression: str) -> Callable[..., Any]:
        # Built from names of our schema, of a valid document (letters, digits, underscores), and from numbers.
        made: Callable[..., Any] = eval(f"lambda {parameters}: {expression}", self._names)  # noqa: S307
        return made


def _with_later(
    made: Callable[[Any, _Running], dict[str, Any]], later: tuple[Later, ...]
) -> Callable[[Any, _Running], dict[str, Any]]:
    def complete(value: Any, running: _Running) -> dict[str, Any]:
        into = made(value, running)
        for one in later:
            one(value, running, into)
        return into

    return complete


def _fail() -> Any:
    raise Unplanned

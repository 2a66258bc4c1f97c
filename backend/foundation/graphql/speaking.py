"""Turns commands, results and refusals into GraphQL types, so that a feature declares a mutation in one line.

`mutation(SubmitOrder, refuses=(LotShort, …))` gives, from the command's dataclass and its handler:

    submitOrder(commandId: UUID!, input: SubmitOrderInput!): SubmitOrderResult!
    union SubmitOrderResult = OrderSubmitted | LotShort | … the refusals every command can meet

A refusal that a union does not list is still spoken, as `OtherRefusal`, so nothing expected becomes a failure.
"""

import dataclasses
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin
from uuid import UUID

import strawberry
from strawberry.schema_directive import Location
from strawberry.types.base import has_object_definition

from backend.foundation.command import Handler, all_handlers
from backend.foundation.days import DayImplausible, names_days
from backend.foundation.graphql.context import Context, Info
from backend.foundation.graphql.fields import must
from backend.foundation.perform import Busy, KeyReused
from backend.foundation.permission import SIGNED_IN, NotAllowed, NotFound
from backend.foundation.refusal import Refusal
from backend.foundation.text import TextEmpty, TextNotPrintable, TextTooLong


@strawberry.interface(
    name="Refusal", description="An expected “no”, in words: what was refused and what to do."
)
class RefusalType:
    message: str


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="offline",
    description="The command may wait in an envelope, under this name and in this version of its input.",
)
class Offline:
    name: str
    version: int


@dataclass
class OtherRefusal(Refusal):
    """A refusal that this field's union does not name; its `name` and sentence are still told."""

    name: str
    sentence: str
    zh: ClassVar[str] = "{sentence}"
    en: ClassVar[str] = "{sentence}"


@dataclass
class WordUnknown(Refusal):
    """A word that is none of those which a field of the command takes."""

    written: str
    known: str
    zh: ClassVar[str] = "“{written}”不在可选项中，可以使用的有：{known}。"
    en: ClassVar[str] = "“{written}” is none of the words that fit here: {known}."


ALWAYS: tuple[type[Refusal], ...] = (
    NotAllowed,
    NotFound,
    KeyReused,
    Busy,
    TextEmpty,
    TextTooLong,
    TextNotPrintable,
    OtherRefusal,
)

_TYPES: dict[type[Any], Any] = {}
_INPUTS: dict[type[Any], Any] = {}
_FIELDS: dict[type[Any], list[tuple[dataclasses.Field[Any], Any]]] = {}
_REFUSALS: dict[str, tuple[type[Refusal], ...]] = {}


def spoken(kind: type[Any]) -> Any:
    """The GraphQL object type of a result or refusal dataclass: the same name, the same fields.

    A list says how long it may be by `field(metadata={"at_most": …})`, as every list of the schema must.
    """
    if kind in _TYPES:
        return _TYPES[kind]
    if any(other.__name__ == kind.__name__ for other in _TYPES):
        # A union would answer with another member's name.
        raise RuntimeError(f"two things would be spoken of as {kind.__name__}")
    refusal = issubclass(kind, Refusal)
    annotations = {field.name: _spoken_type(hint) for field, hint in _fields(kind)}
    bounded = {
        field.name: strawberry.field(metadata=dict(field.metadata))
        for field, _ in _fields(kind)
        if "at_most" in field.metadata
    }
    namespace: dict[str, Any] = {"__annotations__": annotations, "__doc__": kind.__doc__, **bounded}
    made = type(kind.__name__, (RefusalType,) if refusal else (), namespace)
    _TYPES[kind] = strawberry.type(made, name=kind.__name__, description=_first_line(kind))
    return _TYPES[kind]


def say(value: Any, language: str) -> Any:
    """The GraphQL object that says this result or refusal."""
    kind = type(value)
    if isinstance(value, Refusal):
        return spoken(kind)(message=value.say(language), **_said_facts(value, language))
    return spoken(kind)(**_said_facts(value, language))


def input_of(kind: type[Any]) -> Any:
    """The GraphQL input type of a command dataclass, with nested dataclasses as nested inputs."""
    if kind in _INPUTS:
        return _INPUTS[kind]
    annotations: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    for field, hint in _fields(kind):
        annotations[field.name] = _input_type(hint)
        if field.default is not dataclasses.MISSING:
            defaults[field.name] = field.default
        elif field.default_factory is not dataclasses.MISSING:
            defaults[field.name] = strawberry.field(default_factory=lambda make=field.default_factory: make())
    made = type(f"{kind.__name__}Input", (), {"__annotations__": annotations, **defaults})
    _INPUTS[kind] = strawberry.input(made, name=f"{kind.__name__}Input", description=_first_line(kind))
    return _INPUTS[kind]


def from_input(kind: type[Any], given: Any) -> Any:
    """The command that a GraphQL input object stands for. Raises WordUnknown."""
    return kind(
        **{field.name: _from_value(hint, getattr(given, field.name)) for field, hint in _fields(kind)}
    )


def mutation(
    command: type[Any], *, refuses: Iterable[type[Refusal]] = (), says: type[Any] | None = None
) -> Any:
    """The root mutation field of a command; its name, right and result come from the command's handler."""
    handler = next(handler for handler in all_handlers() if handler.command is command)
    success = says or handler.result
    days = (DayImplausible,) if names_days(command) else ()
    kinds = dict.fromkeys((*refuses, *days, *ALWAYS))
    _REFUSALS[handler.name] = tuple(kinds)
    members = tuple(spoken(kind) for kind in (success, *kinds))
    union = Annotated[Union[members], strawberry.union(f"{command.__name__}Result")]  # type: ignore[valid-type] # noqa: UP007 - made at run time

    async def resolve(info, commandId, input):  # type: ignore[no-untyped-def] # noqa: N803
        context: Context = info.context
        must(context, SIGNED_IN)
        try:
            performed = await context.perform(from_input(command, input), commandId)
        except Refusal as refusal:
            if type(refusal) not in kinds:
                refusal = OtherRefusal(type(refusal).__name__, refusal.say(context.language))
            return say(refusal, context.language)
        return say(performed.result, context.language)

    resolve.__annotations__ = {"info": Info, "commandId": UUID, "input": input_of(command), "return": union}
    resolve.__name__ = _mutation_name(handler)
    return strawberry.field(
        resolver=resolve,
        name=_mutation_name(handler),
        description=f"{_first_line(command)}\n\nNeeds `{handler.needs.name}`.",
        metadata={"needs": handler.needs.name, "command": handler.name},
        directives=[Offline(name=handler.name, version=handler.version)] if handler.offline else [],
    )


def refusals_of(name: str) -> tuple[type[Refusal], ...]:
    """The refusals that the mutation of the command of that name lists; none for a command without one."""
    return _REFUSALS.get(name, ())


def mutations(name: str, *fields: Any) -> type[Any]:
    """A class of mutation fields that the composition root merges into the schema's `Mutation`."""
    return strawberry.type(type(name, (), {field.graphql_name: field for field in fields}))


def _mutation_name(handler: Handler) -> str:
    return handler.name.split(".", 1)[1]


def _fields(kind: type[Any]) -> list[tuple[dataclasses.Field[Any], Any]]:
    if kind not in _FIELDS:
        hints = typing.get_type_hints(kind)
        _FIELDS[kind] = [
            (field, hints[field.name]) for field in dataclasses.fields(kind) if field.name in hints
        ]
    return _FIELDS[kind]


def _first_line(kind: type[Any]) -> str:
    return (kind.__doc__ or kind.__name__).strip().splitlines()[0]


def _spoken_type(hint: Any) -> Any:
    return _mapped(hint, spoken)


def _input_type(hint: Any) -> Any:
    return _mapped(hint, input_of)


def _mapped(hint: Any, of_dataclass: Any) -> Any:
    """The annotation with every dataclass replaced by its GraphQL type; tuples become lists."""
    origin = get_origin(hint)
    if origin in (list, tuple):
        inner = get_args(hint)[0]
        return list[_mapped(inner, of_dataclass)]  # type: ignore[misc]
    if origin in (Union, types.UnionType):
        return Union[tuple(_mapped(part, of_dataclass) for part in get_args(hint))]  # noqa: UP007
    if origin is typing.Literal:
        return str
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint if hasattr(hint, "__strawberry_definition__") else strawberry.enum(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and not has_object_definition(hint):
        return of_dataclass(hint)
    return hint


def _said_facts(value: Any, language: str) -> dict[str, Any]:
    return {
        field.name: _said(getattr(value, field.name), language)
        for field, _ in _fields(type(value))
        if field.name not in ("zh", "en", "words", "final")
    }


def _said(value: Any, language: str) -> Any:
    if isinstance(value, tuple | list):
        return [_said(item, language) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return say(value, language)
    return value


def _from_value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not types.NoneType]
        return _from_value(inner[0], value) if len(inner) == 1 else value
    if origin in (list, tuple):
        items = [_from_value(get_args(hint)[0], item) for item in value]
        return tuple(items) if origin is tuple else items
    if origin is typing.Literal and value not in get_args(hint):
        raise WordUnknown("".join(filter(str.isprintable, value[:20])), ", ".join(get_args(hint)))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return from_input(hint, value)
    return value

"""Commands: what can be done, by a name the business would use. Doors translate to them; `perform` does them."""

import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec

from backend.foundation.meaning import Meaning
from backend.foundation.permission import Right
from backend.foundation.text import TextNotPrintable
from offline.digest import Unrepresentable, digest

if TYPE_CHECKING:
    from backend.foundation.work import Work

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Handler:
    """A command's door plate: its name in every tongue, the right it needs, and how it behaves offline.

    `physical_fact` marks what has already happened outside (a delivery): a replay never refuses it for a right
    that has ended meanwhile. `result` is the type that the handler returns and that a repeat gets back.
    """

    command: type[Any]
    name: str
    needs: Right
    run: "Callable[[Any, Work], Awaitable[Any]]"
    result: Any
    signed: Meaning | None = None
    offline: bool = False
    physical_fact: bool = False
    version: int = 1


_BY_COMMAND: dict[type[Any], Handler] = {}
_BY_NAME: dict[str, Handler] = {}


def handles(
    command: type[C],
    *,
    name: str,
    needs: Right,
    signed: Meaning | None = None,
    offline: bool = False,
    physical_fact: bool = False,
    version: int = 1,
) -> "Callable[[Callable[[C, Work], Awaitable[R]]], Callable[[C, Work], Awaitable[R]]]":
    """Registers the decorated coroutine as the one that performs `command`.

    It stays a plain function `(command, work)`, so that a higher handler inside the same unit of work can call it.
    """

    def register(
        run: "Callable[[C, Work], Awaitable[R]]",
    ) -> "Callable[[C, Work], Awaitable[R]]":
        if name in _BY_NAME or command in _BY_COMMAND:
            raise ValueError(f"{name} is handled twice")
        if not dataclasses.is_dataclass(command):
            raise TypeError(f"{command.__name__} must be a frozen dataclass")
        result = get_type_hints(run, localns={"Work": object}).get("return", type(None))
        handler = Handler(command, name, needs, run, result, signed, offline, physical_fact, version)
        _BY_NAME[name] = _BY_COMMAND[command] = handler
        return run

    return register


def handler_of(command: object) -> Handler:
    """The handler of a command object. A command without one is a bug (KeyError)."""
    return _BY_COMMAND[type(command)]


def handler_named(name: str) -> Handler | None:
    """The handler of that name ("sales.submitOrder"), if there is one."""
    return _BY_NAME.get(name)


def all_handlers() -> tuple[Handler, ...]:
    """Every registered handler, by name."""
    return tuple(_BY_NAME[name] for name in sorted(_BY_NAME))


def plain(value: object) -> Any:
    """A command or result as JSON-ready data; decimals, dates and ids become text."""
    return msgspec.to_builtins(value)


def command_from(handler: Handler, data: object) -> Any:
    """Builds the command from JSON-ready data. Raises msgspec.ValidationError naming the field at fault."""
    return msgspec.convert(data, handler.command, strict=False)


def content_hash(name: str, command: object) -> str:
    """SHA-256 over the canonical JSON of name and content, in hex: what makes a repeat the same command.

    Raises TextNotPrintable for what no canonical text can hold (U+0000, lone surrogates).
    """
    try:
        return digest({"name": name, "input": plain(command)})
    except Unrepresentable as unrepresentable:
        raise TextNotPrintable(code_point=unrepresentable.problem) from None

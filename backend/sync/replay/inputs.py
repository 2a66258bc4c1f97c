"""From an envelope's input, spelled as in GraphQL, to the command that it stands for."""

import dataclasses
import re
import types
import typing
from decimal import Decimal
from enum import Enum
from typing import Any, Final, Union, get_args, get_origin

import msgspec

from backend.foundation.decimals import in_plain_signs
from backend.sync.replay.rules import InputNotUnderstood

_FIELD_CHARACTERS_MAX = 120
_PLACE: Final = re.compile(r"at `\$\.?([^`]*)`$")
_LACKING: Final = re.compile(r"missing required field `([^`]+)`")


def command_of(kind: type[Any], said: object) -> Any:
    """The command. Raises InputNotUnderstood for what is missing, unknown, or not of its type."""
    try:
        return msgspec.convert(_spelled(kind, said, ""), kind, strict=False)
    except msgspec.ValidationError as wrong:
        raise InputNotUnderstood(_place(str(wrong))[:_FIELD_CHARACTERS_MAX] or "input") from None


def _place(said: str) -> str:
    """The field that msgspec's sentence is about, as the phone spells it; nothing else of that sentence."""
    found = (_PLACE.search(said), _LACKING.search(said))
    return ".".join(_camel(one[1]) for one in found if one is not None and one[1])


def _spelled(hint: Any, said: object, path: str) -> Any:
    """The same data with Python's names for fields and the values of enum members."""
    origin = get_origin(hint)
    if said is None:
        return None
    if origin in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not types.NoneType]
        return _spelled(inner[0], said, path) if len(inner) == 1 else said
    if origin in (list, tuple):
        if not isinstance(said, list):
            raise InputNotUnderstood(path or "input")
        return [_spelled(get_args(hint)[0], item, f"{path}[{at}]") for at, item in enumerate(said)]
    if isinstance(hint, type) and issubclass(hint, Enum):
        if not isinstance(said, str) or said not in hint.__members__:
            raise InputNotUnderstood(path)
        return hint.__members__[said].value
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _fields(hint, said, path)
    if hint is Decimal and isinstance(said, str) and not in_plain_signs(said):
        raise InputNotUnderstood(path)
    return said


def _fields(kind: type[Any], said: object, path: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise InputNotUnderstood(path or "input")
    hints = typing.get_type_hints(kind)
    names = {_camel(field.name): field.name for field in dataclasses.fields(kind)}
    within = f"{path}." if path else ""
    if unknown := sorted(said.keys() - names.keys()):
        raise InputNotUnderstood(f"{within}{unknown[0]}"[:_FIELD_CHARACTERS_MAX])
    return {
        names[name]: _spelled(hints[names[name]], value, f"{within}{name}") for name, value in said.items()
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)

"""A cell of a spreadsheet: how it is told back to a person, and what reads text, numbers and choices from it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Final

from backend.foundation.decimals import plain_decimal
from backend.foundation.refusal import Refusal
from backend.foundation.text import cleaned, cleaned_or_none

Cell = str | int | float | bool | date | datetime | None
SHOWN_CHARACTERS: Final = 60
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class NotOneOf(Refusal):
    choices: str
    choices_en: str
    zh: ClassVar[str] = "请填写其中之一：{choices}。"
    en: ClassVar[str] = "Fill in one of: {choices_en}."


@dataclass
class NotANumber(Refusal):
    zh: ClassVar[str] = "请只填数字，不带单位、空格和千位分隔符。"
    en: ClassVar[str] = "Fill in digits only, without unit, space or thousands separator."


@dataclass
class NotADay(Refusal):
    zh: ClassVar[str] = "请填写日期，例如 2027-06-30。"
    en: ClassVar[str] = "Fill in a day, such as 2027-06-30."


@dataclass
class FormulaFound(Refusal):
    zh: ClassVar[str] = "这里是公式，不会计算。请选择性粘贴为数值后再导入。"
    en: ClassVar[str] = "This is a formula, and it is not computed. Paste it as a value, then import again."


def folded(name: str) -> str:
    """A heading or choice as it is compared: without case, width, spaces and the asterisk of a required column."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if not character.isspace() and character != "*")


def shown(cell: Cell) -> str:
    """A cell as it is told back to the person, cut to what a phone shows."""
    return written(cell)[:SHOWN_CHARACTERS]


def written(cell: Cell) -> str:
    """A cell as text. A number has no exponent and no ".0"."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case float():
            number = Decimal(repr(cell))
            if not number.is_finite() or abs(number.adjusted()) > 30:
                return repr(cell)
            return f"{number:f}".removesuffix(".0")
        case datetime():
            return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else str(cell)
        case _:
            return str(cell).strip()


def text(characters_max: int, *, lines: bool = False) -> Callable[[Cell], str | None]:
    """Reads text, whatever the cell's type."""
    return lambda cell: cleaned_or_none(written(cell), characters_max=characters_max, lines=lines)


def whole_number(cell: Cell) -> int:
    """Raises NotANumber for fractions and text."""
    number = decimal(cell)
    if number != number.to_integral_value():
        raise NotANumber
    return int(number)


def decimal(cell: Cell) -> Decimal:
    """A plain decimal number, from a number cell or from text. Raises NotANumber."""
    number = None if isinstance(cell, bool) else plain_decimal(written(cell))
    if number is None:
        raise NotANumber
    return number


def fraction(cell: Cell) -> Decimal:
    """A share: 0.13, or "13%" as text."""
    typed = unicodedata.normalize("NFKC", written(cell))
    return decimal(typed[:-1]) / 100 if typed.endswith("%") else decimal(cell)


def day(cell: Cell) -> date:
    """A day from a date cell, or from text as 2027-06-30 and nothing else: 06/07/27 means two days. Raises NotADay."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    typed = unicodedata.normalize("NFKC", written(cell))
    if _DAY.fullmatch(typed) is None:
        raise NotADay
    try:
        return date.fromisoformat(typed)
    except ValueError as damage:
        raise NotADay from damage


def is_formula(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.startswith("=") and len(cell) > 1


def one_of(choices: Mapping[str, Any], also: Mapping[str, Any] | None = None) -> Callable[[Cell], Any]:
    """Reads one of the choices by any of its names; the refusal lists those of its language.

    Names in ASCII are the English ones. `also` is read too, and not listed.
    """
    by_name = {folded(name): value for name, value in {**(also or {}), **choices}.items()}
    english = [name for name in choices if name.isascii()]
    listed = "、".join(name for name in choices if name not in english)

    def read(cell: Cell) -> Any:
        found = by_name.get(folded(cleaned(written(cell))))
        if found is None:
            raise NotOneOf(listed, ", ".join(english))
        return found

    return read

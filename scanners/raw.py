"""What came from a scanner, a photo or a keyboard, before anybody asks what it means."""

import re
from dataclasses import dataclass
from functools import lru_cache

from scanners.answer import Note

TEXT_CHARACTERS_MAX = 8192  # The largest QR code holds 7,089 digits.
SEPARATOR = "\x1d"  # GS: how decoders pass FNC1 on inside the text

# What keyboard scanners and careless software put in place of FNC1. None of them can be part of a GS1 value:
# the 82 permitted signs have no bar, tilde, braces, square brackets, caret or letters beyond ASCII. "<GS>" could
# be, so both readings are given.
SEPARATOR_SUBSTITUTES = (
    *("{GS}", "{FNC1}", "{F8}", "[GS]", "[FNC1]", "^FNC1", "^]"),
    *("\\u001d", "\\u001D", "\\x1d", "\\x1D", "\\F", "␝", "↔", "|", "~", "^", "è"),
)

SPELLED_SUBSTITUTES = ("<GS>", "<FNC1>")

_OUTER_SPACE = (
    " \t\r\n\u3000\ufeff"  # not str.strip(): that would eat FNC1, which Python takes for white space
)
_MACRO_05 = re.compile(r"\[\)>\x1e05\x1d(.*?)(?:\x1e\x04?|\x04)?", re.DOTALL)
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# A caps lock turns ]d2 into ]D2 and would turn every lot over, too.
_FLIPPED = frozenset({"]D2", "]D1", "]c1", "]c0", "]q3", "]q1", "]j1"})

GS1_CARRIERS = frozenset({"]d2", "]C1", "]Q3", "]e0", "]e1", "]e2", "]J1"})


@dataclass(frozen=True, slots=True)
class Raw:
    """`body` has ASCII letters for full-width ones, no symbology identifier and no outer space."""

    text: str
    body: str
    symbology: str | None
    notes: tuple[Note, ...]


def take_apart(text: str, symbology: str | None) -> Raw | str:
    """The parts of what came, or the reason why it can't be read at all.

    A symbology identifier in front of the text counts; `symbology` is what the decoder said beside it.
    """
    if len(text) > TEXT_CHARACTERS_MAX:
        return "too_long"
    body = text.strip(_OUTER_SPACE)
    notes: tuple[Note, ...] = ()
    narrow = narrowed(body)
    if narrow != body:
        body = narrow.strip(_OUTER_SPACE)
        notes = (Note("full_width"),)
    if symbology is not None and not _SYMBOLOGY.fullmatch(symbology):
        return "symbology_unknown"
    if _SYMBOLOGY.match(body):
        if body[:3] in _FLIPPED:
            return "letter_case_flipped"
        if symbology not in (None, body[:3]):
            return "symbology_contradiction"
        symbology, body = body[:3], body[3:]
    macro = _MACRO_05.fullmatch(body)
    if macro is not None:
        body = SEPARATOR + macro[1]
    return Raw(text, body, symbology, notes) if body.strip(SEPARATOR) else "empty"


def narrowed(text: str) -> str:
    """Full-width forms that an input method makes (１７, （, ｜) as the ASCII signs they stand for."""
    if text.isascii():
        return text
    return "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)


def with_separators(body: str, substitutes: tuple[str, ...]) -> str:
    """The body with every substitute turned into the real separator."""
    if not substitutes or _any_of(substitutes).search(body) is None:
        return body
    for substitute in substitutes:
        if substitute in body:
            body = body.replace(substitute, SEPARATOR)
    return body


@lru_cache(maxsize=64)
def _any_of(substitutes: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, substitutes)))

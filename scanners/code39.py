"""Code 39's two ways of reading: as it is printed, or with pairs that stand for one ASCII character each.

A reader that sees pairs everywhere makes "a" of HIBC's leading "+A": what is right as HIBC is taken as printed.
Source: ISO/IEC 16388, annex A (full ASCII); ANSI/HIBC 2.6, 4.2.
"""

from typing import Final

from scanners.answer import Label
from scanners.label import read

_ANY_YEAR: Final = 2000
_PAIRS: Final = {
    **{chr(code): "$" + chr(code + 64) for code in range(1, 27)},
    **{chr(code): "%" + chr(code + 38) for code in range(27, 32)},
    **{chr(code): "/" + chr(code + 32) for code in (*range(33, 45), 47, 58)},
    **{chr(code): "%" + chr(code + 11) for code in range(59, 64)},
    **{chr(code): "%" + chr(code - 16) for code in range(91, 96)},
    **{chr(code): "+" + chr(code - 32) for code in range(97, 123)},
    **{chr(code): "%" + chr(code - 43) for code in range(123, 128)},
    "\0": "%U",
    "@": "%V",
    "`": "%W",
}


def printed(full_ascii: str) -> str:
    """The characters that stand in the bars of a text read with pairs."""
    return "".join(_PAIRS.get(character, character) for character in full_ascii)


def hibc_of(full_ascii: str) -> str | None:
    """The HIBC that was read with pairs, as printed; None when it is none, check character included."""
    bars = printed(full_ascii)
    answer = read(bars, None, year=_ANY_YEAR)
    return bars if isinstance(answer, Label) and answer.kind == "hibc" else None

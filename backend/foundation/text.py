"""Text that came from outside: cleaned or refused; and the keys by which Chinese names are found and sorted.

PostgreSQL here has no ICU, so both keys are plain columns, compared byte by byte (COLLATE "C").
"""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Final

from backend.foundation.limits import NAME_CHARACTERS_MAX
from backend.foundation.refusal import Refusal

_LINES_MAY_HOLD: Final = frozenset("\n\t")
# They reverse the reading direction: a lot "123" could be shown as "321".
_DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Control, lone surrogate, line separator, paragraph separator.
_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Marks what pypinyin has no sound for; no cleaned text holds it.
_SILENT: Final = "\x00"
# Spaces, joiners and marks: what is made of nothing else shows nothing, and so do the fillers.
_UNSEEN_CATEGORIES: Final = frozenset({"Zs", "Cf", "Mn", "Me"})
_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")


@dataclass
class TextEmpty(Refusal):
    zh: ClassVar[str] = "此项不能为空。"
    en: ClassVar[str] = "This cannot be empty."


@dataclass
class TextTooLong(Refusal):
    characters: int
    characters_max: int
    zh: ClassVar[str] = "文字过长：{characters} 个字，最多 {characters_max} 个字。"
    en: ClassVar[str] = "The text is too long: {characters} characters, at most {characters_max}."


@dataclass
class TextNotPrintable(Refusal):
    code_point: str
    zh: ClassVar[str] = "文字中有不能显示的字符（{code_point}），请重新输入。"
    en: ClassVar[str] = "The text holds a character that cannot be shown ({code_point}). Type it again."


def cleaned(text: str, *, characters_max: int = NAME_CHARACTERS_MAX, lines: bool = False) -> str:
    """`text` trimmed and in Unicode form C, not empty; `lines` allows line breaks and tabs (CRLF becomes LF).

    Raises TextEmpty, TextTooLong, or TextNotPrintable for NUL, control characters, lone surrogates,
    non-characters and marks that turn the reading direction round.
    """
    result = cleaned_or_none(text, characters_max=characters_max, lines=lines)
    if result is None:
        raise TextEmpty()
    return result


def cleaned_or_none(
    text: str | None, *, characters_max: int = NAME_CHARACTERS_MAX, lines: bool = False
) -> str | None:
    """Like `cleaned`, for what may be left out: what shows nothing is None."""
    if text is None:
        return None
    # Looked at before anything is done with it: a megabyte is refused, not normalised.
    if len(text) > 2 * characters_max + 100:
        raise TextTooLong(characters=len(text), characters_max=characters_max)
    if lines:
        text = text.replace("\r\n", "\n")
    for character in text:
        if _refused(character) and not (lines and character in _LINES_MAY_HOLD):
            raise TextNotPrintable(code_point=f"U+{ord(character):04X}")
    trimmed = unicodedata.normalize("NFC", text).strip()
    if len(trimmed) > characters_max:
        raise TextTooLong(characters=len(trimmed), characters_max=characters_max)
    return None if all(map(_unseen, trimmed)) else trimmed


def reason_of(
    text: str | None, *, characters_max: int = NAME_CHARACTERS_MAX, lines: bool = False
) -> str | None:
    """Like `cleaned_or_none`, for why somebody did something: signs without a letter or digit (“…”) say nothing."""
    said = cleaned_or_none(text, characters_max=characters_max, lines=lines)
    return said if said is not None and any(map(str.isalnum, said)) else None


def search_key(name: str, *codes: str | None) -> str:
    """All that somebody may type to find `name`: itself, its pinyin, its initials, and its codes.

    华东试剂 → "华东试剂 huadongshiji hdsj"; a code such as a catalogue number is kept as it is written and
    without its separators. Match with LIKE against `search_pattern`.
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - as in sort_key.

    folded = _folded(name)
    words = [
        folded,
        "".join(lazy_pinyin(folded, style=Style.NORMAL)).replace(" ", ""),
        "".join(lazy_pinyin(folded, style=Style.FIRST_LETTER)).replace(" ", ""),
    ]
    for code in codes:
        if code:
            words += [_folded(code), "".join(filter(str.isalnum, _folded(code)))]
    return " ".join(dict.fromkeys(word for word in words if word))


def search_pattern(typed: str) -> str:
    """`typed` as a LIKE pattern for `search_key` (escape character: backslash); spaces stand for anything."""
    escaped = _folded(typed).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "%" + "%".join(escaped.split()) + "%"


def sort_key(name: str) -> str:
    """A key that sorts by pinyin, syllable by syllable with its tone, when compared byte by byte.

    Numbers and Latin letters come before Chinese, as in a Chinese telephone book; equal sounds keep the order
    of their characters.
    """
    # Its dictionaries take a quarter of a second of CPU, and most processes start without ever writing a name.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    folded = _folded(name)
    spoken = lazy_pinyin(
        folded, style=Style.TONE3, neutral_tone_with_five=True, errors=lambda other: _SILENT + other
    )
    parts = [part.removeprefix(_SILENT) if part.startswith(_SILENT) else "~" + part for part in spoken]
    # Two spaces end the sounds, so that 华东 stands before 华东试剂.
    return " ".join(parts) + "  " + folded


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN_CATEGORIES or character in _FILLERS


def _refused(character: str) -> bool:
    return (
        unicodedata.category(character) in _REFUSED_CATEGORIES
        or character in _DIRECTION_MARKS
        or ord(character) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(character) <= 0xFDEF
    )

"""What a password, a PIN and a one-time code must be (NIST SP 800-63B-4, 3.1.1: length, no composition rules)."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar, Final

from backend.foundation.ids import CHECK_CODE_LETTERS
from backend.foundation.refusal import Refusal

PASSWORD_CHARACTERS_MIN: Final = 10
PASSWORD_CHARACTERS_MAX: Final = 128
PASSWORD_DIFFERENT_MIN: Final = 5
PIN_DIGITS_MIN: Final = 6
PIN_DIGITS_MAX: Final = 12
CODE_LETTERS: Final = 12
"""54 bits; argon2id, the limits of signing in and a day's life stand before a guess."""
CODE_LIFETIME: Final = timedelta(hours=24)
_GROUP: Final = 4


@dataclass
class PasswordNotUsable(Refusal):
    characters_min: int
    characters_max: int
    zh: ClassVar[str] = "密码须为 {characters_min} 至 {characters_max} 个字符。一句好记的话就很合适。"
    en: ClassVar[str] = (
        "A password has {characters_min} to {characters_max} characters. A sentence you remember does well."
    )


@dataclass
class PasswordGuessable(Refusal):
    """It holds the login or the name, or has too few different characters."""

    zh: ClassVar[str] = "密码太容易猜到：请勿包含账号或姓名，也不要只用几个重复的字符。"
    en: ClassVar[str] = (
        "This password is easy to guess: leave out login and name, and use more different characters."
    )


@dataclass
class PinNotUsable(Refusal):
    digits_min: int
    digits_max: int
    zh: ClassVar[str] = "PIN 须为 {digits_min} 至 {digits_max} 位数字，不能全部相同或连续。"
    en: ClassVar[str] = "A PIN has {digits_min} to {digits_max} digits, not all alike and not in sequence."


def usable_password(typed: str, *, login: str | None, name: str) -> str:
    """The password in Unicode form KC: what a Chinese input method types full-width is the same password.

    Raises PasswordNotUsable, PasswordGuessable.
    """
    refusal = PasswordNotUsable(PASSWORD_CHARACTERS_MIN, PASSWORD_CHARACTERS_MAX)
    if len(typed) > PASSWORD_CHARACTERS_MAX:
        raise refusal
    password = as_known(typed)
    if not PASSWORD_CHARACTERS_MIN <= len(password) <= PASSWORD_CHARACTERS_MAX:
        raise refusal
    folded = password.casefold()
    named = any(len(word) > 1 and word.casefold() in folded for word in (login or "", name))
    if named or len(set(folded)) < PASSWORD_DIFFERENT_MIN:
        raise PasswordGuessable
    return password


def usable_pin(typed: str) -> str:
    """Raises PinNotUsable."""
    pin = as_known(typed[: PIN_DIGITS_MAX + 1])
    digits = [int(digit) for digit in pin] if pin.isascii() and pin.isdecimal() else []
    steps = {after - before for before, after in pairwise(digits)}
    if not PIN_DIGITS_MIN <= len(digits) <= PIN_DIGITS_MAX or steps in ({0}, {1}, {-1}):
        raise PinNotUsable(PIN_DIGITS_MIN, PIN_DIGITS_MAX)
    return pin


def as_known(typed: str) -> str:
    """What somebody types as it is compared; lone surrogates, which no keyboard makes, become “?”."""
    return unicodedata.normalize("NFKC", typed).encode(errors="replace").decode()


def new_code() -> str:
    """A one-time code to be told by telephone, such as KQTR-WMAC-PXHB."""
    letters = "".join(secrets.choice(CHECK_CODE_LETTERS) for _ in range(CODE_LETTERS))
    return "-".join(letters[start : start + _GROUP] for start in range(0, CODE_LETTERS, _GROUP))


def code_as_typed(typed: str) -> str:
    """A code as it is hashed: capitals only, so that hyphens, spaces and small letters do not matter."""
    return "".join(filter(str.isalnum, as_known(typed[:PASSWORD_CHARACTERS_MAX]))).upper()

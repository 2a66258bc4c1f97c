"""What a person's particulars must be."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from backend.foundation.refusal import Refusal
from backend.foundation.text import cleaned

Language = Literal["zh", "en"]
PersonKind = Literal["staff", "portal"]

LOGIN_CHARACTERS_MAX: Final = 60
PHONE_CHARACTERS_MAX: Final = 30
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,59}")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()-]{4,28}")


@dataclass
class LoginNotUsable(Refusal):
    """A login is 2 to 60 small Latin letters, digits, and . _ @ + -; it begins with a letter or digit."""

    zh: ClassVar[str] = (
        "账号应为 2 至 60 个小写字母、数字或 . _ @ + - ，以字母或数字开头。可用工号、手机号或邮箱。"
    )
    en: ClassVar[str] = (
        "A login has 2 to 60 small letters, digits or . _ @ + - and begins with a letter or digit. "
        "A staff number, phone number or e-mail address will do."
    )


@dataclass
class LoginTaken(Refusal):
    zh: ClassVar[str] = "这个账号或人员编号已被使用，请换一个，或先搜索已有人员。"
    en: ClassVar[str] = (
        "Somebody has this login or id already. Choose another, or search for the person first."
    )


@dataclass
class PhoneNotUsable(Refusal):
    zh: ClassVar[str] = "电话号码只能包含数字、空格、括号和短横线，请核对。"
    en: ClassVar[str] = "A phone number has digits, spaces, brackets and hyphens only. Check it."


@dataclass
class LanguageUnknown(Refusal):
    zh: ClassVar[str] = "目前支持的语言是 zh 和 en。"
    en: ClassVar[str] = "The languages are zh and en."


@dataclass
class CustomerNeeded(Refusal):
    """A portal person without a customer, or a staff member with one."""

    zh: ClassVar[str] = "客户账号须指定所属客户，本公司人员则不能指定。"
    en: ClassVar[str] = "A customer's person belongs to a customer, and one of our own does not."


@dataclass
class NotToYourself(Refusal):
    """What nobody may do to themselves: be given rights, be disabled, be given a code for a new password."""

    zh: ClassVar[str] = "不能为自己办理此事项，请由另一位管理员操作。"
    en: ClassVar[str] = "Nobody does this for themselves. Ask another administrator."


def usable_login(typed: str) -> str:
    """The login in the one form in which it is kept. Raises LoginNotUsable."""
    login = cleaned(typed, characters_max=LOGIN_CHARACTERS_MAX).lower()
    if _LOGIN.fullmatch(login) is None:
        raise LoginNotUsable
    return login


def usable_phone(typed: str | None) -> str | None:
    """The number as it was typed; nothing but spaces is None. Raises PhoneNotUsable."""
    if typed is None or not typed.strip():
        return None
    phone = cleaned(typed, characters_max=PHONE_CHARACTERS_MAX)
    if _PHONE.fullmatch(phone) is None:
        raise PhoneNotUsable
    return phone


def known_language(language: str) -> str:
    """Raises LanguageUnknown unless it is zh or en."""
    if language not in ("zh", "en"):
        raise LanguageUnknown
    return language

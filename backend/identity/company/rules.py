"""What the firm's particulars must be."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final
from zoneinfo import ZoneInfo, available_timezones

from backend.foundation.ids import derived_id
from backend.foundation.refusal import Refusal

COMPANY_ID: Final = derived_id("company")
"""The firm is one row without an id of its own; this names it in the audit log, and as the holder of its papers."""
_CREDIT_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_CREDIT_CODE_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass
class ZoneUnknown(Refusal):
    zone: str
    zh: ClassVar[str] = "没有“{zone}”这个时区，请使用 Asia/Shanghai 这样的名称。"
    en: ClassVar[str] = "There is no time zone “{zone}”. Use a name such as Asia/Shanghai."


@dataclass
class CreditCodeNotUsable(Refusal):
    """GB 32100-2015: 18 characters, the last one a check character."""

    zh: ClassVar[str] = "统一社会信用代码应为 18 位，请核对最后一位校验码和字母。"
    en: ClassVar[str] = "A unified social credit code has 18 characters, the last checks the rest. Check it."


def known_zone(name: str) -> ZoneInfo:
    """Raises ZoneUnknown for what the tz database does not name."""
    if name not in available_timezones():
        raise ZoneUnknown(name[:60])
    return ZoneInfo(name)


def usable_credit_code(typed: str | None) -> str | None:
    """The code in capitals; nothing is None. Raises CreditCodeNotUsable.

    Source: GB 32100-2015, annex A: weights 3^i mod 31 over the first 17, check = 31 − sum mod 31.
    """
    if typed is None or not typed.strip():
        return None
    code = typed.strip().upper()
    if _CREDIT_CODE.fullmatch(code) is None:
        raise CreditCodeNotUsable
    total = sum(_CREDIT_CODE_LETTERS.index(letter) * pow(3, i, 31) for i, letter in enumerate(code[:17]))
    if _CREDIT_CODE_LETTERS[-total % 31] != code[17]:
        raise CreditCodeNotUsable
    return code

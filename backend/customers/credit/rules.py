"""What credit refuses."""

from dataclasses import dataclass
from typing import ClassVar, Final

from backend.foundation.limits import FEN_MAX
from backend.foundation.money import FEN_PER_YUAN, Fen
from backend.foundation.refusal import Refusal

TERMS_DAYS_MAX: Final = 3_650


def yuan(fen: int) -> str:
    """An amount for a sentence: 1234567 fen is "12,345.67"."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02}"


@dataclass
class CreditExceeded(Refusal):
    """The customer's limit does not hold what is wanted beside what is used; all three in fen."""

    limit: Fen
    used: Fen
    wanted: Fen
    zh: ClassVar[str] = (
        "超出信用额度：额度 {limit} 元，已用 {used} 元，本次需要 {wanted} 元。请减少数量，或由经理审批。"
    )
    en: ClassVar[str] = (
        "Beyond the credit limit: limit {limit} CNY, used {used}, this needs {wanted}."
        " Order less, or have a manager decide."
    )

    def say(self, language: str) -> str:
        template = self.en if language == "en" else self.zh
        return template.format(limit=yuan(self.limit), used=yuan(self.used), wanted=yuan(self.wanted))


@dataclass
class CreditTermsRefused(Refusal):
    days_max: int = TERMS_DAYS_MAX
    zh: ClassVar[str] = "额度不能小于 0，账期应在 0 到 {days_max} 天之间，请核对。"
    en: ClassVar[str] = "A limit is 0 or more, terms are 0 to {days_max} days. Check both."


def check_terms(limit_fen: int, terms_days: int) -> None:
    """Raises CreditTermsRefused for a limit or terms that cannot be."""
    if not 0 <= limit_fen <= FEN_MAX or not 0 <= terms_days <= TERMS_DAYS_MAX:
        raise CreditTermsRefused

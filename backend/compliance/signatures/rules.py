"""What makes a signature good, and the refusals when it is not."""

from dataclasses import dataclass
from typing import ClassVar

from backend.foundation.refusal import Refusal


@dataclass
class ProofNotValid(Refusal):
    """The proof is unknown, used up, older than some minutes, or for another person, meaning or content."""

    final: ClassVar[bool] = False
    zh: ClassVar[str] = "签字验证已过期或已使用，请重新输入密码或 PIN 后签字。"
    en: ClassVar[str] = "This proof is used up or out of date. Enter your password or PIN again and sign."


@dataclass
class SignedSomethingElse(Refusal):
    """What was shown is not what stands in the database any more."""

    zh: ClassVar[str] = "你查看之后内容有变化，签字未生效。请重新核对后再签。"
    en: ClassVar[str] = (
        "The content changed after you saw it, so nothing was signed. Check it again, then sign."
    )

"""What submitting and reviewing a paper refuses."""

from dataclasses import dataclass
from typing import ClassVar

from backend.foundation.refusal import Refusal


@dataclass
class PaperKnown(Refusal):
    """A paper of this id is on file."""

    zh: ClassVar[str] = "这份证照已经提交过，请刷新后查看。"
    en: ClassVar[str] = "This paper was submitted already. Refresh to see it."


@dataclass
class PaperReviewed(Refusal):
    """The paper has been reviewed; a new one must be submitted."""

    zh: ClassVar[str] = "这份证照已审核完毕。如需更正，请提交新的证照。"
    en: ClassVar[str] = "This paper has been reviewed. To correct it, submit a new one."


@dataclass
class ReviewerIsSubmitter(Refusal):
    """Whoever submitted a paper cannot review it, nor in another's name."""

    zh: ClassVar[str] = "提交人不能审核自己提交的证照，请由另一位质管人员审核。"
    en: ClassVar[str] = "Whoever submitted a paper cannot review it. Ask another quality officer."


@dataclass
class RejectionNeedsReason(Refusal):
    zh: ClassVar[str] = "请填写不通过的原因，提交人据此补正。"
    en: ClassVar[str] = "Say why it is not accepted, so that the submitter can put it right."


@dataclass
class ScopeUnknown(Refusal):
    """A scope names regimes; anything else would cover nothing without anybody noticing."""

    scope: str
    zh: ClassVar[str] = "证照范围“{scope}”不在产品监管类别中，请从列表中选择。"
    en: ClassVar[str] = "“{scope}” is no product regime. Choose the scope from the list."

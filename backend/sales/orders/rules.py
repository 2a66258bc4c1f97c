"""Decides: which state follows which, who must approve and why, whether a shown price still holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final, Literal
from uuid import UUID

from backend.foundation.refusal import Refusal, Words

LINES_MAX: Final = 100
PRICE_HONOURED: Final = timedelta(hours=24)
"""How long a price that a phone has shown is honoured after it changed."""
WANTED_AHEAD_MAX: Final = timedelta(days=366)
"""How far ahead an order may be wanted: a typed 2062 is a slip for 2026."""

State = Literal[
    "draft", "submitted", "approved", "rejected", "picking", "picked", "rechecked",
    "handed_over", "delivered", "partly_delivered", "refused", "not_delivered", "cancelled",
]  # fmt: skip

STATES: Final[Words] = {
    "draft": ("草稿", "draft"),
    "submitted": ("待审批", "awaiting approval"),
    "approved": ("已通过", "approved"),
    "rejected": ("已驳回", "rejected"),
    "picking": ("拣货中", "picking"),
    "picked": ("已拣货", "picked"),
    "rechecked": ("已复核", "re-checked"),
    "handed_over": ("配送中", "on the way"),
    "delivered": ("已签收", "delivered"),
    "partly_delivered": ("部分签收", "partly delivered"),
    "refused": ("整单拒收", "refused by receiver"),
    "not_delivered": ("未送达", "not delivered"),
    "cancelled": ("已取消", "cancelled"),
}
"""As the pages call them."""

FOLLOWS: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset({"submitted", "cancelled"}),
    "submitted": frozenset({"approved", "rejected", "cancelled", "submitted"}),
    "approved": frozenset({"picking", "cancelled"}),
    "picking": frozenset({"picked", "approved", "cancelled"}),
    "picked": frozenset({"rechecked", "picking"}),
    "rechecked": frozenset({"handed_over"}),
    "handed_over": frozenset({"delivered", "partly_delivered", "refused", "not_delivered"}),
    "not_delivered": frozenset({"handed_over", "cancelled"}),
    "rejected": frozenset({"submitted", "cancelled"}),
    "delivered": frozenset(),
    "partly_delivered": frozenset(),
    "refused": frozenset(),
    "cancelled": frozenset(),
}
CHANGED_BEFORE: Final = frozenset({"draft", "submitted", "rejected"})
CANCELLED_FROM: Final = frozenset({"draft", "submitted", "approved", "picking", "rejected", "not_delivered"})
"""Where an order may be given up: nothing is packed yet, or the goods are with us again."""

Why = Literal["price", "credit", "amount", "finance"]


@dataclass
class NotNow(Refusal):
    """The order stands where this cannot follow."""

    number: str
    state: str
    zh: ClassVar[str] = "订单 {number} 已是“{state}”状态，这一步不能再做。请刷新后查看最新进展。"
    en: ClassVar[str] = (
        "Order {number} is “{state}”; this step does not follow. Refresh to see where it stands."
    )
    words: ClassVar[Mapping[str, Words]] = {
        "state": STATES,
        "number": {"": ("（未编号）", "(no number yet)")},
    }


@dataclass
class WantedDayUnfit(Refusal):
    """Goods cannot arrive before they were ordered; and nobody's order waits for more than a year."""

    wanted_on: date
    first: date
    last: date
    zh: ClassVar[str] = (
        "期望到货日期 {wanted_on} 不能使用：应在 {first} 至 {last} 之间。请改选日期后重新提交。"
    )
    en: ClassVar[str] = (
        "The wanted day {wanted_on} does not fit: from {first} to {last}. Choose another and submit again."
    )


@dataclass
class NothingOrdered(Refusal):
    """An order needs at least one line, and at most LINES_MAX."""

    zh: ClassVar[str] = "订单至少要有一行产品，最多 100 行。"
    en: ClassVar[str] = "An order needs at least one product, and at most 100 lines."


@dataclass
class OrderKnown(Refusal):
    """This order id belongs to another person's order."""

    zh: ClassVar[str] = "这张订单属于其他同事，不能由你提交。"
    en: ClassVar[str] = "This order belongs to a colleague; you cannot submit it."


@dataclass
class OrderIdTaken(Refusal):
    """The id that the client made for the order, or for a line of it, stands for another one already."""

    zh: ClassVar[str] = "这张订单或其中一行已登记过。请刷新查看；仍要下单时，请新建订单后重新填写。"
    en: ClassVar[str] = (
        "This order, or a line of it, is on file already. Refresh to see it, or begin a new order."
    )


@dataclass(frozen=True, slots=True)
class ChangedPrice:
    """A line whose price is another now than the phone showed."""

    line_id: UUID
    shown: Decimal
    now: Decimal


@dataclass
class PriceChanged(Refusal):
    """Prices shown too long ago differ from today's; never silently changed."""

    lines: list[ChangedPrice] = field(metadata={"at_most": LINES_MAX})
    zh: ClassVar[str] = "价格在你离线期间有调整，已超过保价时限。请核对新价后重新提交。"
    en: ClassVar[str] = (
        "Prices changed while you were offline and are no longer held. Check the new ones and resubmit."
    )


@dataclass
class ReasonMissing(Refusal):
    """A rejection or cancellation says why."""

    zh: ClassVar[str] = "请填写原因。"
    en: ClassVar[str] = "Please say why."


@dataclass
class OwnOrder(Refusal):
    """Nobody approves what they submitted, nor may a deputy do it for them."""

    zh: ClassVar[str] = "不能审批自己提交的订单，请由其他审批人处理。"
    en: ClassVar[str] = "You cannot decide on your own order. Another approver has to."


@dataclass
class AlreadyDecided(Refusal):
    """Somebody was faster, or the order was changed or cancelled meanwhile."""

    zh: ClassVar[str] = "这一步审批已处理或已撤回，请刷新列表。"
    en: ClassVar[str] = "This step was decided or withdrawn already. Refresh the list."


@dataclass
class LimitsInverted(Refusal):
    """What is released by rule cannot be more than what the manager may approve."""

    zh: ClassVar[str] = "自动放行额度不能为负，也不能高于需总监审批的额度。"
    en: ClassVar[str] = "The limit for release by rule cannot be negative, or above the director's limit."


@dataclass(frozen=True, slots=True)
class Policy:
    """The approval limits, kept as data."""

    released_up_to_fen: int
    director_above_fen: int
    finance_reviews: bool


DEFAULT_POLICY: Final = Policy(
    released_up_to_fen=1_000_000, director_above_fen=5_000_000, finance_reviews=False
)
"""What a company lives by until it has set limits of its own; the table's defaults are the same."""


@dataclass(frozen=True, slots=True)
class Step:
    """One approval that is needed: which step, whose right, and the one reason."""

    step: Literal["manager", "director", "finance"]
    needs: str
    why: Why


def check_wanted_day(wanted_on: date | None, ordered_on: date) -> None:
    """Raises WantedDayUnfit. `ordered_on` is the day on which the order was written, by the site's calendar."""
    last = ordered_on + WANTED_AHEAD_MAX
    if wanted_on is not None and not ordered_on <= wanted_on <= last:
        raise WantedDayUnfit(wanted_on, ordered_on, last)


def may_follow(state: str, next_state: str) -> bool:
    """Whether an order in `state` may become `next_state`."""
    return next_state in FOLLOWS[state]


def approval_steps(
    policy: Policy, *, total_fen: int, at_list_price: bool, inside_credit: bool
) -> tuple[Step, ...]:
    """Who must approve, in order; none when the order is released by rule.

    The manager is told the first of price, credit, amount that applies: one reason, not a list.
    """
    why: Why | None = None
    if not at_list_price:
        why = "price"
    elif not inside_credit:
        why = "credit"
    elif total_fen > policy.released_up_to_fen:
        why = "amount"
    steps: list[Step] = []
    if why is not None:
        steps.append(Step("manager", "sales.approve", why))
    if total_fen > policy.director_above_fen:
        steps.append(Step("director", "sales.direct", "amount"))
    if policy.finance_reviews:
        steps.append(Step("finance", "sales.reviewFinance", "finance"))
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Asked:
    """A line's price as the phone has it: what it showed, and what the salesperson asks."""

    line_id: UUID
    product_id: UUID
    shown: Decimal
    asked: Decimal


def bind_prices(
    lines: Sequence[Asked], now_prices: Mapping[UUID, Decimal], *, shown_at: datetime, now: datetime
) -> bool:
    """Whether every line is at our own price; raises PriceChanged when shown prices are no longer held.

    A shown price is honoured for PRICE_HONOURED after it was shown, and none that would be shown later than that. One asked below or above it is a person's to approve.
    """
    moved = [
        ChangedPrice(line.line_id, line.shown, now_prices[line.product_id])
        for line in lines
        if line.shown != now_prices[line.product_id]
    ]
    if moved and abs(now - shown_at) > PRICE_HONOURED:
        raise PriceChanged(moved)
    return not moved and all(line.asked == line.shown for line in lines)

"""Orders over the months: what customers buy, at which price, who approves it and who does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Final, Literal
from uuid import UUID

from backend.demo.accounts import FINANCE, MANAGER, Account
from backend.demo.diary import working_days
from backend.demo.firm import Firm
from backend.demo.papers import may_buy
from backend.demo.shelves import Stocked
from backend.foundation.refusal import Refusal
from backend.sales.approvals.commands import DecideApproval
from backend.sales.orders import queries
from backend.sales.orders.commands import CancelOrder, SaveDraft, SubmitOrder
from backend.sales.orders.content import OrderContent, OrderLineContent

DIRECTOR: Final = "zhoujianguo"
APPROVERS: Final = {"sales.approve": MANAGER, "sales.direct": DIRECTOR, "sales.reviewFinance": FINANCE}
FAVOURED: Final = 6
"""The portal's customer buys so many times as often as another, so that one person sees orders in all states."""
REJECTIONS: Final = (
    "价格低于协议下限，请与客户重新确认",
    "账期已超，请先催收后再提交",
    "本月额度已用完，建议分批下单",
)
CANCELLATIONS: Final = ("客户实验推迟，暂不需要", "客户重复下单", "客户改订其他规格")
NOTES: Final = (None, None, None, "送货前请电话联系", "请附随货同行单两份", "周末不收货", "请走实验楼北门")

Size = Literal["small", "medium", "large"]
_YUAN: Final[dict[Size, tuple[int, int]]] = {
    "small": (900, 9_400),
    "medium": (11_000, 42_000),
    "large": (53_000, 88_000),
}


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order as it is planned. `fate`: what becomes of it after submission; "open" is left to the people of today."""

    at: datetime
    account: Account
    size: Size
    below_price: bool
    fate: Literal["goes on", "rejected", "cancelled", "open", "draft"]


def note_purchases(firm: Firm, accounts: Sequence[Account], *, orders: int, first: date, last: date) -> None:
    """Notes every order from the fourth working day on; those of the last afternoon are what awaits people today."""
    days = working_days(first, last)[3:]
    weights = [FAVOURED if index == 2 else 1 for index in range(len(accounts))]
    fixed = _last_afternoon(firm, accounts, last)
    for index in range(max(0, orders - len(fixed))):
        day = days[index * (len(days) - 1) // max(1, orders - len(fixed))]
        at = firm.diary.moment(day, firm.dice.randint(9, 16), firm.dice.randint(0, 59))
        account = firm.dice.choices(accounts, weights)[0]
        _note(firm, Purchase(at, account, _size(firm), firm.dice.random() < 0.08, _fate(index)), last)
    for purchase in fixed:
        _note(firm, purchase, last)


def _size(firm: Firm) -> Size:
    sizes: tuple[Size, ...] = ("small", "medium", "large")
    return firm.dice.choices(sizes, (64, 28, 8))[0]


def _fate(index: int) -> Literal["goes on", "rejected", "cancelled"]:
    return {8: "rejected", 15: "cancelled", 22: "rejected"}.get(index % 25, "goes on")  # type: ignore[return-value]


def _last_afternoon(firm: Firm, accounts: Sequence[Account], last: date) -> list[Purchase]:
    """For the picker four orders by rule, for manager and director what awaits them, for both sellers a draft."""
    portal = accounts[2]

    def at(hour: int, minute: int) -> datetime:
        return firm.diary.moment(last, hour, minute)

    def other(index: int) -> Account:
        return accounts[index % len(accounts)]

    return [
        Purchase(at(14, 5), portal, "small", below_price=False, fate="goes on"),
        Purchase(at(14, 20), other(0), "small", below_price=False, fate="goes on"),
        Purchase(at(15, 10), other(5), "small", below_price=False, fate="goes on"),
        Purchase(at(15, 40), other(7), "small", below_price=False, fate="goes on"),
        Purchase(at(16, 2), portal, "medium", below_price=False, fate="open"),
        Purchase(at(16, 15), other(12), "small", below_price=True, fate="open"),
        Purchase(at(16, 31), other(6), "medium", below_price=False, fate="open"),
        Purchase(at(16, 48), other(10), "large", below_price=False, fate="open"),
        Purchase(at(17, 5), other(1), "small", below_price=False, fate="draft"),
        Purchase(at(17, 20), other(4), "medium", below_price=False, fate="draft"),
        Purchase(at(17, 33), portal, "small", below_price=False, fate="draft"),
    ]


def _note(firm: Firm, purchase: Purchase, last: date) -> None:
    firm.diary.note(purchase.at, partial(_buy, firm, purchase, last))


async def _buy(firm: Firm, purchase: Purchase, last: date) -> None:
    content = _content(firm, purchase, last)
    order_id = firm.new_id()
    seller = purchase.account.seller
    if purchase.fate == "draft":
        await firm.do(SaveDraft(order_id=order_id, content=content), seller)
        return
    try:
        placed = await firm.do(SubmitOrder(order_id=order_id, content=content), seller)
    except Refusal:
        # Papers or stock said no, as they do in real life: the salesperson keeps a draft and calls the customer.
        await firm.do(SaveDraft(order_id=firm.new_id(), content=_renewed(firm, content)), seller)
        return
    if purchase.fate == "cancelled":
        at = firm.diary.after(firm.clock.now(), 10)
        firm.diary.note(at, partial(_cancel, firm, order_id, seller))
    elif placed.awaits is not None and purchase.fate != "open":
        _note_decision(firm, order_id, placed.awaits, approve=purchase.fate == "goes on")


def _note_decision(firm: Firm, order_id: UUID, awaits: str, *, approve: bool) -> None:
    at = firm.diary.after(firm.clock.now(), firm.dice.randint(12, 150))
    firm.diary.note(at, partial(_decide, firm, order_id, awaits, approve))


async def _decide(firm: Firm, order_id: UUID, needs: str, approve: bool) -> None:
    approver = APPROVERS[needs]
    async with firm.house.reading(firm.people[approver]) as reading:
        steps = await reading.all(queries.APPROVALS_OF_ORDERS, ids=[order_id])
    step = next((step for step in steps if step.state == "open"), None)
    if step is None:
        return  # Cancelled meanwhile.
    reason = None if approve else firm.dice.choice(REJECTIONS)
    decided = await firm.do(DecideApproval(approval_id=step.id, approve=approve, reason=reason), approver)
    if decided.awaits is not None:
        _note_decision(firm, order_id, decided.awaits, approve=approve)


async def _cancel(firm: Firm, order_id: UUID, seller: str) -> None:
    await firm.do(CancelOrder(order_id=order_id, reason=firm.dice.choice(CANCELLATIONS)), seller)


def _content(firm: Firm, purchase: Purchase, last: date) -> OrderContent:
    account, facts = purchase.account, purchase.account.facts
    today = firm.clock.today(firm.diary.zone)
    site = firm.dice.choice(account.sites)
    return OrderContent(
        customer_id=account.id,
        site_id=site.site_id,
        receiver=site.receiver,
        receiver_phone=site.phone,
        invoice_title=facts.name,
        prices_as_of=firm.clock.now(),
        wanted_on=today + timedelta(days=firm.dice.choice((1, 2, 2, 3, 5))),
        purchase_number=f"PO-{today:%y%m}{firm.dice.randrange(100, 999)}"
        if firm.dice.random() < 0.6
        else None,
        buyer=facts.buyer,
        note=firm.dice.choice(NOTES),
        shelf_life_months_min=facts.shelf_life_months_min,
        lines=tuple(_lines(firm, purchase, today, last)),
    )


def _lines(firm: Firm, purchase: Purchase, today: date, last: date) -> list[OrderLineContent]:
    account = purchase.account
    open_to_them = [
        stocked for stocked in account.basket if may_buy(account, stocked.facts.regime, today, last)
    ] or account.basket
    chosen = firm.dice.sample(open_to_them, min(len(open_to_them), firm.dice.choice((1, 2, 2, 3, 3, 4, 5))))
    yuan = Decimal(firm.dice.randint(*_YUAN[purchase.size])) / len(chosen)
    return [_line(firm, account, stocked, yuan, purchase.below_price) for stocked in chosen]


def _line(
    firm: Firm, account: Account, stocked: Stocked, yuan: Decimal, below_price: bool
) -> OrderLineContent:
    """About so many yuan of it, but never more than one case of small change."""
    shown = account.price(stocked)
    pieces = max(1, min(int(yuan / shown), 2 * stocked.facts.pieces_per_case))
    asked = (shown * Decimal("0.93")).quantize(Decimal("0.01"), ROUND_HALF_UP) if below_price else shown
    return OrderLineContent(
        line_id=firm.new_id(),
        product_id=stocked.id,
        quantity=Decimal(pieces),
        unit_price=asked,
        shown_price=shown,
    )


def _renewed(firm: Firm, content: OrderContent) -> OrderContent:
    """The same content with lines of its own ids: the refused order's were rolled back, ids are never used twice."""
    return replace(content, lines=tuple(replace(line, line_id=firm.new_id()) for line in content.lines))

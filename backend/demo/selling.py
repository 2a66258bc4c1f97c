"""Orders over the months: what customers buy, at which price, who approves it and who does not."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Final, Literal
from uuid import UUID

from backend.demo.accounts import FINANCE, MANAGER, Account
from backend.demo.diary import rhythmic, working_days
from backend.demo.firm import Firm
from backend.demo.papers import may_buy
from backend.demo.people import PORTAL
from backend.demo.remarks import Remarks
from backend.demo.shelves import Stocked
from backend.demo.warehouse import Released, StopsAt, Warehouse
from backend.foundation.refusal import Refusal
from backend.sales.approvals.commands import DecideApproval
from backend.sales.orders import queries
from backend.sales.orders.commands import CancelOrder, OrderPlaced, SaveDraft, SubmitOrder
from backend.sales.orders.content import OrderContent, OrderLineContent

DIRECTOR: Final = "zhoujianguo"
APPROVERS: Final = {"sales.approve": MANAGER, "sales.direct": DIRECTOR, "sales.reviewFinance": FINANCE}
FAVOURED: Final = 3
"""The portal's customer buys so many times as often as another, so that one person sees orders in all states."""
REJECTIONS: Final = (
    "价格低于协议下限，请与客户重新确认",
    "账期已超，请先催收后再提交",
    "本月额度已用完，建议分批下单",
)
CANCELLATIONS: Final = ("客户实验推迟，暂不需要", "客户重复下单", "客户改订其他规格")
FATES: Final[dict[int, Literal["rejected", "cancelled"]]] = {8: "rejected", 15: "cancelled", 22: "rejected"}
BELOW_PRICE_SHARE: Final = 0.08
OFFERS: Final = 3
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
    below_price: bool = False
    fate: Literal["goes on", "rejected", "cancelled", "open", "draft"] = "goes on"
    stops_at: StopsAt | None = None


@dataclass
class Sales:
    """The salespeople's months, and what they hand on to the warehouse."""

    firm: Firm
    warehouse: Warehouse
    remarks: Remarks
    accounts: Sequence[Account]
    last: date

    def note_purchases(self, *, orders: int, first: date) -> None:
        """Notes every order from the fourth working day on; those of the last days are what awaits people today."""
        days = working_days(first, self.last)[3:]
        weights = [FAVOURED if index in PORTAL else 1 for index in range(len(self.accounts))]
        fixed = [*self._last_days(), *self._of_portal(days)]
        others = max(0, orders - len(fixed))
        for index, day in enumerate(rhythmic(days[:-1], others)):
            at = self.firm.diary.moment(day, self.firm.dice.randint(9, 15), self.firm.dice.randint(0, 59))
            account = self.firm.dice.choices(self.accounts, weights)[0]
            below = self.firm.dice.random() < BELOW_PRICE_SHARE
            self._note(Purchase(at, account, self._size(), below, FATES.get(index % 25, "goes on")))
        for purchase in fixed:
            self._note(purchase)

    def _size(self) -> Size:
        sizes: tuple[Size, ...] = ("small", "medium", "large")
        return self.firm.dice.choices(sizes, (64, 28, 8))[0]

    def _last_days(self) -> list[Purchase]:
        """For everybody what awaits them: picks, a re-check, a trip, decisions, drafts."""
        portal = self.accounts[2]

        def at(hour: int, minute: int) -> datetime:
            return self.firm.diary.moment(self.last, hour, minute)

        def other(place: int) -> Account:
            return self.accounts[place % len(self.accounts)]

        return [
            Purchase(at(8, 40), portal, "small"),
            Purchase(at(8, 45), other(0), "small"),
            Purchase(at(8, 50), other(1), "small"),
            Purchase(at(8, 55), other(8), "small"),
            Purchase(at(9, 0), other(10), "small"),
            Purchase(at(9, 5), portal, "small", stops_at="rechecked"),
            Purchase(at(9, 20), other(5), "small", stops_at="rechecked"),
            Purchase(at(13, 15), portal, "small", stops_at="picked"),
            Purchase(at(13, 30), other(6), "small", stops_at="picked"),
            Purchase(at(13, 40), portal, "small", stops_at="picking"),
            Purchase(at(14, 5), portal, "small", stops_at="approved"),
            Purchase(at(14, 20), other(0), "small", stops_at="approved"),
            Purchase(at(15, 10), other(5), "small", stops_at="approved"),
            Purchase(at(15, 40), other(7), "small", stops_at="approved"),
            Purchase(at(16, 2), portal, "medium", fate="open"),
            Purchase(at(16, 15), other(12), "small", below_price=True, fate="open"),
            Purchase(at(16, 31), other(6), "medium", fate="open"),
            Purchase(at(16, 48), other(10), "large", fate="open"),
            Purchase(at(17, 5), other(1), "small", fate="draft"),
            Purchase(at(17, 20), other(4), "medium", fate="draft"),
            Purchase(at(17, 33), portal, "small", fate="draft"),
        ]

    def _of_portal(self, days: Sequence[date]) -> list[Purchase]:
        """The portal's customer sees a rejected and a cancelled order too."""
        portal, day = self.accounts[2], days[len(days) // 2]
        return [
            Purchase(self.firm.diary.moment(day, 10, 4), portal, "medium", below_price=True, fate="rejected"),
            Purchase(self.firm.diary.moment(day, 10, 32), portal, "small", fate="cancelled"),
        ]

    def _note(self, purchase: Purchase) -> None:
        self.firm.diary.note(purchase.at, partial(self._buy, purchase))

    async def _buy(self, purchase: Purchase) -> None:
        order_id = self.firm.new_id()
        seller = purchase.account.seller
        if purchase.fate == "draft":
            content = _content(self.firm, purchase, self.last)
            await self.firm.do(SaveDraft(order_id=order_id, content=content), seller)
            return
        placed = await self._placed(order_id, purchase)
        if placed is None:
            return
        if purchase.fate == "cancelled":
            at = self.firm.diary.after(self.firm.clock.now(), 10)
            self.firm.diary.note(at, partial(self._cancel, order_id, seller))
        elif placed.awaits is None:
            await self._hand_on(order_id, purchase)
        elif purchase.fate != "open":
            self._note_decision(order_id, placed.awaits, purchase)

    async def _placed(self, order_id: UUID, purchase: Purchase) -> OrderPlaced | None:
        """Where papers or stock say no, as they do in real life, the salesperson offers something else, and gives up
        at last."""
        for _ in range(OFFERS):
            content = _content(self.firm, purchase, self.last)
            with suppress(Refusal):
                placed: OrderPlaced = await self.firm.do(
                    SubmitOrder(order_id=order_id, content=content), purchase.account.seller
                )
                return placed
        return None

    async def _hand_on(self, order_id: UUID, purchase: Purchase) -> None:
        account = purchase.account
        await self.remarks.of_release(
            order_id, account.seller, account.id, today=purchase.at.date() == self.last
        )
        self.warehouse.note_pick(Released(order_id, account, purchase.stops_at))

    def _note_decision(self, order_id: UUID, awaits: str, purchase: Purchase) -> None:
        at = self.firm.diary.after(self.firm.clock.now(), self.firm.dice.randint(12, 90))
        self.firm.diary.note(at, partial(self._decide, order_id, awaits, purchase))

    async def _decide(self, order_id: UUID, needs: str, purchase: Purchase) -> None:
        approver = APPROVERS[needs]
        async with self.firm.house.reading(self.firm.people[approver]) as reading:
            steps = await reading.all(queries.APPROVALS_OF_ORDERS, ids=[order_id])
        step = next((step for step in steps if step.state == "open"), None)
        if step is None:
            return  # Cancelled meanwhile.
        approve = purchase.fate == "goes on"
        reason = None if approve else self.firm.dice.choice(REJECTIONS)
        command = DecideApproval(approval_id=step.id, approve=approve, reason=reason)
        decided = await self.firm.do(command, approver)
        if decided.awaits is not None:
            self._note_decision(order_id, decided.awaits, purchase)
        elif approve:
            await self._hand_on(order_id, purchase)

    async def _cancel(self, order_id: UUID, seller: str) -> None:
        reason = self.firm.dice.choice(CANCELLATIONS)
        await self.firm.do(CancelOrder(order_id=order_id, reason=reason), seller)


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
    """About so many yuan of it, at most a case."""
    shown = account.price(stocked)
    pieces = max(1, min(int(yuan / shown), stocked.facts.pieces_per_case))
    asked = (shown * Decimal("0.93")).quantize(Decimal("0.01"), ROUND_HALF_UP) if below_price else shown
    return OrderLineContent(
        line_id=firm.new_id(),
        product_id=stocked.id,
        quantity=Decimal(pieces),
        unit_price=asked,
        shown_price=shown,
    )

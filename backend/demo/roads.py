"""The drivers at work: loaded in the evening, delivered the next working day, in every way that a delivery can end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from backend.demo.accounts import SOUTHERN, Account
from backend.demo.customers import person_name
from backend.demo.diary import working_days
from backend.demo.firm import Firm
from backend.demo.people import PORTAL
from backend.demo.warehouse import Checked, Warehouse
from backend.foundation.refusal import Refusal
from backend.logistics.deliveries.commands import BoxSent, HandOver
from backend.logistics.deliveries.confirming import ReturnSlip
from backend.logistics.deliveries.rules import Outcome
from backend.logistics.deliveries.telling import (
    BoxArrived,
    ConfirmCourierDelivery,
    ConfirmDelivery,
    LineReceived,
    Strokes,
)
from backend.logistics.outbounds.queries import PickLineRow
from backend.logistics.quality_tasks.commands import CloseQualityTask
from backend.logistics.quality_tasks.queries import TASKS_OF_THINGS

KEEPER, QUALITY, NEAR_DRIVER, FAR_DRIVER = "fengtao", "zhoumin", "machao", "yangfan"
PLATES: Final = {NEAR_DRIVER: "沪A·D3821", FAR_DRIVER: "沪B·K0756"}
CARRIER: Final = "冷运速递"
LOADING: Final = (17, 40)
COOLANT: Final = {
    "cool": "15 ℃ 相变冰排 ×4",
    "refrigerated": "5 ℃ 相变冰排 ×6",
    "frozen": "−21 ℃ 冰排 ×8",
    "deep_frozen": "干冰 8 kg",
}
VALIDATED_HOURS: Final = {"cool": 72, "refrigerated": 72, "frozen": 48, "deep_frozen": 36}
CALIBRATED_FOR: Final = timedelta(days=365)
DEPARTURE: Final = {
    "cool": (120, 170),
    "refrigerated": (32, 58),
    "frozen": (-215, -175),
    "deep_frozen": (-780, -710),
}
TOO_WARM: Final = {"cool": "24.5", "refrigerated": "9.8", "frozen": "-7.2", "deep_frozen": "-51.0"}
_WELL: Final[Outcome] = "delivered"
WAYS: Final[tuple[Outcome, ...]] = (
    *(_WELL,) * 3, "partly_delivered", *(_WELL,) * 2, "not_delivered", *(_WELL,) * 2, "refused", *(_WELL,) * 8,
    "partly_delivered", *(_WELL,) * 8,
)  # fmt: skip
"""How one delivery after another ends: five in six as they should."""
WAYS_OF_PORTAL: Final[tuple[Outcome, ...]] = (
    _WELL, "partly_delivered", _WELL, "refused", _WELL, "not_delivered", *(_WELL,) * 6,
)  # fmt: skip
WHY: Final = {
    "partly_delivered": ("外盒压损，客户少收", "标签破损，客户要求更换"),
    "refused": ("到货时冰袋已化，客户拒收", "客户称未下此单，拒收"),
    "not_delivered": ("实验楼无人，联系不上收货人", "客户要求改日送达", "地址有误，需销售核实"),
}
ON_BEHALF: Final = (None, None, None, "同事代收", "前台代收", "门卫代收")


class _Place:
    """The deliveries of a dozen whose boxes arrive too warm, and whose logger was not read."""

    BEYOND_RANGE: Final = 5
    NO_DATA: Final = 8


@dataclass
class Roads:
    """What is under way, and how many deliveries have ended in which way."""

    firm: Firm
    warehouse: Warehouse
    ended: int = 0
    ended_of_portal: int = 0
    by_courier: int = 0
    portal: dict[UUID, str] = field(default_factory=dict)
    """Logins of the customers who confirm for themselves what a courier brought."""

    def note_loading(self, first: date, last: date) -> None:
        """Notes every evening's loading."""
        for day in working_days(first + timedelta(days=1), last):
            self.firm.diary.note(self.firm.diary.moment(day, *LOADING), self._load)

    async def _load(self) -> None:
        await self.firm.papers_drawn()
        waiting, self.warehouse.checked = self.warehouse.checked, []
        for checked in waiting:
            try:
                await self._hand_over(checked)
            except Refusal:
                continue  # A lot was stopped or a paper has lapsed since: it stays here until somebody looks at it.

    async def _hand_over(self, checked: Checked, *, again: bool = False) -> None:
        account = checked.released.account
        courier = account.id in self.portal and not again and self._courier_turn()
        driver = FAR_DRIVER if account.facts.city in SOUTHERN else NEAR_DRIVER
        delivery_id = self.firm.new_id()
        boxes = self._boxes(checked.lines, None if courier else PLATES[driver])
        command = HandOver(
            delivery_id=delivery_id,
            outbound_id=checked.outbound_id,
            leg="courier" if courier else "own_driver",
            pieces=max(1, len(boxes)),
            driver_id=None if courier else self.firm.people[driver].user_id,
            carrier=CARRIER if courier else None,
            waybill=f"LY{self.firm.dice.randrange(10**9, 10**10)}" if courier else None,
            boxes=boxes,
        )
        await self.firm.do(command, KEEPER)
        at = self.firm.diary.after(
            self.firm.clock.now() + timedelta(hours=12), self.firm.dice.randint(20, 420)
        )
        if courier:
            doing = partial(self._confirm_courier, delivery_id, account, boxes)
        else:
            doing = partial(self._deliver, delivery_id, checked, boxes, driver, again)
        self.firm.diary.note(at, doing)

    def _courier_turn(self) -> bool:
        self.by_courier += 1
        return self.by_courier % 3 == 0

    def _boxes(self, lines: Sequence[PickLineRow], plate: str | None) -> tuple[BoxSent, ...]:
        """One passive box per storage class; what is ambient rides beside them."""
        classes = sorted({line.storage_class for line in lines} - {"ambient"})
        return tuple(
            BoxSent(
                box_id=self.firm.new_id(),
                means="passive_box",
                pick_line_ids=tuple(line.id for line in lines if line.storage_class == storage_class),
                departure_celsius=Decimal(self.firm.dice.randint(*DEPARTURE[storage_class])) / 10,
                logger_number=f"TL-{self.firm.dice.randrange(1000, 9999)}",
                plate=plate,
                box_number=f"BX-{storage_class[0].upper()}{self.firm.dice.randrange(10, 99)}",
                coolant=COOLANT[storage_class],
                validated_hours=VALIDATED_HOURS[storage_class],
                calibrated_until=self._calibrated_until(),
            )
            for storage_class in classes
        )

    def _calibrated_until(self) -> date:
        """Loggers go to be calibrated once a year, each in its own month."""
        calibrated = self.firm.clock.now().date() - timedelta(days=self.firm.dice.randrange(10, 330))
        return calibrated + CALIBRATED_FOR

    def _way(self, account: Account) -> Outcome:
        self.ended += 1
        if account.id in self.portal:
            self.ended_of_portal += 1
            return WAYS_OF_PORTAL[(self.ended_of_portal - 1) % len(WAYS_OF_PORTAL)]
        return WAYS[(self.ended - 1) % len(WAYS)]

    async def _deliver(
        self, delivery_id: UUID, checked: Checked, boxes: tuple[BoxSent, ...], driver: str, again: bool
    ) -> None:
        outcome: Outcome = "delivered" if again else self._way(checked.released.account)
        short = _taken_short(checked.lines) if outcome == "partly_delivered" else None
        if outcome == "partly_delivered" and short is None:
            outcome = "delivered"
        reason = self.firm.dice.choice(WHY[outcome]) if outcome in WHY else None
        taken = outcome in ("delivered", "partly_delivered")
        on_behalf = self.firm.dice.choice(ON_BEHALF) if taken else None
        site = checked.released.account.sites[0]
        command = ConfirmDelivery(
            delivery_id=delivery_id,
            arrived_at=self.firm.clock.now() - timedelta(minutes=3),
            outcome=outcome,
            reason=None if outcome == "partly_delivered" else reason,
            lines=()
            if short is None
            else (LineReceived(pick_line_id=short[0], received=short[1], reason=reason),),
            boxes=self._arrived(checked.lines, boxes),
            receiver_name=None if not taken else person_name(self.firm.dice) if on_behalf else site.receiver,
            received_on_behalf=on_behalf,
            strokes=drawn(self.firm) if taken else (),
        )
        await self.firm.do(command, driver)
        await self.warehouse.remarks.of_delivery(checked.released.order_id, driver)
        evening = self.firm.diary.after(self.firm.clock.now(), 200)
        if taken and self.ended % 5:
            self.firm.diary.note(evening, partial(self._return_slip, delivery_id, driver))
        judged_at = self.firm.diary.after(self.firm.clock.now(), self.firm.dice.randint(240, 900))
        self.firm.diary.note(judged_at, partial(self._judge, delivery_id, checked, outcome))

    def _arrived(self, lines: Sequence[PickLineRow], boxes: tuple[BoxSent, ...]) -> tuple[BoxArrived, ...]:
        classes = {line.id: line.storage_class for line in lines}
        return tuple(
            BoxArrived(box_id=box.box_id, arrival_celsius=self._celsius(classes[box.pick_line_ids[0]], box))
            for box in boxes
        )

    def _celsius(self, storage_class: str, box: BoxSent) -> Decimal | None:
        match self.ended % 12:
            case _Place.BEYOND_RANGE:
                return Decimal(TOO_WARM[storage_class])
            case _Place.NO_DATA:
                return None
            case _:
                return box.departure_celsius + Decimal(self.firm.dice.randint(0, 15)) / 10

    async def _confirm_courier(self, delivery_id: UUID, account: Account, boxes: tuple[BoxSent, ...]) -> None:
        command = ConfirmCourierDelivery(
            delivery_id=delivery_id,
            arrived_at=self.firm.clock.now() - timedelta(minutes=20),
            outcome="delivered",
            boxes=tuple(
                BoxArrived(box_id=box.box_id, arrival_celsius=box.departure_celsius) for box in boxes
            ),
        )
        await self.firm.do(command, self.portal[account.id])

    async def _return_slip(self, delivery_id: UUID, driver: str) -> None:
        await self.firm.do(ReturnSlip(delivery_id=delivery_id, state="original"), driver)

    async def _judge(self, delivery_id: UUID, checked: Checked, outcome: Outcome) -> None:
        """Quality looks at what was out of order; what nobody took and is fit goes out once more."""
        async with self.firm.house.reading(self.firm.people[QUALITY]) as reading:
            tasks = await reading.all(TASKS_OF_THINGS, ids=[delivery_id])
        fit = outcome != "refused"
        for task in tasks:
            if task.state == "open":
                conclusion = "查看温度记录和外观，合格" if fit else "外观受潮，不再销售，移入不合格品区"
                await self.firm.do(CloseQualityTask(task_id=task.id, conclusion=conclusion, fit=fit), QUALITY)
        if outcome == "not_delivered" and self.ended % 2:
            try:
                await self._hand_over(checked, again=True)
            except Refusal:
                return  # Expired or stopped meanwhile.


def _taken_short(lines: Sequence[PickLineRow]) -> tuple[UUID, Decimal] | None:
    """A line of which the receiver takes one piece less; None where nothing would be left of the delivery."""
    for line in lines:
        if line.picked > 1 or len(lines) > 1:
            return line.id, line.picked - 1
    return None


def drawn(firm: Firm) -> Strokes:
    """A signature as a finger draws it: some strokes from left to right."""
    strokes = []
    for stroke in range(firm.dice.randint(3, 5)):
        x, y = 120 + 150 * stroke, firm.dice.randint(200, 500)
        points = []
        for _ in range(firm.dice.randint(6, 14)):
            points += [x, y]
            x = min(990, x + firm.dice.randint(4, 30))
            y = max(10, min(690, y + firm.dice.randint(-80, 80)))
        strokes.append(tuple(points))
    return tuple(strokes)


def portal_logins(accounts: Sequence[Account]) -> dict[UUID, str]:
    """Whose people have a login."""
    return {accounts[place].id: person.login for place, person in PORTAL.items()}

"""What people write on orders: who sells knows the customer, who picks sees the box, who drives knows the door."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from backend.demo.firm import Firm
from backend.sales.remarks.commands import AddRemark

SELLER: Final = (
    "收货人上午都在，送前半小时打电话。",
    "实验室等着用，请优先安排。",
    "同一产品请尽量发同一批号，客户做平行实验。",
    "园区要登记车牌，货车从东门进。",
)
TO_CUSTOMER: Final = "已请仓库安排，送达前司机会电话联系您。"
PICKER: Final = (
    "外盒一角有压痕，封签完好，已拍照核对。",
    "冷藏件放在待发区 2 号架，交接时一起取。",
    "标签有霜，扫码前擦过，字迹清楚。",
)
DRIVER: Final = (
    "卸货口改到地下一层，下次从西门下坡。",
    "前台 17:00 后不收件，要打收货人电话。",
    "电梯检修，走货梯要先登记。",
)
CUSTOMER: Final = ("请送到 3 楼细胞间，门口有冷藏柜。", "到楼下请打电话，我下来取。")
EVERY_SALE, EVERY_PICK, EVERY_DELIVERY, EVERY_OF_PORTAL, EVERY_TOLD = 3, 4, 5, 2, 5


@dataclass
class Remarks:
    """Writes now and then, by turns."""

    firm: Firm
    portal: dict[UUID, str] = field(default_factory=dict)
    """Logins of the customers who write themselves."""
    turns: dict[str, int] = field(default_factory=dict)

    async def of_release(self, order_id: UUID, seller: str, customer_id: UUID, *, today: bool) -> None:
        """An order is released; those that people take up today carry a remark each."""
        login = self.portal.get(customer_id)
        if login is not None and self._turn("customer") % EVERY_OF_PORTAL == 0:
            await self._write(order_id, login, CUSTOMER, "customer")
        turn = self._turn("seller")
        if today or turn % EVERY_SALE == 0:
            await self._write(order_id, seller, SELLER, "seller")
        if turn % EVERY_TOLD == 0:
            await self._say(order_id, seller, TO_CUSTOMER, shown=True)

    async def of_pick(self, order_id: UUID, picker: str) -> None:
        if self._turn("picker") % EVERY_PICK == 0:
            await self._write(order_id, picker, PICKER, "picker")

    async def of_delivery(self, order_id: UUID, driver: str) -> None:
        if self._turn("driver") % EVERY_DELIVERY == 0:
            await self._write(order_id, driver, DRIVER, "driver")

    def _turn(self, whose: str) -> int:
        turn = self.turns.get(whose, 0)
        self.turns[whose] = turn + 1
        return turn

    async def _write(self, order_id: UUID, by: str, texts: tuple[str, ...], whose: str) -> None:
        await self._say(order_id, by, texts[self._turn(f"{whose} wrote") % len(texts)], shown=False)

    async def _say(self, order_id: UUID, by: str, text: str, *, shown: bool) -> None:
        remark = AddRemark(
            remark_id=self.firm.new_id(), order_id=order_id, text=text, shown_to_customer=shown
        )
        await self.firm.do(remark, by)

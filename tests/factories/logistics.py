"""Outbounds and deliveries for tests: an approved order, and what warehouse and driver do with it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from backend.catalog.products.rules import StorageClass
from backend.foundation.actor import Actor
from backend.foundation.meaning import Meaning
from backend.foundation.outbox import tell_waiting
from backend.foundation.recorder import Signing
from backend.identity.sessions.tables import Proof
from backend.inventory.scans.rules import ScanInput
from backend.logistics.deliveries.commands import BoxSent, HandOver
from backend.logistics.deliveries.telling import ConfirmDelivery
from backend.logistics.outbounds import queries
from backend.logistics.outbounds.commands import FinishPick, TakePick
from backend.logistics.picking.commands import ConfirmPick, PickConfirmed
from backend.logistics.rechecks.commands import OutboundsRechecked, RecheckOutbounds
from backend.logistics.rechecks.queries import render
from backend.logistics.rechecks.rules import RECHECKED
from offline.digest import digest
from tests.factories.inventory import LotOnFile, a_lot
from tests.factories.masterdata import MadeCustomer, MadeProduct, a_product
from tests.factories.orders import a_buyer, a_line, a_submitted_order
from tests.factories.shop import Shop

SEPARATOR = "\x1d"
NAME_DRAWN = ((100, 400, 300, 200, 500, 420), (520, 180, 640, 460))
"""Two strokes that can be a signature."""


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A product with one accepted lot."""

    product: MadeProduct
    lot: LotOnFile


@dataclass(frozen=True, kw_only=True)
class Way:
    """An approved order on its way out, with the goods it asks for."""

    order_id: UUID
    number: str
    outbound_id: UUID
    buyer: MadeCustomer
    goods: tuple[Goods, ...]


async def told(shop: Shop) -> None:
    """Everything that waits in the outbox is told."""
    while await tell_waiting(shop.house):
        pass


async def some_goods(
    shop: Shop,
    *,
    quantity: int = 100,
    expires: str | date = "2028-06-30",
    lot_number: str | None = None,
    in_print: tuple[str, str] | None = None,
    **product: Any,
) -> Goods:
    made = await a_product(shop, **product)
    storage = product.get("storage_class", StorageClass.refrigerated).value
    lot = await a_lot(
        shop,
        product=made.id,
        quantity=quantity,
        expires=expires,
        storage_class=storage,
        lot_number=lot_number,
        in_print=in_print,
    )
    return Goods(product=made, lot=lot)


async def a_way(
    shop: Shop, *goods: Goods, quantity: str = "2", buyer: MadeCustomer | None = None, **given: Any
) -> Way:
    """An order at list price over these goods, approved by rule; its outbound stands."""
    buyer = buyer or await a_buyer(shop)
    goods = goods or (await some_goods(shop),)
    lines = [a_line(shop, each.product.id, quantity) for each in goods]
    placed = await a_submitted_order(shop, buyer, *lines, **given)
    assert placed.state == "approved"
    await told(shop)
    outbound = await the_outbound(shop, placed.order_id)
    return Way(
        order_id=placed.order_id,
        number=placed.number,
        outbound_id=outbound.id,
        buyer=buyer,
        goods=tuple(goods),
    )


async def the_outbound(shop: Shop, order_id: UUID) -> queries.OutboundRow:
    rows: list[queries.OutboundRow] = await shop.look(
        queries.OUTBOUNDS_OF_ORDERS, shop.person("picker"), ids=[order_id]
    )
    return rows[0]


async def the_lines(shop: Shop, way: Way) -> list[queries.PickLineRow]:
    rows: list[queries.PickLineRow] = await shop.look(
        queries.LINES_OF_OUTBOUNDS, shop.person("picker"), ids=[way.outbound_id]
    )
    return rows


async def the_line(shop: Shop, way: Way, position: int = 1) -> queries.PickLineRow:
    return next(line for line in await the_lines(shop, way) if line.position == position)


def code_of(
    goods: Goods,
    *,
    lot: str | None = None,
    expires: date | None = None,
    serial: str | None = None,
    case: bool = False,
) -> str:
    """The element string on the box, as a scanner sends it."""
    gtin = goods.product.case_gtin if case else goods.product.gtin
    day = (expires or goods.lot.expires_on).strftime("%y%m%d")
    tail = f"{SEPARATOR}21{serial}" if serial else ""
    return f"01{gtin}17{day}10{lot or goods.lot.lot_number}{tail}"


def scanned(raw_text: str) -> ScanInput:
    return ScanInput(raw_text=raw_text, source="camera", symbology="]d2")


def typed(raw_text: str, reason: str | None = "标签破损") -> ScanInput:
    return ScanInput(raw_text=raw_text, source="typed", reason=reason)


async def take(shop: Shop, way: Way, by: Actor | None = None) -> None:
    await shop.perform(TakePick(outbound_id=way.outbound_id), by or shop.person("picker"))


async def confirm(
    shop: Shop,
    line: queries.PickLineRow,
    scan: ScanInput,
    quantity: str | None = None,
    *,
    by: Actor | None = None,
    pick_id: UUID | None = None,
) -> PickConfirmed:
    command = ConfirmPick(
        pick_id=pick_id or shop.new_id(),
        pick_line_id=line.id,
        scan=scan,
        quantity=None if quantity is None else Decimal(quantity),
    )
    confirmed: PickConfirmed = await shop.perform(command, by or shop.person("picker"))
    return confirmed


async def picked(shop: Shop, way: Way, by: Actor | None = None) -> None:
    """Takes the task, scans every line in full and finishes."""
    await take(shop, way, by)
    by_lot = {each.lot.id: each for each in way.goods}
    for line in await the_lines(shop, way):
        await confirm(shop, line, scanned(code_of(by_lot[line.lot_id])), str(line.to_pick), by=by)
    await shop.perform(FinishPick(outbound_id=way.outbound_id), by or shop.person("picker"))


async def a_proof(shop: Shop, actor: Actor, meaning: Meaning, of: str) -> Signing:
    """What `/auth/reauthenticate` gives to somebody who has just typed their PIN; tests/identity holds it to that."""
    await shop.hired()
    now = shop.clock.now()
    proof = Proof(
        id=uuid4(), user_id=actor.user_id, meaning=meaning.name, digest=of, method="pin",
        expires_at=now + timedelta(minutes=2), created_at=now,
    )  # fmt: skip
    async with shop.house.sessions() as session, session.begin():
        session.add(proof)
    return Signing(proof=proof.id, digest=of)


async def seen_and_signed(shop: Shop, by: Actor, *ways: Way) -> RecheckOutbounds:
    """The command of somebody who looked at these outbounds and typed their PIN."""
    ids = sorted(way.outbound_id for way in ways)
    await shop.hired()
    async with shop.house.reading(by) as reading:
        shown = await render(reading, ids, "zh")
    signing = await a_proof(shop, by, RECHECKED, digest(shown.document))
    return RecheckOutbounds(outbound_ids=tuple(ids), signing=signing)


async def rechecked(shop: Shop, *ways: Way, by: Actor | None = None) -> OutboundsRechecked:
    """Signs for them, and lets the papers be drawn."""
    by = by or shop.person("rechecker")
    done: OutboundsRechecked = await shop.perform(await seen_and_signed(shop, by, *ways), by)
    await told(shop)
    return done


async def boxes_for(shop: Shop, way: Way, celsius: str = "4.2", **given: Any) -> tuple[BoxSent, ...]:
    """One passive box with everything in it."""
    lines = await the_lines(shop, way)
    box = BoxSent(
        box_id=shop.new_id(),
        pick_line_ids=tuple(line.id for line in lines if line.picked),
        departure_celsius=Decimal(celsius),
        **{
            "means": "passive_box",
            "logger_number": "T-0815",
            "plate": "沪A12345",
            "box_number": "BX-07",
            **given,
        },
    )
    return (box,)


async def hand_over(shop: Shop, way: Way, *, by: Actor | None = None, **given: Any) -> UUID:
    """Hands it to the shop's driver in one cold box; the delivery's id."""
    driver = shop.person("driver")
    await shop.hired()
    command = HandOver(
        **{
            "delivery_id": shop.new_id(),
            "outbound_id": way.outbound_id,
            "leg": "own_driver",
            "driver_id": driver.user_id,
            "pieces": 1,
            "boxes": given.pop("boxes") if "boxes" in given else await boxes_for(shop, way),
            **given,
        }
    )
    await shop.perform(command, by or shop.person("keeper"))
    return command.delivery_id


async def under_way(shop: Shop, *goods: Goods, quantity: str = "2", **given: Any) -> tuple[Way, UUID]:
    """An order that the shop's driver has on board, and the delivery's id."""
    way = await a_way(shop, *goods, quantity=quantity)
    await picked(shop, way)
    await rechecked(shop, way)
    return way, await hand_over(shop, way, **given)


def at_the_door(shop: Shop, delivery_id: UUID, **given: Any) -> ConfirmDelivery:
    """The receiver takes everything and signs."""
    return ConfirmDelivery(
        **{
            "delivery_id": delivery_id,
            "arrived_at": shop.clock.now(),
            "outcome": "delivered",
            "receiver_name": "王敏",
            "strokes": NAME_DRAWN,
            **given,
        }
    )

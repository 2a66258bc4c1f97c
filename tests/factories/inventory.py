"""Goods for tests: suppliers, locations and lots, through the commands that people use."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from backend.catalog.products.rules import StorageClass
from backend.catalog.suppliers.commands import AddSupplier
from backend.inventory.locations.commands import AddLocation
from backend.inventory.lots.commands import HoldLot, RejectLot
from backend.inventory.receipts.commands import Inspect, InspectedLot, Receive, ReceivedLot
from tests.factories.masterdata import a_product
from tests.factories.shop import Shop

ARRIVES_AT = {"refrigerated": Decimal("4.5"), "frozen": Decimal(-18), "deep_frozen": Decimal(-75)}
_numbers = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class LotOnFile:
    """A lot that a test has made, with where it came from and where it stands."""

    id: UUID
    product_id: UUID
    lot_number: str
    expires_on: date
    quantity: Decimal
    location_id: UUID
    receipt_id: UUID


async def a_supplier(shop: Shop) -> UUID:
    id, number = shop.new_id(), next(_numbers)
    await shop.perform(
        AddSupplier(
            supplier_id=id, number=f"INV-{number}", name=f"供货单位 {number}", address="苏州市工业园区 1 号"
        ),
        shop.person("purchaser"),
    )
    return id


async def a_location(shop: Shop, *, storage_class: str = "refrigerated") -> UUID:
    id = shop.new_id()
    code = f"T-{next(_numbers):06d}"
    await shop.perform(
        AddLocation(location_id=id, code=code, zone="测试库区", storage_class=StorageClass(storage_class)),
        shop.person("keeper"),
    )
    return id


async def a_lot(
    shop: Shop,
    *,
    product: UUID | None = None,
    expires: str | date = "2027-11-30",
    made: str | date | None = None,
    quantity: int | Decimal = 10,
    lot_number: str | None = None,
    location: UUID | None = None,
    storage_class: str = "refrigerated",
    hold: str | None = None,
    rejected: str | None = None,
    in_print: tuple[str, str] | None = None,
    inspected: bool = True,
) -> LotOnFile:
    """A lot received and (unless `inspected` is false) accepted; then held or rejected for the reason given.

    `in_print` is the maker's word and the date beside it. An expiry that is past is fine: the goods then arrived a month before it. `storage_class` is that of a product and
    location made on the way.
    """
    expires_on = _day(expires)
    product = product or (await a_product(shop, storage_class=StorageClass(storage_class))).id
    location = location or await a_location(shop, storage_class=storage_class)
    line = ReceivedLot(
        product_id=product,
        lot_number=lot_number or f"L{next(_numbers):06d}",
        expires_on=expires_on,
        made_on=None if made is None else _day(made),
        quantity=Decimal(quantity),
        location_id=location,
        expiry_word=in_print[0] if in_print else None,
        expiry_printed=in_print[1] if in_print else None,
    )
    receipt_id, supplier = shop.new_id(), await a_supplier(shop)
    now = shop.clock.now()
    shop.clock.set(
        min(now, datetime(expires_on.year, expires_on.month, expires_on.day, tzinfo=UTC) - timedelta(30))
    )
    try:
        received = await shop.perform(
            Receive(
                receipt_id=receipt_id,
                supplier_id=supplier,
                lines=(line,),
                transport="冷藏车",
                arrival_celsius=ARRIVES_AT.get(storage_class),
            ),
            shop.person("receiver"),
        )
        lot_id = received.lot_ids[0]
        if inspected:
            found = InspectedLot(lot_id=lot_id, accepted=line.quantity)
            await shop.perform(Inspect(receipt_id=receipt_id, lines=(found,)), shop.person("inspector"))
    finally:
        shop.clock.set(now)
    if hold is not None:
        await shop.perform(HoldLot(lot_id=lot_id, reason=hold), shop.person("qualityOfficer"))
    if rejected is not None:
        await shop.perform(RejectLot(lot_id=lot_id, reason=rejected), shop.person("qualityOfficer"))
    return LotOnFile(
        id=lot_id,
        product_id=product,
        lot_number=line.lot_number,
        expires_on=expires_on,
        quantity=line.quantity,
        location_id=location,
        receipt_id=receipt_id,
    )


async def balances(shop: Shop, lot_id: UUID) -> dict[str, Decimal]:
    """How much of the lot stands in each account in our hands; accounts with nothing in them are left out."""
    async with shop.house.sessions() as session:
        rows = await session.execute(
            text(
                "select account, sum(quantity) from balances where lot_id = :lot and quantity > 0"
                " group by account"
            ),
            {"lot": lot_id},
        )
        return {account: quantity for account, quantity in rows}  # noqa: C416 - mypy knows no mapping in it.


def _day(written: str | date) -> date:
    return written if isinstance(written, date) else date.fromisoformat(written)

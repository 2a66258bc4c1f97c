"""Takes goods in, and has another person inspect them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.foundation.command import handles
from backend.foundation.expiry import expired
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.number_series import next_number
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.quantity import Quantity
from backend.foundation.temperature import StorageClass, celsius
from backend.foundation.text import cleaned_or_none
from backend.foundation.work import Work
from backend.inventory.locations.rules import WrongStorage, suits
from backend.inventory.lots.commands import judge_arrival, lots_named
from backend.inventory.lots.printed import OnLabel, printed_expiry
from backend.inventory.lots.queries import lots_for_update
from backend.inventory.lots.rules import LotExpired, LotName, lot_number
from backend.inventory.movements.commands import move
from backend.inventory.movements.rules import Holder, Leg, transfer
from backend.inventory.reading_choices.commands import remember_choices
from backend.inventory.reading_choices.rules import ChosenReading
from backend.inventory.receipts import queries
from backend.inventory.receipts.rules import (
    LINES_MAX,
    AlreadyInspected,
    ArrivalUnmeasured,
    Arrived,
    InspectionIncomplete,
    LotTwice,
    NothingReceived,
    ReceiptKnown,
    ReceiverInspects,
    acceptable,
    covers,
    measured,
)
from backend.inventory.receipts.tables import Receipt, ReceiptLine
from backend.inventory.rights import INSPECT, RECEIVE

SERIES = "RC"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLot:
    """A lot as it stands on the pallet: `quantity` in pieces, `expires_on` the last usable day.

    Where a person copied the expiry off the label, `expiry_word` is the maker's word (有效期至, 使用期限, EXP, USE BY,
    失效期 or 失效日期) and `expiry_printed` the date beside it; `expires_on` must be what follows from them.
    """

    product_id: UUID
    lot_number: str
    expires_on: date
    quantity: Decimal
    location_id: UUID
    made_on: date | None = None
    expiry_word: str | None = None
    expiry_printed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """Takes an arrival in (收货): its lots wait for inspection by another person.

    `readings` are the choices that were made between several readings of one code; they rank first next time.
    """

    receipt_id: UUID
    supplier_id: UUID
    lines: tuple[ReceivedLot, ...]
    delivery_note_number: str | None = None
    transport: str | None = None
    arrival_celsius: Decimal | None = None
    readings: tuple[ChosenReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """The arrival is on file; `lot_ids` in the order of its lines."""

    receipt_id: UUID
    number: str
    lot_ids: tuple[UUID, ...] = field(metadata={"at_most": LINES_MAX})


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedLot:
    """What the inspector found of one lot: `accepted` pieces; `result` says why when that is not all."""

    lot_id: UUID
    accepted: Decimal
    result: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect:
    """Inspects an arrival (验收), each of its lots once: what is accepted goes to stock, the rest is set apart."""

    receipt_id: UUID
    lines: tuple[InspectedLot, ...]


@dataclass(frozen=True, slots=True)
class Inspected:
    """The arrival is inspected."""

    receipt_id: UUID
    number: str


refuses("pk_receipts", ReceiptKnown)
refuses("ck_receipts_receiver_is_not_inspector", ReceiverInspects)
refuses("ck_receipts_deputy_is_not_receiver", ReceiverInspects)


@handles(Receive, name="inventory.receive", needs=RECEIVE)
async def receive(command: Receive, work: Work) -> Received:
    transport = cleaned_or_none(command.transport)
    degrees = None if command.arrival_celsius is None else celsius(command.arrival_celsius)
    if not await queries.supplier_is_known(work.session, command.supplier_id):
        raise NotFound("supplier")
    lines = await _fitting(command.lines, transport, degrees, work)
    labels = {name: _on_label(name, line) for name, line in lines.items()}
    lots = await lots_named(work, labels)
    receipt = Receipt(
        id=command.receipt_id,
        number=await next_number(work, SERIES),
        supplier_id=command.supplier_id,
        delivery_note_number=cleaned_or_none(command.delivery_note_number),
        transport=transport,
        arrival_celsius=degrees,
        received_by=work.actor.user_id,
        received_for=work.actor.on_behalf_of or work.actor.user_id,
        received_at=work.occurred_at,
        simulated=work.simulated,
    )
    work.session.add(receipt)
    await work.session.flush()  # Its lines name it by key.
    holder = Holder("receipt", receipt.id)
    legs: list[Leg] = []
    for name, line in lines.items():
        lot_id, expiry = lots[name].id, labels[name].expiry
        work.session.add(
            ReceiptLine(
                id=work.ids.new(),
                receipt_id=receipt.id,
                lot_id=lot_id,
                location_id=line.location_id,
                arrived=line.quantity,
                expiry_word=expiry.word if expiry else None,
                expiry_printed=expiry.date if expiry else None,
            )
        )
        came = Leg(lot_id=lot_id, account="supplier", quantity=line.quantity)
        legs += transfer(came, account="received", location_id=line.location_id, holder=holder)
    await move(work, legs)
    await remember_choices(work, command.supplier_id, command.readings[:LINES_MAX])
    work.changed("receipt", receipt.id, None, {"number": receipt.number, "lines": len(lines)})
    return Received(receipt.id, receipt.number, tuple(lots[name].id for name in lines))


@handles(Inspect, name="inventory.inspect", needs=INSPECT)
async def inspect(command: Inspect, work: Work) -> Inspected:
    receipt = await queries.receipt_for_update(work.session, command.receipt_id)
    if receipt is None:
        raise NotFound("receipt")
    if receipt.inspected_at is not None:
        raise AlreadyInspected(number=receipt.number)
    if work.actor.persons & {receipt.received_by, receipt.received_for}:
        raise ReceiverInspects
    lines = await queries.lines_of(work.session, receipt.id)
    found = {line.lot_id: line for line in command.lines}
    if not covers([line.lot_id for line in command.lines], [line.lot_id for line in lines]):
        raise InspectionIncomplete(number=receipt.number, lines=len(lines))
    legs = await _judged(receipt, lines, found, work)
    receipt.inspected_by = work.actor.user_id
    receipt.inspected_for = work.actor.on_behalf_of or work.actor.user_id
    receipt.inspected_at = work.occurred_at
    await move(work, legs)
    work.changed(
        "receipt",
        receipt.id,
        {"inspected": False},
        {"inspected": True, "accepted": {str(line.lot_id): str(line.accepted) for line in lines}},
    )
    return Inspected(receipt.id, receipt.number)


async def _fitting(
    lines: Sequence[ReceivedLot], transport: str | None, degrees: Decimal | None, work: Work
) -> dict[LotName, ReceivedLot]:
    """The lines by the lots they name, each checked against its product and its location."""
    if not 1 <= len(lines) <= LINES_MAX:
        raise NothingReceived
    products = await queries.products(work.session, {line.product_id for line in lines})
    locations = await queries.locations(work.session, {line.location_id for line in lines})
    named: dict[LotName, ReceivedLot] = {}
    for line in lines:
        product, location = products.get(line.product_id), locations.get(line.location_id)
        if product is None or location is None:
            raise NotFound("product" if product is None else "location")
        if not Quantity.sold(line.quantity, product.unit).value:
            raise NothingReceived
        if not suits(StorageClass(product.storage_class), StorageClass(location.storage_class)):
            raise WrongStorage(
                product=product.name, storage_text=product.storage_text, location=location.code
            )
        if not measured(StorageClass(product.storage_class), transport, degrees):
            raise ArrivalUnmeasured(product=product.name, storage_text=product.storage_text)
        name = LotName(
            product_id=line.product_id,
            lot_number=lot_number(line.lot_number),
            expires_on=line.expires_on,
        )
        if name in named:
            raise LotTwice(lot_number=name.lot_number)
        named[name] = line
    return named


def _on_label(name: LotName, line: ReceivedLot) -> OnLabel:
    expiry = printed_expiry(name.lot_number, line.expiry_word, line.expiry_printed, name.expires_on)
    return OnLabel(made_on=line.made_on, expiry=expiry)


async def _judged(
    receipt: Receipt, lines: Sequence[ReceiptLine], found: Mapping[UUID, InspectedLot], work: Work
) -> list[Leg]:
    """Writes the inspector's findings to the lines and lots; the legs that follow from them."""
    lots = await lots_for_update(work.session, [line.lot_id for line in lines])
    products = await queries.products(work.session, {lot.product_id for lot in lots.values()})
    holder = Holder("receipt", receipt.id)
    legs: list[Leg] = []
    for line in lines:
        lot, finding = lots[line.lot_id], found[line.lot_id]
        product = products[lot.product_id]
        accepted = Quantity.sold(finding.accepted, product.unit).value
        result = cleaned_or_none(finding.result, characters_max=REMARK_CHARACTERS_MAX, lines=True)
        arrived = Arrived(
            lot_number=lot.lot_number,
            arrived=line.arrived,
            storage_class=StorageClass(product.storage_class),
            storage_text=product.storage_text,
            celsius=receipt.arrival_celsius,
        )
        acceptable(arrived, accepted, result)
        if accepted and expired(lot.expires_on, work.today):
            raise LotExpired(lot_number=lot.lot_number, expires_on=lot.expires_on)
        judge_arrival(lot, accepted > 0, work, reason=result)
        line.accepted, line.result = accepted, result
        for account, quantity in (("stock", accepted), ("rejected", line.arrived - accepted)):
            waiting = Leg(
                lot_id=lot.id,
                account="received",
                quantity=quantity,
                location_id=line.location_id,
                holder=holder,
            )
            legs += transfer(waiting, account=account, location_id=line.location_id, holder=None)
    return legs

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from backend.catalog.products.rules import StorageClass
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.quantity import QuantityNegative, QuantityTooLarge
from backend.foundation.temperature import NotATemperature
from backend.foundation.text import TextNotPrintable
from backend.inventory.locations.commands import AddLocation
from backend.inventory.locations.rules import (
    LocationCodeUnfit,
    LocationKnown,
    WrongStorage,
)
from backend.inventory.lots.printed import ExpiryDisagrees, ExpiryUnreadable
from backend.inventory.lots.queries import LOTS_BY_ID
from backend.inventory.lots.rules import LotDatesUnfit, LotExpired, LotNumberUnfit, LotStateForbids
from backend.inventory.reading_choices.rules import ChosenReading
from backend.inventory.receipts.commands import Inspect, InspectedLot, Receive, ReceivedLot
from backend.inventory.receipts.queries import RECEIPTS_BY_ID
from backend.inventory.receipts.rules import (
    AlreadyInspected,
    ArrivalUnmeasured,
    ColdChainBroken,
    InspectionIncomplete,
    LotTwice,
    MoreThanArrived,
    NothingReceived,
    ReceiptKnown,
    ReceiverInspects,
    ResultMissing,
)
from backend.inventory.scans.rules import ScanUnfit
from tests.factories.inventory import a_location, a_lot, a_supplier, balances
from tests.factories.masterdata import a_product


async def an_arrival(shop, **given) -> Receive:
    """Ten boxes of one new lot, measured at 4.5 ℃; `given` replaces fields of its line or of itself."""
    line = ReceivedLot(
        product_id=given.pop("product", None) or (await a_product(shop)).id,
        lot_number=given.pop("lot_number", "A240601"),
        expires_on=given.pop("expires_on", date(2027, 11, 30)),
        made_on=given.pop("made_on", None),
        quantity=Decimal(given.pop("quantity", 10)),
        location_id=given.pop("location", None) or await a_location(shop),
        expiry_word=given.pop("expiry_word", None),
        expiry_printed=given.pop("expiry_printed", None),
    )
    command = Receive(
        receipt_id=shop.new_id(),
        supplier_id=await a_supplier(shop),
        lines=(line,),
        transport="冷藏车",
        arrival_celsius=Decimal("4.5"),
    )
    return replace(command, **given)


async def inspected(shop, receipt_id, *lines: InspectedLot, by: str = "inspector") -> None:
    await shop.perform(Inspect(receipt_id=receipt_id, lines=lines), shop.person(by))


async def state_of(shop, lot_id):
    [lot] = await shop.look(LOTS_BY_ID, shop.person("keeper"), ids=[lot_id])
    return lot.state


async def test_what_arrived_waits_for_inspection_and_is_in_no_stock(shop):
    arrival = await an_arrival(shop)

    received = await shop.perform(arrival, shop.person("receiver"))

    [lot_id] = received.lot_ids
    assert received.number.startswith("RC-2026-") and len(received.number) == len("RC-2026-000001")
    assert await state_of(shop, lot_id) == "pending"
    assert await balances(shop, lot_id) == {"received": 10}


async def test_another_person_accepts_part_of_it_and_the_rest_is_set_apart(shop):
    received = await shop.perform(await an_arrival(shop), shop.person("receiver"))
    [lot_id] = received.lot_ids
    found = InspectedLot(lot_id=lot_id, accepted=Decimal(8), result="两盒外包装破损")

    await inspected(shop, received.receipt_id, found)

    assert await state_of(shop, lot_id) == "accepted"
    assert await balances(shop, lot_id) == {"stock": 8, "rejected": 2}


async def test_a_lot_of_which_nothing_is_accepted_is_rejected(shop):
    received = await shop.perform(await an_arrival(shop), shop.person("receiver"))
    [lot_id] = received.lot_ids
    found = InspectedLot(lot_id=lot_id, accepted=Decimal(0), result="运输箱进水")

    await inspected(shop, received.receipt_id, found)

    assert await state_of(shop, lot_id) == "rejected"
    assert await balances(shop, lot_id) == {"rejected": 10}


async def test_the_receiver_cannot_inspect_nor_can_their_deputy(shop):
    receiver = shop.person("receiver")
    both = replace(shop.person("inspector", name="both"), user_id=receiver.user_id, name="收货员兼验收员")
    deputy = replace(shop.person("inspector", name="deputy"), on_behalf_of=receiver.user_id)
    received = await shop.perform(await an_arrival(shop), receiver)
    found = InspectedLot(lot_id=received.lot_ids[0], accepted=Decimal(10))

    for person in (both, deputy):
        with pytest.raises(ReceiverInspects):
            await shop.perform(Inspect(receipt_id=received.receipt_id, lines=(found,)), person)
    assert await balances(shop, received.lot_ids[0]) == {"received": 10}


async def test_a_receipt_is_inspected_once(shop):
    lot = await a_lot(shop, quantity=5)
    found = InspectedLot(lot_id=lot.id, accepted=Decimal(5))

    with pytest.raises(AlreadyInspected):
        await shop.perform(
            Inspect(receipt_id=lot.receipt_id, lines=(found,)), shop.person("inspector", name="second")
        )
    assert await balances(shop, lot.id) == {"stock": 5}


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (lambda lot: (), InspectionIncomplete),
        (lambda lot: (InspectedLot(lot_id=lot, accepted=Decimal(1)),) * 2, InspectionIncomplete),
        (lambda lot: (InspectedLot(lot_id=lot, accepted=Decimal(11)),), MoreThanArrived),
        (lambda lot: (InspectedLot(lot_id=lot, accepted=Decimal(9)),), ResultMissing),
        (lambda lot: (InspectedLot(lot_id=lot, accepted=Decimal(9), result="  "),), ResultMissing),
        (lambda lot: (InspectedLot(lot_id=lot, accepted=Decimal(-1), result="少"),), QuantityNegative),
    ],
)
async def test_an_inspection_that_does_not_add_up_is_refused_and_moves_nothing(shop, lines, refusal):
    received = await shop.perform(await an_arrival(shop), shop.person("receiver"))
    [lot_id] = received.lot_ids

    with pytest.raises(refusal):
        await inspected(shop, received.receipt_id, *lines(lot_id))
    assert await balances(shop, lot_id) == {"received": 10}


async def test_goods_that_arrived_too_warm_can_only_be_refused(shop):
    received = await shop.perform(
        await an_arrival(shop, arrival_celsius=Decimal("12.5")), shop.person("receiver")
    )
    [lot_id] = received.lot_ids

    with pytest.raises(ColdChainBroken) as refused:
        await inspected(shop, received.receipt_id, InspectedLot(lot_id=lot_id, accepted=Decimal(10)))
    assert "12.5 ℃" in refused.value.say("zh")
    assert await balances(shop, lot_id) == {"received": 10}


async def test_goods_that_are_expired_on_the_day_of_inspection_cannot_be_accepted(shop):
    yesterday = date(2026, 11, 21)
    received = await shop.perform(await an_arrival(shop, expires_on=yesterday), shop.person("receiver"))
    found = InspectedLot(lot_id=received.lot_ids[0], accepted=Decimal(10))

    with pytest.raises(LotExpired):
        await inspected(shop, received.receipt_id, found)
    assert await state_of(shop, received.lot_ids[0]) == "pending"


async def test_one_lot_number_with_two_expiries_makes_two_lots(shop):
    product, location = (await a_product(shop)).id, await a_location(shop)
    arrival = await an_arrival(shop, product=product, location=location)
    other = replace(arrival.lines[0], expires_on=date(2028, 1, 31), quantity=Decimal(3))

    received = await shop.perform(replace(arrival, lines=(*arrival.lines, other)), shop.person("receiver"))

    first, second = received.lot_ids
    assert first != second
    assert await balances(shop, first) == {"received": 10}
    assert await balances(shop, second) == {"received": 3}


async def test_a_second_arrival_joins_the_lot_and_waits_for_its_own_inspection(shop):
    lot = await a_lot(shop, quantity=10, made="2025-11-30")
    again = await an_arrival(
        shop,
        product=lot.product_id,
        lot_number=lot.lot_number,
        expires_on=lot.expires_on,
        location=lot.location_id,
        quantity=4,
    )

    received = await shop.perform(again, shop.person("receiver"))

    assert received.lot_ids == (lot.id,)
    assert await balances(shop, lot.id) == {"stock": 10, "received": 4}
    [on_file] = await shop.look(LOTS_BY_ID, shop.person("keeper"), ids=[lot.id])
    assert (on_file.expires_on, on_file.made_on) == (lot.expires_on, date(2025, 11, 30))


LOT_IN_PRINT = """
query ($id: UUID!) { receipt(id: $id) { lines { expiryWord expiryPrinted lot { expiresOn expiryWord expiryPrinted } } } }
"""


@pytest.mark.parametrize(
    ("word", "printed", "last_day"),
    [
        ("有效期至", "2027-05", date(2027, 5, 31)),
        ("失效期", "2027-05", date(2027, 4, 30)),
        ("失效日期", "2027-05-31", date(2027, 5, 30)),
        ("EXP", "31 MAY 2027", date(2027, 5, 31)),
    ],
)
async def test_a_copied_expiry_keeps_the_makers_word_beside_the_day_that_follows(
    shop, word, printed, last_day
):
    arrival = await an_arrival(shop, expires_on=last_day, expiry_word=word, expiry_printed=f" {printed} ")

    received = await shop.perform(arrival, shop.person("receiver"))

    answer = await shop.ask(shop.person("keeper"), LOT_IN_PRINT, id=str(received.receipt_id))
    in_print = {"expiryWord": word, "expiryPrinted": printed}
    assert answer.data["receipt"]["lines"] == [
        {**in_print, "lot": {"expiresOn": last_day.isoformat(), **in_print}}
    ]


async def test_the_file_keeps_the_first_wording_and_each_line_its_own(shop):
    product, location = (await a_product(shop)).id, await a_location(shop)
    same = {"product": product, "location": location, "expires_on": date(2027, 5, 31)}
    scanned = await shop.perform(await an_arrival(shop, **same), shop.person("receiver"))
    copied = await an_arrival(shop, **same, expiry_word="EXP", expiry_printed="05/2027")
    again = await an_arrival(shop, **same, expiry_word="有效期至", expiry_printed="2027-05-31")

    second = await shop.perform(copied, shop.person("receiver"))
    third = await shop.perform(again, shop.person("receiver"))

    assert scanned.lot_ids == second.lot_ids == third.lot_ids
    said = []
    for receipt in (scanned, second, third):
        answer = await shop.ask(shop.person("keeper"), LOT_IN_PRINT, id=str(receipt.receipt_id))
        [line] = answer.data["receipt"]["lines"]
        said.append((line["expiryPrinted"], line["lot"]["expiryPrinted"]))
    assert said == [(None, "05/2027"), ("05/2027", "05/2027"), ("2027-05-31", "05/2027")]


CHOICES = "query ($of: UUID!) { readingChoices(supplierId: $of) { shape chosenAt } }"
TWO_WAYS = "010690123456789210AB17270731"  # Lot AB with an expiry, or lot AB17270731.


async def choices_of(shop, supplier_id):
    answer = await shop.ask(shop.person("receiver"), CHOICES, of=str(supplier_id))
    assert not answer.errors
    return [choice["shape"] for choice in answer.data["readingChoices"]]


async def test_the_reading_that_was_chosen_is_remembered_for_that_supplier_the_latest_first(shop):
    supplier, other = await a_supplier(shop), await a_supplier(shop)

    for choice in (0, 1):
        chosen = ChosenReading(raw_text=TWO_WAYS, choice=choice)
        arrival = await an_arrival(shop, supplier_id=supplier, readings=(chosen, chosen))
        await shop.perform(arrival, shop.person("receiver"))
        shop.clock.set(shop.clock.now() + timedelta(minutes=5))

    assert await choices_of(shop, supplier) == ["gs1 01 10", "gs1 01 10 17"]
    again = ChosenReading(raw_text="010690123456789210CD9917280131", choice=0)
    await shop.perform(
        await an_arrival(shop, supplier_id=supplier, readings=(again,)), shop.person("receiver")
    )
    assert await choices_of(shop, supplier) == ["gs1 01 10 17", "gs1 01 10"]
    assert await choices_of(shop, other) == []


async def test_a_code_that_reads_in_one_way_leaves_nothing_to_remember(shop):
    plain = ChosenReading(raw_text="]d20106901234567892172707311026B092", choice=0)
    arrival = await an_arrival(shop, readings=(plain,))

    await shop.perform(arrival, shop.person("receiver"))

    assert await choices_of(shop, arrival.supplier_id) == []


@pytest.mark.parametrize(
    "chosen",
    [
        ChosenReading(raw_text=TWO_WAYS, choice=2),
        ChosenReading(raw_text=TWO_WAYS, choice=-1),
        ChosenReading(raw_text="", choice=0),
        ChosenReading(raw_text="1" * 4097, choice=0),
        ChosenReading(raw_text=TWO_WAYS, choice=0, symbology="]d2]d2"),
    ],
)
async def test_a_choice_that_no_scan_offered_is_refused_and_the_arrival_with_it(shop, chosen):
    arrival = await an_arrival(shop, readings=(chosen,))

    with pytest.raises(ScanUnfit):
        await shop.perform(arrival, shop.person("receiver"))

    assert await choices_of(shop, arrival.supplier_id) == []
    assert await shop.look(RECEIPTS_BY_ID, shop.person("keeper"), ids=[arrival.receipt_id]) == []


async def test_lots_that_differ_only_in_letter_case_are_two(shop):
    product = (await a_product(shop)).id
    small = await a_lot(shop, product=product, lot_number="ab12")
    large = await a_lot(shop, product=product, lot_number="AB12")

    assert small.id != large.id


async def test_a_second_arrival_of_a_rejected_lot_cannot_be_accepted(shop):
    lot = await a_lot(shop, rejected="含量不符")
    again = await an_arrival(
        shop,
        product=lot.product_id,
        lot_number=lot.lot_number,
        expires_on=lot.expires_on,
        location=lot.location_id,
    )
    received = await shop.perform(again, shop.person("receiver"))

    with pytest.raises(LotStateForbids):
        await inspected(shop, received.receipt_id, InspectedLot(lot_id=lot.id, accepted=Decimal(10)))
    assert await balances(shop, lot.id) == {"stock": 10, "received": 10}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"lot_number": "A" * 21}, LotNumberUnfit),
        ({"lot_number": ""}, LotNumberUnfit),
        ({"lot_number": "批号1"}, LotNumberUnfit),
        ({"lot_number": "A B"}, LotNumberUnfit),
        ({"lot_number": "A\x1dB"}, LotNumberUnfit),
        ({"lot_number": "A#1"}, LotNumberUnfit),
        ({"quantity": 0}, NothingReceived),
        ({"quantity": -1}, QuantityNegative),
        ({"quantity": 10**12}, QuantityTooLarge),
        ({"lines": ()}, NothingReceived),
        ({"made_on": date(2027, 11, 30)}, LotDatesUnfit),
        ({"made_on": date(2026, 11, 23)}, LotDatesUnfit),
        ({"expiry_word": "失效期", "expiry_printed": "2027-11-30"}, ExpiryDisagrees),
        ({"expiry_word": "有效期至", "expiry_printed": "2027-12"}, ExpiryDisagrees),
        ({"expiry_word": "有效期至", "expiry_printed": "11/30/27"}, ExpiryUnreadable),
        ({"expiry_word": "有效期至", "expiry_printed": "9" * 500}, ExpiryUnreadable),
        ({"expiry_word": "生产日期", "expiry_printed": "2027-11-30"}, ExpiryUnreadable),
        ({"expiry_word": "有效期至"}, ExpiryUnreadable),
        ({"expiry_printed": "2027-11-30"}, ExpiryUnreadable),
        ({"arrival_celsius": Decimal("-300")}, NotATemperature),
        ({"arrival_celsius": None}, ArrivalUnmeasured),
        ({"transport": None}, ArrivalUnmeasured),
        ({"delivery_note_number": "a\x07b"}, TextNotPrintable),
    ],
)
async def test_an_arrival_that_cannot_be_is_refused_in_words(shop, given, refusal):
    arrival = await an_arrival(shop, **given)

    with pytest.raises(refusal) as refused:
        await shop.perform(arrival, shop.person("receiver"))
    assert "！" not in refused.value.say("zh") and "{" not in refused.value.say("zh")


async def test_the_same_lot_on_two_lines_is_refused(shop):
    arrival = await an_arrival(shop)

    with pytest.raises(LotTwice):
        await shop.perform(replace(arrival, lines=arrival.lines * 2), shop.person("receiver"))


@pytest.mark.parametrize("kind", ["supplier", "product", "location"])
async def test_what_is_not_on_file_is_not_found(shop, kind):
    arrival = await an_arrival(shop)
    if kind == "supplier":
        arrival = replace(arrival, supplier_id=shop.new_id())
    else:
        arrival = replace(arrival, lines=(replace(arrival.lines[0], **{f"{kind}_id": shop.new_id()}),))

    with pytest.raises(NotFound) as refused:
        await shop.perform(arrival, shop.person("receiver"))
    assert refused.value.kind == kind


async def test_goods_stand_only_where_it_is_cold_enough(shop):
    ambient, cool = (
        await a_location(shop, storage_class="ambient"),
        await a_location(shop, storage_class="cool"),
    )
    cold_goods = await an_arrival(shop, location=ambient)
    ambient_goods = await an_arrival(
        shop, product=(await a_product(shop, storage_class=StorageClass.ambient)).id, location=cool
    )

    with pytest.raises(WrongStorage):
        await shop.perform(cold_goods, shop.person("receiver"))
    received = await shop.perform(ambient_goods, shop.person("receiver"))
    assert await balances(shop, received.lot_ids[0]) == {"received": 10}


async def test_a_receipt_id_is_used_once(shop):
    arrival = await an_arrival(shop)
    await shop.perform(arrival, shop.person("receiver"))

    with pytest.raises(ReceiptKnown):
        await shop.perform(
            replace(await an_arrival(shop), receipt_id=arrival.receipt_id), shop.person("receiver")
        )


async def test_a_day_of_making_on_file_is_filled_once_and_never_changed(shop):
    lot = await a_lot(shop)
    named = {
        "product": lot.product_id,
        "lot_number": lot.lot_number,
        "expires_on": lot.expires_on,
        "location": lot.location_id,
    }

    await shop.perform(await an_arrival(shop, **named, made_on=date(2025, 6, 1)), shop.person("receiver"))
    with pytest.raises(LotDatesUnfit):
        await shop.perform(await an_arrival(shop, **named, made_on=date(2025, 6, 2)), shop.person("receiver"))

    [on_file] = await shop.look(LOTS_BY_ID, shop.person("keeper"), ids=[lot.id])
    assert on_file.made_on == date(2025, 6, 1)


async def test_who_lacks_the_post_neither_receives_nor_inspects(shop):
    arrival = await an_arrival(shop)

    with pytest.raises(NotAllowed):
        await shop.perform(arrival, shop.person("sales"))
    received = await shop.perform(arrival, shop.person("receiver"))
    with pytest.raises(NotAllowed):
        await shop.perform(
            Inspect(
                receipt_id=received.receipt_id,
                lines=(InspectedLot(lot_id=received.lot_ids[0], accepted=Decimal(10)),),
            ),
            shop.person("picker"),
        )
    assert await balances(shop, received.lot_ids[0]) == {"received": 10}


@pytest.mark.parametrize("code", ["a 1", "货位1", "-A", "X" * 25, "", "A\x00"])
async def test_a_location_that_no_label_could_name_is_refused(shop, code):
    with pytest.raises((LocationCodeUnfit, TextNotPrintable)):
        await shop.perform(
            AddLocation(
                location_id=shop.new_id(), code=code, zone="冷库", storage_class=StorageClass.ambient
            ),
            shop.person("keeper"),
        )


async def test_a_location_code_is_unique_whatever_its_letter_case(shop):
    def location(code):
        return AddLocation(
            location_id=shop.new_id(), code=code, zone="冷库", storage_class=StorageClass.frozen
        )

    await shop.perform(location("uniq-01"), shop.person("keeper"))
    with pytest.raises(LocationKnown):
        await shop.perform(location("UNIQ-01"), shop.person("keeper"))

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backend.foundation.file_kinds import FileKind
from backend.foundation.files import stored_for
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.quantity import QuantityNegative, QuantityNotWhole
from backend.inventory.lots.commands import HoldLot
from backend.inventory.lots.rules import LotExpired, LotNotAccepted, LotOnHold
from backend.inventory.movements.rules import LotShort
from backend.inventory.scans.rules import ScanInput, TypedWithoutReason
from backend.logistics.outbounds import queries
from backend.logistics.outbounds.commands import FinishPick
from backend.logistics.outbounds.rules import NothingPicked, OutboundStands
from backend.logistics.picking import rules
from backend.logistics.picking.commands import (
    ChangeLot,
    CloseLine,
    ConfirmPick,
    LineEnded,
    PickConfirmed,
    PickUndone,
    UndoPick,
)
from backend.logistics.quality_tasks.queries import TASKS_OF_THINGS
from tests.factories.files import a_photo, an_upload
from tests.factories.inventory import a_lot, balances
from tests.factories.logistics import (
    SEPARATOR,
    a_way,
    code_of,
    confirm,
    picked,
    rechecked,
    scanned,
    some_goods,
    take,
    the_line,
    the_lines,
    the_outbound,
    typed,
)


async def taken(shop, *goods, quantity="2"):
    way = await a_way(shop, *goods, quantity=quantity)
    await take(shop, way)
    return way


async def nothing_was_picked(shop, way):
    assert [line.picked for line in await the_lines(shop, way)] == [Decimal(0)] * len(
        await the_lines(shop, way)
    )
    assert await shop.look(queries.PICKS_OF_OUTBOUNDS, shop.person("picker"), ids=[way.outbound_id]) == []


async def test_a_scan_of_the_line_s_lot_books_the_quantity_and_the_goods_are_in_hand(shop):
    way = await taken(shop, await some_goods(shop, quantity=10), quantity="5")
    line, pick_id = await the_line(shop, way), shop.new_id()

    confirmed = await confirm(shop, line, scanned(code_of(way.goods[0])), "3", pick_id=pick_id)

    assert confirmed == PickConfirmed(pick_id, line.id, Decimal(3), Decimal(3), Decimal(5))
    assert await balances(shop, way.goods[0].lot.id) == {
        "stock": Decimal(5), "reserved": Decimal(2), "picked": Decimal(3),
    }  # fmt: skip
    (pick,) = await shop.look(queries.PICKS_OF_OUTBOUNDS, shop.person("rechecker"), ids=[way.outbound_id])
    assert (pick.source, pick.typed_reason, pick.picker_name, pick.quantity) == (
        "camera",
        None,
        "picker",
        Decimal(3),
    )


async def test_a_case_s_code_counts_its_pieces_and_a_piece_s_one(shop):
    way = await taken(shop, quantity="21")
    line, goods = await the_line(shop, way), way.goods[0]

    case = await confirm(shop, line, scanned(code_of(goods, case=True)))
    piece = await confirm(shop, line, scanned(code_of(goods)))

    assert (case.quantity, piece.quantity, piece.picked) == (Decimal(20), Decimal(1), Decimal(21))


async def test_another_product_is_refused_by_both_names(shop):
    way, other = await taken(shop), await some_goods(shop)

    with pytest.raises(rules.WrongProduct) as refused:
        await confirm(shop, await the_line(shop, way), scanned(code_of(other)), "1")

    assert refused.value == rules.WrongProduct(way.goods[0].product.name, other.product.name)
    assert "放回" in refused.value.say("zh")
    await nothing_was_picked(shop, way)


async def test_an_unknown_code_is_refused_and_says_the_ways_on(shop):
    way = await taken(shop)

    for text in ("http://example.com/x", "(01)06901234567892(17)280630(10)NOPE", "banana"):
        with pytest.raises(rules.UnknownCode) as refused:
            await confirm(shop, await the_line(shop, way), scanned(text), "1")
        assert "手工输入" in refused.value.say("zh")
    await nothing_was_picked(shop, way)


async def test_a_code_without_a_lot_does_not_prove_the_lot(shop):
    way = await taken(shop)

    with pytest.raises(rules.LotNotOnCode):
        await confirm(shop, await the_line(shop, way), scanned(f"01{way.goods[0].product.gtin}"), "1")
    await nothing_was_picked(shop, way)


async def test_another_lot_and_the_same_lot_number_with_another_expiry_are_refused(shop):
    goods = await some_goods(shop, lot_number="FEFO-1", expires="2027-06-30")
    await a_lot(shop, product=goods.product.id, lot_number="LATER-2", expires="2028-01-31")
    way = await taken(shop, goods)
    line = await the_line(shop, way)

    with pytest.raises(rules.NotTheProposedLot) as other:
        await confirm(shop, line, scanned(code_of(goods, lot="LATER-2", expires=date(2028, 1, 31))), "1")
    with pytest.raises(rules.NotTheProposedLot):
        await confirm(shop, line, scanned(code_of(goods, expires=date(2027, 7, 31))), "1")

    assert other.value == rules.NotTheProposedLot("FEFO-1（2027-06-30）", "LATER-2（2028-01-31）")
    await nothing_was_picked(shop, way)


async def test_a_lot_that_was_put_on_hold_since_is_refused_at_the_pick(shop):
    way = await taken(shop)
    await shop.perform(HoldLot(lot_id=way.goods[0].lot.id, reason="渗漏"), shop.person("qualityOfficer"))

    with pytest.raises(LotOnHold) as refused:
        await confirm(shop, await the_line(shop, way), scanned(code_of(way.goods[0])), "1")

    assert refused.value == LotOnHold(way.goods[0].lot.lot_number, "渗漏")
    await nothing_was_picked(shop, way)


async def test_a_lot_that_expired_since_is_refused_at_the_pick(shop):
    way = await taken(shop, await some_goods(shop, expires="2026-11-25"))
    line, now = await the_line(shop, way), shop.clock.now()

    shop.clock.set(now.replace(day=26))
    try:
        with pytest.raises(LotExpired):
            await confirm(shop, line, scanned(code_of(way.goods[0])), "1")
    finally:
        shop.clock.set(now)
    await nothing_was_picked(shop, way)


async def test_more_than_the_line_asks_for_is_refused_and_a_full_line_takes_nothing(shop):
    way = await taken(shop, quantity="3")
    line, code = await the_line(shop, way), scanned(code_of(way.goods[0]))

    with pytest.raises(rules.LineFull) as too_many:
        await confirm(shop, line, code, "4")
    await confirm(shop, line, code, "3")
    with pytest.raises(rules.LineFull) as full:
        await confirm(shop, line, code)

    assert too_many.value == rules.LineFull(Decimal(3), Decimal(0), Decimal(4))
    assert full.value == rules.LineFull(Decimal(3), Decimal(3), Decimal(1))
    assert (await the_line(shop, way)).picked == Decimal(3)


@pytest.mark.parametrize("quantity", ["0", "-1"])
async def test_nothing_and_less_than_nothing_are_no_quantity(shop, quantity):
    way = await taken(shop)

    with pytest.raises((rules.NothingToPick, QuantityNegative)):
        await confirm(shop, await the_line(shop, way), scanned(code_of(way.goods[0])), quantity)
    await nothing_was_picked(shop, way)


async def test_a_serial_number_is_one_piece_and_is_counted_once(shop):
    way = await taken(shop, await some_goods(shop, serialised=True), quantity="3")
    line, goods = await the_line(shop, way), way.goods[0]

    with pytest.raises(rules.SerialMissing):
        await confirm(shop, line, scanned(code_of(goods)), "1")
    with pytest.raises(rules.SerialIsOnePack):
        await confirm(shop, line, scanned(code_of(goods, serial="S1")), "2")
    await confirm(shop, line, scanned(code_of(goods, serial="S1")))
    with pytest.raises(rules.SerialAlreadyScanned) as again:
        await confirm(shop, line, scanned(code_of(goods, serial="S1")))
    second = await confirm(shop, line, scanned(code_of(goods, serial="S2")))

    assert again.value == rules.SerialAlreadyScanned("S1")
    assert second.picked == Decimal(2)


async def test_a_serial_number_that_was_undone_can_be_scanned_again(shop):
    way = await taken(shop, await some_goods(shop, serialised=True), quantity="1")
    line, code, pick_id = (
        await the_line(shop, way),
        scanned(code_of(way.goods[0], serial="S9")),
        shop.new_id(),
    )
    await confirm(shop, line, code, pick_id=pick_id)

    await shop.perform(UndoPick(pick_id=pick_id), shop.person("picker"))

    assert (await confirm(shop, line, code)).picked == Decimal(1)


async def test_half_a_bottle_is_never_picked(shop):
    way = await taken(shop)
    line = await the_line(shop, way)

    with pytest.raises(QuantityNotWhole):
        await confirm(shop, line, scanned(code_of(way.goods[0])), "0.5")

    await nothing_was_picked(shop, way)


async def test_what_is_typed_needs_a_reason_and_is_shown_with_it(shop):
    way = await taken(shop)
    line, lot = await the_line(shop, way), way.goods[0].lot.lot_number

    for nothing in (" ", ".", "……", "？"):
        with pytest.raises(TypedWithoutReason):
            await confirm(shop, line, typed(lot, reason=nothing), "2")
    await nothing_was_picked(shop, way)
    await confirm(shop, line, typed(lot), "2")

    (pick,) = await shop.look(queries.PICKS_OF_OUTBOUNDS, shop.person("rechecker"), ids=[way.outbound_id])
    assert (pick.source, pick.typed_reason, pick.quantity) == ("typed", "标签破损", Decimal(2))


async def test_the_photo_beside_a_typed_entry_is_seen_by_the_re_checker_and_not_by_the_customer(shop):
    way = await taken(shop)
    line, lot = await the_line(shop, way), way.goods[0].lot.lot_number
    rechecker, buyer = shop.person("rechecker"), shop.person("customer", customer_id=way.buyer.id)
    await shop.hired()
    photo = await an_upload(shop, shop.person("picker"), a_photo(), FileKind.jpeg)

    await confirm(shop, line, replace(typed(lot), photo_id=photo), "2")

    (pick,) = await shop.look(queries.PICKS_OF_OUTBOUNDS, rechecker, ids=[way.outbound_id])
    assert pick.photo_id == photo
    assert (await stored_for(shop.house, rechecker, photo)).content.startswith(b"\xff\xd8")
    with pytest.raises(NotFound):
        await stored_for(shop.house, buyer, photo)


async def test_a_photo_that_somebody_else_sent_is_not_named_and_the_pick_stands(shop):
    way = await taken(shop)
    line, lot = await the_line(shop, way), way.goods[0].lot.lot_number
    sales = shop.person("sales")
    await shop.hired()
    foreign = await an_upload(shop, sales, a_photo(), FileKind.jpeg)

    await confirm(shop, line, replace(typed(lot), photo_id=foreign), "2")

    (pick,) = await shop.look(queries.PICKS_OF_OUTBOUNDS, shop.person("rechecker"), ids=[way.outbound_id])
    assert (pick.photo_id, pick.quantity) == (None, Decimal(2))


async def test_another_lot_typed_with_a_reason_is_still_another_lot(shop):
    way = await taken(shop)

    with pytest.raises(rules.UnknownCode):
        await confirm(shop, await the_line(shop, way), typed("SOME-OTHER"), "2")
    await nothing_was_picked(shop, way)


async def test_a_code_that_reads_two_ways_is_never_guessed_and_the_picker_s_choice_counts(shop):
    goods = await some_goods(shop, lot_number="ABC")
    way = await taken(shop, goods)
    line = await the_line(shop, way)
    # The scanner lost a separator: lot "ABC21123456", or lot "ABC" and serial "123456".
    lost = ScanInput(
        raw_text=f"01{goods.product.gtin}17{goods.lot.expires_on:%y%m%d}10ABC21123456", source="wedge"
    )

    with pytest.raises(rules.AmbiguousCode) as refused:
        await confirm(shop, line, lost, "1")
    await nothing_was_picked(shop, way)
    with pytest.raises(rules.NotTheProposedLot):
        await confirm(shop, line, replace(lost, choice=0), "1")
    chosen = await confirm(shop, line, replace(lost, choice=1), "1")

    assert [reading.split(" ")[1:2] for reading in refused.value.readings] == [["ABC21123456"], ["ABC"]]
    assert chosen.picked == Decimal(1)


async def test_an_undone_pick_puts_the_goods_back_and_is_undone_once(shop):
    way = await taken(shop, await some_goods(shop, quantity=10), quantity="5")
    line, pick_id = await the_line(shop, way), shop.new_id()
    await confirm(shop, line, scanned(code_of(way.goods[0])), "3", pick_id=pick_id)

    undone = await shop.perform(UndoPick(pick_id=pick_id), shop.person("picker"))

    assert undone == PickUndone(pick_id, line.id, Decimal(0))
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(5), "reserved": Decimal(5)}
    with pytest.raises(rules.AlreadyUndone):
        await shop.perform(UndoPick(pick_id=pick_id), shop.person("picker"))


async def test_undoing_after_picking_was_finished_opens_the_task_again(shop):
    way = await taken(shop)
    pick_id = shop.new_id()
    await confirm(shop, await the_line(shop, way), scanned(code_of(way.goods[0])), "2", pick_id=pick_id)
    await shop.perform(FinishPick(outbound_id=way.outbound_id), shop.person("picker"))

    await shop.perform(UndoPick(pick_id=pick_id), shop.person("picker"))

    assert (await the_outbound(shop, way.order_id)).state == "picking"


async def test_nothing_is_undone_once_a_recheck_was_signed(shop):
    way = await a_way(shop)
    await picked(shop, way)
    (pick,) = await shop.look(queries.PICKS_OF_OUTBOUNDS, shop.person("picker"), ids=[way.outbound_id])
    await rechecked(shop, way)

    with pytest.raises(OutboundStands):
        await shop.perform(UndoPick(pick_id=pick.id), shop.person("picker"))
    assert (await the_line(shop, way)).picked == Decimal(2)


async def test_another_saleable_lot_needs_a_reason_and_takes_the_reservation_with_it(shop):
    goods = await some_goods(shop, quantity=10, expires="2027-06-30")
    other = await a_lot(shop, product=goods.product.id, quantity=10, expires="2028-01-31")
    way = await taken(shop, goods, quantity="4")
    line, picker = await the_line(shop, way), shop.person("picker")

    for nothing in (" ", "."):
        with pytest.raises(rules.ReasonNeeded):
            await shop.perform(ChangeLot(pick_line_id=line.id, lot_id=other.id, reason=nothing), picker)
    changed = await shop.perform(ChangeLot(pick_line_id=line.id, lot_id=other.id, reason="外箱压坏"), picker)

    assert changed.pick_line_ids == [line.id]
    now = await the_line(shop, way)
    assert (now.lot_id, now.location_id, now.to_pick, now.other_lot_reason) == (
        other.id, other.location_id, Decimal(4), "外箱压坏",
    )  # fmt: skip
    assert await balances(shop, goods.lot.id) == {"stock": Decimal(10)}
    assert await balances(shop, other.id) == {"stock": Decimal(6), "reserved": Decimal(4)}


async def test_a_lot_changed_half_way_keeps_what_is_in_hand_and_gives_the_rest_a_line_of_its_own(shop):
    goods = await some_goods(shop, quantity=10, expires="2027-06-30")
    other = await a_lot(shop, product=goods.product.id, quantity=10, expires="2028-01-31")
    way = await taken(shop, goods, quantity="4")
    line = await the_line(shop, way)
    await confirm(shop, line, scanned(code_of(goods)), "1")

    await shop.perform(ChangeLot(pick_line_id=line.id, lot_id=other.id, reason="不够"), shop.person("picker"))

    lines = sorted(await the_lines(shop, way), key=lambda each: each.expires_on)
    assert [(each.lot_id, each.to_pick, each.picked) for each in lines] == [
        (goods.lot.id, Decimal(1), Decimal(1)),
        (other.id, Decimal(3), Decimal(0)),
    ]


async def test_a_lot_on_hold_not_accepted_too_short_or_of_another_product_is_no_other_lot(shop):
    goods = await some_goods(shop, expires="2027-06-30")
    held = await a_lot(shop, product=goods.product.id, hold="复检")
    waiting = await a_lot(shop, product=goods.product.id, inspected=False)
    little = await a_lot(shop, product=goods.product.id, quantity=1, expires="2027-12-31")
    foreign = await some_goods(shop)
    way = await taken(shop, goods, quantity="4")
    line = await the_line(shop, way)

    for lot_id, refusal in (
        (held.id, LotOnHold),
        (waiting.id, LotNotAccepted),
        (little.id, LotShort),
        (foreign.lot.id, NotFound),
        (goods.lot.id, rules.SameLot),
    ):
        with pytest.raises(refusal):
            await shop.perform(
                ChangeLot(pick_line_id=line.id, lot_id=lot_id, reason="换"), shop.person("picker")
            )
    assert (await the_line(shop, way)).lot_id == goods.lot.id


@pytest.mark.parametrize(("why", "kind"), [("short", "goods_missing"), ("broken", "goods_broken")])
async def test_a_closed_line_takes_its_rest_off_the_books_asks_quality_and_lets_the_others_go_on(
    shop, why, kind
):
    goods = await some_goods(shop, quantity=10)
    way = await taken(shop, goods, await some_goods(shop), quantity="4")
    line, second = await the_line(shop, way), await the_line(shop, way, 2)
    await confirm(shop, line, scanned(code_of(goods)), "1")

    ended = await shop.perform(CloseLine(pick_line_id=line.id, why=why), shop.person("picker"))

    assert ended == LineEnded(line.id, Decimal(1), Decimal(4))
    assert await balances(shop, goods.lot.id) == {"stock": Decimal(6), "picked": Decimal(1)}
    (task,) = await shop.look(TASKS_OF_THINGS, shop.person("qualityOfficer"), ids=[goods.lot.id])
    assert (task.kind, task.facts["quantity"], task.state) == (kind, "3", "open")
    asked = "query ($id: UUID!) { qualityTask(id: $id) { goods { lotNumber productName unit quantity } } }"
    shown = await shop.ask(shop.person("qualityOfficer"), asked, id=str(task.id))
    assert shown.errors is None and shown.data["qualityTask"]["goods"] == [
        {"lotNumber": goods.lot.lot_number, "productName": goods.product.name, "unit": "盒", "quantity": "3"}
    ]
    with pytest.raises(rules.LineClosed):
        await confirm(shop, line, scanned(code_of(goods)), "1")
    await confirm(shop, second, scanned(code_of(way.goods[1])), "4")
    await shop.perform(FinishPick(outbound_id=way.outbound_id), shop.person("picker"))
    assert (await the_outbound(shop, way.order_id)).state == "picked"


async def test_an_outbound_whose_every_line_was_closed_has_nothing_to_recheck(shop):
    way = await taken(shop)
    line = await the_line(shop, way)
    await shop.perform(CloseLine(pick_line_id=line.id, why="short"), shop.person("picker"))

    with pytest.raises(NothingPicked):
        await shop.perform(FinishPick(outbound_id=way.outbound_id), shop.person("picker"))


async def test_a_pick_undone_on_a_closed_line_can_be_picked_again_and_the_missing_stay_off_the_books(shop):
    way = await taken(shop, await some_goods(shop, quantity=10), quantity="5")
    line, pick_id, code = await the_line(shop, way), shop.new_id(), scanned(code_of(way.goods[0]))
    await confirm(shop, line, code, "2", pick_id=pick_id)
    await shop.perform(CloseLine(pick_line_id=line.id, why="short"), shop.person("picker"))

    await shop.perform(UndoPick(pick_id=pick_id), shop.person("picker"))

    now = await the_line(shop, way)
    assert (now.to_pick, now.picked, now.closed_why) == (Decimal(2), Decimal(0), None)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(5), "reserved": Decimal(2)}


async def test_two_who_confirm_the_last_piece_at_once_one_books_it_and_one_is_told_that_the_line_is_full(
    shop,
):
    way = await taken(shop, await some_goods(shop, quantity=10), quantity="1")
    line, code = await the_line(shop, way), scanned(code_of(way.goods[0]))

    answers = await asyncio.gather(
        *(confirm(shop, line, code, "1") for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["LineFull", "PickConfirmed"]
    assert (await the_line(shop, way)).picked == Decimal(1)
    assert await balances(shop, way.goods[0].lot.id) == {"stock": Decimal(9), "picked": Decimal(1)}


async def test_two_pickers_of_two_orders_who_scan_the_same_serial_at_once_count_it_once(shop):
    goods = await some_goods(shop, serialised=True)
    ways = [await a_way(shop, goods, quantity="1") for _ in range(2)]
    people = [shop.person("picker"), shop.person("picker", name="陈默")]
    for way, person in zip(ways, people, strict=True):
        await take(shop, way, person)
    lines = [await the_line(shop, way) for way in ways]

    answers = await asyncio.gather(
        *(
            confirm(shop, line, scanned(code_of(goods, serial="ONE")), by=person)
            for line, person in zip(lines, people, strict=True)
        ),
        return_exceptions=True,
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["PickConfirmed", "SerialAlreadyScanned"]
    assert await balances(shop, goods.lot.id) == {
        "stock": Decimal(98), "reserved": Decimal(1), "picked": Decimal(1),
    }  # fmt: skip


async def test_the_same_confirmation_sent_twice_is_booked_once(shop):
    way = await taken(shop, quantity="3")
    line = await the_line(shop, way)
    command = ConfirmPick(
        pick_id=shop.new_id(), pick_line_id=line.id, scan=scanned(code_of(way.goods[0])), quantity=Decimal(1)
    )
    id = shop.new_id()

    first = await shop.performed(command, shop.person("picker"), command_id=id)
    again = await shop.performed(command, shop.person("picker"), command_id=id)
    with pytest.raises(rules.PickKnown):
        await shop.perform(command, shop.person("picker"))

    assert (first.replayed, again.replayed, first.result == again.result) == (False, True, True)
    assert (await the_line(shop, way)).picked == Decimal(1)


async def test_who_lacks_the_right_picks_nothing(shop):
    way = await taken(shop)

    with pytest.raises(NotAllowed):
        await confirm(
            shop, await the_line(shop, way), scanned(code_of(way.goods[0])), "1", by=shop.person("driver")
        )
    await nothing_was_picked(shop, way)


async def test_a_wedge_that_sends_its_separator_as_a_bar_reads_the_same(shop):
    way = await taken(shop, await some_goods(shop, serialised=True), quantity="1")
    text = code_of(way.goods[0], serial="W1").replace(SEPARATOR, "|")

    confirmed = await confirm(shop, await the_line(shop, way), scanned("]d2" + text))

    assert confirmed.picked == Decimal(1)


@pytest.mark.parametrize("text", ["", "x" * 5000, "01\x00", "\ud800"])
async def test_hostile_scans_are_refused_and_nothing_is_kept(shop, text):
    way = await taken(shop)

    answer = await shop.ask(
        shop.person("picker"),
        """mutation ($id: UUID!, $input: ConfirmPickInput!) { confirmPick(commandId: $id, input: $input) {
             __typename } }""",
        id=str(shop.new_id()),
        input={
            "pickId": str(shop.new_id()),
            "pickLineId": str((await the_line(shop, way)).id),
            "scan": {"rawText": text, "source": "camera"},
            "quantity": "1",
        },
    )

    assert answer.errors is None
    assert answer.data["confirmPick"]["__typename"] in ("ScanUnfit", "TextNotPrintable")
    await nothing_was_picked(shop, way)

import asyncio
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.compliance.signatures.rules import ProofNotValid, SignedSomethingElse
from backend.foundation.actor import Actor
from backend.foundation.permission import NotAllowed, NotFound
from backend.inventory.lots.commands import HoldLot
from backend.inventory.lots.rules import LotExpired, LotOnHold
from backend.logistics.outbounds import queries
from backend.logistics.outbounds.commands import FinishPick
from backend.logistics.outbounds.rules import OutboundStands
from backend.logistics.picking.commands import UndoPick
from backend.logistics.rechecks import rules
from backend.logistics.rechecks.commands import OutboundsRechecked, RecheckOutbounds, ReturnToPicker
from backend.sales.orders import queries as orders
from backend.sales.orders.rules import ReasonMissing
from tests.factories.logistics import (
    a_proof,
    a_way,
    code_of,
    confirm,
    picked,
    rechecked,
    scanned,
    seen_and_signed,
    some_goods,
    take,
    the_line,
    the_outbound,
    typed,
)

SIGNABLE = """query ($kind: String!, $ids: [UUID!]!, $language: String!) {
  signable(kind: $kind, ids: $ids, language: $language) {
    meaning meaningText text document digest checkCode } }"""


async def a_picked(shop, *goods, by: Actor | None = None, **given):
    way = await a_way(shop, *goods, **given)
    await picked(shop, way, by)
    return way


async def shown(shop, by, *ways, kind="outbound", language="zh"):
    ids = [str(way.outbound_id) for way in ways]
    return await shop.ask(by, SIGNABLE, kind=kind, ids=ids, language=language)


async def checks_of(shop, way):
    async with shop.house.sessions() as session:
        rows = await session.execute(
            text("select picked_by, checked_by, quality, signature_id from rechecks where outbound_id = :id"),
            {"id": way.outbound_id},
        )
        return [tuple(row) for row in rows]


async def test_the_server_shows_what_is_signed_in_words_with_document_digest_and_check_code(shop):
    way = await a_picked(shop, await some_goods(shop, lot_number="SHOW-1"))

    answer = (await shown(shop, shop.person("rechecker"), way)).data["signable"]
    english = (await shown(shop, shop.person("rechecker"), way, language="en")).data["signable"]

    product = way.goods[0].product
    assert answer["meaning"] == "outbound.recheck"
    assert answer["text"][0].startswith(f"{way.number} · {way.buyer.name} · 王敏 · ")
    assert answer["text"][1:] == [
        f"{product.name} 100 μg（{product.catalogue_number}） 批号 SHOW-1 有效期至 2028-06-30 实拣 2 盒（订购 2）"
    ]
    assert english["text"][1].endswith("lot SHOW-1, expires 2028-06-30, 2 盒 (ordered 2)")
    assert (english["document"], english["digest"]) == (answer["document"], answer["digest"])
    assert len(answer["digest"]) == 64
    assert len(answer["checkCode"]) == 6
    assert '"lot":"SHOW-1"' in answer["document"]


async def test_the_list_says_the_expiry_in_the_makers_words_too_where_they_say_more(shop):
    way = await a_picked(
        shop, await some_goods(shop, lot_number="MONTH", expires="2028-05-31", in_print=("失效期", "2028-06"))
    )

    zh = (await shown(shop, shop.person("rechecker"), way)).data["signable"]
    english = (await shown(shop, shop.person("rechecker"), way, language="en")).data["signable"]

    assert "批号 MONTH 有效期至 2028-05-31（包装印：失效期 2028-06） 实拣" in zh["text"][1]
    assert "lot MONTH, expires 2028-05-31 (printed: 失效期 2028-06), " in english["text"][1]
    (line,) = json.loads(zh["document"])["outbounds"][0]["lines"]
    assert (line["expiresOn"], line["expiryPrinted"]) == ("2028-05-31", "失效期 2028-06")


async def test_what_was_typed_is_shown_with_its_reason_and_signed_for(shop):
    way = await a_way(shop)
    await take(shop, way)
    line = await the_line(shop, way)
    await confirm(shop, line, typed(way.goods[0].lot.lot_number, "结霜看不清"), "2")

    answer = (await shown(shop, shop.person("rechecker"), way)).data["signable"]

    assert answer["text"][-1] == "手工录入，未扫码：结霜看不清"
    assert '"typed":["结霜看不清"]' in answer["document"]


async def test_unknown_kinds_unknown_outbounds_and_strangers_are_shown_nothing(shop):
    way = await a_picked(shop)
    rechecker = shop.person("rechecker")

    unknown = await shop.ask(rechecker, SIGNABLE, kind="outbound", ids=[str(shop.new_id())], language="zh")
    for answer in (await shown(shop, rechecker, way, kind="moon"), unknown):
        assert answer.errors[0].extensions["code"] == "NotFound"
    stranger = await shown(shop, shop.person("driver"), way)
    assert stranger.errors[0].extensions["code"] == "NotAllowed"


async def test_one_signature_covers_a_shown_list_of_orders(shop):
    first, second = await a_picked(shop), await a_picked(shop)
    rechecker = shop.person("rechecker")

    done = await shop.perform(await seen_and_signed(shop, rechecker, first, second), rechecker)

    assert isinstance(done, OutboundsRechecked)
    assert {note.outbound_id for note in done.notes} == {first.outbound_id, second.outbound_id}
    for way in (first, second):
        assert (await the_outbound(shop, way.order_id)).state == "rechecked"
        ((picked_by, checked_by, quality, signature_id),) = await checks_of(shop, way)
        assert (picked_by, checked_by) == (shop.person("picker").user_id, rechecker.user_id)
        assert (quality, signature_id) == ("accepted", done.signature_id)
        (order,) = await shop.look(orders.ORDERS_BY_ID, shop.person("sales"), ids=[way.order_id])
        assert order.state == "rechecked"
    numbers = sorted(note.delivery_note_number for note in done.notes)
    assert all(number.startswith("DN-2026-") for number in numbers)
    assert int(numbers[1][-6:]) == int(numbers[0][-6:]) + 1


async def test_the_signature_keeps_name_post_meaning_method_and_the_document_as_it_was_shown(shop):
    way = await a_picked(shop)
    by = shop.person("rechecker")
    answer = (await shown(shop, by, way)).data["signable"]

    done = await shop.perform(await seen_and_signed(shop, by, way), by)

    async with shop.house.sessions() as session:
        row = (
            await session.execute(
                text(
                    "select signer_name, signer_role, meaning, method, digest, strokes from signatures where id = :id"
                ),
                {"id": done.signature_id},
            )
        ).one()
    assert tuple(row) == ("rechecker", "rechecker", "outbound.recheck", "pin", answer["digest"], None)


async def test_the_picker_cannot_recheck_and_nothing_is_signed(shop):
    both = shop.person("rechecker", name="身兼两职")
    both = replace(both, rights=both.rights | shop.person("picker").rights)
    way = await a_picked(shop, by=both)

    with pytest.raises(rules.CheckerIsPicker):
        await shop.perform(await seen_and_signed(shop, both, way), both)

    assert await checks_of(shop, way) == []
    assert (await the_outbound(shop, way.order_id)).delivery_note_number is None


async def test_deputies_count_as_both_whoever_stands_in_for_whom(shop):
    picker, rechecker = shop.person("picker"), shop.person("rechecker", name="代班复核")
    for_the_picker = replace(rechecker, on_behalf_of=picker.user_id)
    way = await a_picked(shop)
    with pytest.raises(rules.CheckerIsPicker):
        await shop.perform(await seen_and_signed(shop, for_the_picker, way), for_the_picker)

    standing_in = replace(shop.person("picker", name="代拣"), on_behalf_of=rechecker.user_id)
    await shop.hired()
    other = await a_picked(shop, by=standing_in)
    with pytest.raises(rules.CheckerIsPicker):
        await shop.perform(await seen_and_signed(shop, rechecker, other), rechecker)

    assert (await checks_of(shop, way), await checks_of(shop, other)) == ([], [])


async def test_the_database_itself_refuses_a_checker_who_picked(shop):
    way = await a_picked(shop)
    (pick,) = await shop.look(queries.PICKS_OF_OUTBOUNDS, shop.person("picker"), ids=[way.outbound_id])
    picker = shop.person("picker").user_id
    insert = text(
        "insert into rechecks (pick_id, outbound_id, picked_by, picked_for, checked_by, checked_for, quality,"
        " signature_id, checked_at) values (:pick, :outbound, :by, :for, :checker, :checker, 'accepted', :id, now())"
    )

    for by, checker, why in (
        (picker, picker, "ck_rechecks_checker_is_not_picker"),
        (shop.new_id(), picker, "fk_rechecks_pick_id_picked_by_picked_for"),  # A picker made up.
    ):
        async with shop.house.sessions() as session:
            with pytest.raises(IntegrityError, match=why):
                await session.execute(
                    insert,
                    {
                        "pick": pick.id, "outbound": way.outbound_id, "by": by, "for": by, "checker": checker,
                        "id": shop.new_id(),
                    },
                )  # fmt: skip


async def test_two_recheckers_at_once_one_signs_and_the_other_is_told_who(shop):
    way = await a_picked(shop)
    people = [shop.person("rechecker"), shop.person("rechecker", name="赵复核")]
    commands = [await seen_and_signed(shop, person, way) for person in people]

    answers = await asyncio.gather(
        *(shop.perform(command, person) for command, person in zip(commands, people, strict=True)),
        return_exceptions=True,
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyRechecked", "OutboundsRechecked"]
    assert len(await checks_of(shop, way)) == 1


async def test_what_changed_after_it_was_shown_is_not_signed(shop):
    way = await a_picked(shop)
    rechecker, picker = shop.person("rechecker"), shop.person("picker")
    command = await seen_and_signed(shop, rechecker, way)
    (pick,) = await shop.look(queries.PICKS_OF_OUTBOUNDS, picker, ids=[way.outbound_id])
    await shop.perform(UndoPick(pick_id=pick.id), picker)
    await confirm(shop, await the_line(shop, way), scanned(code_of(way.goods[0])), "2")

    with pytest.raises(OutboundStands):  # It is being picked again.
        await shop.perform(command, rechecker)
    await shop.perform(FinishPick(outbound_id=way.outbound_id), picker)
    signing = await a_proof(shop, rechecker, rules.RECHECKED, command.signing.digest)
    with pytest.raises(SignedSomethingElse):
        await shop.perform(replace(command, signing=signing), rechecker)
    assert await checks_of(shop, way) == []


async def test_a_proof_for_another_content_person_or_used_before_signs_nothing(shop):
    way, other = await a_picked(shop), await a_picked(shop)
    rechecker = shop.person("rechecker")
    for_other = await seen_and_signed(shop, rechecker, other)

    with pytest.raises(SignedSomethingElse):
        await shop.perform(replace(for_other, outbound_ids=(way.outbound_id,)), rechecker)
    with pytest.raises(ProofNotValid):
        await shop.perform(for_other, shop.person("rechecker", name="赵复核"))
    await shop.perform(for_other, rechecker)
    with pytest.raises(ProofNotValid):
        await shop.perform(replace(for_other, outbound_ids=(way.outbound_id,)), rechecker)

    assert await checks_of(shop, way) == []
    assert (await the_outbound(shop, way.order_id)).state == "picked"


async def test_a_lot_stopped_or_expired_since_the_pick_is_not_signed_out(shop):
    rechecker, now = shop.person("rechecker"), shop.clock.now()
    held = await a_picked(shop)
    await shop.perform(HoldLot(lot_id=held.goods[0].lot.id, reason="渗漏"), shop.person("qualityOfficer"))
    with pytest.raises(LotOnHold):
        await shop.perform(await seen_and_signed(shop, rechecker, held), rechecker)

    dying = await a_picked(shop, await some_goods(shop, expires="2026-11-25"))
    shop.clock.set(now.replace(day=26))
    try:
        with pytest.raises(LotExpired):
            await shop.perform(await seen_and_signed(shop, rechecker, dying), rechecker)
    finally:
        shop.clock.set(now)
    assert (await checks_of(shop, held), await checks_of(shop, dying)) == ([], [])


async def test_goods_that_are_not_in_order_go_back_to_the_picker_with_the_reason_and_are_not_signed(shop):
    way = await a_picked(shop)
    rechecker = shop.person("rechecker")
    command = replace(await seen_and_signed(shop, rechecker, way), quality="broken seal")

    with pytest.raises(rules.QualityNotAccepted):
        await shop.perform(command, rechecker)
    with pytest.raises(ReasonMissing):
        await shop.perform(ReturnToPicker(outbound_id=way.outbound_id, reason=""), rechecker)
    await shop.perform(ReturnToPicker(outbound_id=way.outbound_id, reason="封口破损 1 盒"), rechecker)

    outbound = await the_outbound(shop, way.order_id)
    assert (outbound.state, outbound.returned_reason) == ("picking", "封口破损 1 盒")
    (order,) = await shop.look(orders.ORDERS_BY_ID, shop.person("sales"), ids=[way.order_id])
    assert order.state == "picking"
    assert (await the_line(shop, way)).picked == Decimal(2)


async def test_an_outbound_that_is_not_picked_unknown_or_signed_already_is_not_signed(shop):
    open_one, signed = await a_way(shop), await a_picked(shop)
    rechecker = shop.person("rechecker")
    await rechecked(shop, signed)
    signing = await a_proof(shop, rechecker, rules.RECHECKED, "0" * 64)

    for ids, refusal in (
        ((open_one.outbound_id,), OutboundStands),
        ((signed.outbound_id,), rules.AlreadyRechecked),
        ((shop.new_id(),), NotFound),
        ((), rules.TooManyTogether),
        (tuple(shop.new_id() for _ in range(21)), rules.TooManyTogether),
    ):
        with pytest.raises(refusal):
            await shop.perform(RecheckOutbounds(outbound_ids=ids, signing=signing), rechecker)


async def test_who_is_no_rechecker_signs_nothing(shop):
    way = await a_picked(shop)
    command = await seen_and_signed(shop, shop.person("rechecker"), way)

    with pytest.raises(NotAllowed):
        await shop.perform(command, shop.person("keeper"))
    assert await checks_of(shop, way) == []

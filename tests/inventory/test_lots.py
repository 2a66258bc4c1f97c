"""How a lot's state changes, by whom and why, and what that forbids."""

from datetime import date
from uuid import UUID

import pytest

from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.text import TextEmpty
from backend.inventory.lots.commands import HoldLot, RejectLot, ReleaseLot
from backend.inventory.lots.queries import LOTS_BY_ID
from backend.inventory.lots.rules import (
    LotExpired,
    LotFacts,
    LotNotAccepted,
    LotOnHold,
    LotStateForbids,
    may_go_out,
)
from tests.factories.inventory import a_lot

HOLD, RELEASE, REJECT = HoldLot, ReleaseLot, RejectLot


async def on_file(shop, lot):
    [row] = await shop.look(LOTS_BY_ID, shop.person("keeper"), ids=[lot.id])
    return row


async def test_anybody_in_the_warehouse_may_stop_a_lot_and_it_says_who_when_and_why(shop):
    lot, picker = await a_lot(shop), shop.person("picker")

    held = await shop.perform(HoldLot(lot_id=lot.id, reason="外箱有水渍"), picker)

    row = await on_file(shop, lot)
    assert (held.state, row.state) == ("on_hold", "on_hold")
    assert (row.state_by, row.state_at, row.state_reason) == (
        picker.user_id,
        shop.clock.now(),
        "外箱有水渍",
    )


async def test_only_quality_releases_and_the_lot_is_again_what_it_was(shop):
    accepted = await a_lot(shop, hold="核对报告")
    pending = await a_lot(shop, inspected=False, hold="核对报告")

    with pytest.raises(NotAllowed):
        await shop.perform(ReleaseLot(lot_id=accepted.id, reason="已核对"), shop.person("keeper"))
    assert (await on_file(shop, accepted)).state == "on_hold"
    for lot, state in ((accepted, "accepted"), (pending, "pending")):
        released = await shop.perform(
            ReleaseLot(lot_id=lot.id, reason="已核对"), shop.person("qualityOfficer")
        )
        assert released.state == state == (await on_file(shop, lot)).state


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ({"hold": "疑似"}, HOLD),
        ({}, RELEASE),
        ({"inspected": False}, RELEASE),
        ({"rejected": "变质"}, HOLD),
        ({"rejected": "变质"}, RELEASE),
        ({"rejected": "变质"}, REJECT),
    ],
)
async def test_a_step_that_cannot_follow_is_refused_in_words_and_changes_nothing(shop, state, step):
    lot = await a_lot(shop, **state)
    before = await on_file(shop, lot)

    with pytest.raises(LotStateForbids) as refused:
        await shop.perform(step(lot_id=lot.id, reason="试一试"), shop.person("qualityHead"))

    assert await on_file(shop, lot) == before
    assert refused.value.say("zh").startswith(f"批号 {lot.lot_number} 当前为“")
    assert "_" not in refused.value.say("en")


async def test_a_hold_without_a_reason_and_one_of_no_lot_are_refused(shop):
    lot = await a_lot(shop)

    with pytest.raises(TextEmpty):
        await shop.perform(HoldLot(lot_id=lot.id, reason="   "), shop.person("keeper"))
    with pytest.raises(NotFound):
        await shop.perform(HoldLot(lot_id=shop.new_id(), reason="疑似"), shop.person("keeper"))
    assert (await on_file(shop, lot)).state == "accepted"


async def test_a_lot_rejected_from_hold_is_rejected_for_good(shop):
    lot = await a_lot(shop, hold="含量待查")

    rejected = await shop.perform(RejectLot(lot_id=lot.id, reason="含量不符"), shop.person("qualityOfficer"))

    assert rejected.state == (await on_file(shop, lot)).state == "rejected"


def lot_of(state="accepted", expires_on=date(2026, 11, 30), reason=None) -> LotFacts:
    return LotFacts(
        id=UUID(int=1),
        product_id=UUID(int=2),
        lot_number="A1",
        expires_on=expires_on,
        state=state,
        state_reason=reason,
    )


def test_a_lot_may_go_out_through_its_last_day_and_not_after():
    may_go_out(lot_of(), date(2026, 11, 30))
    with pytest.raises(LotExpired) as refused:
        may_go_out(lot_of(), date(2026, 12, 1))
    assert "2026-11-30" in refused.value.say("zh")


@pytest.mark.parametrize("state", ["pending", "rejected", "recalled"])
def test_a_lot_that_is_not_accepted_may_not_go_out(state):
    with pytest.raises(LotNotAccepted):
        may_go_out(lot_of(state), date(2026, 11, 22))


def test_a_held_lot_may_not_go_out_and_the_refusal_gives_the_reason():
    with pytest.raises(LotOnHold) as refused:
        may_go_out(lot_of("on_hold", reason="温度超标"), date(2026, 11, 22))
    assert "温度超标" in refused.value.say("zh")

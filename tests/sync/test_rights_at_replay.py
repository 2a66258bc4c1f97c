"""Rights of then and of now: what was allowed when it was done, and is not today, is not lost and not simply done."""

from datetime import timedelta

import pytest

from backend.identity.posts.commands import EndPost, GrantPost
from backend.identity.posts.queries import actor_of
from offline.outcome import Applied, Quarantined
from tests.factories.people import a_person
from tests.factories.phones import a_phone, stamp
from tests.sync.conftest import kinds

POST = "purchaser"
HOUR = timedelta(hours=1)


async def a_purchaser(replay, *, then: bool, now: bool):
    """A person's phone, and the moment at which something was done on it."""
    shop, person = replay.shop, await a_person(replay.shop, "sales")
    administrator = shop.person("administrator")
    phone = await a_phone(shop, person)
    if then:
        tenure = shop.new_id()
        grant = GrantPost(membership_id=tenure, user_id=person.user_id, post=POST)
        await shop.perform(grant, administrator)
        shop.clock.advance(HOUR)
    done_at = shop.clock.now()
    shop.clock.advance(HOUR)
    if then and not now:
        await shop.perform(EndPost(membership_id=tenure, reason="转岗"), administrator)
    if now and not then:
        grant = GrantPost(membership_id=shop.new_id(), user_id=person.user_id, post=POST)
        await shop.perform(grant, administrator)
    shop.clock.advance(HOUR)
    today = await actor_of(shop.house, person.user_id)
    assert today is not None
    phone.owner = today
    return phone, done_at


async def replayed(replay, name: str, *, then: bool, now: bool):
    phone, done_at = await a_purchaser(replay, then=then, now=now)
    account = replay.shop.new_id()
    replay.put(phone, account, 5, name=name, madeAt=stamp(done_at))
    (answer,) = await replay.send(phone)
    whys = await replay.rows("select why, closed_at from attentions where device_id = $1", phone.device_id)
    flags = await replay.rows("select flagged from till_entries where account = $1", account)
    return answer.outcome, [why for why, _ in whys], [flag for (flag,) in flags]


@pytest.mark.parametrize("name", ["till.buyIn", "till.carryOut"])
async def test_allowed_then_and_now_is_done(replay, name):
    done = Applied(result={"balance": 5})
    assert await replayed(replay, name, then=True, now=True) == (done, [], [None])


async def test_a_physical_fact_that_was_allowed_then_is_done_and_somebody_looks_at_it(replay):
    outcome, whys, flags = await replayed(replay, "till.carryOut", then=True, now=False)

    assert outcome == Applied(result={"balance": 5})
    assert (whys, flags) == (["appliedWithTask"], ["appliedWithTask"])


async def test_anything_else_that_was_only_allowed_then_waits_for_the_manager(replay):
    outcome, whys, flags = await replayed(replay, "till.buyIn", then=True, now=False)

    assert (outcome.refusal, outcome.facts) == ("NoLongerAllowed", {"right": "catalog.manageSuppliers"})
    assert (whys, flags) == (["noLongerAllowed"], [])


@pytest.mark.parametrize("name", ["till.buyIn", "till.carryOut"])
async def test_what_is_only_allowed_now_is_done_and_flagged(replay, name):
    outcome, whys, flags = await replayed(replay, name, then=False, now=True)

    assert outcome == Applied(result={"balance": 5})
    assert (whys, flags) == (["appliedFlagged"], ["appliedFlagged"])


@pytest.mark.parametrize("name", ["till.buyIn", "till.carryOut"])
async def test_what_was_never_allowed_is_kept_as_evidence(replay, name):
    outcome, whys, flags = await replayed(replay, name, then=False, now=False)

    assert outcome == Quarantined(reason="neverAllowed")
    assert (whys, flags) == (["quarantined"], [])


async def test_only_the_office_sees_what_needs_attention_and_closes_it_with_a_word(replay):
    shop = replay.shop
    phone, done_at = await a_purchaser(replay, then=True, now=False)
    sealed = replay.put(phone, shop.new_id(), 5, name="till.buyIn", madeAt=stamp(done_at))
    assert kinds(await replay.send(phone)) == ["refused"]
    document = "query ($closed: Boolean!) { attentions(first: 100, closed: $closed) { items { id why command person signedText } } }"
    close = """mutation ($commandId: UUID!, $input: CloseAttentionInput!) {
      closeAttention(commandId: $commandId, input: $input) { __typename } }"""
    manager, salesperson = shop.person("salesManager"), shop.person("sales")

    async def shown(closed: bool):
        items = (await shop.ask(manager, document, closed=closed)).data["attentions"]["items"]
        return [item for item in items if item["signedText"] == sealed.envelope]

    (item,) = await shown(False)
    assert (item["why"], item["command"], item["person"]) == ("noLongerAllowed", "till.buyIn", "林晓")
    refused = await shop.ask(salesperson, document, closed=False)
    assert refused.errors[0].extensions["code"] == "NotAllowed"

    said = {"attentionId": item["id"], "closing": "已由主管重新下单"}
    done = await shop.ask(manager, close, commandId=str(shop.new_id()), input=said)
    assert done.data["closeAttention"] == {"__typename": "AttentionClosed"}
    assert (await shown(False), [one["id"] for one in await shown(True)]) == ([], [item["id"]])

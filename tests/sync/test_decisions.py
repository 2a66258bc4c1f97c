"""What a person decides about work of theirs that did not go through is recorded as firmly as the deed."""

from offline.outcome import Applied, Conflict
from tests.factories.phones import id_of
from tests.sync.conftest import kinds


def decide(phone, name: str, command: str, **said):
    return phone.seal(name, {"command": command, **said}, f"command:{command}")


async def reasons(replay, phone):
    return await replay.rows(
        "select command, reason from audit_entries where device_id = $1 and command like 'sync.%' order by 1",
        phone.device_id,
    )


async def test_a_discarded_one_is_passed_over_and_its_reason_is_in_the_audit_log(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    refused = id_of(replay.put(phone, account, -5))
    replay.put(phone, account, 2)
    assert kinds(await replay.send(phone)) == ["refused", "waiting"]
    decide(phone, "sync.discardCommand", refused, choice="discard", reason="客户改约")

    assert kinds(await replay.send(phone)) == ["refused", "applied", "applied"]

    assert await replay.amounts(account) == [2]
    assert await reasons(replay, phone) == [("sync.discardCommand", "客户改约")]


async def test_what_built_on_a_discarded_one_is_told(replay):
    phone, account, other = await replay.phone(), replay.shop.new_id(), replay.shop.new_id()
    refused = id_of(replay.put(phone, account, -5))
    replay.put(phone, other, 2, dependsOn=[refused])
    decide(phone, "sync.discardCommand", refused, choice="discard", reason="客户改约")

    answers = await replay.send(phone)

    assert kinds(answers) == ["refused", "refused", "applied"]
    assert answers[1].wire()["outcome"]["facts"] == {"dependency": refused}
    assert await replay.amounts(other) == []


async def test_the_corrected_one_stands_in_the_place_of_the_refused(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    refused = id_of(replay.put(phone, account, -5))
    replay.put(phone, account, 2)
    await replay.send(phone)
    fixed = str(replay.shop.new_id())
    decide(phone, "sync.supersedeCommand", refused, by=fixed)
    replay.put(phone, account, 7, id=fixed)

    assert kinds(await replay.send(phone)) == ["refused", "applied", "applied", "applied"]

    assert await replay.amounts(account) == [7, 2]
    assert kinds(await replay.send(phone)) == ["refused", "replayed", "replayed", "replayed"]


async def test_what_is_done_cannot_be_discarded(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    done = id_of(replay.put(phone, account, 5))
    decide(phone, "sync.discardCommand", done, choice="discard", reason="不要了")

    answers = await replay.send(phone)

    assert answers[1].wire()["outcome"]["refusal"] == "AlreadyApplied"
    assert await replay.amounts(account) == [5]
    assert await reasons(replay, phone) == []


async def test_handed_to_the_office_it_stays_where_it_is_and_the_office_reads_why(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    refused = id_of(replay.put(phone, account, -5))
    decide(phone, "sync.handOverCommand", refused, note="客户在等，请帮忙看")

    assert kinds(await replay.send(phone)) == ["refused", "applied"]

    assert await replay.rows(
        "select sequence, why, facts ->> 'note' from attentions where device_id = $1", phone.device_id
    ) == [(1, "handedOver", "客户在等，请帮忙看")]


async def test_nobody_decides_about_the_work_of_another_phone(replay):
    phone, account = await replay.phone(), replay.shop.new_id()
    refused = id_of(replay.put(phone, account, -5))
    await replay.send(phone)
    other = await replay.phone()
    decide(other, "sync.discardCommand", refused, choice="discard", reason="不要了")

    (answer,) = await replay.send(other)

    assert answer.wire()["outcome"]["refusal"] == "UnknownCommand"
    assert await replay.rows("select resolution from envelopes where id = $1::uuid", refused) == [(None,)]


async def a_notice(replay) -> str:
    """A thing with a version."""
    id = replay.shop.new_id()
    await replay.shop.house.pool.execute(
        "insert into notices (id, user_id, cause_id, kind, facts, about_kind, about_id)"
        " values ($1, $1, $1, 'test', '{}', 'order', $1)",
        id,
    )
    return str(id)


def rewrite(phone, notice: str, word: str, version: int):
    return phone.seal(
        "till.rewriteNotice", {"noticeId": notice, "word": word}, f"notice:{notice}", baseVersion=version
    )


async def word(replay, notice: str):
    return await replay.rows("select facts ->> 'word', version from notices where id = $1::uuid", notice)


async def test_what_somebody_else_has_changed_since_is_a_conflict_and_stays_as_it_is(replay):
    mine, theirs, notice = await replay.phone(), await replay.phone(), await a_notice(replay)
    rewrite(theirs, notice, "theirs", 1)
    rewrite(mine, notice, "mine", 1)

    assert kinds(await replay.send(theirs)) == ["applied"]
    assert [answer.outcome for answer in await replay.send(mine)] == [Conflict(current_version=2)]

    assert await word(replay, notice) == [("theirs", 2)]


async def test_work_upon_work_of_the_same_phone_is_no_conflict(replay):
    phone, notice = await replay.phone(), await a_notice(replay)
    for said in ("first", "second", "third"):
        rewrite(phone, notice, said, 1)

    assert [answer.outcome for answer in await replay.send(phone)] == [Applied(result={"balance": 0})] * 3

    assert await word(replay, notice) == [("third", 4)]


async def test_somebody_elses_change_between_is_found_all_the_same(replay):
    phone, other, notice = await replay.phone(), await replay.phone(), await a_notice(replay)
    rewrite(phone, notice, "first", 1)
    rewrite(phone, notice, "second", 1)
    await replay.send(phone, phone.sealed[:1])
    rewrite(other, notice, "theirs", 2)
    await replay.send(other)

    assert kinds(await replay.send(phone)) == ["replayed", "conflict"]
    assert await word(replay, notice) == [("theirs", 3)]

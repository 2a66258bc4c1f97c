"""The one write door of phones, as they meet it."""

from graphql import is_union_type

from backend.api.schema import graphql_schema
from backend.foundation.command import all_handlers
from backend.foundation.graphql.speaking import refusals_of
from offline.digest import text_digest
from tests.factories.phones import id_of

REPLAY = """mutation ($envelopes: [SignedEnvelopeInput!]!) {
  replay(envelopes: $envelopes) {
    digest envelopeId custody expected problem
    outcome {
      kind refusal message facts currentVersion theirs on attachments retryAfterMs incident reason
      result { __typename ... on CommandResolved { command } ... on Refusal { message } }
    }
  }
}"""


async def ask(shop, by, sealed):
    envelopes = [{"envelope": one.envelope, "deviceSignature": one.device_signature} for one in sealed]
    return await shop.ask(by, REPLAY, envelopes=envelopes)


NOTHING = {
    "result": None, "refusal": None, "message": None, "facts": None, "currentVersion": None, "theirs": None,
    "on": None, "attachments": None, "retryAfterMs": None, "incident": None, "reason": None,
}  # fmt: skip


async def test_an_answer_names_the_digest_says_what_custody_did_and_what_came_of_it(replay):
    phone = await replay.phone()
    sealed = phone.seal("till.unknownDeed", {}, f"account:{replay.shop.new_id()}")

    answer = await ask(replay.shop, phone.owner, [sealed])

    assert answer.errors is None
    message = "服务器不认识“till.unknownDeed”这项操作。请更新应用，再重新填写提交。"
    assert answer.data["replay"] == [
        {
            "digest": text_digest(sealed.envelope),
            "envelopeId": id_of(sealed),
            "custody": "held",
            "expected": None,
            "problem": None,
            "outcome": {
                **NOTHING,
                "kind": "refused",
                "refusal": "UnknownCommandName",
                "message": message,
                "facts": {"name": "till.unknownDeed"},
                "result": {"__typename": "UnknownCommandName", "message": message},
            },
        }
    ]


async def test_a_result_is_a_member_of_the_union_the_first_time_and_the_second(replay):
    phone = await replay.phone()
    refused = id_of(phone.seal("till.unknownDeed", {}, f"account:{replay.shop.new_id()}"))
    said = {"command": refused, "choice": "discard", "reason": "不再需要"}
    phone.seal("sync.discardCommand", said, f"command:{refused}")

    first = await ask(replay.shop, phone.owner, phone.sealed)
    again = await ask(replay.shop, phone.owner, phone.sealed)

    resolved = {"__typename": "CommandResolved", "command": refused}
    assert first.data["replay"][1]["outcome"] == {**NOTHING, "kind": "applied", "result": resolved}
    assert again.data["replay"][1]["outcome"] == {**NOTHING, "kind": "replayed", "result": resolved}


async def test_what_is_not_in_custody_has_no_outcome(replay):
    phone = await replay.phone()
    phone.seal("till.unknownDeed", {}, f"account:{replay.shop.new_id()}")
    late = phone.seal("till.unknownDeed", {}, f"account:{replay.shop.new_id()}")

    (said,) = (await ask(replay.shop, phone.owner, [late])).data["replay"]

    assert (said["custody"], said["expected"], said["outcome"]) == ("gap", 1, None)


async def test_who_is_not_signed_in_is_told_so_and_nothing_is_kept(replay):
    phone = await replay.phone()
    sealed = phone.seal("till.unknownDeed", {}, f"account:{replay.shop.new_id()}")

    answer = await ask(replay.shop, None, [sealed])

    assert answer.errors[0].extensions == {"code": "UNAUTHENTICATED"}
    assert await replay.rows("select 1 from envelopes where device_id = $1", phone.device_id) == []


async def test_too_many_at_once_are_refused_by_name(replay):
    phone = await replay.phone()
    sealed = phone.seal("till.unknownDeed", {}, f"account:{replay.shop.new_id()}")

    answer = await ask(replay.shop, phone.owner, [sealed] * 51)

    assert answer.errors[0].extensions["code"] == "TooMuchAtOnce"


def test_the_union_names_the_result_and_the_refusals_of_every_offline_command():
    union = graphql_schema()._schema.type_map["CommandResult"]
    assert is_union_type(union)
    named = {member.name for member in union.types}
    offline = [handler for handler in all_handlers() if handler.offline]

    assert {"sync.discardCommand", "sync.supersedeCommand", "sync.handOverCommand"} <= {
        one.name for one in offline
    }
    assert {one.result.__name__ for one in offline} <= named
    assert {kind.__name__ for one in offline for kind in refusals_of(one.name)} <= named

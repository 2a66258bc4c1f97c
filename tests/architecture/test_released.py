"""A phone that was not opened for a week still works: what released versions send is held against today's server."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from backend.api.body import GraphQLRequest
from backend.api.documents import Documents, RegisteredDocument
from backend.api.refusals import DocumentNotValid
from backend.api.schema import graphql_schema
from backend.foundation.limits import REGISTERED_COST_MAX
from backend.identity.sessions.tokens import AccessTokens
from backend.sync.replay.commanded import declared_commands
from backend.sync.replay.inputs import command_of
from backend.sync.replay.rules import InputNotUnderstood
from tests.factories.desk import a_desk
from tests.factories.page import a_web
from tests.factories.people import a_person
from tests.factories.phones import a_phone

VERSIONS = sorted((Path(__file__).parents[2] / "pwa/released").iterdir())
ADDED_SINCE = {"0.1.0": {"sales.addRemark"}}
"""Commands that phones of a version could not give yet."""
PAGE = 10  # What the approvals inbox asks for, the dearest page of the app.
of_each_version = pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)


def kept(version: Path, name: str) -> list[Any]:
    found: list[Any] = json.loads((version / name).read_text(encoding="utf-8"))
    return found


def admit(text: str) -> None:
    """Raises DocumentNotValid where the schema has no place for it, DocumentTooExpensive where it may not ask so much."""
    variables = dict.fromkeys(re.findall(r"\$(\w+): Int", text), PAGE)
    registered = RegisteredDocument(text, REGISTERED_COST_MAX)
    documents = Documents(graphql_schema()._schema, [registered], registered_only=True)
    documents.admit(GraphQLRequest(None, registered.digest, None, variables))


def test_the_first_version_is_kept():
    assert "0.1.0" in [version.name for version in VERSIONS]


@of_each_version
def test_every_document_is_still_admitted(version):
    for text in kept(version, "documents.json"):
        admit(text)


def test_a_document_that_asks_for_a_field_of_no_schema_is_not():
    with pytest.raises(DocumentNotValid, match="fieldThatIsGone"):
        admit("query Gone { me { fieldThatIsGone } }")


@of_each_version
def test_every_payload_is_still_read_and_each_command_has_one(version):
    commands = declared_commands()
    payloads = kept(version, "payloads.json")

    for payload in payloads:
        said = commands.upgrades.upgraded(payload["name"], payload["version"], payload["input"])
        command_of(commands.handlers[payload["name"]].command, said)

    offline = {name for name, handler in commands.handlers.items() if handler.offline}
    assert offline - {payload["name"] for payload in payloads} == ADDED_SINCE.get(version.name, set())


@of_each_version
def test_a_payload_without_one_of_its_demanded_fields_is_not_read(version):
    commands = declared_commands()
    payload = kept(version, "payloads.json")[0]
    lacking = dict(list(payload["input"].items())[1:])

    with pytest.raises(InputNotUnderstood):
        command_of(commands.handlers[payload["name"]].command, lacking)


@of_each_version
@pytest.mark.parametrize("post", ["sales", "picker", "driver"])
async def test_the_queue_of_an_old_phone_is_applied_or_refused_with_a_reason(shop, tmp_path, version, post):
    """Its goods and tasks are not here any more, or not this person's: each answer says so, none is an incident."""
    desk = await a_desk(a_web(shop, AccessTokens.kept_in(tmp_path)), await a_person(shop, post, name="周启"))
    phone = await a_phone(shop, desk.actor)

    for payload in kept(version, "payloads.json"):
        sealed = phone.seal(
            payload["name"], payload["input"], f"thing:{shop.new_id()}", version=payload["version"]
        )
        (answer,) = await desk.replay(sealed)

        assert answer["custody"] == "held"
        outcome = answer["outcome"]
        said = bool(outcome["message"] or outcome["reason"])
        assert (outcome["kind"], said) in {
            ("applied", False), ("refused", True), ("quarantined", True),
        }, (payload["name"], outcome)  # fmt: skip

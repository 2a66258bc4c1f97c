from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline.digest import canonical
from offline.envelope import Attachment, Envelope, EnvelopeRefused, FieldRefused, is_uuid7, parse
from tests.offline.phone import fields, uuid7
from tests.offline.vectors import each


def _text(stated) -> str:
    if "text" in stated:
        return str(stated["text"])
    if "repeat" in stated:
        character, times = stated["repeat"]
        return str(character * times)
    if "note" in stated:
        character, times = stated["note"]
        return canonical({**stated["fields"], "input": {"note": character * times}})
    return canonical(stated["fields"])


def _wire(envelope: Envelope) -> dict[str, object]:
    return {
        "protocol": 1,
        "id": envelope.id,
        "device": envelope.device,
        "sequence": envelope.sequence,
        "name": envelope.name,
        "version": envelope.version,
        "input": envelope.input,
        "entity": envelope.entity,
        "dependsOn": list(envelope.depends_on),
        "baseVersion": envelope.base_version,
        "madeAt": envelope.made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "clockOffset": envelope.clock_offset_ms,
        "attachments": [{"id": one.id, "sha256": one.sha256} for one in envelope.attachments],
        "previousDigest": envelope.previous_digest,
    }


@each("envelope")
def test_an_envelope_is_read_exactly_or_refused_by_name(vector):
    text = _text(vector["input"])
    if "fields" in vector["expect"]:
        assert _wire(parse(text)) == vector["expect"]["fields"]
        return
    with pytest.raises(EnvelopeRefused) as refused:
        parse(text)
    assert type(refused.value).__name__ == vector["expect"]["refused"]
    if isinstance(refused.value, FieldRefused):
        assert refused.value.field == vector["expect"]["field"]


@each("uuid7")
def test_a_uuid_of_version_7_is_known_from_others(vector):
    assert is_uuid7(vector["input"]) is vector["expect"]["isUuid7"]


def test_times_are_utc_and_attachments_are_named_by_digest():
    attachment = {"id": uuid7("photo"), "sha256": "0" * 64}

    envelope = parse(canonical(fields("A", 1, None, attachments=[attachment])))

    assert envelope.made_at == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert envelope.attachments == (Attachment(id=uuid7("photo"), sha256="0" * 64),)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.sampled_from(["", "0", uuid7("A")]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "sha256", "x"]), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(fields("A", 1, None))), _ANYTHING, max_size=4))
def test_whatever_stands_in_a_field_is_read_or_refused(changed):
    with suppress(EnvelopeRefused):
        assert parse(canonical({**fields("A", 1, None), **changed})).sequence >= 1

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline.digest import NotCanonical, Unrepresentable, canonical, digest, parse_canonical
from offline.limits import INTEGER_MAX
from tests.offline.vectors import each

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=20,
)


@each("canonical")
def test_a_value_has_one_canonical_text_or_none(vector):
    value = json.loads(vector["input"])
    if "text" in vector["expect"]:
        assert canonical(value) == vector["expect"]["text"]
        return
    with pytest.raises(Unrepresentable) as refused:
        canonical(value)
    assert (refused.value.problem, refused.value.path) == (
        vector["expect"]["refused"],
        vector["expect"]["path"],
    )


@each("canonical_text")
def test_only_the_canonical_text_is_read(vector):
    if "value" in vector["expect"]:
        assert parse_canonical(vector["input"]) == vector["expect"]["value"]
        return
    with pytest.raises(NotCanonical):
        parse_canonical(vector["input"])


@each("digest")
def test_a_digest_is_the_sha_256_of_the_canonical_text(vector):
    assert digest(vector["input"]) == vector["expect"]["sha256"]


@given(_VALUES)
def test_what_was_written_is_read_back(value):
    assert parse_canonical(canonical(value)) == value


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with suppress(NotCanonical):
        assert canonical(parse_canonical(text)) == text


@pytest.mark.parametrize("value", [object(), b"bytes", {1: "a"}, {None: 1}, {"a"}, [1, ..., 2]])
def test_what_json_does_not_know_has_no_canonical_text(value):
    with pytest.raises(Unrepresentable) as refused:
        canonical(value)
    assert refused.value.problem == "type"

"""What a person copies off a box: the same vectors run in scanners/printed_expiry.test.ts."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanners.printed_expiry import UNUSABLE_FROM, USABLE_UNTIL, ExpiryFault, last_usable_day

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "scanners/vectors/typed/printed_expiry.json").read_text(encoding="utf-8")
)
days = st.dates(date(1950, 1, 2), date(2150, 12, 31))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_makers_word_decides(vector: dict[str, Any]):
    said = last_usable_day(vector["word"], vector["printed"])

    found = {"reason": said.reason} if isinstance(said, ExpiryFault) else {"day": said}
    assert found == vector["expect"]


def test_every_vector_has_its_own_name_and_a_source():
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)
    assert all(vector["source"] for vector in VECTORS)


@given(days)
def test_the_two_kinds_of_words_differ_by_one_day(day):
    for printed in (day.isoformat(), f"{day:%Y%m%d}", f"{day:%Y.%m.%d}"):
        assert {last_usable_day(word, printed) for word in USABLE_UNTIL} == {day.isoformat()}
        assert {last_usable_day(word, printed) for word in UNUSABLE_FROM} == {
            (day - timedelta(days=1)).isoformat()
        }


@given(st.sampled_from((*USABLE_UNTIL, *UNUSABLE_FROM)), st.text(max_size=40))
def test_whatever_is_typed_it_is_a_day_or_a_fault(word, printed):
    said = last_usable_day(word, printed)

    assert isinstance(said, ExpiryFault) or date.fromisoformat(said).isoformat() == said

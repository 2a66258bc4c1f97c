"""One spelling of a number at every door."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.decimals import spelled


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("110.000000", "110"), ("2.500000", "2.5"), ("0.000000", "0"), ("-0.00", "0"), ("0E-9", "0"), ("1E+2", "100"),
        ("1E-7", "0.0000001"), ("-80.0", "-80"), ("100", "100"), ("1234567890123456789.123456", "1234567890123456789.123456"),
    ],
)  # fmt: skip
def test_a_number_is_spelled_in_the_shortest_exact_way(number, written):
    assert spelled(Decimal(number)) == written


@given(st.decimals(places=6, min_value=-(10**12), max_value=10**12))
def test_a_spelling_is_exact_and_the_same_for_the_same_number(number):
    assert Decimal(spelled(number)) == number
    assert spelled(number) == spelled(number.normalize()) == spelled(number + Decimal("0.000000"))

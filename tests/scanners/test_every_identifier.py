import pytest

from scanners.answer import Ambiguous, Label, Unreadable
from scanners.identifiers import IDENTIFIERS
from scanners.label import read
from tests.scanners.identifier_cases import Case, cases

CASES = cases()


@pytest.mark.parametrize("digits", sorted(IDENTIFIERS))
def test_an_identifier_takes_what_is_right_and_says_what_is_wrong(digits):
    for case in CASES:
        if case.digits == digits:
            holds(case)


def holds(case: Case) -> None:
    answer = read(case.text, year=2026)
    first = answer.readings[0] if isinstance(answer, Ambiguous) else answer
    if case.elements is not None:
        assert isinstance(first, Label), case
        assert [list(element) for element in first.elements] == case.elements, case
    elif case.reason is not None:
        assert isinstance(answer, Unreadable), case
        assert (answer.reason, answer.field) == (case.reason, case.digits), case
    else:
        # One sign too many is refused, or is read as the identifier that it would be after a lost separator: never
        # as a longer value.
        readings = answer.readings if isinstance(answer, Ambiguous) else [answer]
        for reading in readings:
            if isinstance(reading, Label) and reading.kind == "gs1":
                longest = IDENTIFIERS[case.digits].longest
                assert len(dict(reading.elements)[case.digits]) <= longest, case


def test_there_is_a_case_for_every_identifier_and_every_rule():
    assert {case.digits for case in CASES} == set(IDENTIFIERS)
    rules = {
        rule for identifier in IDENTIFIERS.values() for part in identifier.components for rule in part.rules
    }
    assert rules - {case.reason for case in CASES} == {"has_non_digit"}
    assert len(CASES) > 2_000

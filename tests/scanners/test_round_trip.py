"""Invariants: what is written reads back, and no text whatever does harm."""

import json
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scanners import gs1, house_label
from scanners.answer import Ambiguous, Label, Unreadable
from scanners.check_digits import mod_10, mod_37
from scanners.identifiers import IDENTIFIERS, missing_partners
from scanners.label import read

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
# Half a surrogate pair can be in a string, but not in a JSON file that every tool reads.
PIECES = [
    *json.loads((Path(__file__).parents[2] / "scanners" / "fragments.json").read_text(encoding="utf-8")),
    "\ud800",
]

gtins = st.integers(0, 10**13 - 1).map(lambda number: f"{number:013d}" + mod_10(f"{number:013d}"))
texts = st.text(SET_82, min_size=1, max_size=20)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31)).map(lambda day: day.strftime("%y%m%d"))


@st.composite
def messages(draw):
    elements = [("01", draw(gtins))]
    elements += [("17", draw(days))] if draw(st.booleans()) else []
    elements += [("10", draw(texts))] if draw(st.booleans()) else []
    elements += [("21", draw(texts))] if draw(st.booleans()) else []
    elements += [("240", draw(texts))] if draw(st.booleans()) else []
    return tuple(elements)


@given(messages())
def test_what_is_built_reads_back_or_is_asked_with_the_truth_among_the_readings(elements):
    built = gs1.build(elements, year=2026)
    assert isinstance(built, str)

    answer = read("]d2" + built, year=2026)

    expected = gs1.in_label_order(elements)
    if isinstance(answer, Ambiguous):
        assert answer.readings[0].elements == expected
    else:
        assert isinstance(answer, Label)
        assert answer.elements == expected


@given(messages())
def test_what_is_printed_in_brackets_reads_back(elements):
    answer = read(gs1.bracketed(elements), year=2026)

    assert isinstance(answer, Label)
    assert answer.elements == elements


@given(st.sampled_from(sorted(IDENTIFIERS)), st.text(SET_82, min_size=0, max_size=95))
def test_a_value_that_is_accepted_survives_writing_and_reading(digits, value):
    found = gs1.checked(((digits, value),), year=2026)
    if isinstance(found, gs1.Fault) or found.notes:
        return
    built = gs1.build(((digits, value),), year=2026)
    assert isinstance(built, str)

    answer = read("]C1" + built, year=2026)

    readings = answer.readings if isinstance(answer, Ambiguous) else (answer,)
    assert isinstance(readings[0], Label)
    assert readings[0].elements == ((digits, value),)


@given(gtins, texts, st.dates(date(2020, 1, 1), date(2040, 12, 31)), texts)
def test_a_lost_separator_is_never_decided_silently(gtin, lot, expires, serial):
    """Whatever the scanner swallowed: if one label is given, it says what was printed."""
    printed = f"01{gtin}10{lot}17{expires:%y%m%d}21{serial}"

    answer = read(printed, year=2026)

    if isinstance(answer, Label) and answer.kind == "gs1":
        assert (answer.lot, answer.expires_on) == (lot, expires.isoformat())


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=200))
@settings(max_examples=400)
def test_any_text_gets_an_answer_that_keeps_it(text):
    answer = read(text, year=2026)

    assert isinstance(answer, Label | Unreadable | Ambiguous)
    assert answer.text == text
    if isinstance(answer, Ambiguous):
        assert 1 <= len(answer.readings) <= 10


@given(st.text(max_size=5), st.text(max_size=40))
def test_any_symbology_gets_an_answer(symbology, text):
    assert isinstance(read(text, symbology, year=2026), Label | Unreadable | Ambiguous)


@given(
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-", min_size=2, max_size=24),
    st.data(),
)
def test_the_house_check_character_notices_every_slip_and_every_swap(code, data):
    at = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"))
    slipped = code[:at] + letter + code[at + 1 :]
    swapped = code[:at] + code[at : at + 2][::-1] + code[at + 2 :]

    assert (mod_37(slipped) == mod_37(code)) == (slipped == code)
    assert (mod_37(swapped) == mod_37(code)) == (swapped == code)


@given(st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=16, max_size=40))
def test_a_delivery_link_reads_back(random_part):
    token = house_label.delivery_token(random_part)
    if token is None:
        return

    answer = read(house_label.delivery_link("https://lots.example", token), year=2026)

    assert isinstance(answer, Label)
    assert (answer.kind, answer.token) == ("delivery", token)


def test_a_place_label_reads_back_and_nothing_else_is_written():
    text = house_label.place_text("box", "B-7")

    assert text is not None
    answer = read(text, year=2026)
    assert isinstance(answer, Label)
    assert (answer.kind, answer.place) == ("box", "B-7")
    assert house_label.place_text("box", "b 7") is None
    assert house_label.place_text("gtin", "B-7") is None


def test_no_identifier_is_the_beginning_of_another():
    assert not [
        (one, other) for one in IDENTIFIERS for other in IDENTIFIERS if one != other and other.startswith(one)
    ]
    assert len(IDENTIFIERS) == 541


def test_every_partner_the_table_names_exists():
    for identifier in IDENTIFIERS.values():
        for pattern in {member for group in identifier.needs for member in group} | set(identifier.not_with):
            known = [d for d in IDENTIFIERS if len(d) == len(pattern) and d.startswith(pattern.rstrip("n"))]
            assert known, (identifier.digits, pattern)
    assert missing_partners(frozenset({"3932"})) == ["3932"]
    assert missing_partners(frozenset({"3932", "3103", "01"})) == []


def test_the_longest_text_is_answered_quickly_whatever_it_holds():
    """The work that a hostile string buys is bounded: counted in steps, not in seconds."""
    for text in (
        "10" * 4000,
        "01" + "8" * 8000,
        "(10)" * 2000,
        "\x1d10A" * 1500,
        "https://a/" + "01/" * 2600,
    ):
        assert isinstance(read(text, year=2026), Unreadable | Ambiguous | Label)

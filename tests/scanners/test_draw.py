"""What is drawn is read again as what was asked for, in every form."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from scanners import draw, gs1, image, zpl
from scanners.answer import Ambiguous, Label
from scanners.label import read

ELEMENTS = (("01", "06901234567892"), ("17", "270200"), ("10", "AB-12"), ("21", "S1"))
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
lots = st.text(SET_82, min_size=1, max_size=20)
_BAR = re.compile(r"M([0-9.]+) ([0-9.]+)h([0-9.]+)v([0-9.]+)h")
_PIXELS = 4


def text_of(field: str, escape: str) -> str:
    """The message that a printer encodes for a field, after its leading FNC1."""
    assert field.startswith(escape)
    return field.removeprefix(escape).replace(escape, "\x1d")


def field_of(label: str) -> str:
    found = re.search(r"\^FD(.*?)\^FS", label)
    assert found is not None
    return found[1]


def code_128_text(field: str) -> str:
    """As the printer reads it: the start, then changes of the set, FNC1 and the bracket, each two signs long."""
    assert field[:4] in (">:>8", ">;>8")
    meant = {">5": "", ">6": "", ">8": "\x1d", ">0": ">"}
    return re.sub(">.", lambda invoked: meant[invoked[0]], field[4:])


@given(lots, lots)
def test_a_data_matrix_in_zpl_holds_the_same_message(lot, serial):
    elements = (("01", "06901234567892"), ("10", lot), ("21", serial))

    label = zpl.gs1_zpl(elements, "datamatrix", year=2026)

    assert isinstance(label, str)
    assert text_of(field_of(label), "$1") == gs1.build(elements, year=2026)
    assert label.count("^XA") == label.count("^XZ") == 1


@given(lots)
def test_a_code_128_in_zpl_holds_the_same_message(lot):
    elements = (("01", "06901234567892"), ("10", lot))

    label = zpl.gs1_zpl(elements, "gs1_128", year=2026)

    assert isinstance(label, str)
    assert code_128_text(field_of(label)) == gs1.build(elements, year=2026)


def test_fnc1_ends_a_lot_in_zpl_as_each_code_spells_it():
    data_matrix = zpl.gs1_zpl(ELEMENTS, "datamatrix", year=2026)
    bars = zpl.gs1_zpl(ELEMENTS, "gs1_128", year=2026)
    assert isinstance(data_matrix, str) and isinstance(bars, str)

    assert "^BXN,4,200,,,,$^FD$1010690123456789217270200" + "10AB-12$121S1^FS" in data_matrix
    assert "^FD>;>8010690123456789217270200" + "10>6AB-12>821S1^FS" in bars
    answer = read("]d2" + text_of(field_of(data_matrix), "$1"), year=2026)
    assert isinstance(answer, Label)
    assert answer.elements == ELEMENTS


def test_a_place_label_in_zpl_cannot_give_the_printer_orders():
    assert zpl.qr_zpl("LL:LOC:A-01-03:H") == (
        "^XA^CI28^FO16,16^BQN,2,5^FDQA,LL:LOC:A-01-03:H^FS^FO16,152^A0N,20,20^FDLL:LOC:A-01-03:H^FS^XZ"
    )
    for text, reason in [
        ("a^XZ", "characters"),
        ("~JA", "characters"),
        ("", "empty"),
        ("a" * 1001, "too_long"),
    ]:
        assert zpl.qr_zpl(text) == gs1.Fault(reason)


@pytest.mark.parametrize("carrier", ["datamatrix", "gs1_128", "qr"])
@given(lot=lots)
@settings(max_examples=20, deadline=None)
def test_a_png_without_print_is_seen_and_read(carrier, lot):
    drawn = draw.gs1_png((("01", "06901234567892"), ("10", lot)), carrier, year=2026)
    assert isinstance(drawn, bytes)

    seen = image.decode(drawn)

    assert isinstance(seen, image.Seen)
    [code] = seen.codes
    answer = read(code.text, code.symbology, year=2026, separators_pass=True)
    first = answer.readings[0] if isinstance(answer, Ambiguous) else answer
    assert isinstance(first, Label)
    assert first.elements == (("01", "06901234567892"), ("10", lot))


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ((("01", "06901234567893"),), "check"),
        ((("01", "06901234567892"), ("17", "270230")), "date"),
        ((("01", "06901234567892"), ("10", "试剂")), "characters"),
        ((("10", "AB"),), "missing_partner"),
        ((("01", "06901234567892"), ("01", "06901234567892")), "repeated"),
        ((), "empty"),
    ],
)
def test_what_must_not_exist_is_drawn_in_no_form(elements, reason):
    for carrier in ("datamatrix", "gs1_128", "qr"):
        for faulty in (
            draw.gs1_label(elements, carrier, year=2026),
            draw.gs1_png(elements, carrier, year=2026),
            draw.gs1_svg(elements, carrier, year=2026),
            zpl.gs1_zpl(elements, carrier, year=2026),
        ):
            assert isinstance(faulty, gs1.Fault)
            assert faulty.reason == reason


@pytest.mark.parametrize("module_dots", [1, 3, 4, 99])
def test_a_gs1_qr_in_zpl_is_drawn_dot_by_dot_and_read_as_gs1(module_dots):
    label = zpl.gs1_zpl(ELEMENTS, "qr", year=2026, module_dots=module_dots)

    assert isinstance(label, str)
    graphic = re.search(r"\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS", label)
    assert graphic is not None
    total, again, row_bytes = (int(number) for number in graphic.groups()[:3])
    dots = bytes.fromhex(graphic[4])
    assert total == again == len(dots)
    drawn = Image.frombytes("1", (row_bytes * 8, total // row_bytes), bytes(byte ^ 0xFF for byte in dots))
    seen = image.decode(draw.png(drawn.resize((drawn.width * 4, drawn.height * 4))))
    assert isinstance(seen, image.Seen)
    [code] = seen.codes
    assert code.symbology == "]Q3"
    answer = read(code.text, code.symbology, year=2026)
    assert isinstance(answer, Label)
    assert answer.elements == ELEMENTS
    assert "^FO16," in label and "^FD(01) 06901234567892^FS" in label


@pytest.mark.parametrize("carrier", ["datamatrix", "gs1_128", "qr"])
def test_an_svg_holds_the_same_message(carrier):
    drawn = draw.gs1_svg(ELEMENTS, carrier, year=2026)
    assert isinstance(drawn, str)

    seen = image.decode(draw.png(painted(drawn)))

    assert isinstance(seen, image.Seen)
    [code] = seen.codes
    answer = read(code.text, code.symbology, year=2026)
    assert isinstance(answer, Label)
    assert answer.elements == ELEMENTS


def test_a_place_as_svg_holds_its_text():
    drawn = draw.plain_qr_svg("LL:LOC:A-01-03:H")
    assert isinstance(drawn, str)

    seen = image.decode(draw.png(painted(drawn)))

    assert isinstance(seen, image.Seen)
    assert [code.text for code in seen.codes] == ["LL:LOC:A-01-03:H"]
    assert draw.plain_qr_svg("") == gs1.Fault("empty")


def painted(svg: str) -> Image.Image:
    """The bars of our SVG as a browser would fill them."""
    size = re.search(r'<svg width="([0-9.]+)" height="([0-9.]+)"', svg)
    assert size is not None
    width, height = (round(float(side) * _PIXELS) for side in size.groups())
    paper = Image.new("L", (width + 40, height + 40), 255)
    pen = ImageDraw.Draw(paper)
    for bar in _BAR.finditer(svg):
        left, top, wide, high = (round(float(side) * _PIXELS) for side in bar.groups())
        pen.rectangle((left + 20, top + 20, left + wide + 19, top + high + 19), fill=0)
    return paper

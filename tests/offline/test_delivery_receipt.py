from offline.delivery_receipt import POINTS_MAX, STROKES_MAX, ink, plain_number, receipt_document
from tests.offline.vectors import each


@each("delivery_receipt")
def test_what_the_receiver_signs(vector):
    given = vector["input"]
    assert receipt_document(given["sent"], given["told"]) == vector["expect"]["document"]


@each("ink")
def test_whether_ink_is_a_signature(vector):
    assert ink(vector["input"]) == vector["expect"]["ink"]


def test_more_strokes_or_points_than_anybody_draws():
    assert ink([[0, 0, 300, 0]] * (STROKES_MAX + 1)) == "too_much"
    assert ink([[7] * (2 * POINTS_MAX + 2)]) == "too_much"


@each("plain_number")
def test_a_decimal_as_people_write_it(vector):
    assert plain_number(vector["input"]) == vector["expect"]["number"]

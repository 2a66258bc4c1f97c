from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.decimals import half_up, places, plain_decimal, scaled, shortest
from backend.foundation.quantity import (
    NotAQuantity,
    Packed,
    Packing,
    PackLevel,
    PackLevelsUnclear,
    Quantity,
    QuantityNegative,
    QuantityNotWhole,
    QuantityTooFine,
    QuantityTooLarge,
    UnitsDiffer,
    total_quantity,
)
from backend.foundation.text import TextEmpty

CASE = PackLevel("件", 24)
PALLET = PackLevel("托", 960)
BOXES = Packing("盒", (PALLET, CASE))

quantities = st.decimals(0, 10**9, places=6).map(lambda value: Quantity(value, "盒"))


def test_fifty_one_boxes_are_two_cases_and_three_boxes():
    packs, loose = BOXES.split(Quantity.of(51, "盒"))

    assert packs == (Packed(2, CASE),)
    assert loose == Quantity.of(3, "盒")
    assert BOXES.join(packs, loose) == Quantity.of(51, "盒")


@given(quantities)
def test_packing_and_unpacking_lose_nothing(quantity):
    packs, loose = BOXES.split(quantity)

    assert BOXES.join(packs, loose) == quantity
    assert loose.value < CASE.holds
    assert all(pack.count > 0 for pack in packs)
    assert sum(pack.count for pack in packs if pack.level == CASE) < PALLET.holds // CASE.holds


def test_a_product_without_levels_is_all_loose():
    assert Packing("瓶").split(Quantity.of("2.5", "瓶")) == ((), Quantity.of("2.5", "瓶"))


@pytest.mark.parametrize("holds", [(24, 960), (24, 24), (100, 24), (1,), (0,), (-5,)])
def test_levels_that_do_not_nest_are_refused(holds):
    with pytest.raises(PackLevelsUnclear):
        Packing("盒", tuple(PackLevel(f"级{number}", number) for number in holds))


def test_boxes_and_bottles_do_not_add_up():
    boxes, bottles = Quantity.of(1, "盒"), Quantity.of(1, "瓶")
    for act in (
        lambda: boxes + bottles,
        lambda: boxes - bottles,
        lambda: boxes < bottles,
        lambda: BOXES.split(bottles),
        lambda: BOXES.join((), bottles) + boxes,
    ):
        with pytest.raises(UnitsDiffer):
            act()


@given(quantities, quantities)
def test_what_is_taken_away_is_what_was_added(one, other):
    assert one + other - other == one
    assert total_quantity([one, other], "盒") == one + other
    assert (one < other) == (one.value < other.value)


def test_nothing_goes_below_zero():
    with pytest.raises(QuantityNegative):
        Quantity.of(2, "盒") - Quantity.of("2.000001", "盒")
    assert not Quantity.of(2, "盒") - Quantity.of(2, "盒")


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("-0.1", QuantityNegative),
        ("-1", QuantityNegative),
        ("NaN", NotAQuantity),
        ("Infinity", NotAQuantity),
        ("1e9", NotAQuantity),
        ("", NotAQuantity),
        ("٣", NotAQuantity),
        ("１２", NotAQuantity),
        ("1\n", NotAQuantity),
        ("9" * 5000, NotAQuantity),
        (True, NotAQuantity),
        (1.5, NotAQuantity),
        (None, NotAQuantity),
        (10**400, NotAQuantity),
        (Decimal("NaN"), NotAQuantity),
        (Decimal("sNaN"), NotAQuantity),
        (Decimal("1E+999999"), NotAQuantity),
        ("1000000000000.000001", QuantityTooLarge),
        (10**12, QuantityTooLarge),
        ("0.0000001", QuantityTooFine),
    ],
)
def test_what_is_no_quantity_is_refused_by_name(written, refusal):
    with pytest.raises(refusal) as refused:
        Quantity.of(written, "盒")
    assert len(refused.value.say("zh")) < 80


def test_the_limits_themselves_are_quantities():
    assert Quantity.of(10**12 - 1, "盒").value == 10**12 - 1
    assert str(Quantity.of("0.000001", "盒")) == "0.000001 盒"


def test_a_quantity_needs_a_unit():
    with pytest.raises(TextEmpty):
        Quantity.of(1, " ")


def test_how_many_zeros_the_database_shows_does_not_matter():
    assert Quantity.of(Decimal("2.500000"), "盒") == Quantity.of("2.5", "盒")
    assert str(Quantity.of(Decimal("1E+2"), "盒")) == "100 盒"
    assert str(Quantity.of("-0", "盒")) == "0 盒"


@given(st.decimals(-(10**12) + 1, 10**12 - 1, places=6))
def test_a_decimal_is_read_back_as_it_was_written(number):
    assert plain_decimal(f"{number:f}") == number
    assert shortest(number) == number
    assert places(number) == max(0, -int(shortest(number).as_tuple().exponent))
    assert Decimal(scaled(number, 6)).scaleb(-6) == number


@given(st.integers(-(10**40), 10**40), st.integers(1, 10**40))
def test_rounding_is_to_the_nearest_and_halves_go_away_from_zero(numerator, denominator):
    rounded = half_up(numerator, denominator)

    assert 2 * abs(numerator - rounded * denominator) <= denominator
    assert half_up(-numerator, denominator) == -rounded
    assert half_up(5, 10) == 1
    assert half_up(-5, 10) == -1


def test_what_is_counted_is_sold_whole_and_what_is_measured_by_the_fraction():
    assert Quantity.sold("3", "瓶") == Quantity(Decimal(3), "瓶")
    assert Quantity.sold("2.0", "盒") == Quantity(Decimal(2), "盒")
    assert Quantity.sold("0.25", "kg") == Quantity(Decimal("0.25"), "kg")
    assert Quantity.sold("1.5", "mL").value == Decimal("1.5")
    with pytest.raises(QuantityNotWhole) as refused:
        Quantity.sold("0.5", "瓶")
    assert refused.value == QuantityNotWhole(written="0.5", unit="瓶")

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.limits import FEN_MAX
from backend.foundation.money import (
    AmountTooLarge,
    Money,
    TaxRate,
    TaxRateRefused,
    UnitPrice,
    UnitPriceRefused,
    line_amount,
    tax_within,
    total,
    without_tax,
)
from backend.foundation.quantity import Quantity

lines = st.integers(-FEN_MAX, FEN_MAX).map(Money)
rates = st.decimals(0, 1, places=4).map(TaxRate)


@pytest.mark.parametrize(
    ("price", "quantity", "fen"),
    [
        ("1280", "3", 384000),
        ("0.005", "1", 1),  # half a fen rounds up
        ("0.004999", "1", 0),
        ("0.333333", "3", 100),
        ("12.345678", "2.5", 3086),
        ("0", "999", 0),
        ("999999999.999999", "1", 100_000_000_000),
    ],
)
def test_a_line_is_price_times_quantity_rounded_half_up_to_the_fen(price, quantity, fen):
    assert line_amount(UnitPrice.of(price), Quantity.of(quantity, "盒")) == Money(fen)


@pytest.mark.parametrize(
    ("line", "rate", "tax"),
    [
        (11300, "0.13", 1300),
        (10000, "0.13", 1150),
        (10000, "0.03", 291),
        (10000, "0", 0),
        (-10000, "0.13", -1150),
    ],
)
def test_the_tax_is_taken_out_of_the_line(line, rate, tax):
    assert tax_within(Money(line), TaxRate.of(rate)) == Money(tax)
    assert without_tax(Money(line), TaxRate.of(rate)) == Money(line - tax)


@given(lines, rates)
def test_tax_and_the_rest_add_up_to_the_line_and_a_credit_note_mirrors_it(line, rate):
    tax = tax_within(line, rate)

    assert tax + without_tax(line, rate) == line
    assert tax_within(-line, rate) == -tax
    exact = Decimal(line.fen) * rate.share / (1 + rate.share)
    assert abs(Decimal(tax.fen) - exact) <= Decimal("0.5001")


@given(
    st.decimals(0, 10**9, places=6).map(UnitPrice),
    st.decimals(0, 1000, places=6).map(lambda value: Quantity(value, "盒")),
)
def test_a_line_is_never_more_than_half_a_fen_off(price, quantity):
    fen = line_amount(price, quantity).fen

    assert -1 <= 2 * (price.yuan * quantity.value * 100 - fen) < 1


def test_a_sum_of_no_amounts_is_nothing():
    assert total([]) == Money(0)
    assert total([Money(1), Money(-3), Money(10)]) == Money(8)


def test_an_amount_beyond_the_limit_is_refused_also_as_a_sum_or_a_line():
    with pytest.raises(AmountTooLarge):
        Money(FEN_MAX + 1)
    with pytest.raises(AmountTooLarge):
        total([Money(FEN_MAX), Money(1)])
    with pytest.raises(AmountTooLarge):
        line_amount(UnitPrice.of("999999999999"), Quantity.of("999999999999", "盒"))


def test_money_takes_whole_fen_only():
    with pytest.raises(TypeError):
        Money(Decimal("1.5"))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(True)


@pytest.mark.parametrize(
    "written", ["-1", "1.1234567", "NaN", "1e3", "", "１２", "1,000", "9" * 30, " ", "Infinity"]
)
def test_what_is_no_unit_price_is_refused_in_words(written):
    with pytest.raises(UnitPriceRefused) as refused:
        UnitPrice.of(written)
    assert refused.value.written == written
    assert written in refused.value.say("zh")


@pytest.mark.parametrize("written", ["-0.01", "1.01", "0.12345", "13%", "nan"])
def test_what_is_no_tax_rate_is_refused(written):
    with pytest.raises(TaxRateRefused):
        TaxRate.of(written)


def test_a_price_does_not_depend_on_how_many_zeros_the_database_shows():
    assert UnitPrice.of("12.500000") == UnitPrice.of("12.5")
    assert str(UnitPrice.of("100.000000").yuan) == "100"

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.temperature import (
    Judgement,
    NotATemperature,
    StorageClass,
    TemperatureRange,
    TemperatureRangeInverted,
    celsius,
    judge,
)

BADGES = Path(__file__).parents[2] / "pwa/src/ui/temperature.ts"
readings = st.decimals(-200, 200, places=2)


@pytest.mark.parametrize(
    ("storage", "reading", "expected"),
    [
        (StorageClass.REFRIGERATED, "1.99", Judgement.BELOW),
        (StorageClass.REFRIGERATED, "2", Judgement.WITHIN),
        (StorageClass.REFRIGERATED, "8.00", Judgement.WITHIN),
        (StorageClass.REFRIGERATED, "8.01", Judgement.ABOVE),
        (StorageClass.AMBIENT, "9.9", Judgement.BELOW),
        (StorageClass.AMBIENT, "30", Judgement.WITHIN),
        (StorageClass.COOL, "20", Judgement.WITHIN),
        (StorageClass.COOL, "20.1", Judgement.ABOVE),
        (StorageClass.FROZEN, "-20", Judgement.WITHIN),
        (StorageClass.FROZEN, "-9.9", Judgement.ABOVE),
        (StorageClass.FROZEN, "-25.1", Judgement.BELOW),
        (StorageClass.DEEP_FROZEN, "-80", Judgement.WITHIN),
        (StorageClass.DEEP_FROZEN, "-59.9", Judgement.ABOVE),
    ],
)
def test_limits_belong_to_the_class(storage, reading, expected):
    assert judge(celsius(reading), storage) is expected


@pytest.mark.parametrize("storage", list(StorageClass))
def test_no_reading_is_never_within(storage):
    assert judge(None, storage) is Judgement.NO_DATA
    assert judge(Decimal("NaN"), storage) is Judgement.NO_DATA
    assert judge(Decimal("Infinity"), storage) is Judgement.NO_DATA


@given(readings, readings, readings)
def test_a_reading_is_within_exactly_when_it_is_between_the_limits(one, other, reading):
    low, high = sorted((one, other))
    limits = TemperatureRange(low, high)

    assert (limits.judge(reading) is Judgement.WITHIN) == (low <= reading <= high)
    assert (limits.judge(reading) is Judgement.ABOVE) == (reading > high)


def test_a_range_covers_what_lies_inside_it():
    refrigerated = StorageClass.REFRIGERATED.range
    assert StorageClass.COOL.range.covers(refrigerated)
    assert refrigerated.covers(TemperatureRange(Decimal(3), Decimal(7)))
    assert not refrigerated.covers(StorageClass.COOL.range)
    assert not refrigerated.covers(TemperatureRange(Decimal(3), None))


def test_an_inverted_or_empty_range_is_refused():
    with pytest.raises(TemperatureRangeInverted):
        TemperatureRange(Decimal(8), Decimal(2))
    with pytest.raises(ValueError, match="without limits"):
        TemperatureRange(None, None)


@pytest.mark.parametrize("written", ["", "NaN", "4.567", "-273.16", "1e1", "200.01", "4,5", "４", "4 ℃"])
def test_what_is_no_temperature_is_refused(written):
    with pytest.raises(NotATemperature):
        celsius(written)


def test_a_temperature_keeps_its_value_and_loses_its_zeros():
    assert str(celsius("-18.50")) == "-18.5"
    assert celsius("-273.15") == Decimal("-273.15")


def test_the_badges_of_the_pages_promise_what_a_box_is_judged_by():
    written = BADGES.read_text(encoding="utf-8")
    badges = dict(re.findall(r'^  (\w+): \{ icon: .*, range: "(.+)" \},$', written, re.MULTILINE))

    assert badges == {
        "".join(word.title() if at else word for at, word in enumerate(storage.value.split("_"))): _said(
            storage.range
        )
        for storage in StorageClass
    }


def _said(range_: TemperatureRange) -> str:
    low, high = range_.celsius_min, range_.celsius_max
    if low is None:
        return f"≤ {high}".replace("-", "−")
    between = " ~ " if low < 0 else "–"
    return f"{low}\0{high}".replace("-", "−").replace("\0", between)

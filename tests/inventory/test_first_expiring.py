"""FEFO as a pure rule: exact choices, and what must hold for every stock and every order."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.inventory.allocation.rules import Called, OnShelf, Wanted, first_expiring
from backend.inventory.movements.rules import LotShort

TODAY = date(2026, 11, 22)
KIT, BUFFER = UUID(int=1), UUID(int=2)
CALLED = {KIT: Called("IL-6 检测试剂盒", "盒"), BUFFER: Called("缓冲液", "瓶")}


def shelf(number: str, expires_on: date, quantity: int, *, state="accepted", product=KIT, place=1) -> OnShelf:
    return OnShelf(
        lot_id=UUID(bytes=f"{number}{expires_on:%y%m%d}".encode().ljust(16, b"\0")),
        product_id=product,
        lot_number=number,
        expires_on=expires_on,
        state=state,
        location_id=UUID(int=place),
        location_code=f"A-{place:02d}",
        quantity=Decimal(quantity),
    )


def wanted(quantity: int, *, line=100, product=KIT, months=None) -> Wanted:
    return Wanted(
        holder_id=UUID(int=line), product_id=product, quantity=Decimal(quantity), shelf_life_months_min=months
    )


def chosen(lines, stock, *, arriving=TODAY) -> list[tuple[str, int]]:
    """(lot number, pieces) of each pick."""
    numbers = {place.lot_id: place.lot_number for place in stock}
    picks = first_expiring(lines, stock, today=TODAY, arriving=arriving, called=CALLED)
    return [(numbers[pick.lot_id], int(pick.quantity)) for pick in picks]


def test_the_first_to_expire_goes_first_and_a_line_splits_over_lots():
    stock = [shelf("LATE", date(2027, 9, 1), 10), shelf("SOON", date(2027, 3, 1), 4)]

    assert chosen([wanted(6)], stock) == [("SOON", 4), ("LATE", 2)]


def test_equal_expiry_is_decided_by_lot_number_then_location():
    day = date(2027, 3, 1)
    stock = [shelf("B2", day, 5), shelf("A1", day, 1, place=9), shelf("A1", day, 1, place=2)]

    picks = first_expiring([wanted(3)], stock, today=TODAY, arriving=TODAY, called=CALLED)

    assert [(pick.location_id, int(pick.quantity)) for pick in picks] == [
        (UUID(int=2), 1),
        (UUID(int=9), 1),
        (UUID(int=1), 1),
    ]


@pytest.mark.parametrize("state", ["pending", "on_hold", "rejected", "recalled"])
def test_a_lot_that_quality_has_not_accepted_is_passed_over(state):
    stock = [shelf("STOPPED", date(2027, 1, 1), 10, state=state), shelf("GOOD", date(2027, 6, 1), 10)]

    assert chosen([wanted(5)], stock) == [("GOOD", 5)]


def test_an_expired_lot_is_passed_over_and_one_on_its_last_day_is_not():
    stock = [
        shelf("PAST", TODAY - timedelta(1), 10),
        shelf("LAST", TODAY, 2),
        shelf("NEXT", date(2027, 6, 1), 9),
    ]

    assert chosen([wanted(5)], stock) == [("LAST", 2), ("NEXT", 3)]


def test_a_lot_that_expires_before_it_arrives_is_passed_over():
    stock = [shelf("ROAD", TODAY + timedelta(2), 10), shelf("THERE", TODAY + timedelta(3), 10)]

    assert chosen([wanted(1)], stock, arriving=TODAY + timedelta(3)) == [("THERE", 1)]


def test_a_wish_for_shelf_life_is_counted_from_arrival_and_belongs_to_its_line():
    stock = [shelf("SHORT", date(2027, 5, 24), 10), shelf("LONG", date(2027, 5, 25), 10)]
    lines = [wanted(1, line=1, months=6), wanted(1, line=2)]

    assert chosen(lines, stock, arriving=date(2026, 11, 25)) == [("LONG", 1), ("SHORT", 1)]


def test_two_lines_of_one_product_share_what_there_is():
    stock = [shelf("ONLY", date(2027, 5, 1), 10)]

    with pytest.raises(LotShort) as short:
        chosen([wanted(6, line=1), wanted(6, line=2)], stock)

    assert short.value.wanted == 6
    assert short.value.on_hand == 4
    assert short.value.say("zh") == ("IL-6 检测试剂盒 可用 4 盒，需要 6 盒。请减少数量、换批号，或等待到货。")


def test_another_products_lots_do_not_help():
    stock = [shelf("BUFFER", date(2027, 5, 1), 10, product=BUFFER)]

    with pytest.raises(LotShort) as short:
        chosen([wanted(1)], stock)
    assert short.value.on_hand == 0


@pytest.mark.parametrize("months", [-(10**9), 10**9])
def test_an_absurd_shelf_life_is_no_crash(months):
    stock = [shelf("A", date(2027, 5, 1), 10)]
    line = replace(wanted(1), shelf_life_months_min=months)

    if months < 0:
        assert chosen([line], stock) == [("A", 1)]
    else:
        with pytest.raises(LotShort):
            chosen([line], stock)


DAYS = st.integers(-40, 400).map(lambda days: TODAY + timedelta(days))
SHELVES = st.lists(
    st.builds(
        shelf,
        st.sampled_from(["A1", "A2", "B1", "B2", "C1"]),
        DAYS,
        st.integers(0, 9),
        state=st.sampled_from(
            ["accepted", "accepted", "accepted", "pending", "on_hold", "rejected", "recalled"]
        ),
        product=st.sampled_from([KIT, BUFFER]),
        place=st.integers(1, 3),
    ),
    max_size=12,
    unique_by=lambda place: (place.lot_id, place.location_id),
)
LINES = st.lists(
    st.builds(
        wanted,
        st.integers(1, 12),
        line=st.integers(1, 10**6),
        product=st.sampled_from([KIT, BUFFER]),
        months=st.none() | st.integers(0, 9),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda line: line.holder_id,
)
ARRIVALS = st.integers(0, 20).map(lambda days: TODAY + timedelta(days))


def may_serve(place: OnShelf, line: Wanted, arriving: date) -> bool:
    """Said again in other words, to hold the rule against."""
    whole_months = line.shelf_life_months_min or 0
    year, month = divmod(arriving.month - 1 + whole_months, 12)
    after = (arriving.year + year, month + 1, arriving.day)
    last = (place.expires_on.year, place.expires_on.month, place.expires_on.day)
    # The 31st of a month that has 30 days is its last day: one day less strict by the calendar than by this tuple.
    long_enough = last >= after or ((place.expires_on + timedelta(1)).day == 1 and last[:2] == after[:2])
    return (
        place.product_id == line.product_id
        and place.state == "accepted"
        and place.expires_on >= max(TODAY, arriving)
        and long_enough
    )


@settings(max_examples=400, deadline=None)
@given(LINES, SHELVES, ARRIVALS)
def test_what_is_picked_sums_to_what_is_wanted_or_says_what_there_is(lines, stock, arriving):
    try:
        picks = first_expiring(lines, stock, today=TODAY, arriving=arriving, called=CALLED)
    except LotShort as short:
        assert short.on_hand < short.wanted
        return
    for line in lines:
        assert sum(pick.quantity for pick in picks if pick.holder_id == line.holder_id) == line.quantity
    assert all(pick.quantity > 0 for pick in picks)


@settings(max_examples=400, deadline=None)
@given(LINES, SHELVES, ARRIVALS)
def test_nothing_later_is_picked_while_something_earlier_that_may_serve_has_stock(lines, stock, arriving):
    try:
        picks = first_expiring(lines, stock, today=TODAY, arriving=arriving, called=CALLED)
    except LotShort:
        return
    places = {(place.lot_id, place.location_id): place for place in stock}
    left = {key: place.quantity for key, place in places.items()}
    lines_by_id = {line.holder_id: line for line in lines}
    for pick in picks:
        line, source = lines_by_id[pick.holder_id], places[pick.lot_id, pick.location_id]
        earlier = [
            place
            for key, place in places.items()
            if left[key] > 0 and place.expires_on < source.expires_on and may_serve(place, line, arriving)
        ]
        assert earlier == [] and may_serve(source, line, arriving)
        left[pick.lot_id, pick.location_id] -= pick.quantity
    assert all(quantity >= 0 for quantity in left.values())


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 30), SHELVES, ARRIVALS)
def test_a_single_line_is_short_only_when_there_is_truly_too_little(quantity, stock, arriving):
    line = wanted(quantity)
    there = sum(place.quantity for place in stock if may_serve(place, line, arriving))

    try:
        first_expiring([line], stock, today=TODAY, arriving=arriving, called=CALLED)
    except LotShort as short:
        assert short.on_hand == there < quantity
    else:
        assert there >= quantity

"""Which goods a quality task is about, from the facts that were left with it."""

from decimal import Decimal
from uuid import UUID

import pytest

from backend.logistics.quality_tasks.rules import Goods, goods_of

LOT, OTHER, DELIVERY = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("about", "id", "facts", "goods"),
    [
        ("lot", LOT, {"quantity": "3", "by": "陈立"}, (Goods(LOT, Decimal(3)),)),
        ("lot", LOT, {}, (Goods(LOT, None),)),
        (
            "delivery", DELIVERY, {"lots": [[str(LOT), "2"], [str(OTHER), "0.5"]]},
            (Goods(LOT, Decimal(2)), Goods(OTHER, Decimal("0.5"))),
        ),
        ("delivery", DELIVERY, {"celsius": "9.3"}, ()),
    ],
)  # fmt: skip
def test_a_task_names_its_lot_or_the_lots_that_came_back(about, id, facts, goods):
    assert goods_of(about, id, facts) == goods

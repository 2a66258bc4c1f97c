"""The benchmark measures two sides that say and leave the same, against the very baseline that was reviewed."""

import json

from bench.api.frozen import REVIEWED, digest
from tests.test_cli import lotline


def test_the_baseline_is_the_one_that_was_reviewed():
    """A change of it is reviewed, its digest noted in `bench/api/frozen.py`, and the figures are measured anew."""
    assert digest() == REVIEWED


def test_both_sides_answer_with_the_same_bytes_and_leave_the_same_rows():
    """The command itself compares them before it measures, and ends with the difference if there is one."""
    ran = lotline("bench", "api", "--json", "--small", "--seconds", "3")

    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert report["sizes"] == {"customers": 200, "products": 100, "lots": 400, "orders": 500, "lines": 5}
    assert [shape["shape"] for shape in report["shapes"]] == [
        "order with customer and five lines",
        "list of 50 orders with customer and lines",
        "create with five lines",
    ]
    assert [shape["shareMin"] for shape in report["shapes"]] == [0.25, 0.15, 0.40]
    for shape in report["shapes"]:
        assert 0 < shape["share"] < 1.5  # Above that the baseline is not the fastest that could be written.
        assert shape["baseline"]["answers"] > 0 and shape["ours"]["answers"] > 0

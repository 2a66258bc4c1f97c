"""The shapes by which a reading is recognised on the next box; the same vectors run in scanners/shapes.test.ts."""

import json
from pathlib import Path
from typing import Any

import pytest

from scanners.answer import Ambiguous
from scanners.label import read
from scanners.shapes import shapes

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "scanners/vectors/typed/shapes.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_reading_has_the_shape_of_its_identifiers(vector: dict[str, Any]):
    answer = read(vector["input"], vector["symbology"], year=2026)

    assert isinstance(answer, Ambiguous)
    assert list(shapes(answer.readings)) == vector["expect"]

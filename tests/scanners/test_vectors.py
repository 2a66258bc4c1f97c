import json
from pathlib import Path
from typing import Any

import pytest

from scanners import gs1
from scanners.answer import plain
from scanners.label import read
from scanners.raw import SEPARATOR_SUBSTITUTES

VECTORS = Path(__file__).parents[2] / "scanners" / "vectors"


def vectors(*, of_build: bool = False) -> list[Any]:
    return [
        pytest.param(vector, id=f"{path.stem}: {vector['name']}")
        for path in sorted(VECTORS.glob("*.json"))
        if (path.stem == "build") == of_build
        for vector in json.loads(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("vector", vectors())
def test_reading(vector: dict[str, Any]):
    answer = read(
        vector["input"],
        vector.get("symbology"),
        year=vector.get("year", 2026),
        separators=tuple(vector.get("separators", SEPARATOR_SUBSTITUTES)),
        separators_pass=vector.get("separators_pass", False),
    )

    assert without_text(plain(answer)) == vector["expect"]
    assert answer.text == vector["input"]


@pytest.mark.parametrize("vector", vectors(of_build=True))
def test_building(vector: dict[str, Any]):
    elements = tuple((digits, value) for digits, value in vector["input"])

    built = gs1.build(elements, year=2026)

    if isinstance(built, gs1.Fault):
        assert {"reason": built.reason, "field": built.field} == vector["expect"]
    else:
        assert {"text": built, "print": gs1.bracketed(gs1.in_label_order(elements))} == vector["expect"]


def test_every_vector_has_its_own_name_and_a_source():
    for path in VECTORS.glob("*.json"):
        rows = json.loads(path.read_text(encoding="utf-8"))
        assert len({row["name"] for row in rows}) == len(rows), path.name
        assert all(row["source"] for row in rows), path.name


def without_text(facts: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in facts.items() if name != "text"}
    if "readings" in kept:
        kept["readings"] = [without_text(reading) for reading in kept["readings"]]
    return kept

"""How far the engines are believed; the same vectors run in scanners/sighted.test.ts and
stages.test.ts, because phones read photos too."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from scanners.engines import Code, by_zbar, by_zxing
from scanners.sighted import Sighted
from scanners.stages import looks
from scanners.unpacking import Photo

SEEN = Path(__file__).parents[2] / "scanners/vectors/seen"


def vectors(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((SEEN / f"{name}.json").read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("vector", vectors("trust"), ids=lambda vector: vector["name"])
def test_an_engine_is_believed_by_format_and_stage(vector: dict[str, Any]):
    if vector["engine"] == "zxing":
        code = by_zxing(vector["text"], vector["format"], vector["symbology"], vector["stage"])
    else:
        code = by_zbar(vector["format"], vector["text"], vector["stage"])

    expected = vector["expect"]
    assert code == (expected and Code(**expected, engine=vector["engine"], stage=vector["stage"]))


@pytest.mark.parametrize(
    "vector", vectors("parts"), ids=lambda vector: f"{vector['format']} {vector['text']}"
)
def test_what_may_be_a_part_of_a_longer_code(vector: dict[str, Any]):
    code = Code(vector["text"], None, vector["format"], "zxing", "plain", confirmed=False)

    assert code.may_be_a_part is vector["expect"]


@pytest.mark.parametrize("vector", vectors("agreement"), ids=lambda vector: vector["name"])
def test_of_all_readings_what_is_certain_stays_and_what_is_doubtful_says_so(vector: dict[str, Any]):
    seen = Sighted()

    for reading in vector["readings"]:
        for code in reading["codes"]:
            seen.take(Code(**code))

    assert seen.codes() == tuple(Code(**code) for code in vector["expect"])


def test_the_looks_are_those_of_a_phone_in_their_order():
    order = json.loads((SEEN / "looks.json").read_text(encoding="utf-8"))
    out = io.BytesIO()
    Image.effect_noise((order["width"], order["height"]), 90).save(out, "PNG")

    taken = [f"{stage}/{engine}" for stage, engine, _ in looks(Photo(out.getvalue()), Sighted())]

    assert [name for name in taken if not name.startswith("place/")] == order["looks"]

"""No text buys more than its share of work: 5 ms for each kB, in the processor's time; TypeScript has the same test."""

import json
import time
from pathlib import Path

import pytest

from scanners.label import read

MILLISECONDS_PER_KB_MAX = 5.0
_HOSTILE = json.loads(
    (Path(__file__).parents[2] / "scanners" / "hostile_texts.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("piece", _HOSTILE)
@pytest.mark.parametrize("characters", [100, 1_000, 8_192, 10_000])
def test_a_hostile_text_is_answered_in_its_share_of_time(piece: str, characters: int):
    text = (piece * (characters // len(piece) + 1))[:characters]

    assert min(_milliseconds(text) for _ in range(3)) <= MILLISECONDS_PER_KB_MAX * max(1.0, characters / 1000)


def _milliseconds(text: str) -> float:
    started = time.thread_time()
    read(text, year=2026)
    return 1000 * (time.thread_time() - started)

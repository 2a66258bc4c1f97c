"""The vectors that both tongues read; the file beside it in offline/vectors is the specification."""

import json
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).parents[2] / "offline" / "vectors"


def each(file: str) -> pytest.MarkDecorator:
    """Runs a test once per vector, which arrives as `vector`, under the vector's own name."""
    vectors: list[dict[str, Any]] = json.loads((_FOLDER / f"{file}.json").read_text(encoding="utf-8"))
    return pytest.mark.parametrize("vector", vectors, ids=[vector["name"] for vector in vectors])

"""The same photos as a phone reads them: its engines and stages, run by node instead of a browser."""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

_PWA = Path(__file__).parents[2] / "pwa"
_MILLISECONDS: Final = 12_000
"""Of CPU for each photo, as decoder.worker.ts allows of time."""


@dataclass(frozen=True, slots=True)
class Read:
    """The confirmed and the doubtful texts of one photo, and the CPU that they took."""

    confirmed: frozenset[str]
    doubtful: frozenset[str]
    milliseconds: int


def as_a_phone(photos: list[Image.Image]) -> list[Read] | None:
    """What a phone reads on each; None where there is no node or no checkout with the PWA's packages."""
    node, tool = shutil.which("node"), _PWA / "tools" / "readStills.mjs"
    if node is None or not (_PWA / "node_modules").is_dir():
        return None
    with tempfile.TemporaryDirectory(prefix="lotline-bench-") as folder:
        files = [str(Path(folder, f"{number}.pgm")) for number in range(len(photos))]
        for photo, file in zip(photos, files, strict=True):
            photo.convert("L").save(file, "PPM")
        said = subprocess.run(  # noqa: S603  # Our own tool.
            [node, str(tool), str(_MILLISECONDS), *files],
            capture_output=True,
            text=True,
            check=True,
            env={"PATH": os.environ["PATH"]},
            timeout=60 + 60 * len(photos),
        )
    return [_read(line) for line in said.stdout.splitlines()]


def _read(line: str) -> Read:
    said = json.loads(line)
    texts = {
        is_sure: frozenset(
            code["text"].strip("\x1d") for code in said["codes"] if code["confirmed"] is is_sure
        )
        for is_sure in (True, False)
    }
    return Read(texts[True], texts[False], said["ms"])

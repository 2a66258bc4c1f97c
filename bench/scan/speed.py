"""Typical labels read per second of CPU, in Python and in TypeScript."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Final

from scanners.label import read

_PWA = Path(__file__).parents[2] / "pwa"
TYPICAL: Final = (
    "]d201069012345678921727073110AB-12\x1d21S1",
    "]C1010690123456789217270731",
    "]d20106901234567892112601151727073110LOT7X",
)


def labels_per_second(seconds: float) -> int:
    started, count = time.process_time(), 0
    while time.process_time() - started < seconds:
        for text in TYPICAL * 100:
            read(text, year=2026)
        count += 100 * len(TYPICAL)
    return round(count / (time.process_time() - started))


def labels_per_second_in_typescript(seconds: float) -> int | None:
    """The same in node; None where there is no node or no checkout with the PWA's packages."""
    node, tools = shutil.which("node"), _PWA / "tools" / "parseSpeed.mjs"
    if node is None or not (_PWA / "node_modules").is_dir():
        return None
    said = subprocess.run(  # noqa: S603  # Our own tool.
        [node, str(tools), str(seconds)],
        input=json.dumps(TYPICAL),
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
        timeout=10 * seconds + 60,
    )
    return int(said.stdout)

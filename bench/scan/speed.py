"""Typical labels read per second of CPU, in Python."""

import time
from typing import Final

from scanners.label import read

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

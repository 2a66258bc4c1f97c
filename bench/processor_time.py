"""How much processor time processes have used, by /proc."""

from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")


def used_seconds(pids: list[int]) -> float:
    """User and system time of these processes' threads so far, in seconds; one that has ended counts nothing."""
    return sum(_nanoseconds(pid) for pid in pids) / 1e9


def with_children(pid: int) -> list[int]:
    """The process and those it has started itself."""
    return [pid, *(child for child in _all() if _parent(child) == pid)]


def _nanoseconds(pid: int) -> int:
    # schedstat counts nanoseconds, where stat counts hundredths of a second.
    total = 0
    for thread in _listed(_PROC / str(pid) / "task"):
        try:
            total += int((thread / "schedstat").read_text().split()[0])
        except (OSError, IndexError):
            continue
    return total


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _all() -> list[int]:
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]


def _parent(pid: int) -> int | None:
    try:
        # The name in brackets may hold spaces and brackets of its own.
        return int((_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return None

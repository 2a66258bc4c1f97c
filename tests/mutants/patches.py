"""What a patch in this folder says: in a sentence what is broken, which tests must go red, and the change itself."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
ROOT: Final = FOLDER.parents[1]
RED: Final = "Red: "
DIFF: Final = "diff --git "
APPLY_SECONDS_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A patch: `broken` is its sentence, `red` are the tests (file::function) each of which must fail."""

    path: Path
    broken: str
    red: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.stem

    def refused_in(self, folder: Path, *, check: bool) -> str | None:
        """Applies the patch to the files in `folder`, or with `check` only tries; why it does not fit, or None."""
        command = ["git", "apply", *(["--check"] if check else []), str(self.path)]
        applied = subprocess.run(  # noqa: S603 - our own words and files
            command, cwd=folder, capture_output=True, text=True, timeout=APPLY_SECONDS_MAX, check=False
        )
        return None if applied.returncode == 0 else applied.stderr.strip()


def mutants() -> list[Mutant]:
    """All of them, by name. Raises ValueError for a patch without its sentence or its tests."""
    return [_read(path) for path in sorted(FOLDER.glob("*.patch"))]


def _read(path: Path) -> Mutant:
    head = path.read_text(encoding="utf-8").partition(DIFF)[0].splitlines()
    broken = " ".join(line.strip() for line in head if not line.startswith(RED)).strip()
    red = tuple(line.removeprefix(RED).strip() for line in head if line.startswith(RED))
    if not broken or not red:
        raise ValueError(f"{path.name} begins with a sentence and a line “{RED}tests/…::test_…”")
    return Mutant(path=path, broken=broken, red=red)

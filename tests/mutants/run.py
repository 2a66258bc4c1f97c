"""`make mutants`: takes each guard away in a copy of the tree and demands that its tests notice.

    python -m tests.mutants.run [name …]

A mutant survives when one of its tests stays green. A patch that no longer applies, a test that is not found, and a
failure that is neither an assertion nor a refusal of ours in place of the answer (an import, a fixture, a crash, a
time-out) are no proof, and as bad as a survivor.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from tests.mutants.patches import ROOT, Mutant, mutants

TESTS_SECONDS_MAX: Final = 600
MEANT: Final = ("assert ", "AssertionError", "Failed: DID NOT RAISE", "backend.")
"""How the message of a failure begins that a test meant; a refusal is named with its module."""


def main(names: Sequence[str]) -> int:
    """How many are not proven; 0 is what `make` calls success."""
    chosen = [mutant for mutant in mutants() if not names or mutant.name in names]
    if unknown := set(names) - {mutant.name for mutant in chosen}:
        print(f"no mutant is called {', '.join(sorted(unknown))}")
        return 1
    with tempfile.TemporaryDirectory(prefix="lotline-mutants-") as scratch:
        tree = Path(scratch) / "tree"
        _copy(tree)
        sound = _outcomes(tree, sorted({test for mutant in chosen for test in mutant.red}))
        if ill := {test: said for test, said in sound.items() if said != "green"}:
            print("\n".join(f"not green without any mutant: {test}: {said}" for test, said in ill.items()))
            return len(ill)
        unproven = sum(not _proven(mutant, tree) for mutant in chosen)
    print(f"{len(chosen) - unproven} of {len(chosen)} guards are missed when they are gone")
    return unproven


def _proven(mutant: Mutant, tree: Path) -> bool:
    """Breaks the copy, asks the tests, mends the copy, and prints a row."""
    refused = mutant.refused_in(tree, check=False)
    if refused is not None:
        _row("STALE", mutant, refused)
        return False
    outcomes = _outcomes(tree, mutant.red)
    _copy(tree)
    not_red = [f"{test}: {said}" for test, said in outcomes.items() if not said.startswith(MEANT)]
    _row("SURVIVES" if not_red else "red", mutant, "; ".join(not_red))
    return not not_red


def _row(verdict: str, mutant: Mutant, why: str) -> None:
    print(f"{verdict:9} {mutant.name:44} {why or mutant.broken}", flush=True)


def _copy(tree: Path) -> None:
    """The tree as it is on disk, without what is ignored; what a mutant changed is put right."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],  # noqa: S607 - git is on the path of whoever develops
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        source, copy = ROOT / name, tree / name
        if source.is_file() and not source.is_symlink():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)


def _outcomes(tree: Path, tests: Sequence[str]) -> dict[str, str]:
    """For each test "green", or the first line of its failure; one that did not run says so."""
    report = tree.parent / "report.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", *tests]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(tree)}
    # Two versions of a file within a second and of one size would share their compiled form.
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - our own tests
            command, cwd=tree, env=environment, capture_output=True, timeout=TESTS_SECONDS_MAX, check=False
        )
    said = dict.fromkeys(tests, "did not run")
    # Written a moment ago by our own pytest: no stranger's XML.
    cases = ElementTree.parse(report).getroot().iter("testcase") if report.exists() else ()  # noqa: S314
    for case in cases:
        file = case.attrib["classname"].replace(".", "/")
        test = f"{file}.py::{case.attrib['name'].partition('[')[0]}"
        # Of many examples the first failure counts.
        if test in said and said[test] in ("did not run", "green"):
            said[test] = _verdict(case)
    return said


def _verdict(case: ElementTree.Element) -> str:
    for fault in case:
        first_line = (fault.attrib.get("message") or "").partition("\n")[0]
        if fault.tag == "failure":
            return first_line or "failed without a word"
        if fault.tag in ("error", "skipped"):
            return f"{fault.tag}: {first_line}"
    return "green"


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))

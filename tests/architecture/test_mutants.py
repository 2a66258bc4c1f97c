"""The patches of tests/mutants fit the code of today; whether they go red is what `make mutants` finds out."""

import ast

from tests.mutants.patches import ROOT, mutants

GUARDS_MIN = 30


def test_every_patch_applies_to_the_code_as_it_is():
    refused = {mutant.name: why for mutant in mutants() if (why := mutant.refused_in(ROOT, check=True))}

    assert refused == {}
    assert len(mutants()) >= GUARDS_MIN


def test_every_test_that_a_patch_names_exists():
    named = {test for mutant in mutants() for test in mutant.red}

    assert {test for test in named if not exists(test)} == set()


def exists(test: str) -> bool:
    file, _, function = test.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    module = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function
        for node in module.body
    )

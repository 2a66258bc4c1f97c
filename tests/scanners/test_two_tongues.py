"""Python and TypeScript say the same, byte for byte, about whatever is put before them.

python -m tests.scanners.test_two_tongues 20000
"""

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scanners import outside
from tests.scanners.identifier_cases import cases, mod_10

ROOT = Path(__file__).parents[2]
FRAGMENTS: list[str] = json.loads((ROOT / "scanners" / "fragments.json").read_text(encoding="utf-8"))
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
SEPARATORS = ("\x1d", "\x1d", "\x1d", "", "|", "~", "{GS}", "<GS>", "^]", "␝", "↔", "\\F", "１")


def texts(count: int, seed: int = 20261122) -> list[str]:
    """Messages that are right, the same with something lost or turned over, and heaps of fragments."""
    dice = random.Random(seed)  # Not a secret.
    known = [case.text for case in cases()]
    vectors: list[str] = [
        row["input"]
        for path in sorted((ROOT / "scanners" / "vectors").glob("*.json"))
        for row in json.loads(path.read_text(encoding="utf-8"))
        if isinstance(row["input"], str)
    ]
    return [text for _ in range(count) if (text := _text(dice, known, vectors)) is not None]


def _text(dice: random.Random, known: list[str], vectors: list[str]) -> str:
    kind = dice.randrange(5)
    if kind == 0:
        return _message(dice)
    if kind == 1:
        return "".join(dice.choice(FRAGMENTS) for _ in range(dice.randint(1, 9)))
    text = dice.choice(known if kind == 2 else vectors) if kind < 4 else _message(dice)
    at = dice.randrange(len(text) + 1)
    return (
        text[:at]
        + dice.choice(["", dice.choice(SET_82), dice.choice(FRAGMENTS)])
        + text[at + dice.randrange(3) :]
    )


def _message(dice: random.Random) -> str:
    key = f"{dice.randrange(10**13):013d}"
    parts = ["01" + key + mod_10(key)]
    lot = "".join(dice.choice(SET_82) for _ in range(dice.randint(1, 22)))
    date = f"{dice.randrange(100):02d}{dice.randint(0, 13):02d}{dice.randint(0, 31):02d}"
    parts += [f"17{date}"] if dice.random() < 0.7 else []
    parts += [f"10{lot}{dice.choice(SEPARATORS)}"] if dice.random() < 0.8 else []
    parts += [f"21{dice.randrange(10**6)}{dice.choice(SEPARATORS)}"] if dice.random() < 0.5 else []
    parts += [f"7003{date}1230"] if dice.random() < 0.1 else []
    dice.shuffle(parts)
    return dice.choice(["]d2", "]C1", "]Q3", "]d1", "]C0", "\x1d", "", ""]) + "".join(parts)


def differences(count: int, mode: outside.Mode) -> tuple[int, list[tuple[str, str, str]]]:
    given = [json.dumps(text) for text in dict.fromkeys(texts(count))]
    asked = subprocess.run(  # noqa: S603  # Our own tool.
        ["node", "tools/parse.mjs", "--mode", mode],  # noqa: S607
        cwd=ROOT / "pwa",
        input="\n".join(given).encode(),
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
        timeout=300,
    )
    answers = asked.stdout.decode().removesuffix("\n").split("\n")
    assert len(answers) == len(given)
    year = datetime.now(UTC).year
    pairs = [
        (text, outside.line(text, mode=mode, year=year), other)
        for text, other in zip(given, answers, strict=True)
    ]
    return len(pairs), [pair for pair in pairs if pair[1] != pair[2]]


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_both_tongues_say_the_same(mode: outside.Mode):
    count, differ = differences(2_000, mode)

    assert count > 1_500
    assert differ == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("", "not_a_json_string"),
        ("null", "not_a_json_string"),
        ("[" * 100_000, "not_a_json_string"),
        ("9" * 10_000, "not_a_json_string"),
        ('"\\ud800"', "not_recognised"),
        ('"' + "1" * 9_000 + '"', "too_long"),
    ],
)
def test_a_bad_line_is_answered_and_nothing_is_raised(given, error):
    said = json.loads(outside.line(given, mode="lenient", year=2026))

    assert (said["ok"], said["error"], said["ais"]) == (False, error, [])


def test_what_is_odd_is_a_finding_when_scanning_and_an_error_when_printing():
    given = json.dumps("]d20106901234567892375")

    scanned = json.loads(outside.line(given, mode="lenient", year=2026))
    printed = json.loads(outside.line(given, mode="strict", year=2026))

    assert scanned["findings"] == printed["findings"] == ["missing_partner: 37", "excluded_partner: 01+37"]
    assert (scanned["ok"], scanned["error"]) == (True, None)
    assert (printed["ok"], printed["error"]) == (False, "missing_partner: 37")


def test_a_substitute_for_the_separator_is_scanned_and_not_printed():
    given = json.dumps("]d2010690123456789210AB|21S1")

    assert json.loads(outside.line(given, mode="lenient", year=2026))["ok"] is True
    assert json.loads(outside.line(given, mode="strict", year=2026))["error"] == "characters: 10"


@pytest.mark.parametrize(
    ("given", "scanned", "printed"),
    [
        ("]d2010690123456789210AB\x1d10AB", None, None),
        ("]d2010690123456789210AB\x1d\x1d21S1", None, "separator_doubled"),
        ("]d2(01)06901234567892(10)AB", None, "brackets_in_code"),
        ("https://id.example/01/06901234567892?17=27\u20280731", "characters: 17", "characters: 17"),
        ("(01)06901234567892(10)A(B)", None, "bracket_in_value: 10"),
        ("(01)06901234567892(10)A\\(B\\)", None, None),
        ("(01)06901234567892(10)AB(17)270000", "ambiguous: bracket_in_value", "ambiguous: bracket_in_value"),
        ("https://id.example/gtin/06901234567892", None, "old_name: gtin"),
        ("]Q3https://id.example/01/06901234567892", None, "carrier_says_gs1"),
        ("https://id.example/ARHKVAdpQg", "link_is_compressed", "link_is_compressed"),
        (
            "https://a.example/81234567890123456789/81234567890123456780",
            "several_codes_inside_link",
            "several_codes_inside_link",
        ),
        ("https://id.example/about", "link_without_identifiers", "link_without_identifiers"),
    ],
)
def test_what_a_person_should_see_is_never_left_out(given, scanned, printed):
    errors = [
        json.loads(outside.line(json.dumps(given), mode=mode, year=2026))["error"]
        for mode in ("lenient", "strict")
    ]

    assert errors == [scanned, printed]


if __name__ == "__main__":
    for chosen in ("strict", "lenient"):
        total, different = differences(int(sys.argv[1]), chosen)
        print(f"{chosen}: {total} texts, {len(different)} differ", *different[:5], sep="\n")

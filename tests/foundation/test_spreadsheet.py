import pytest

from backend.foundation.spreadsheet import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+SUM(A1)", "-2+3", "@SUM(1)", "\tx", "\rx", "\n=1", "＝1", "＋x", "－x", "＠x", " =1", "\u3000=1",
        "\ufeff=1", "=HYPERLINK(\"http://x\")", "|calc", "-cmd|' /C calc'!A0", "+86 21 5000", "%0A=1", "-", "=",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "华东试剂", "AB-001", "2–8 ℃", "-12.5", "+3", "-0.000001", "a=b", "1=1", "(甲)"]
)
def test_plain_text_and_plain_numbers_stay(text):
    assert safe_cell(text) == text

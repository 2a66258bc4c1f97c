"""What goes out to spreadsheets: text that no spreadsheet program takes for a formula."""

import unicodedata
from typing import Final

_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe_cell(text: str) -> str:
    """`text` for a CSV or xlsx cell; one that would be run as a formula gets an apostrophe in front.

    Full-width forms (＝ ＋ － ＠) count too: some programs fold them on opening. Plain numbers such as -12.5 stay:
    they cannot call anything. Source: OWASP, CSV injection.
    """
    folded = unicodedata.normalize("NFKC", text.lstrip(" \u3000\ufeff")[:2]) or unicodedata.normalize(
        "NFKC", text
    )
    if not folded.startswith(_BEGINS_A_FORMULA) or _is_number(text):
        return text
    return "'" + text


def _is_number(text: str) -> bool:
    sign, digits = text[:1], text[1:]
    return sign in ("+", "-") and digits.isascii() and digits.replace(".", "", 1).isdigit()

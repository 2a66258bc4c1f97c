"""Drug trace codes (药品追溯码): twenty digits, one for each saleable pack and each case of packs.

One pack, one code, never used twice (NMPAB/T 1002). That the first digit is 8, and that the first seven
digits are the drug identification code (药品标识码), is seen in practice but not confirmed by a standard we
have read: the product's known prefixes decide. Which packs a case holds is not in the code; that needs the
maker's file.
"""

import re

_TRACE_CODE = re.compile("8[0-9]{19}")
_INSIDE = re.compile("(?<![0-9A-Za-z])8[0-9]{19}(?![0-9A-Za-z])")


def is_trace_code(body: str) -> bool:
    return _TRACE_CODE.fullmatch(body) is not None


def drug_code(trace_code: str) -> str:
    """The first seven digits [unconfirmed]."""
    return trace_code[:7]


def inside_address(behind_host: str) -> list[str]:
    """The different trace codes that a web address carries behind its host, in decoded text."""
    return list(dict.fromkeys(_INSIDE.findall(behind_host)))

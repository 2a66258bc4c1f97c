"""Where a lost separator could have been.

A lot of up to 20 signs followed by an expiry without the separator between them reads as one long lot. Both
readings are valid, so neither may be taken without asking.
"""

import re

from scanners import dates
from scanners.identifiers import Identifier, identifier_at, value_fault

READINGS_MAX = 8
STEPS_MAX, REJOINED_MAX = 600, 1_000
"""Of one message: steps in search of splits, and segments read again. A hostile one may not buy more work."""

# What stands on boxes of reagents and devices. Splitting at every identifier would suspect every lot.
_COMMON = frozenset({"10", "21", "30", "37", "240", "241"})
# These are hard to hit by chance: a check digit, or a date within the life of a product.
_STRONG_KEYS = frozenset(
    ["00", "01", "02", "402", "410", "411", "412", "413", "414", "415", "416", "417", "8006", "8017", "8018"]
)
_STRONG_DATES = frozenset(["11", "13", "15", "16", "17", "7003", "7006", "7011", "8008"])
_SUSPECTS = _COMMON | _STRONG_KEYS | _STRONG_DATES
_SUSPECT_BEGINS = re.compile("(?=" + "|".join(sorted(_SUSPECTS)) + ")")
_YEARS_BACK, _YEARS_AHEAD = 10, 15
# Printed now and then, and then behind a lot or a serial: a variant, internal data, a reimbursement number.
_SELDOM_BEGINS = re.compile("(?=22|91|71[0-9])")
_PLAUSIBLE_SIGNS = 12
"""Lots and serials are rarely longer."""


def splits(
    segment: str, present: frozenset[str], *, year: int, only_strong: bool, steps: list[int]
) -> list[tuple[bool, list[str]]]:
    """The ways to cut the last value of a segment into a value and more elements, and whether each is strong.

    `present` are the identifiers that the message has already: a second lot is no explanation. `steps` holds how many
    are left for the whole message, and is counted down.
    """
    at = 0
    begin = -1
    longest = 0
    taken = set(present)
    while at < len(segment):
        identifier = identifier_at(segment, at)
        if identifier is None:
            return []
        taken.add(identifier.digits)
        if identifier.shortest != identifier.longest:
            begin = at + len(identifier.digits)
            longest = identifier.longest
            break
        at += len(identifier.digits) + identifier.longest
    if begin < 0:
        return []
    found: list[tuple[bool, list[str]]] = []
    for begins in _SUSPECT_BEGINS.finditer(segment, begin + 1, min(begin + longest + 4, len(segment))):
        cut = begins.start()
        if cut > begin + longest:
            break
        for strong, tail in _tails(segment, cut, frozenset(taken), year, steps, proven=False):
            if strong or not only_strong:
                found.append((strong, [segment[:cut], *tail]))
    return found


def is_doubtful(digits: str, value: str, present: frozenset[str], *, year: int) -> bool:
    """Whether a long value may end in one of the identifiers that are printed now and then.

    Any sign may stand behind those, so there is nothing to tell such a reading from a lot: it is not offered.
    """
    identifier = identifier_at(digits, 0)
    if len(value) <= _PLAUSIBLE_SIGNS or identifier is None or not _is_free(identifier):
        return False
    for begins in _SELDOM_BEGINS.finditer(value, 1):
        inside = identifier_at(value, begins.start())
        if inside is None or inside.digits in present:
            continue
        if value_fault(inside, value[begins.start() + len(inside.digits) :], year) is None:
            return True
    return False


def _is_free(identifier: Identifier) -> bool:
    """Whether its value is any text: what must prove itself, an IBAN say, has swallowed nothing."""
    return all(
        part.characters == "X" and part.shortest < part.longest and not part.rules
        for part in identifier.components
    )


def _tails(
    segment: str, at: int, taken: frozenset[str], year: int, steps: list[int], *, proven: bool
) -> list[tuple[bool, list[str]]]:
    """The ways to read what begins at `at`. Behind a strong element (`proven`) any identifier may follow."""
    steps[0] -= 1
    identifier = identifier_at(segment, at)
    if steps[0] < 0 or identifier is None or identifier.digits in taken:
        return []
    is_suspect = identifier.digits in _SUSPECTS
    if not is_suspect and not proven:
        return []
    begin = at + len(identifier.digits)
    now_taken = taken | {identifier.digits}
    strong = identifier.digits in _STRONG_KEYS or identifier.digits in _STRONG_DATES
    found: list[tuple[bool, list[str]]] = []
    last = min(begin + identifier.longest, len(segment))
    # The others are not cut once more: that would suspect every value again.
    for end in range(begin + identifier.shortest if is_suspect else last, last + 1):
        value = segment[begin:end]
        if value_fault(identifier, value, year) is not None or not _is_plausible(
            identifier.digits, value, year
        ):
            continue
        if end == len(segment):
            found.append((strong, [segment[at:end]]))
            continue
        for tail_strong, tail in _tails(segment, end, now_taken, year, steps, proven=proven or strong):
            found.append((strong or tail_strong, [segment[at:end], *tail]))
    return found


def _is_plausible(digits: str, value: str, year: int) -> bool:
    if digits not in _STRONG_DATES:
        return True
    return -_YEARS_BACK <= dates.full_year(int(value[:2]), year) - year <= _YEARS_AHEAD

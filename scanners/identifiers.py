"""Every GS1 application identifier: the length of its value, what it proves, and with whom it may stand.

The facts are in application_identifiers.json, read by both tongues. "310n" stands for 3100 to 3109. A
predefined identifier needs no separator after it; all others do, also those of fixed length (7003).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanners.components import Codes, Component, component, fault

_PROOFS = frozenset({"check", "check_pair", "date", "exact_date"})


@dataclass(frozen=True, slots=True)
class Identifier:
    digits: str
    components: tuple[Component, ...]
    shortest: int
    longest: int
    predefined: bool
    proves: bool  # its value has a check digit or a date
    attribute: bool  # may stand in the query of a Digital Link
    needs: tuple[tuple[str, ...], ...]  # one of these groups must be present
    not_with: tuple[str, ...]
    key: tuple[tuple[str, ...], ...] | None  # primary key of a Digital Link: the orders of its qualifiers


def _spread(spelling: str) -> list[str]:
    """3100-3105 is six identifiers."""
    first, _, last = spelling.partition("-")
    return [str(number).zfill(len(first)) for number in range(int(first), int(last or first) + 1)]


def _identifier(digits: str, row: dict[str, Any]) -> Identifier:
    components = tuple(component(part) for part in row["parts"])
    return Identifier(
        digits=digits,
        components=components,
        shortest=sum(part.shortest for part in components if not part.optional),
        longest=sum(part.longest for part in components),
        predefined=row.get("predefined", False),
        proves=any(rule in _PROOFS for part in components for rule in part.rules),
        attribute=row.get("attribute", False),
        needs=tuple(tuple(group.split("+")) for group in row.get("needs", ())),
        not_with=tuple(row.get("not_with", ())),
        key=tuple(tuple(order.split(",")) for order in row["key"]) if "key" in row else None,
    )


_FACTS = json.loads(Path(__file__).with_name("application_identifiers.json").read_text(encoding="utf-8"))
_CODES = Codes(
    countries=frozenset(_FACTS["countries"].split(" ")),
    country_letters=frozenset(_FACTS["country_letters"].split(" ")),
    currencies=frozenset(_FACTS["currencies"].split(" ")),
    package_types=frozenset(_FACTS["package_types"].split(" ")),
)
IDENTIFIERS: dict[str, Identifier] = {
    digits: _identifier(digits, row)
    for spelling, row in _FACTS["identifiers"].items()
    for digits in _spread(spelling)
}


_LENGTH_BY_PREFIX = {digits[:2]: len(digits) for digits in IDENTIFIERS}
"""GS1 General Specifications 7.8.2: the first two digits tell how long an identifier is."""


def identifier_at(text: str, at: int) -> Identifier | None:
    """The identifier that begins at `at`; no identifier is the beginning of another."""
    length = _LENGTH_BY_PREFIX.get(text[at : at + 2])
    return None if length is None else IDENTIFIERS.get(text[at : at + length])


def value_fault(identifier: Identifier, value: str, year: int) -> str | None:
    """Why the value is refused (see `components.fault`), or None.

    A sign beyond ASCII comes before the length, because the other tongue counts some of them twice.
    """
    if not value.isascii():
        return "characters"
    if len(value) > identifier.longest:
        return "too_long"
    return fault(value, identifier.components, _CODES, year)


def missing_partners(present: frozenset[str]) -> list[str]:
    """The identifiers that may not stand without another which is not there, in the order of the table."""
    return [
        digits
        for digits in sorted(present)
        if (needs := IDENTIFIERS[digits].needs)
        and not any(all(_is_among(member, present) for member in group) for group in needs)
    ]


def excluded_partners(present: frozenset[str]) -> list[str]:
    """The pairs, as "01+37", that may not stand on one item."""
    pairs = {
        "+".join(sorted((digits, other)))
        for digits in present
        for pattern in IDENTIFIERS[digits].not_with
        for other in present
        if other != digits and _matches(other, pattern)
    }
    return sorted(pairs)


def _is_among(pattern: str, present: frozenset[str]) -> bool:
    return pattern in present or ("n" in pattern and any(_matches(digits, pattern) for digits in present))


def _matches(digits: str, pattern: str) -> bool:
    return len(digits) == len(pattern) and digits.startswith(pattern.rstrip("n"))

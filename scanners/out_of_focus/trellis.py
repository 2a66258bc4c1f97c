"""The bars of EAN-13 (ISO/IEC 15420) through a lens out of focus, and the codes that best explain grey levels.

A position is in modules (the narrowest bar is one wide) from the first bar; darkness is 0 on paper, 1 on ink.
Twelve segments follow each other: six digits of set A or B, six of set C; the guards are part of the segment
beside them, so that only neighbouring segments blur into each other and costs add up pair by pair.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from operator import add, mul

from scanners.check_digits import ends_in_mod_10

MODULES = 95
_PER_MODULE, MARGIN, _REACH = 2, 4, 4
"""Samples in a module; modules looked at beyond each end; how many modules away a module still shows."""
POSITIONS = tuple((at + 0.5) / _PER_MODULE - MARGIN for at in range((MODULES + 2 * MARGIN) * _PER_MODULE))
_SET_C = (
    "1110010",
    "1100110",
    "1101100",
    "1000010",
    "1011100",
    "1001110",
    "1010000",
    "1000100",
    "1001000",
    "1110100",
)
_SET_A = tuple(bars.translate(str.maketrans("01", "10")) for bars in _SET_C)
_SET_B = tuple(bars[::-1] for bars in _SET_C)
_FIRST_DIGIT = (
    "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA",
)  # fmt: skip
_BEGINNINGS = frozenset(sets[:length] for sets in _FIRST_DIGIT for length in range(1, 7))
_SIDE, _MIDDLE = "101", "01010"
HYPOTHESES = 60

Path = tuple[int, ...]
"""For each of the twelve segments the number of its alternative: the digit, in set B ten more."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A valid code, and how far its grey levels are from those seen (mean square; contrast is 1)."""

    distance: float
    digits: str
    path: Path


@dataclass(frozen=True, slots=True)
class _Segment:
    first: int  # sample
    shades: tuple[tuple[float, ...], ...]  # by alternative, the darkness it adds from sample `first` on
    energies: tuple[float, ...]
    beside: tuple[tuple[float, ...], ...]  # by alternative before and alternative here


def _bars(segment: int) -> tuple[int, list[str]]:
    """Where the segment begins, and its alternatives as modules."""
    if segment < 6:
        before, after = _SIDE * (segment == 0), _MIDDLE * (segment == 5)
        return (3 + 7 * segment if segment else 0), [before + bars + after for bars in (*_SET_A, *_SET_B)]
    return 50 + 7 * (segment - 6), [bars + _SIDE * (segment == 11) for bars in _SET_C]


def _lit(distance: float) -> float:
    """The share of a disc of radius 2 left of `distance` from its middle: a point out of focus is a disc."""
    across = min(1.0, max(-1.0, distance / 2))
    return 0.5 + (across * math.sqrt(1 - across * across) + math.asin(across)) / math.pi


def _spread(blur: float) -> tuple[float, ...]:
    """The darkness one module adds to the samples around it, from `_REACH` modules before its middle on."""
    steps = [(at + 0.5) / _PER_MODULE - _REACH for at in range(2 * _REACH * _PER_MODULE)]
    return tuple(_lit((step + 0.5) / blur) - _lit((step - 0.5) / blur) for step in steps)


def _shades(bars: str, spread: tuple[float, ...]) -> tuple[float, ...]:
    darkness = [0.0] * (len(bars) * _PER_MODULE + len(spread))
    for at, bar in enumerate(bars):
        if bar == "1":
            for sample, added in enumerate(spread, at * _PER_MODULE + _PER_MODULE // 2):
                darkness[sample] += added
    return tuple(darkness)


@lru_cache(maxsize=32)
def _segments(blur: float) -> tuple[_Segment, ...]:
    """The model for a lens that makes of a point a disc with a radius of twice `blur` modules."""
    segments: list[_Segment] = []
    spread = _spread(blur)
    for number in range(12):
        begin, alternatives = _bars(number)
        first = (begin + MARGIN - _REACH) * _PER_MODULE
        shades = tuple(_shades(bars, spread) for bars in alternatives)
        energies = tuple(sum(map(mul, shade, shade)) for shade in shades)
        beside = _overlap(segments[-1], first, shades) if segments else ()
        segments.append(_Segment(first, shades, energies, beside))
    return tuple(segments)


def _overlap(
    before: _Segment, first: int, shades: tuple[tuple[float, ...], ...]
) -> tuple[tuple[float, ...], ...]:
    return tuple(
        tuple(2 * sum(map(mul, earlier[first - before.first :], shade)) for shade in shades)
        for earlier in before.shades
    )


def _costs(darkness: list[float], segment: _Segment) -> list[float]:
    seen = darkness[segment.first : segment.first + len(segment.shades[0])]
    return [
        energy - 2 * sum(map(mul, seen, shade))
        for energy, shade in zip(segment.energies, segment.shades, strict=True)
    ]


def likely(darkness: list[float], blur: float, hypotheses_max: int = HYPOTHESES) -> list[Explained]:
    """The valid codes nearest to what was seen at `POSITIONS`, best first; a beam search over the segments."""
    hypotheses: list[tuple[float, Path]] = [(0.0, ())]
    for number, segment in enumerate(_segments(blur)):
        own = _costs(darkness, segment)
        longer = []
        for cost, path in hypotheses:
            beside = segment.beside[path[-1]] if path else (0.0,) * len(own)
            for choice, alone in enumerate(own):
                longer.append((cost + beside[choice] + alone, (*path, choice)))
        if number < 6:
            longer = [(cost, path) for cost, path in longer if _sets(path) in _BEGINNINGS]
        longer.sort()
        hypotheses = longer[:hypotheses_max]
    whole = sum(map(mul, darkness, darkness))
    found = [Explained((cost + whole) / len(POSITIONS), _digits(path), path) for cost, path in hypotheses]
    return [code for code in found if ends_in_mod_10(code.digits)]


def distance(darkness: list[float], blur: float) -> float:
    """About how far the nearest code is, its check digit and the sets of its digits unasked: quick."""
    best: list[float] = []
    before: list[float] = []
    segments = _segments(blur)
    for segment in segments:
        own = _costs(darkness, segment)
        if before:
            columns = zip(*segment.beside, strict=True)
            best = [alone + min(map(add, before, column)) for alone, column in zip(own, columns, strict=True)]
        before = best or own
    whole: float = sum(map(mul, darkness, darkness))
    return (min(best) + whole) / len(POSITIONS)


def shade(path: Path, blur: float) -> list[float]:
    """The darkness that a code would have at `POSITIONS`."""
    darkness = [0.0] * len(POSITIONS)
    for segment, choice in zip(_segments(blur), path, strict=True):
        for at, added in enumerate(segment.shades[choice], segment.first):
            darkness[at] += added
    return darkness


def _sets(path: Path) -> str:
    return "".join("AB"[choice >= 10] for choice in path[:6])


def _digits(path: Path) -> str:
    return str(_FIRST_DIGIT.index(_sets(path))) + "".join(str(choice % 10) for choice in path)

"""From a row of grey levels to the code that explains it: where it lies, how blurred and how lit it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import mul

from scanners.out_of_focus.trellis import (
    HYPOTHESES,
    MARGIN,
    MODULES,
    POSITIONS,
    Explained,
    Path,
    distance,
    likely,
    shade,
)

_BLURS = (0.5, 0.8, 1.1, 1.35)
_BENDS = (0.0, 0.7, -0.7)
DISTANCE_MOST, AHEAD_LEAST = 0.0035, 1.6
"""In photos as blurred as can be, right codes are mostly nearer than 0.0025 and ahead of the next by 1.7 to 2.4;
wrong ones were ahead by at most 1.4."""
_HOPELESS = 0.006
_BLURS_GUESSED = (0.8, 1.25)
_BLUR_LEAST, _BLUR_MOST, _BLUR_STEP = 0.4, 1.6, 0.05
_DARK_SHARE = 0.47
"""Of the modules of an EAN-13, on average."""
_HYPOTHESES_FIRST = 20
_CONTRAST_LEAST = 6
"""Grey levels between ink and paper."""
_CANDIDATES, _TURNS_MAX = 2, 3
_CLIMB_STEPS, _SETTLING_STEPS = (0.5, 1.0, 0.25), (0.5, 0.4, 0.1)
_ALONG = tuple(2 * at / (len(POSITIONS) - 1) - 1 for at in range(len(POSITIONS)))

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the first bar begins and the last ends, in samples of the row, and by how many modules a perspective
    has moved the middle."""

    begin: float
    end: float
    bend: float
    blur: float

    def samples(self, row: Row) -> list[float]:
        """The grey levels at `POSITIONS`."""
        module = (self.end - self.begin) / MODULES
        last = len(row) - 1
        levels = []
        for position in POSITIONS:
            along = position / MODULES
            at = self.begin + (position + 4 * self.bend * along * (1 - along)) * module - 0.5
            left = min(max(int(at), 0), last)
            right = min(left + 1, last)
            part = min(max(at - left, 0.0), 1.0)
            levels.append(row[left] * (1 - part) + row[right] * part)
        return levels


@dataclass(frozen=True, slots=True)
class Light:
    """Paper, and ink less paper, at each of `POSITIONS`."""

    paper: list[float]
    ink: list[float]

    def darkness(self, levels: list[float]) -> list[float]:
        return [(level - paper) / ink for level, paper, ink in zip(levels, self.paper, self.ink, strict=True)]


@dataclass(frozen=True, slots=True)
class Fit:
    """The best code of a row; `next_best` is the distance of the best of all others."""

    place: Place
    code: Explained
    next_best: float

    @property
    def sure(self) -> bool:
        return self.code.distance <= DISTANCE_MOST and self.next_best >= AHEAD_LEAST * self.code.distance


def fit(row: Row, begin: float, end: float) -> Fit | None:
    """The code between about `begin` and `end`, sure or the nearest there is."""
    nearest: Fit | None = None
    for bend in _BENDS:
        found = _fit(row, begin, end, bend)
        if found is not None and (nearest is None or found.code.distance < nearest.code.distance):
            nearest = found
        if nearest is None or nearest.sure or nearest.code.distance > _HOPELESS:
            break
    return nearest


def _fit(row: Row, begin: float, end: float, bend: float) -> Fit | None:
    """First roughly where it lies, whatever it says, then what it says, then exactly where each of the likeliest
    would lie."""
    guesses = [_guess(row, Place(begin, end, bend, blur)) for blur in _BLURS]
    best: Fit | None = min((one for one in guesses if one), key=_distance, default=None)
    if best is None:
        return None
    light = _unlike(row, best.place, best.code.path)[1]
    if light is None:
        return None
    place = _climbed(row, best.place, light)
    candidates = [best]
    for code in likely(light.darkness(place.samples(row)), place.blur)[:_CANDIDATES]:
        settled = _explained(row, *_settled(row, place, code.path))
        if settled is not None:
            candidates.append(settled)
            if settled.sure:
                return settled
    best = min(candidates, key=_distance)
    again = _explained(row, *_settled(row, best.place, best.code.path))
    return best if again is None else min(best, again, key=_distance)


def _climbed(row: Row, start: Place, light: Light) -> Place:
    """The place nearest to any code, by small steps in this light."""

    def unlike(place: Place) -> float:
        return distance(light.darkness(place.samples(row)), place.blur)

    return _by_steps(start, unlike, _CLIMB_STEPS)


def guessed(row: Row, begin: float, end: float) -> float:
    """How far the grey levels between `begin` and `end` are from any code, roughly; infinite without contrast."""
    nearest = float("inf")
    for blur in _BLURS_GUESSED:
        levels = Place(begin, end, 0.0, blur).samples(row)
        light = _about(levels)
        if light is not None:
            nearest = min(nearest, distance(light.darkness(levels), blur))
    return nearest


def _distance(found: Fit) -> float:
    return found.code.distance


def _guess(row: Row, place: Place) -> Fit | None:
    return _explained(row, place, _about(place.samples(row)), _HYPOTHESES_FIRST)


def _about(levels: list[float]) -> Light | None:
    """The light if an average code lies here with paper on both sides."""
    quiet = 2 * MARGIN - 3
    left, right = max(levels[:quiet]), max(levels[-quiet:])
    paper = [left + (right - left) * (along + 1) / 2 for along in _ALONG]
    dark = sum(white - level for white, level in zip(paper, levels, strict=True)) / (2 * MODULES)
    contrast = dark / _DARK_SHARE
    return Light(paper, [-contrast] * len(paper)) if contrast >= _CONTRAST_LEAST else None


def _explained(row: Row, place: Place, light: Light | None, hypotheses: int = HYPOTHESES) -> Fit | None:
    if light is None:
        return None
    codes = likely(light.darkness(place.samples(row)), place.blur, hypotheses)
    if len(codes) < 2:
        return None
    return Fit(place, codes[0], codes[1].distance)


def _settled(row: Row, place: Place, path: Path) -> tuple[Place, Light | None]:
    """The place at which this code explains the row best, and the light there."""
    best = _by_steps(place, lambda tried: _unlike(row, tried, path)[0], _SETTLING_STEPS)
    return best, _unlike(row, best, path)[1]


def _by_steps(place: Place, unlike: Callable[[Place], float], steps: tuple[float, float, float]) -> Place:
    """Downhill from `place`: ends, bend and blur in turn, the steps halved twice; ends in modules."""
    module = (place.end - place.begin) / MODULES
    ends, bend, blur = steps
    best = unlike(place)
    for halved in (1, 2, 4):
        moves = (("begin", ends * module), ("end", ends * module), ("bend", bend), ("blur", blur))
        for _ in range(_TURNS_MAX):
            before = best
            for name, step in moves:
                for way in (-step / halved, step / halved):
                    tried = _shifted(place, name, way)
                    seen = unlike(tried)
                    if seen < best * 0.99:
                        place, best = tried, seen
            if best == before:
                break
    return place


def _shifted(place: Place, name: str, way: float) -> Place:
    if name != "blur":
        return replace(place, **{name: getattr(place, name) + way})
    return replace(place, blur=min(_BLUR_MOST, max(_BLUR_LEAST, _on_grid(place.blur + way))))


def _on_grid(blur: float) -> float:
    return round(round(blur / _BLUR_STEP) * _BLUR_STEP, 2)


def _unlike(row: Row, place: Place, path: Path) -> tuple[float, Light | None]:
    """The mean square between what is seen and what this code would look like in the light that suits it best."""
    levels, model = place.samples(row), shade(path, place.blur)
    columns = ([1.0] * len(model), _ALONG, model, list(map(mul, _ALONG, model)))
    found = _least_squares(columns, levels)
    paper = [found[0] + found[1] * along for along in _ALONG]
    ink = [found[2] + found[3] * along for along in _ALONG]
    if max(ink[0], ink[-1]) > -_CONTRAST_LEAST / 2:
        return float("inf"), None
    light = Light(paper, ink)
    seen = light.darkness(levels)
    return sum((one - other) ** 2 for one, other in zip(seen, model, strict=True)) / len(model), light


def _least_squares(columns: Sequence[Sequence[float]], levels: list[float]) -> list[float]:
    """The factors of the columns whose sum is nearest to `levels`: normal equations, Gauss."""
    size = len(columns)
    matrix = [[sum(map(mul, one, other)) for other in columns] for one in columns]
    right = [sum(map(mul, one, levels)) for one in columns]
    for at in range(size):
        matrix[at][at] += 1e-6
        for below in range(at + 1, size):
            factor = matrix[below][at] / matrix[at][at]
            matrix[below] = [low - factor * high for low, high in zip(matrix[below], matrix[at], strict=True)]
            right[below] -= factor * right[at]
    found = [0.0] * size
    for at in reversed(range(size)):
        known = sum(matrix[at][later] * found[later] for later in range(at + 1, size))
        found[at] = (right[at] - known) / matrix[at][at]
    return found

"""Rows of grey levels across upright bars, and where in them the bars of one code may begin and end."""

from array import array
from bisect import bisect, bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

from scanners.out_of_focus.trellis import MODULES

SAMPLES_PER_PIXEL = 4
_LEANING_MOST, _LEAN_STEP, _LEAN_SIDE, _LEAN_ROWS = 30, 3, 500, 16
_MODULE_LEAST, _MODULE_MOST = 0.9, 8.0
"""In pixels; below, nothing is left of a bar; above, nothing out of focus is as wide as the code needs."""
_SLOPE_LEAST, _SLOPES_STEEPER = 0.25, 0.1
"""A slope that may end a code has this part of one that only every tenth spot exceeds."""
_DARKER_LEAST, _DARKER_MOST = 8, 31
_EDGES_MAX, _SPANS_MAX = 60, 60
"""In a row: noise has hundreds of edges, a code 30."""
_QUIET_NEAR, _QUIET_FAR, _QUIET_FLAT, _QUIET_BRIGHT = 2.0, 5.5, 0.3, 0.55
"""From where to where, in modules, there is only paper beside a code; how even and how bright, of the contrast."""

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Span:
    """From the first bar's beginning to the last one's end, in samples of row `row`."""

    row: int
    begin: int
    end: int

    def continues(self, other: "Span") -> bool:
        """Whether two rows next to each other show the same bars, as far as bars lean."""
        slack = 0.03 * (self.end - self.begin)
        return (
            abs(self.row - other.row) == 1
            and abs(self.begin - other.begin) <= slack
            and abs(self.end - other.end) <= slack
        )


def upright(picture: Image.Image) -> Image.Image:
    """Turned, by at most 30°, so that columns differ most."""
    small = picture.copy()
    small.thumbnail((_LEAN_SIDE, _LEAN_SIDE), Image.Resampling.BOX)
    about = max(
        range(-_LEANING_MOST, _LEANING_MOST + 1, _LEAN_STEP), key=lambda lean: _differing(small, lean)
    )
    best = max(range(about - 2, about + 3), key=lambda lean: _differing(small, lean))
    return picture.rotate(best, Image.Resampling.BICUBIC)


def _differing(picture: Image.Image, degrees: int) -> int:
    """How much columns differ, where the turned picture reaches."""
    reached = _averaged(Image.new("L", picture.size, 255).rotate(degrees)).point([0] * 255 + [255])
    turned = _averaged(picture.rotate(degrees, Image.Resampling.BICUBIC))
    beside = ImageChops.darker(_left(reached), _right(reached))
    differing = ImageChops.darker(ImageChops.difference(_left(turned), _right(turned)), beside)
    return sum(level * level * count for level, count in enumerate(differing.histogram()))


def _averaged(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width, max(1, picture.height // _LEAN_ROWS)), Image.Resampling.BOX)


def _left(picture: Image.Image) -> Image.Image:
    return picture.crop((0, 0, max(1, picture.width - 2), picture.height))


def _right(picture: Image.Image) -> Image.Image:
    return picture.crop((min(2, picture.width - 1), 0, picture.width, picture.height))


def rows_of(picture: Image.Image, count: int) -> list[Row]:
    """The picture in `count` rows, each the mean of what it covers, finer than pixels along the row."""
    fine = picture.convert("F").resize((picture.width, count), Image.Resampling.BOX)
    fine = fine.resize((picture.width * SAMPLES_PER_PIXEL, count), Image.Resampling.BICUBIC)
    levels = array("f", fine.tobytes()).tolist()
    return [levels[at * fine.width : (at + 1) * fine.width] for at in range(count)]


def tracks(rows: list[Row]) -> list[list[Span]]:
    """Spans that go on over several rows, as bars do and print does not; the longest first."""
    ended: list[list[Span]] = []
    waiting: list[list[Span]] = []
    for number, row in enumerate(rows):
        begun: list[list[Span]] = []
        for span in _spans(number, row):
            before = [track for track in waiting if track[-1].continues(span)]
            if before:
                max(before, key=len).append(span)
            else:
                begun.append([span])
        ended += [track for track in waiting if track[-1].row < number]
        waiting = [track for track in waiting if track[-1].row == number] + begun
    lasting = [track for track in (*ended, *waiting) if len(track) >= 2]
    return sorted(lasting, key=lambda track: -len(track))


def _spans(number: int, row: Row) -> list[Span]:
    slopes = [after - before for before, after in zip(row, row[2 * SAMPLES_PER_PIXEL :], strict=False)]
    if not slopes:
        return []
    steep = sorted(map(abs, slopes))[int(len(slopes) * (1 - _SLOPES_STEEPER))]
    darker = _steepest([-slope for slope in slopes], _SLOPE_LEAST * steep)
    brighter = _steepest(slopes, _SLOPE_LEAST * steep)
    spans = [
        Span(number, begin, end)
        for begin in darker
        for end in brighter
        if _MODULE_LEAST <= (end - begin) / MODULES / SAMPLES_PER_PIXEL <= _MODULE_MOST
        and _DARKER_LEAST <= bisect(darker, end) - bisect_left(darker, begin) <= _DARKER_MOST
        and _quiet_around(row, begin, end)
    ]
    return sorted(spans, key=lambda span: span.begin - span.end)[:_SPANS_MAX]


def _steepest(slopes: list[float], least: float) -> list[int]:
    """Where in the row it gets darker (or brighter) most, from left to right."""
    peaks = sorted(_peaks(slopes, least), key=lambda at: -slopes[at])[:_EDGES_MAX]
    return sorted(at + SAMPLES_PER_PIXEL for at in peaks)


def _peaks(levels: list[float], least: float) -> list[int]:
    return [
        at
        for at in range(1, len(levels) - 1)
        if levels[at] >= least and levels[at - 1] <= levels[at] > levels[at + 1]
    ]


def _quiet_around(row: Row, begin: int, end: int) -> bool:
    module = (end - begin) / MODULES
    near, far = round(_QUIET_NEAR * module), round(_QUIET_FAR * module)
    inside = row[begin:end]
    darkest, contrast = min(inside), max(inside) - min(inside)
    for quiet in (row[max(0, begin - far) : max(0, begin - near)], row[end + near : end + far]):
        if len(quiet) < module:
            return False
        if (
            min(quiet) < darkest + _QUIET_BRIGHT * contrast
            or max(quiet) - min(quiet) > _QUIET_FLAT * contrast
        ):
            return False
    return True

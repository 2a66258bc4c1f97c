"""Where in a photo a code may be: a code is denser in edges than print, edges of boxes or the grain of a sensor.

A photo of 12 megapixels costs a decoder more than half a second; the few places that could hold a code, a tenth.
"""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""

_CELL = 10
_EDGES_LEAST, _EDGES_BESIDE, _OF_THE_DENSEST = 7, 17, 0.33
"""Grey levels: in a dim photo; beside a code that was read, where print has less than that; and of the densest left."""
_QUIET_CELLS = 2
"""Around a place: the quiet zone, and what the code's corners lack in edges."""
REGIONS_MAX = 24


@dataclass(frozen=True, slots=True)
class _Place:
    box: Box
    density: float


def busy(picture: Image.Image, known: list[Box]) -> list[Box]:
    """Places dense in edges outside of `known`, in pixels of `picture` (grey), densest first."""
    edges = ImageChops.difference(picture, picture.filter(ImageFilter.BoxBlur(2)))
    cells = edges.reduce(_CELL).filter(ImageFilter.BoxBlur(1))
    for left, top, right, bottom in known:
        cells.paste(
            0,
            (
                max(0, left // _CELL - 1),
                max(0, top // _CELL - 1),
                min(cells.width, right // _CELL + 2),
                min(cells.height, bottom // _CELL + 2),
            ),
        )
    levels = cells.tobytes()
    densest = max(levels)
    least = max(_EDGES_BESIDE if known else _EDGES_LEAST, round(densest * _OF_THE_DENSEST))
    places = _places(levels, cells.width, least)
    places.sort(key=lambda place: -place.density)
    return [_in_pixels(place.box, picture.size) for place in places[:REGIONS_MAX]]


def _places(levels: bytes, width: int, least: int) -> list[_Place]:
    """The connected groups of cells whose level is at least `least`."""
    waiting = {at for at, level in enumerate(levels) if level >= least}
    places = []
    while waiting:
        front = [waiting.pop()]
        group = []
        while front:
            at = front.pop()
            group.append(at)
            beside = (at - 1, at + 1) if 0 < at % width < width - 1 else ()
            near = {*beside, at - width, at + width} & waiting
            waiting -= near
            front.extend(near)
        columns, rows = [at % width for at in group], [at // width for at in group]
        box = (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
        places.append(_Place(box, sum(levels[at] for at in group) / len(group) * min(len(group), 40) ** 0.5))
    return places


def _in_pixels(cells: Box, size: tuple[int, int]) -> Box:
    left, top, right, bottom = cells
    return (
        max(0, (left - _QUIET_CELLS) * _CELL),
        max(0, (top - _QUIET_CELLS) * _CELL),
        min(size[0], (right + _QUIET_CELLS) * _CELL),
        min(size[1], (bottom + _QUIET_CELLS) * _CELL),
    )

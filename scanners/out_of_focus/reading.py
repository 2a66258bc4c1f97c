"""The EAN-13 in a picture out of focus, if rows of it are explained by the same code and by no other."""

import time
from dataclasses import dataclass

from PIL import Image

from scanners.out_of_focus.fitting import Fit, fit, guessed
from scanners.out_of_focus.rows import Row, Span, rows_of, tracks, upright

_ROWS, _ROWS_FITTED, _TRACKS, _TRACKS_FITTED = 14, 3, 40, 2
_UNSURE_MOST = 2
CPU_SECONDS_MAX = 2.0
"""Of photos that are read this way a third takes less than 0.5 s, nearly all the others less than 1.4."""
_GUESS_MOST = 0.012
"""Nothing that could be read was farther; most pictures without such bars are, and cost 0.1 s instead of 2."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """Bars that may be an EAN-13, and how far from one, roughly."""

    rows: list[Row]
    track: list[Span]
    turned: bool
    distance: float


def read(picture: Image.Image, *, cpu_seconds: float = CPU_SECONDS_MAX) -> list[str]:
    """The 13 digits of the code in a grey picture, whose bars stand upright by about 30° or lie on their side.

    Gives up after about `cpu_seconds`.
    """
    until = time.thread_time() + cpu_seconds
    guesses: list[_Guess] = []
    for side in (picture, picture.transpose(Image.Transpose.ROTATE_90)):
        rows = rows_of(upright(side), _ROWS)
        for track in tracks(rows)[:_TRACKS]:
            for turned in (False, True):
                distance = guessed(*_seen(rows, track[len(track) // 2], turned=turned))
                guesses.append(_Guess(rows, track, turned, distance))
    guesses.sort(key=lambda guess: guess.distance)
    for guess in guesses[:_TRACKS_FITTED]:
        if guess.distance > _GUESS_MOST:
            break
        found = _agreed(_fits(guess.rows, guess.track, until, turned=guess.turned))
        if found:
            return sorted(found)
    return []


def _seen(rows: list[Row], span: Span, *, turned: bool) -> tuple[Row, int, int]:
    row = rows[span.row]
    return (row[::-1], len(row) - span.end, len(row) - span.begin) if turned else (row, span.begin, span.end)


def _fits(rows: list[Row], track: list[Span], until: float, *, turned: bool) -> list[Fit]:
    middle = (len(track) - 1) / 2
    nearest = sorted(track, key=lambda span: abs(span.row - track[0].row - middle))[:_ROWS_FITTED]
    fits: list[Fit] = []
    for tries, span in enumerate(nearest):
        if time.thread_time() > until:
            break
        found = fit(*_seen(rows, span, turned=turned))
        if found is not None and found.sure:
            fits.append(found)
        if len(fits) >= 2 or (tries + 1 >= _UNSURE_MOST and not fits):
            break
    return fits


def _agreed(fits: list[Fit]) -> set[str]:
    texts = {found.code.digits for found in fits}
    return texts if len(texts) == 1 and len(fits) >= 2 else set()

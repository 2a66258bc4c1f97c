"""When a thing was done on a phone whose clock nobody vouches for.

Rules and order go by server time; the device's time and its drift are stored beside it and shown from five
minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from offline.limits import DRIFT_SHOWN_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """UTC throughout. `drift` is server minus device, None while it was never known."""

    made_at: datetime
    estimated_at: datetime
    received_at: datetime
    drift: timedelta | None

    @property
    def drift_shown(self) -> bool:
        """Whether papers show both times."""
        return self.drift is not None and abs(self.drift) >= timedelta(milliseconds=DRIFT_SHOWN_MS)


def estimate(*, made_at: datetime, clock_offset_ms: int | None, received_at: datetime) -> Moment:
    """The device's time moved by the last known offset, and never after the arrival.

    A time after the arrival is impossible, so what is over is counted as drift too. This is an estimate
    for showing and for judging rights at that time; a device that lies about the past is not found out by
    it.
    """
    offset = timedelta(milliseconds=clock_offset_ms or 0)
    estimated_at = min(made_at + offset, received_at)
    over = estimated_at - (made_at + offset)
    drift = None if clock_offset_ms is None and not over else offset + over
    return Moment(made_at=made_at, estimated_at=estimated_at, received_at=received_at, drift=drift)

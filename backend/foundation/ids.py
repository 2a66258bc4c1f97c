"""Ids made once and in order (UUIDv7), ids derived from what they stand for (UUIDv8), and codes for people.

Source: RFC 9562, sections 5.7, 5.8 and 6.2 (method 2: the random part is the counter).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from secrets import token_bytes
from threading import Lock
from typing import Final, Protocol
from uuid import UUID

from backend.foundation.clock import Clock

CHECK_CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without I, L and O, which are read as 1 and 0."""
CHECK_CODE_LENGTH: Final = 6

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BITS: Final = 74
_RANDOM_MAX: Final = (1 << _RANDOM_BITS) - 1
_DIGEST_BYTES_MIN: Final = 16

IdPart = str | UUID | int | datetime | date


class Ids(Protocol):
    def new(self) -> UUID:
        """A new UUIDv7, greater than every one before it from this source."""
        ...


class TimeOrderedIds:
    """UUIDv7 from a clock; strictly growing in a process, also when the clock stands still or goes back."""

    def __init__(self, clock: Clock, random_bytes: Callable[[int], bytes] = token_bytes) -> None:
        self._clock = clock
        self._random_bytes = random_bytes
        self._lock = Lock()
        self._milliseconds = -1
        self._random = 0

    def new(self) -> UUID:
        now = (self._clock.now() - _EPOCH) // timedelta(milliseconds=1)
        with self._lock:
            if now > self._milliseconds:
                self._milliseconds = now
                # The top bit stays free, so that a burst within one millisecond has room to count.
                self._random = int.from_bytes(self._random_bytes(10)) & (_RANDOM_MAX >> 1)
            elif self._random < _RANDOM_MAX - (1 << 32):
                self._random += 1 + int.from_bytes(self._random_bytes(4))
            else:
                self._milliseconds += 1
                self._random = int.from_bytes(self._random_bytes(10)) & (_RANDOM_MAX >> 1)
            return _uuid7(self._milliseconds, self._random)


def derived_id(kind: str, *parts: IdPart) -> UUID:
    """The one id of what `kind` and `parts` name: the same again is the same id: redelivery doubles nothing.

    UUIDv8: the first 128 bits (six give way to version and variant) of SHA-256 over the kind and the parts,
    each with its sort and its length, so that ("a", "bc") and ("ab", "c"), or 1 and "1", differ. Instants are
    compared in UTC.
    """
    digest = sha256()
    for part in (kind, *parts):
        sort, text = _spelled(part)
        encoded = text.encode(errors="surrogatepass")
        digest.update(b"%s%d:%s" % (sort, len(encoded), encoded))
    bits = int.from_bytes(digest.digest()[:16])
    bits = bits & ~(0xF << 76) | (0x8 << 76)
    return UUID(int=bits & ~(0b11 << 62) | (0b10 << 62))


def check_code(digest: bytes) -> str:
    """核对码: six letters of a digest that two people can compare aloud.

    It shows a mistake (one in 148 million alike). It is no proof: whoever chooses the content can make two
    alike.
    """
    if len(digest) < _DIGEST_BYTES_MIN:
        raise ValueError("a check code is made of a whole digest")
    number = int.from_bytes(digest[:_DIGEST_BYTES_MIN])
    letters = []
    for _ in range(CHECK_CODE_LENGTH):
        number, letter = divmod(number, len(CHECK_CODE_LETTERS))
        letters.append(CHECK_CODE_LETTERS[letter])
    return "".join(letters)


def made_at(id: UUID) -> datetime:
    """When a UUIDv7 says it was made, to the millisecond, in UTC. Raises ValueError for another version."""
    if id.version != 7:
        raise ValueError("only a UUIDv7 carries its time")
    return _EPOCH + timedelta(milliseconds=id.int >> 80)


def _uuid7(milliseconds: int, random: int) -> UUID:
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _spelled(part: IdPart) -> tuple[bytes, str]:
    match part:
        case str():
            return b"s", part
        case UUID():
            return b"u", str(part)
        case int():
            return b"i", str(part)
        case datetime():
            if part.tzinfo is None:
                raise ValueError("an instant without a zone names no instant")
            return b"t", part.astimezone(UTC).isoformat()
        case date():
            return b"d", part.isoformat()

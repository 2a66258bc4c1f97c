"""argon2id, off the event loop, a few at a time, and as slow for nobody as for somebody."""

import asyncio
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

AT_ONCE: Final = 2
"""Each takes 64 MiB and a core for some 50 ms: more at once would starve everybody else."""

Profile = Literal["production", "test"]

PROFILES: Final = {
    # RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes.
    "production": PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, type=Type.ID),
    # As cheap as the algorithm allows; refused outside of development.
    "test": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID),
}


@dataclass(frozen=True)
class Passwords:
    """Hashes and compares with the profile that the settings name."""

    profile: Profile = "production"
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), repr=False)

    async def hashed(self, secret: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(PROFILES[self.profile].hash, secret)

    async def fits(self, known: str | None, secret: str) -> bool:
        """Whether `secret` is what was hashed. Without a hash it takes as long, and the answer is no."""
        async with self._turns:
            return await asyncio.to_thread(self._fits, known, secret) and known is not None

    def _fits(self, known: str | None, secret: str) -> bool:
        try:
            return PROFILES[self.profile].verify(known or self._nobodys, secret)
        except (VerificationError, InvalidHashError):
            return False

    @cached_property
    def _nobodys(self) -> str:
        return PROFILES[self.profile].hash("")

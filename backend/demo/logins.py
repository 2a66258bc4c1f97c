"""The logins of the demo's people: one well-known password on this machine, fresh ones for the network.

argon2id is slow on purpose. On this machine everybody has the same password, so it is hashed once and the same hash
is kept for all; a hash that a person's row already has is left alone, so a later start hashes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import randbelow
from typing import Final

from backend.demo.people import PEOPLE
from backend.demo.ready import PIN, Login
from backend.foundation.actor import SYSTEM
from backend.foundation.house import House
from backend.foundation.perform import perform
from backend.identity.passwords.commands import SetPassword, SetPin
from backend.identity.passwords.hashing import Passwords
from backend.identity.passwords.queries import KNOWN, KnownRow
from backend.identity.passwords.rules import new_code
from backend.identity.posts.queries import actor_of

PASSWORD: Final = "lotline-demo"  # noqa: S105 - Printed at every start, good on this machine only.


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What everybody's password and the PIN for signing are; the hashes where all have the same."""

    passwords: Mapping[str, str]
    pin: str
    password_hash: str = ""
    pin_hash: str = ""

    @property
    def logins(self) -> tuple[Login, ...]:
        return tuple(
            Login(person.role, person.login, self.passwords[person.login])
            for person in PEOPLE
            if person.role is not None and person.login in self.passwords
        )


async def give_known(house: House, passwords: Passwords) -> Secrets:
    """Gives everybody the well-known password and PIN, where they have another one."""
    rows = await _known(house)
    password_hash = await _kept_hash(passwords, (row.password_hash for row in rows), PASSWORD)
    pin_hash = await _kept_hash(passwords, (row.pin_hash for row in rows), PIN)
    for row in rows:
        if (row.password_hash, row.pin_hash) != (password_hash, pin_hash):
            await _set(house, row, password_hash, pin_hash)
    return Secrets(
        passwords={row.login: PASSWORD for row in rows if row.login},
        pin=PIN,
        password_hash=password_hash,
        pin_hash=pin_hash,
    )


async def give_fresh(house: House, passwords: Passwords) -> Secrets:
    """Gives everybody a password of their own that nobody has seen before; sessions of before end."""
    pin = f"{randbelow(10**6):06}"
    pin_hash = await passwords.hashed(pin)
    given: dict[str, str] = {}
    for row in await _known(house):
        given[row.login or ""] = password = new_code()
        await _set(house, row, await passwords.hashed(password), pin_hash)
    return Secrets(passwords=given, pin=pin)


async def _known(house: House) -> list[KnownRow]:
    async with house.reading(SYSTEM) as reading:
        rows = [await reading.first(KNOWN, login=person.login, user_id=None) for person in PEOPLE]
    return [row for row in rows if row is not None and row.disabled_at is None]


async def _kept_hash(passwords: Passwords, hashes: Iterable[str | None], secret: str) -> str:
    """The hash that most of them have, if it is of this secret; a new one otherwise."""
    kept = [known for known in hashes if known is not None]
    first = max(kept, key=kept.count, default=None)
    if first is not None and await passwords.fits(first, secret):
        return first
    return await passwords.hashed(secret)


async def _set(house: House, row: KnownRow, password_hash: str, pin_hash: str) -> None:
    actor = await actor_of(house, row.user_id)
    if actor is None:
        return  # Disabled this moment.
    await perform(house, SetPassword(password_hash=password_hash), actor, house.ids.new())
    await perform(house, SetPin(pin_hash=pin_hash), actor, house.ids.new())

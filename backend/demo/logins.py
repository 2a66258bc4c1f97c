"""The logins of the demo's people: one well-known password on this machine, fresh ones for the network.

argon2id is slow on purpose. On this machine everybody has the same password, so it is hashed once and the same hash
is kept for all; a hash that a person's row already has is left alone, so a later start hashes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import randbelow
from typing import Final

import msgspec

from backend.demo.people import PORTAL, STAFF, Person
from backend.foundation.actor import SYSTEM
from backend.foundation.house import House
from backend.foundation.perform import perform
from backend.identity.passwords.commands import SetPassword, SetPin
from backend.identity.passwords.hashing import Passwords
from backend.identity.passwords.queries import KNOWN, KnownRow
from backend.identity.passwords.rules import new_code
from backend.identity.posts.queries import actor_of

PASSWORD: Final = "lotline-demo"  # noqa: S105 - Printed at every start, good on this machine only.
PIN: Final = "135246"
PEOPLE: Final = (*STAFF, *PORTAL.values())


class Login(msgspec.Struct, frozen=True):
    """What the ribbon and `--json` tell of one login."""

    role: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """What everybody's password and the PIN for signing are, and logins by role."""

    passwords: Mapping[str, str]
    pin: str

    @property
    def logins(self) -> tuple[Login, ...]:
        return tuple(
            Login(person.role, person.login, self.passwords[person.login])
            for person in PEOPLE
            if person.role is not None and person.login in self.passwords
        )


def known_secrets() -> Secrets:
    """One password for all, on this machine."""
    return Secrets({person.login: PASSWORD for person in PEOPLE}, PIN)


def fresh_secrets() -> Secrets:
    """A password for each, made now and kept nowhere, for when others can reach the demo."""
    return Secrets({person.login: new_code() for person in PEOPLE}, f"{randbelow(10**6):06}")


async def give_known(house: House, passwords: Passwords) -> Secrets:
    """Gives everybody the well-known password and PIN, where they have another one."""
    secrets = known_secrets()
    rows = await _known(house, PEOPLE)
    password_hash = await _kept_hash(passwords, (row.password_hash for row in rows), PASSWORD)
    pin_hash = await _kept_hash(passwords, (row.pin_hash for row in rows), PIN)
    for row in rows:
        if (row.password_hash, row.pin_hash) != (password_hash, pin_hash):
            await _set(house, row, password_hash, pin_hash)
    return Secrets({row.login: PASSWORD for row in rows if row.login}, secrets.pin)


async def give_fresh(house: House, passwords: Passwords) -> Secrets:
    """Gives everybody a password of their own that nobody has seen before; sessions of before end."""
    secrets = fresh_secrets()
    rows = await _known(house, PEOPLE)
    pin_hash = await passwords.hashed(secrets.pin)
    for row in rows:
        await _set(house, row, await passwords.hashed(secrets.passwords[row.login or ""]), pin_hash)
    return Secrets({row.login: secrets.passwords[row.login] for row in rows if row.login}, secrets.pin)


async def _known(house: House, people: Iterable[Person]) -> list[KnownRow]:
    async with house.reading(SYSTEM) as reading:
        rows = [await reading.first(KNOWN, login=person.login, user_id=None) for person in people]
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

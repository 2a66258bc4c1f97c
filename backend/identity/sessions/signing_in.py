"""What the HTTP door does with secrets: compares them, and performs commands that hold none."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy import insert

from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.house import House
from backend.foundation.meaning import meaning
from backend.foundation.perform import perform
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.work import Door
from backend.identity.passwords.commands import (
    IssuePasswordCode,
    PasswordCodeIssued,
    SetPassword,
    SetPin,
)
from backend.identity.passwords.hashing import Passwords
from backend.identity.passwords.queries import KNOWN, KnownRow
from backend.identity.passwords.rules import (
    as_known,
    code_as_typed,
    new_code,
    usable_password,
    usable_pin,
)
from backend.identity.posts.queries import actor_of
from backend.identity.rights import PEOPLE_MANAGE
from backend.identity.sessions.attempts import count_attempt, forgive_attempt
from backend.identity.sessions.commands import EndSession, OpenSession, SessionOpened
from backend.identity.sessions.refreshing import refresh, session_of
from backend.identity.sessions.rules import (
    ACCESS_LIFETIME,
    PROOF_LIFETIME,
    MeaningUnknown,
    SecretWrong,
    SessionEnded,
    SignInRefused,
    address_key,
    new_refresh_token,
    token_hash,
)
from backend.identity.sessions.tables import Proof
from backend.identity.sessions.tokens import AccessTokens

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """From where a secret came, as far as the door can tell."""

    host: str
    device_mark: bytes
    device_name: str | None = None
    request_id: str | None = None

    @property
    def door(self) -> Door:
        return Door(request_id=self.request_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A session just opened or continued; both lives in seconds. The refresh token goes into the cookie only."""

    actor: Actor
    access_token: str
    expires_in: int
    refresh_token: str
    refresh_expires_in: int


@dataclass(frozen=True, slots=True)
class SecretGiven:
    """A password or a PIN, typed by somebody who is signed in already."""

    method: str
    secret: str


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The doorman: one per process. Expected refusals are listed at each method."""

    house: House
    tokens: AccessTokens
    passwords: Passwords

    async def sign_in(self, login: str, password: str, caller: Caller) -> Grant:
        """Raises SignInsTooMany, SignInRefused; the latter takes as long for an unknown login as for a known."""
        attempt_id = await count_attempt(self.house, login, caller.host)
        known = await self._known(login=login)
        fits = await self.passwords.fits(None if known is None else known.password_hash, as_known(password))
        return await self._granted(fits, known, attempt_id, caller)

    async def refresh(self, refresh_token: str, caller: Caller) -> Grant:
        """Raises SessionEnded."""
        refreshed = await refresh(self.house, refresh_token, caller.device_mark)
        actor = await actor_of(self.house, refreshed.user_id)
        if actor is None:
            raise SessionEnded
        return self._grant(
            actor,
            SessionOpened(refreshed.session_id, refreshed.token_version, refreshed.expires_at),
            refreshed.refresh_token,
        )

    async def sign_out(self, refresh_token: str | None, caller: Caller) -> None:
        """Ends the session that the cookie belongs to; without one there is nothing to end."""
        found = None if refresh_token is None else await session_of(self.house, refresh_token)
        if found is not None:
            session_id, user_id = found
            actor = await actor_of(self.house, user_id) or SYSTEM
            await perform(
                self.house, EndSession(session_id=session_id), actor, self.house.ids.new(), caller.door
            )

    async def reauthenticate(
        self, actor: Actor, given: SecretGiven, meaning_name: str, digest: str, caller: Caller
    ) -> UUID:
        """A proof for one signature. Raises MeaningUnknown, SignInsTooMany, SecretWrong."""
        if meaning(meaning_name) is None:
            raise MeaningUnknown(meaning_name[:60])
        await self._demand(actor, given, caller)
        # Random, not in time order: whoever knows one proof learns nothing about the next.
        proof_id = uuid4()
        now = self.house.clock.now()
        async with self.house.sessions() as session, session.begin():
            await session.execute(
                insert(Proof).values(
                    id=proof_id,
                    user_id=actor.user_id,
                    meaning=meaning_name,
                    digest=digest,
                    method=given.method,
                    expires_at=now + PROOF_LIFETIME,
                    created_at=now,
                )
            )
        return proof_id

    async def change_password(self, actor: Actor, old: str, new: str, caller: Caller) -> Grant:
        """Ends every session and opens a new one here. Raises SecretWrong, SignInsTooMany, Password…"""
        known = await self._demand(actor, SecretGiven("password", old), caller)
        return await self._password_set(actor, known, new, caller, by_code=False)

    async def use_code(self, login: str, code: str, new: str, caller: Caller) -> Grant:
        """Sets a password with a one-time code and signs in. Raises as `sign_in` does, Password…, CodeUsed."""
        attempt_id = await count_attempt(self.house, login, caller.host)
        known = await self._known(login=login)
        usable = (
            known is not None
            and known.code_used_at is None
            and known.code_expires_at is not None
            and known.code_expires_at > self.house.clock.now()
        )
        code_hash = known.code_hash if known is not None and usable else None
        if not await self.passwords.fits(code_hash, code_as_typed(code)) or known is None:
            raise SignInRefused
        actor = await self._actor(known)
        await forgive_attempt(self.house, attempt_id)
        return await self._password_set(actor, known, new, caller, by_code=True)

    async def set_pin(self, actor: Actor, password: str, pin: str, caller: Caller) -> None:
        """Raises PinNotUsable, SecretWrong, SignInsTooMany."""
        pin_hash = await self.passwords.hashed(usable_pin(pin))
        await self._demand(actor, SecretGiven("password", password), caller)
        await perform(self.house, SetPin(pin_hash=pin_hash), actor, self.house.ids.new(), caller.door)

    async def issue_code(self, actor: Actor, user_id: UUID, caller: Caller) -> tuple[str, datetime]:
        """A one-time code for another person, told here once and kept as a hash. Raises NotAllowed, NotToYourself,
        NotFound."""
        if not actor.may(PEOPLE_MANAGE):
            raise NotAllowed(PEOPLE_MANAGE.name)
        code = new_code()
        command = IssuePasswordCode(
            user_id=user_id, code_hash=await self.passwords.hashed(code_as_typed(code))
        )
        performed = await perform(self.house, command, actor, self.house.ids.new(), caller.door)
        issued: PasswordCodeIssued = performed.result
        return code, issued.expires_at

    async def _known(self, *, login: str | None = None, user_id: UUID | None = None) -> KnownRow | None:
        # What no login can hold is no login: it needs no look into the database, which would choke on a NUL.
        searched = login.strip().lower() if login is not None and login.isprintable() else None
        async with self.house.reading(SYSTEM) as reading:
            return await reading.first(KNOWN, login=searched, user_id=user_id)

    async def _granted(self, fits: bool, known: KnownRow | None, attempt_id: UUID, caller: Caller) -> Grant:
        if not fits or known is None:
            log.info("sign_in.refused", address=address_key(caller.host))
            raise SignInRefused
        actor = await self._actor(known)
        await forgive_attempt(self.house, attempt_id)
        return await self._open(actor, caller)

    async def _actor(self, known: KnownRow) -> Actor:
        actor = await actor_of(self.house, known.user_id)
        if actor is None:
            log.info("sign_in.disabled", user_id=str(known.user_id))
            raise SignInRefused
        return actor

    async def _demand(self, actor: Actor, given: SecretGiven, caller: Caller) -> KnownRow:
        """The person's row, after they gave the secret; a wrong one counts like a failed sign-in."""
        known = await self._known(user_id=actor.user_id)
        if known is None:
            raise NotFound("user")
        attempt_id = await count_attempt(self.house, known.login or str(actor.user_id), caller.host)
        kept = known.pin_hash if given.method == "pin" else known.password_hash
        if not await self.passwords.fits(kept, as_known(given.secret)):
            log.info("secret.wrong", user_id=str(actor.user_id), method=given.method)
            raise SecretWrong
        await forgive_attempt(self.house, attempt_id)
        return known

    async def _password_set(
        self, actor: Actor, known: KnownRow, new: str, caller: Caller, *, by_code: bool
    ) -> Grant:
        password = usable_password(new, login=known.login, name=known.name)
        command = SetPassword(password_hash=await self.passwords.hashed(password), by_code=by_code)
        await perform(self.house, command, actor, self.house.ids.new(), caller.door)
        return await self._open(actor, caller)

    async def _open(self, actor: Actor, caller: Caller) -> Grant:
        refresh_token = new_refresh_token()
        command = OpenSession(
            session_id=self.house.ids.new(),
            token_hash=token_hash(refresh_token),
            device_name=caller.device_name,
            address=address_key(caller.host),
        )
        performed = await perform(self.house, command, actor, self.house.ids.new(), caller.door)
        return self._grant(actor, performed.result, refresh_token)

    def _grant(self, actor: Actor, opened: SessionOpened, refresh_token: str) -> Grant:
        now = self.house.clock.now()
        return Grant(
            actor=actor,
            access_token=self.tokens.issue(
                user_id=actor.user_id,
                session_id=opened.session_id,
                token_version=opened.token_version,
                now=now,
            ),
            expires_in=int(ACCESS_LIFETIME.total_seconds()),
            refresh_token=refresh_token,
            refresh_expires_in=int((opened.expires_at - now).total_seconds()),
        )

"""From a request to the one context of its operation: who asks, on which device, and what they read from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

import structlog
from starlette.requests import HTTPConnection

from backend.api.origins import language_of
from backend.api.refusals import DoorRefusal
from backend.foundation.actor import Actor
from backend.foundation.graphql.context import Context
from backend.foundation.house import House
from backend.foundation.limits import ROWS_PER_ANSWER_MAX
from backend.foundation.work import Door
from backend.identity.sessions.current import CurrentActors
from backend.identity.sessions.rules import DeviceNotYours, NotSignedIn

DEVICE_HEADER: Final = "x-lotline-device"
_BEARER: Final = "Bearer "
_NOBODY: Final = Actor(user_id=UUID(int=(1 << 128) - 1), name="", kind="staff")
"""Reads for those who are not signed in: a person of no row and no right."""


@dataclass
class Unauthenticated(DoorRefusal):
    """The access token does not hold: the page refreshes it and asks again."""

    code: ClassVar[str] = "UNAUTHENTICATED"
    status: ClassVar[int] = 401
    zh: ClassVar[str] = NotSignedIn.zh
    en: ClassVar[str] = NotSignedIn.en


@dataclass
class DeviceRefused(DoorRefusal):
    """The device that the request names is not the person's, or was revoked."""

    code: ClassVar[str] = "DEVICE_NOT_YOURS"
    status: ClassVar[int] = 403
    zh: ClassVar[str] = DeviceNotYours.zh
    en: ClassVar[str] = DeviceNotYours.en


@dataclass(frozen=True, slots=True)
class Contexts:
    """Makes contexts and finds who asks, for the routes."""

    house: House
    current: CurrentActors

    async def of(self, connection: HTTPConnection) -> Context:
        """Without an Authorization header nobody is signed in: every field then says so.

        Raises Unauthenticated for a token that does not hold, DeviceRefused.
        """
        device_id = named_device(connection)
        actor = await self.asker(connection)
        return Context(
            house=self.house,
            actor=actor,
            reading=self.house.reading(actor or _NOBODY, ROWS_PER_ANSWER_MAX),
            door=Door(request_id=request_id(), device_id=device_id if actor else None),
            language=actor.language if actor else language_of(connection),
        )

    async def asker(self, connection: HTTPConnection) -> Actor | None:
        """Who is signed in, None without an Authorization header. Raises Unauthenticated, DeviceRefused."""
        if "authorization" not in connection.headers:
            return None
        actor, _ = await self._signed_in(bearer(connection), named_device(connection))
        return actor

    async def socket_opened(self, context: Context, payload: dict[str, Any]) -> datetime:
        """A socket's connection_init carries {accessToken}; the socket lives as long as the token.

        Raises Unauthenticated: the socket is closed with 4403, and the page comes back with a fresh token.
        """
        token = payload.get("accessToken")
        if not isinstance(token, str):
            raise Unauthenticated

        async def look_again() -> None:
            context.actor, _ = await self._signed_in(token, None)

        actor, expires_at = await self._signed_in(token, None)
        context.actor, context.reading, context.language = (
            actor,
            self.house.reading(actor, ROWS_PER_ANSWER_MAX),
            actor.language,
        )
        context.look_again = look_again
        return expires_at

    async def _signed_in(self, token: str, device_id: UUID | None) -> tuple[Actor, datetime]:
        try:
            actor, claims = await self.current.of(token, device_id)
        except NotSignedIn:
            raise Unauthenticated from None
        except DeviceNotYours:
            raise DeviceRefused from None
        return actor, claims.expires_at


def bearer(connection: HTTPConnection) -> str:
    """The access token of the Authorization header, once. Raises Unauthenticated."""
    given = connection.headers.getlist("authorization")
    if len(given) != 1 or not given[0].startswith(_BEARER):
        raise Unauthenticated
    return given[0].removeprefix(_BEARER)


def named_device(connection: HTTPConnection) -> UUID | None:
    """The device that the request says it comes from. Raises DeviceRefused for what is no id."""
    given = connection.headers.get(DEVICE_HEADER)
    if given is None:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise DeviceRefused from None


def request_id() -> str | None:
    """The number of the request that is being served, as it stands in the log."""
    number: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return number

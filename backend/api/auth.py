"""/auth: where secrets come in. JSON in, JSON out, the refresh token in a cookie that no script can read.

POST only, with `X-Lotline` and from our own origin. A refusal is `{refusal, message, facts}` with a 4xx status.

    sign-in         {user, password, deviceName?}             → {accessToken, expiresIn, session}
    refresh         {} and the cookie                         → the same; 204 without a cookie
    sign-out        {} and the cookie                         → 204
    reauthenticate  {password | pin, meaning, digest}, bearer → {proof}
    password        {oldPassword, newPassword}, bearer, or {user, code, newPassword} → as sign-in
    password-code   {userId}, bearer of an administrator      → {code, expiresAt}: the only time the code is shown
    pin             {password, pin}, bearer                   → 204
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from backend.api.body import parse_json, read_body
from backend.api.context import Unauthenticated, bearer, request_id
from backend.api.http import HEADER
from backend.api.origins import check_origin, language_of, origin_of
from backend.api.refusals import BodyNotReadable, ContentTypeNotJson, DoorRefusal, HeaderMissing
from backend.foundation.actor import Actor
from backend.foundation.command import plain
from backend.foundation.limits import SIGN_IN_BYTES_MAX
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.refusal import Refusal
from backend.identity.posts.rules import homes_of
from backend.identity.sessions.current import CurrentActors
from backend.identity.sessions.rules import (
    NotSignedIn,
    SecretWrong,
    SessionEnded,
    SignInRefused,
    SignInsTooMany,
    device_mark,
)
from backend.identity.sessions.signing_in import Caller, Grant, SecretGiven, SigningIn

COOKIE: Final = "lotline_refresh"
PATH: Final = "/auth"
_UNPROCESSABLE: Final = 422
_STATUS: Final[dict[type[Refusal], int]] = {
    SignInRefused: 401,
    SessionEnded: 401,
    NotSignedIn: 401,
    SecretWrong: 403,
    NotAllowed: 403,
    NotFound: 404,
    SignInsTooMany: 429,
}

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class SignInBody(msgspec.Struct, rename="camel"):
    user: str
    password: str
    device_name: str | None = None


class EmptyBody(msgspec.Struct):
    """Nothing is asked for: the cookie says it."""


class ReauthenticateBody(msgspec.Struct, rename="camel"):
    meaning: str
    digest: Digest
    password: str | None = None
    pin: str | None = None


class PasswordBody(msgspec.Struct, rename="camel"):
    """With `user` and `code` for who forgot, with `oldPassword` for who is signed in."""

    new_password: str
    old_password: str | None = None
    user: str | None = None
    code: str | None = None
    device_name: str | None = None


class PasswordCodeBody(msgspec.Struct, rename="camel"):
    user_id: UUID


class PinBody(msgspec.Struct, rename="camel"):
    password: str
    pin: str


Body = TypeVar("Body", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class AuthDoor:
    """The routes of /auth. The cookie is `Secure` where the public address is https."""

    signing_in: SigningIn
    current: CurrentActors
    public_url: str

    def routes(self) -> list[BaseRoute]:
        return [
            self._route("sign-in", SignInBody, self._sign_in),
            self._route("refresh", EmptyBody, self._refresh),
            self._route("sign-out", EmptyBody, self._sign_out),
            self._route("reauthenticate", ReauthenticateBody, self._reauthenticate),
            self._route("password", PasswordBody, self._password),
            self._route("password-code", PasswordCodeBody, self._password_code),
            self._route("pin", PinBody, self._pin),
        ]

    async def _sign_in(self, request: Request, body: SignInBody) -> Response:
        caller = _caller(request, body.device_name)
        return self._granted(await self.signing_in.sign_in(body.user, body.password, caller))

    async def _refresh(self, request: Request, _: EmptyBody) -> Response:
        token = request.cookies.get(COOKIE)
        if token is None:
            return Response(status_code=204)  # Every first visit asks; a failure would be one in its console.
        return self._granted(await self.signing_in.refresh(token, _caller(request)))

    async def _sign_out(self, request: Request, _: EmptyBody) -> Response:
        await self.signing_in.sign_out(request.cookies.get(COOKIE), _caller(request))
        response = Response(status_code=204)
        self._clear_cookie(response)
        return response

    async def _reauthenticate(self, request: Request, body: ReauthenticateBody) -> Response:
        actor = await self._actor(request)
        if (body.password is None) == (body.pin is None):
            raise BodyNotReadable(why="password or pin")
        given = SecretGiven("pin" if body.password is None else "password", body.password or body.pin or "")
        proof = await self.signing_in.reauthenticate(
            actor, given, body.meaning, body.digest, _caller(request)
        )
        return _json({"proof": str(proof)})

    async def _password(self, request: Request, body: PasswordBody) -> Response:
        caller = _caller(request, body.device_name)
        if body.user is not None and body.code is not None:
            return self._granted(
                await self.signing_in.use_code(body.user, body.code, body.new_password, caller)
            )
        actor = await self._actor(request)
        old = body.old_password or ""
        return self._granted(await self.signing_in.change_password(actor, old, body.new_password, caller))

    async def _password_code(self, request: Request, body: PasswordCodeBody) -> Response:
        actor = await self._actor(request)
        code, expires_at = await self.signing_in.issue_code(actor, body.user_id, _caller(request))
        return _json({"code": code, "expiresAt": expires_at.isoformat()})

    async def _pin(self, request: Request, body: PinBody) -> Response:
        actor = await self._actor(request)
        await self.signing_in.set_pin(actor, body.password, body.pin, _caller(request))
        return Response(status_code=204)

    async def _actor(self, request: Request) -> Actor:
        actor, _ = await self.current.of(bearer(request))
        return actor

    def _route(
        self, name: str, body: type[Body], answer: Callable[[Request, Body], Awaitable[Response]]
    ) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                self._check(request)
                return await answer(request, _read(body, await read_body(request, SIGN_IN_BYTES_MAX)))
            except Refusal as refusal:
                response = _refused(refusal, language_of(request))
                if isinstance(refusal, SessionEnded):
                    self._clear_cookie(response)
                return response

        return Route(f"{PATH}/{name}", endpoint, methods=["POST"])

    def _check(self, request: Request) -> None:
        check_origin(request, origin_of(self.public_url))
        if HEADER not in request.headers:
            raise HeaderMissing()
        if request.headers.getlist("content-type") != ["application/json"]:
            raise ContentTypeNotJson()

    def _granted(self, grant: Grant) -> Response:
        actor = grant.actor
        response = _json(
            {
                "accessToken": grant.access_token,
                "expiresIn": grant.expires_in,
                "session": {
                    "userId": str(actor.user_id),
                    "name": actor.name,
                    "language": actor.language,
                    "rights": sorted(actor.rights),
                    "posts": list(actor.posts),
                    "homes": list(homes_of(actor.posts)),
                    "kind": actor.kind,
                },
            }
        )
        response.set_cookie(
            COOKIE,
            grant.refresh_token,
            max_age=grant.refresh_expires_in,  # Not a date: the phone's clock may be wrong.
            path=PATH,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return response

    def _clear_cookie(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path=PATH, secure=self._secure, httponly=True, samesite="strict")

    @property
    def _secure(self) -> bool:
        return self.public_url.startswith("https:")


def _read(body: type[Body], sent: bytes) -> Body:
    """The body in its shape. Raises BodyNotReadable, naming the member at fault, never what it held."""
    value = parse_json(sent)
    try:
        return msgspec.convert(value, body)
    except msgspec.ValidationError as wrong:
        raise BodyNotReadable(why=str(wrong)[:120]) from None


def _caller(request: Request, device_name: str | None = None) -> Caller:
    headers = request.headers
    return Caller(
        host=request.client.host if request.client else "",
        device_mark=device_mark(headers.get("user-agent", ""), headers.get("x-lotline-device", "")),
        device_name=device_name,
        request_id=request_id(),
    )


def _refused(refusal: Refusal, language: str) -> Response:
    status = (
        refusal.status if isinstance(refusal, DoorRefusal) else _STATUS.get(type(refusal), _UNPROCESSABLE)
    )
    name = NotSignedIn.__name__ if isinstance(refusal, Unauthenticated) else type(refusal).__name__
    response = _json(
        {"refusal": name, "message": refusal.say(language), "facts": plain(refusal.facts())}, status
    )
    if isinstance(refusal, SignInsTooMany):
        response.headers["retry-after"] = str(refusal.seconds)
    return response


def _json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, {"cache-control": "no-store"}, media_type="application/json")

"""A page in a browser, as the server sees it: headers, one cookie, an access token in memory."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from backend.api.app import house_routes
from backend.api.auth import COOKIE
from backend.api.http import DoorSettings
from backend.api.request_log import RequestLog
from backend.foundation.actor import Actor
from backend.identity.passwords.hashing import Passwords
from backend.identity.sessions.current import CurrentActors
from backend.identity.sessions.signing_in import SigningIn
from backend.identity.sessions.tokens import AccessTokens
from tests.factories.people import PASSWORD, TEST_PASSWORDS, login_of
from tests.factories.shop import Shop

ORIGIN = "https://lotline.example"


@dataclass
class Timer:
    """The monotonic clock of a server, moved by hand."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Web:
    """The shop's web server without a network."""

    shop: Shop
    tokens: AccessTokens
    app: ASGIApp
    timer: Timer

    def page(self, address: str = "203.0.113.7", agent: str = "Chrome") -> "Page":
        transport = httpx.ASGITransport(self.app, client=(address, 40_000))
        return Page(httpx.AsyncClient(transport=transport, base_url=ORIGIN), agent)


def a_web(shop: Shop, tokens: AccessTokens, passwords: Passwords = TEST_PASSWORDS) -> Web:
    timer = Timer()
    signing_in = SigningIn(shop.house, tokens, passwords)
    current = CurrentActors(shop.house, tokens, timer)
    routes = house_routes(signing_in, current, DoorSettings(public_url=ORIGIN))
    return Web(shop, tokens, RequestLog(Starlette(routes=routes)), timer)


@dataclass
class Page:
    """What a page sends. `cookie` is the refresh token, which the page itself could not read."""

    client: httpx.AsyncClient
    agent: str
    cookie: str | None = None
    token: str | None = None
    set_cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        sent = {"x-lotline": "1", "origin": ORIGIN, "user-agent": self.agent, **self.headers}
        if self.token is not None:
            sent["authorization"] = f"Bearer {self.token}"
        if self.cookie is not None:
            sent["cookie"] = f"{COOKIE}={self.cookie}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.post(path, json=body, headers=sent)
        self.set_cookie = answer.headers.get("set-cookie", "")
        if self.set_cookie:
            self.cookie = SimpleCookie(self.set_cookie)[COOKIE].value or None
        if answer.status_code == 200 and "accessToken" in answer.json():
            self.token = answer.json()["accessToken"]
        return answer

    async def sign_in(self, actor: Actor, password: str = PASSWORD, **headers: str) -> httpx.Response:
        return await self.post("/auth/sign-in", {"user": login_of(actor), "password": password}, **headers)

    async def ask(self, query: str, **variables: Any) -> Any:
        answer = await self.post("/graphql", {"query": query, "variables": variables})
        return answer.json()

"""A small schema to attack: pages, lists with a limit, a nest without end, bugs and a subscription."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

import httpx
import strawberry
from graphql import GraphQLError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection

from backend.api.documents import RegisteredDocument
from backend.api.headers import SecurityHeaders
from backend.api.http import DoorSettings, graphql_routes
from backend.api.request_log import RequestLog
from backend.foundation.refusal import Refusal

ORIGIN = "https://lotline.example"
SECRET = "SELECT price FROM secret_prices -- /srv/lotline/keys/hunter2"


@dataclass
class LotOnHold(Refusal):
    lot: str
    zh: ClassVar[str] = "批号 {lot} 已质量锁定。"
    en: ClassVar[str] = "Lot {lot} is on hold."


@dataclass
class Context:
    closed: bool = False
    moved: list[str] = field(default_factory=list)

    async def aclose(self) -> None:
        self.closed = True


@strawberry.type
class PageInfo:
    has_next_page: bool = False


@strawberry.type
class Line:
    id: int

    @strawberry.field(metadata={"at_most": 4})  # type: ignore[untyped-decorator]
    def tags(self) -> list[str]:
        return ["cold"]

    @strawberry.field
    def order(self) -> "Order":
        return Order(id=self.id)


@strawberry.type
class LinePage:
    items: list[Line]
    page_info: PageInfo


@strawberry.type
class Order:
    id: int

    @strawberry.field
    def name(self, style: str | None = None) -> str:
        return f"order {self.id}"

    @strawberry.field
    def same(self) -> "Order":
        return self

    @strawberry.field
    def lines(self, first: int = 10) -> LinePage:
        return LinePage(items=[Line(id=1)][:first], page_info=PageInfo())

    @strawberry.field(metadata={"at_most": 5})  # type: ignore[untyped-decorator]
    def kids(self) -> list["Order"]:
        return [Order(id=n) for n in range(5)]


@strawberry.type
class OrderPage:
    items: list[Order]
    page_info: PageInfo


@strawberry.type
class Query:
    @strawberry.field
    def order(self, id: int = 1) -> Order:
        return Order(id=id)

    @strawberry.field
    def orders(self, first: int = 20) -> OrderPage:
        return OrderPage(items=[Order(id=n) for n in range(first)], page_info=PageInfo())

    @strawberry.field
    def bug(self) -> str | None:
        raise ValueError(SECRET)

    @strawberry.field
    def wrong_type(self) -> int | None:
        return SECRET  # type: ignore[return-value]

    @strawberry.field
    def held(self) -> str | None:
        raise LotOnHold(lot="L1")

    @strawberry.field
    def guarded(self) -> str | None:
        raise GraphQLError("Sign in first.", extensions={"code": "UNAUTHENTICATED", "from": Decimal("2.50")})

    @strawberry.field
    def echo(self, text: str) -> str:
        return text


@strawberry.type
class Mutation:
    @strawberry.mutation
    def move(self, info: strawberry.Info[Context, None], lot: str) -> bool:
        info.context.moved.append(lot)
        return True


@strawberry.type
class Subscription:
    open_now: ClassVar[list[int]] = []

    @strawberry.subscription
    async def ticks(self, count: int = 3) -> AsyncIterator[int]:
        Subscription.open_now.append(1)
        try:
            for tick in range(count):
                yield tick
            await asyncio.Event().wait() if count > 3 else None
        finally:
            Subscription.open_now.pop()

    @strawberry.subscription
    async def guarded_ticks(self) -> AsyncIterator[int]:
        raise GraphQLError("Sign in first.", extensions={"code": "UNAUTHENTICATED"})
        yield 1

    @strawberry.subscription
    async def held_ticks(self) -> AsyncIterator[int]:
        raise LotOnHold(lot="L1")
        yield 1

    @strawberry.subscription
    async def bug_ticks(self) -> AsyncIterator[int]:
        yield 1
        raise ValueError(SECRET)


SCHEMA = strawberry.Schema(Query, Mutation, Subscription)


class Toy:
    """The door in front of the toy schema, and a client that behaves like our own app."""

    def __init__(
        self,
        settings: DoorSettings | None = None,
        registered: Iterable[RegisteredDocument] = (),
        opened: Any = None,
        context_of: Any = None,
    ) -> None:
        self.contexts: list[Context] = []
        routes = graphql_routes(
            SCHEMA,
            context_of or self._context_of,
            settings or DoorSettings(ORIGIN),
            registered=registered,
            socket_opened=opened,
        )
        self.app = Starlette(
            routes=routes, middleware=[Middleware(RequestLog), Middleware(SecurityHeaders, public_url=ORIGIN)]
        )
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app),
            base_url=ORIGIN,
            headers={"X-Lotline": "1", "Origin": ORIGIN, "Accept-Language": "en"},
        )

    async def _context_of(self, connection: HTTPConnection) -> Context:
        self.contexts.append(Context())
        return self.contexts[-1]

    async def ask(self, query: str, variables: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        body = {"query": query} | ({"variables": variables} if variables is not None else {}) | more
        return await self.http.post("/graphql", json=body)

    async def post(self, content: bytes, **headers: str) -> httpx.Response:
        return await self.http.post(
            "/graphql", content=content, headers={"Content-Type": "application/json"} | headers
        )


def code(response: httpx.Response) -> str:
    """The code of the first error; of an answer without any, that it is none."""
    errors = response.json().get("errors") or [{"extensions": {"code": "answered"}}]
    found: str = errors[0]["extensions"]["code"]
    return found

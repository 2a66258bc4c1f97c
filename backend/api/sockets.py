"""Subscriptions over graphql-transport-ws, admitted like requests and masked like answers.

Strawberry keeps the protocol; here stand its limits. Close codes: 4400 not the protocol, 4401 no
connection_init before a subscription, 4403 refused or expired (sign in and come back), 4408 no connection_init in time, 4409 an
id twice, 4429 too many subscriptions or a second connection_init.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from inspect import isawaitable
from typing import Any, cast

import strawberry
from graphql import ExecutionResult, GraphQLError, OperationType, subscribe
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.execution import optimized_is_awaitable
from strawberry.http.exceptions import NonJsonMessageReceived, WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)

from backend.api.body import graphql_request, parse_json
from backend.api.documents import Documents
from backend.api.failures import Answer, incident, refused, spoken_errors
from backend.api.origins import check_origin, language_of
from backend.api.refusals import SocketsSubscribeOnly
from backend.foundation.limits import (
    SOCKET_INIT_SECONDS_MAX,
    SOCKET_MESSAGE_BYTES_MAX,
    SUBSCRIPTIONS_PER_SOCKET_MAX,
)
from backend.foundation.refusal import Refusal

SocketOpened = Callable[[Any, dict[str, Any]], Awaitable[datetime | None]]

_MESSAGES = {
    "connection_init": frozenset[str](),
    "ping": frozenset[str](),
    "pong": frozenset[str](),
    "subscribe": frozenset({"id", "payload"}),
    "complete": frozenset({"id"}),
}
_ID_CHARACTERS_MAX = 100


class BoundedMessages(ASGIWebSocketAdapter):
    """Messages as JSON, each within its size, its depth and its number of values."""

    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> Any:
        with suppress(WebSocketDisconnect):
            while self.ws.application_state != WebSocketState.DISCONNECTED:
                message = await self.ws.receive()
                if message["type"] == "websocket.disconnect":
                    return
                text = message.get("text")
                if text is None or len(text) > SOCKET_MESSAGE_BYTES_MAX:
                    raise NonJsonMessageReceived
                try:
                    yield parse_json(text.encode(errors="replace"))
                except Refusal:
                    raise NonJsonMessageReceived from None


class Subscriptions(BaseGraphQLTransportWSHandler[Any, None]):
    """One socket's conversation."""

    expiry: asyncio.Task[None] | None = None

    async def handle_message(self, message: Any) -> None:
        """Only messages of the protocol's shapes reach Strawberry, which trusts them."""
        members = _MESSAGES.get(message.get("type")) if _is_message(message) else None
        if members is None or not members <= message.keys():
            await self.handle_invalid_message("Not a message of graphql-transport-ws")
            return
        if message["type"] == "connection_init" and isinstance(message.get("payload"), dict):
            self._door.payload = message["payload"]
        await super().handle_message(message)
        if self.connection_acknowledged and self.expiry is None:
            self.expiry = asyncio.create_task(self._close_when_expired())

    async def handle_subscribe(self, message: Any) -> None:
        if not self.connection_acknowledged:
            await self.websocket.close(4401, "Unauthorized")
        elif message["id"] in self.operations:
            await self.websocket.close(4409, "This id is subscribed already")
        elif len(self.operations) >= SUBSCRIPTIONS_PER_SOCKET_MAX:
            await self.websocket.close(4429, "Too many subscriptions")
        else:
            operation = Operation(self, message["id"], "", None, None)
            operation.task = asyncio.create_task(self._run(operation, message["payload"]))
            self.operations[operation.id] = operation

    async def shutdown(self) -> None:
        if self.expiry is not None:
            self.expiry.cancel()
        await super().shutdown()

    async def _run(self, operation: Operation[Any, None], payload: object) -> None:
        with suppress(WebSocketDisconnected):
            try:
                async for answer in self._answers(payload):
                    await operation.send_operation_message(
                        {"id": operation.id, "type": "next", "payload": cast("Any", answer)}
                    )
                await operation.send_operation_message({"id": operation.id, "type": "complete"})
            except Refusal as refusal:
                await self._send_errors(operation, refused(refusal, self._door.language))
            except WebSocketDisconnected:
                raise
            except GraphQLError as error:
                await self._send_errors(operation, {"errors": spoken_errors([error], self._door.language)})
            except Exception as error:  # The last resort of a task that nobody awaits.
                await self._send_errors(operation, incident(error, self._door.language))

    async def _answers(self, payload: object) -> AsyncIterator[Answer]:
        asked = graphql_request(payload)
        admitted = self._door.documents.admit(asked)
        if admitted.operation is not OperationType.SUBSCRIPTION:
            raise SocketsSubscribeOnly()
        schema = cast("strawberry.Schema", self.schema)
        source = subscribe(
            schema._schema,
            admitted.document,
            context_value=self.context,
            variable_values=asked.variables,
            operation_name=asked.operation_name,
            executor_class=schema.execution_context_class,
            is_awaitable=optimized_is_awaitable,
            hide_suggestions=True,
            operation_extensions=None,
        )
        events = await source if isawaitable(source) else source
        if isinstance(events, ExecutionResult):
            yield self._answer(events)
            return
        try:
            async for event in events:
                yield self._answer(event)
        finally:
            if (aclose := getattr(events, "aclose", None)) is not None:
                await aclose()

    def _answer(self, result: ExecutionResult) -> Answer:
        answer: Answer = {"data": result.data}
        if result.errors:
            answer["errors"] = spoken_errors(result.errors, self._door.language)
        return answer

    async def _send_errors(self, operation: Operation[Any, None], answer: Answer) -> None:
        await operation.send_operation_message(
            {"id": operation.id, "type": "error", "payload": answer["errors"]}
        )

    async def _close_when_expired(self) -> None:
        expires_at = self._door.expires_at
        if expires_at is not None:
            await asyncio.sleep(max(0.0, (expires_at - datetime.now(UTC)).total_seconds()))
            await self.websocket.close(4403, "Expired")

    @property
    def _door(self) -> "_Conversation":
        return cast("_Conversation", self.view)


class GraphQLSockets:
    """Accepts sockets of our own pages, and holds one conversation each. An ASGI application."""

    def __init__(
        self,
        schema: strawberry.Schema,
        documents: Documents,
        context_of: Callable[[HTTPConnection], Awaitable[Any]],
        origin: str,
        opened: SocketOpened | None,
    ) -> None:
        self._schema = schema
        self._documents = documents
        self._context_of = context_of
        self._origin = origin
        self._opened = opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        try:
            check_origin(socket, self._origin)
            context = await self._context_of(socket)
        except Refusal:
            # Before it is accepted a socket is refused as 403: nobody learns more.
            await socket.close()
            return
        try:
            conversation = _Conversation(self._schema, self._documents, self._opened, language_of(socket))
            await conversation.run(socket, context=context, root_value=None)
        finally:
            if (aclose := getattr(context, "aclose", None)) is not None:
                await aclose()


class _Conversation(GraphQL[Any, None]):
    """Strawberry's view of one socket, with what our handler has to know."""

    graphql_transport_ws_handler_class = Subscriptions
    websocket_adapter_class = BoundedMessages

    def __init__(
        self, schema: strawberry.Schema, documents: Documents, opened: SocketOpened | None, language: str
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=timedelta(seconds=SOCKET_INIT_SECONDS_MAX),
            max_subscriptions_per_connection=SUBSCRIPTIONS_PER_SOCKET_MAX,
        )
        self.documents = documents
        self.language = language
        self.payload: dict[str, Any] = {}
        self.expires_at: datetime | None = None
        self._opened = opened

    def _check_websocket_origin(self, request: WebSocket) -> bool:
        return True  # GraphQLSockets has compared it with the public address, which is stricter.

    async def on_ws_connect(self, context: Any) -> Any:
        """Between connection_init and its acknowledgement: whoever is refused is closed with 4403."""
        if self._opened is not None:
            try:
                self.expires_at = await self._opened(context, self.payload)
            except Refusal as refusal:
                raise ConnectionRejectionError() from refusal
        return strawberry.UNSET


def _is_message(message: object) -> bool:
    return (
        isinstance(message, dict)
        and isinstance(message.get("type"), str)
        and isinstance(message.get("id", ""), str)
        and len(message.get("id", "")) <= _ID_CHARACTERS_MAX
    )

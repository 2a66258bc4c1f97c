"""GraphQL over HTTP: POST, JSON, one operation, one answer.

    headers → body → JSON → digest → tokens → cost → validation → context → execution

Nothing is executed, and nobody's session is looked up, before the document is admitted. A refused request
has a 4xx status and `{"errors": [{"message", "extensions": {"code"}}]}`; an executed one has 200 and may hold
both data and errors, as the GraphQL over HTTP draft says.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from inspect import isawaitable
from typing import Any, Final

import orjson
import strawberry
from graphql import ExecutionResult, OperationType, execute
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from strawberry.execution import optimized_is_awaitable

from backend.api.body import GraphQLRequest, parse_request, read_body
from backend.api.documents import Admitted, Documents, RegisteredDocument
from backend.api.failures import Answer, incident, refused, spoken_errors
from backend.api.origins import check_origin, language_of, origin_of
from backend.api.plans import Planner
from backend.api.refusals import (
    AnswerTooSlow,
    ContentTypeNotJson,
    DoorRefusal,
    HeaderMissing,
    MethodNotAllowed,
    SubscriptionNeedsSocket,
)
from backend.api.sockets import GraphQLSockets, SocketOpened
from backend.foundation.decimals import spelled
from backend.foundation.limits import EXECUTION_SECONDS_MAX
from backend.foundation.refusal import Refusal

GRAPHQL_PATH: Final = "/graphql"
HEADER: Final = "x-lotline"
_COERCION_ERRORS_MAX: Final = 3

ContextOf = Callable[[HTTPConnection], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class DoorSettings:
    """What the door has to be told. Introspection and field suggestions are on in development only."""

    public_url: str
    development: bool = False
    registered_documents_only: bool = False


def graphql_routes(
    schema: strawberry.Schema,
    context_of: ContextOf,
    settings: DoorSettings,
    *,
    registered: Iterable[RegisteredDocument] = (),
    socket_opened: SocketOpened | None = None,
) -> list[BaseRoute]:
    """The routes of one schema: POST and WebSocket at /graphql, sharing the documents they have admitted.

    `context_of` makes the context of one request or socket and may raise a Refusal; where the context has an
    `aclose()`, it is awaited when the answer is ready. `socket_opened` gets the context and the payload of
    connection_init, and returns when the socket expires (None: never), or raises a Refusal.
    """
    documents = Documents(
        schema._schema,
        registered,
        registered_only=settings.registered_documents_only,
        introspection=settings.development,
        planner=Planner(schema),
    )
    origin = origin_of(settings.public_url)
    return [
        Route(GRAPHQL_PATH, GraphQLDoor(schema, documents, context_of, origin)),
        WebSocketRoute(GRAPHQL_PATH, GraphQLSockets(schema, documents, context_of, origin, socket_opened)),
    ]


class GraphQLDoor:
    """One request in, one answer out. An ASGI application."""

    def __init__(
        self, schema: strawberry.Schema, documents: Documents, context_of: ContextOf, origin: str
    ) -> None:
        if schema.extensions or schema.directives:
            # They would be skipped here, and a check that is skipped silently is worse than none.
            raise ValueError("the door executes without Strawberry's extensions and directives")
        self._schema = schema
        self._documents = documents
        self._context_of = context_of
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        language = language_of(request)
        try:
            self._check_headers(request)
            asked = parse_request(await read_body(request))
            admitted = self._documents.admit(asked)
            if admitted.operation is OperationType.SUBSCRIPTION:
                raise SubscriptionNeedsSocket()
            context = await self._context_of(request)
        except Refusal as refusal:
            return _refusal_response(refusal, language)
        try:
            async with asyncio.timeout(EXECUTION_SECONDS_MAX):
                result = await self._execute(admitted, asked, context)
        except TimeoutError:
            return _refusal_response(AnswerTooSlow(), language)
        finally:
            if (aclose := getattr(context, "aclose", None)) is not None:
                await aclose()
        return _result_response(result, language, getattr(context, "extensions", {}))

    def _check_headers(self, request: Request) -> None:
        if request.method != "POST":
            raise MethodNotAllowed()
        check_origin(request, self._origin)
        # A page of another site cannot set this header without being asked for permission first.
        if HEADER not in request.headers:
            raise HeaderMissing()
        headers = request.headers
        if headers.getlist("content-type") != ["application/json"] or "content-encoding" in headers:
            raise ContentTypeNotJson()

    async def _execute(self, admitted: Admitted, asked: GraphQLRequest, context: object) -> ExecutionResult:
        """By its plan; without one, or if anything at all goes wrong there, Strawberry's way with graphql-core."""
        if admitted.plan is not None and asked.operation_name in (None, admitted.plan.name):
            try:
                return ExecutionResult(await admitted.plan.run(context, asked.variables))
            except (
                Exception
            ):  # Nothing is lost by it: the query is executed again, and a bug is told by that.
                if (start_over := getattr(context, "start_over", None)) is not None:
                    await start_over()
        return await self._execute_by_core(admitted, asked, context)

    async def _execute_by_core(
        self, admitted: Admitted, asked: GraphQLRequest, context: object
    ) -> ExecutionResult:
        """Without Strawberry's bookkeeping for each request: graphql-core with its executor."""
        result = execute(
            self._schema._schema,
            admitted.document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation_name,
            max_coercion_errors=_COERCION_ERRORS_MAX,
            executor_class=self._schema.execution_context_class,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
            hide_suggestions=True,
            operation_extensions=None,
        )
        return await result if isawaitable(result) else result


def _result_response(result: ExecutionResult, language: str, extensions: Mapping[str, Any]) -> Response:
    answer: Answer = {"data": result.data}
    if extensions:
        answer["extensions"] = dict(extensions)
    if not result.errors:
        return _json_response(answer, 200)
    answer["errors"] = spoken_errors(result.errors, language)
    executed = result.data is not None or any(error.path for error in result.errors)
    return _json_response(answer, 200 if executed else 400)


def _refusal_response(refusal: Refusal, language: str) -> Response:
    status = refusal.status if isinstance(refusal, DoorRefusal) else 400
    response = _json_response(refused(refusal, language), status)
    if isinstance(refusal, MethodNotAllowed):
        response.headers["allow"] = "POST"
    return response


def _json_response(answer: Answer, status: int) -> Response:
    try:
        body = orjson.dumps(answer, default=_fact)
    except orjson.JSONEncodeError as error:
        # A scalar gave out what is no JSON: a bug of ours, found after everything else went well.
        return Response(orjson.dumps(incident(error, "zh")), 500, media_type="application/json")
    return Response(body, status, media_type="application/json")


def _fact(value: object) -> str:
    """Decimals that a refusal names. Anything else here is a bug."""
    if isinstance(value, Decimal):
        return spelled(value)
    raise TypeError(f"{type(value).__name__} is no JSON")

"""What the plain HTTP doors beside GraphQL share: somebody is signed in, and every refusal has its status and words."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.api.context import Unauthenticated
from backend.api.failures import refused
from backend.api.origins import language_of
from backend.api.refusals import DoorRefusal
from backend.foundation.actor import Actor
from backend.foundation.refusal import Refusal

ActorOf: TypeAlias = Callable[[Request], Awaitable[Actor | None]]
"""Who is signed in on a request; None is answered by 401."""
Statuses: TypeAlias = Mapping[type[Refusal], int]


def for_signed_in(
    actor_of: ActorOf, statuses: Statuses, answer: Callable[[Request, Actor], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that answers whoever is signed in; a refusal without a status of its own is a 400."""

    async def endpoint(request: Request) -> Response:
        language = language_of(request)
        try:
            actor = await actor_of(request)
            if actor is None:
                raise Unauthenticated
            language = actor.language
            return await answer(request, actor)
        except Refusal as refusal:
            status = refusal.status if isinstance(refusal, DoorRefusal) else statuses.get(type(refusal), 400)
            return JSONResponse(refused(refusal, language), status)

    return endpoint

"""The web application: GraphQL, /auth, files, health and the built pages behind one set of headers and one log."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount

from backend.api.auth import AuthDoor
from backend.api.context import Contexts
from backend.api.custody import CustodyDoor
from backend.api.demo import DemoDoor
from backend.api.documents import RegisteredDocument
from backend.api.headers import SecurityHeaders
from backend.api.health import Health
from backend.api.http import DoorSettings, graphql_routes
from backend.api.imports import import_routes
from backend.api.labels import label_routes
from backend.api.links import link_routes
from backend.api.photos import photo_routes
from backend.api.registers import register_routes
from backend.api.request_log import RequestLog
from backend.api.schema import graphql_schema
from backend.api.static import StaticApp
from backend.api.uploads import attachment_routes
from backend.identity.sessions.current import CurrentActors
from backend.identity.sessions.signing_in import SigningIn

Routes = list[BaseRoute]
Opening = Callable[[], AbstractAsyncContextManager[Routes]]
WebApp = Starlette


def house_routes(
    signing_in: SigningIn,
    current: CurrentActors,
    door: DoorSettings,
    *,
    built: Path | None = None,
    demo: DemoDoor | None = None,
    registered: Iterable[RegisteredDocument] = (),
) -> Routes:
    """Every route of the house. `built` is the folder of the built pages; without it there are none. `demo` is there in demo mode only."""
    contexts = Contexts(signing_in.house, current)
    routes: Routes = [
        *graphql_routes(
            graphql_schema(), contexts.of, door, registered=registered, socket_opened=contexts.socket_opened
        ),
        *AuthDoor(signing_in, current, door.public_url).routes(),
        *attachment_routes(signing_in.house, contexts.asker),
        *import_routes(),
        *label_routes(signing_in.house, contexts.asker),
        *link_routes(signing_in.house),
        *photo_routes(signing_in.house, contexts.asker),
        *register_routes(signing_in.house, contexts.asker),
        *CustodyDoor(signing_in.house, door.public_url).routes(),
        *Health(signing_in.house).routes(),
    ]
    if demo is not None:
        routes += demo.routes()
    if built is not None and built.is_dir():
        routes.append(Mount("/", StaticApp(built)))
    return routes


def create_app(public_url: str, opening: Opening) -> WebApp:
    """The application; `opening` opens the house when the server starts, gives its routes, and closes it at the end."""

    def lifespan(app: Starlette) -> AbstractAsyncContextManager[None]:
        return _Served(app, opening())

    middleware = [Middleware(RequestLog), Middleware(SecurityHeaders, public_url=public_url)]
    return Starlette(middleware=middleware, lifespan=lifespan)


class _Served(AbstractAsyncContextManager[None]):
    """The time in which the house is open: pools belong to the server's own event loop, so routes come with it."""

    def __init__(self, app: Starlette, opened: AbstractAsyncContextManager[Routes]) -> None:
        self._app = app
        self._opened = opened

    async def __aenter__(self) -> None:
        self._app.router.routes.extend(await self._opened.__aenter__())

    async def __aexit__(self, *failure: object) -> bool | None:
        return await self._opened.__aexit__(*failure)  # type: ignore[arg-type]

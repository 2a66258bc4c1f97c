"""GET /labels.pdf: labels of our own to print, for whoever may print them; noted in the audit log first.
GET /labels.svg: the first of them to look at, of the same question; nothing is noted.

    ?lot={id} (again for more lots, LOTS_MAX) | ?location={id} | ?box=B-7 | ?tote=T-3 | ?order=SO-2026-000123,
    and &count=20&form=a4|roll

Of an order, `count` is its number of boxes: each gets a label of its own, 1/20 to 20/20.

The access token comes in the Authorization header: a link alone opens nothing.
"""

from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from backend.api.context import named_device, request_id
from backend.api.refusals import DoorRefusal
from backend.api.signed_in import ActorOf, Statuses, for_signed_in
from backend.engines.print_templates.label_sheets import LabelForm
from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.work import Door
from backend.inventory.labels.files import (
    About,
    BoxesOfOrder,
    OfLocation,
    OfLots,
    Place,
    Sheet,
    preview,
    printed,
)

_STATUSES: Final[Statuses] = {NotAllowed: 403, NotFound: 404}
_ABOUT: Final = frozenset({"lot", "location", "box", "tote", "order"})
_ASKED: Final = _ABOUT | {"count", "form"}
_COUNT_DIGITS_MAX: Final = 4
LOTS_MAX: Final = 100
"""As many as one arrival has."""


@dataclass
class LabelAskedWrongly(DoorRefusal):
    """Not exactly one thing to print, or a part of the question that is none of ours."""

    code: ClassVar[str] = "LABEL_ASKED_WRONGLY"
    parameter: str
    zh: ClassVar[str] = (
        "不能按“{parameter}”打印标签。请指定一项：批号、货位、箱、周转箱或订单，以及张数和纸张。"
    )
    en: ClassVar[str] = (
        "No labels by “{parameter}”: name one lot, location, box, tote or order, a count and a form."
    )


def label_routes(house: House, actor_of: ActorOf) -> list[BaseRoute]:
    """The route. `actor_of` finds who is signed in on a request; None is answered by 401."""

    async def answer(request: Request, actor: Actor) -> Response:
        door = Door(request_id=request_id(), device_id=named_device(request))
        content = await printed(house, actor, door, _asked(request))
        return Response(content, media_type="application/pdf", headers=_headers("pdf"))

    async def look(request: Request, actor: Actor) -> Response:
        content = await preview(house, actor, _asked(request))
        return Response(content, media_type="image/svg+xml", headers=_headers("svg"))

    return [
        Route("/labels.pdf", for_signed_in(actor_of, _STATUSES, answer), methods=["GET"]),
        Route("/labels.svg", for_signed_in(actor_of, _STATUSES, look), methods=["GET"]),
    ]


def _headers(ending: str) -> dict[str, str]:
    return {
        "content-disposition": f'inline; filename="lotline-labels.{ending}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }


def _asked(request: Request) -> Sheet:
    """Raises LabelAskedWrongly."""
    items = request.query_params.multi_items()
    given = dict(items)
    for name, _ in items:
        again = len(request.query_params.getlist(name))
        if name not in _ASKED or again > (LOTS_MAX if name == "lot" else 1):
            raise LabelAskedWrongly(name[:20])
    named = sorted(_ABOUT & given.keys())
    if len(named) != 1:
        raise LabelAskedWrongly("+".join(named))
    count = given.get("count", "1")
    if not (count.isascii() and count.isdigit() and len(count) <= _COUNT_DIGITS_MAX):
        raise LabelAskedWrongly("count")
    try:
        form = LabelForm(given.get("form", "a4"))
    except ValueError:
        raise LabelAskedWrongly("form") from None
    return Sheet(_about(named[0], request.query_params.getlist(named[0])), int(count), form)


def _about(name: str, values: list[str]) -> About:
    match name:
        case "box":
            return Place("box", values[0])
        case "tote":
            return Place("tote", values[0])
        case "order":
            return BoxesOfOrder(values[0])
    try:
        ids = tuple(UUID(value) for value in values)
    except ValueError:
        raise LabelAskedWrongly(name) from None
    return OfLots(tuple(dict.fromkeys(ids))) if name == "lot" else OfLocation(ids[0])

"""POST /files/scan: the bytes of a photo in, the codes it holds and what they mean out. Nothing is kept.

    {"codes": [{"format", "symbologyIdentifier", "text", "confirmed"}], "labels": [...]}

`labels` has one answer for each code, as `scanners.answer.plain` spells it. FNC1 is U+001D.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend.api.body import read_body
from backend.api.context import Unauthenticated
from backend.api.failures import refused
from backend.api.origins import language_of
from backend.api.refusals import DoorRefusal
from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.foundation.limits import PHOTO_BYTES_MAX
from backend.foundation.permission import NotAllowed
from backend.foundation.refusal import Refusal
from backend.foundation.uploads import PhotoTooManyPixels, UploadTooLarge
from backend.inventory.rights import INVENTORY_READ
from backend.inventory.scans.photos import DecodersBusy, DecodingTooSlow, NotAPhoto, decoders
from scanners.answer import plain

ActorOf = Callable[[Request], Awaitable[Actor | None]]
_STATUSES: Final[dict[type[Refusal], int]] = {
    NotAllowed: 403,
    UploadTooLarge: 413,
    NotAPhoto: 415,
    PhotoTooManyPixels: 422,
    DecodingTooSlow: 422,
    DecodersBusy: 503,
}


def photo_routes(house: House, actor_of: ActorOf) -> list[BaseRoute]:
    """The route. `actor_of` finds who is signed in on a request; None is answered by 401."""
    door = _PhotoDoor(house, actor_of)
    return [Route("/files/scan", door.answer, methods=["POST"])]


class _PhotoDoor:
    def __init__(self, house: House, actor_of: ActorOf) -> None:
        self._house = house
        self._actor_of = actor_of

    async def answer(self, request: Request) -> Response:
        language = language_of(request)
        try:
            actor = await self._actor_of(request)
            if actor is None:
                raise Unauthenticated
            language = actor.language
            if not actor.may(INVENTORY_READ):
                raise NotAllowed(INVENTORY_READ.name)
            photo = await read_body(request, PHOTO_BYTES_MAX)
            read = await decoders().read(photo, year=self._house.clock.now().year)
        except Refusal as refusal:
            status = refusal.status if isinstance(refusal, DoorRefusal) else _STATUSES.get(type(refusal), 400)
            return JSONResponse(refused(refusal, language), status)
        codes = [
            {
                "format": code.format,
                "symbologyIdentifier": code.symbology,
                "text": code.text,
                "confirmed": code.confirmed,
            }
            for code in read.codes
        ]
        labels = [plain(answer) for answer in read.labels]
        return JSONResponse({"codes": codes, "labels": labels}, headers={"cache-control": "no-store"})

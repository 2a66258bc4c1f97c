"""POST /files/scan: the bytes of a photo in, the codes it holds and what they mean out. Nothing is kept.

    {"codes": [{"format", "symbologyIdentifier", "text", "confirmed"}], "labels": [...]}

`labels` has one answer for each code, as `scanners.answer.plain` spells it. FNC1 is U+001D.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend.api.body import read_body
from backend.api.signed_in import ActorOf, Statuses, for_signed_in
from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.foundation.limits import PHOTO_BYTES_MAX
from backend.foundation.permission import NotAllowed
from backend.foundation.uploads import PhotoTooManyPixels, UploadTooLarge
from backend.inventory.rights import INVENTORY_READ
from backend.inventory.scans.photos import DecodersBusy, DecodingTooSlow, NotAPhoto, decoders
from scanners.answer import plain

_STATUSES: Final[Statuses] = {
    NotAllowed: 403,
    UploadTooLarge: 413,
    NotAPhoto: 415,
    PhotoTooManyPixels: 422,
    DecodingTooSlow: 422,
    DecodersBusy: 503,
}


def photo_routes(house: House, actor_of: ActorOf) -> list[BaseRoute]:
    """The route. `actor_of` finds who is signed in on a request; None is answered by 401."""
    answer = for_signed_in(actor_of, _STATUSES, _PhotoDoor(house).answer)
    return [Route("/files/scan", answer, methods=["POST"])]


class _PhotoDoor:
    def __init__(self, house: House) -> None:
        self._house = house

    async def answer(self, request: Request, actor: Actor) -> Response:
        if not actor.may(INVENTORY_READ):
            raise NotAllowed(INVENTORY_READ.name)
        photo = await read_body(request, PHOTO_BYTES_MAX)
        read = await decoders().read(photo, year=self._house.clock.now().year)
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

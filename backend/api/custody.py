"""POST /sync/custody: envelopes handed in by a device that shows nothing but its signature.

    {envelopes: [{envelope, deviceSignature}]} → {receipts: [{digest, custody, expected, problem}], epoch, serverTime}

No session: that is how the unsent work of somebody who has left, or of a revoked device, comes in before the device is
wiped. A receipt says that it is kept, not that it takes effect.
"""

from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from backend.api.body import parse_json, read_body
from backend.api.failures import refused
from backend.api.http import HEADER
from backend.api.origins import check_origin, language_of, origin_of
from backend.api.refusals import BodyNotReadable, ContentTypeNotJson, DoorRefusal, HeaderMissing
from backend.foundation.house import House
from backend.foundation.limits import REPLAY_COMMANDS_MAX
from backend.foundation.refusal import Refusal
from backend.sync.pull.epoch import epoch_of
from backend.sync.replay.commanded import declared_commands
from backend.sync.replay.door import handed_in
from offline.replay import Answer
from offline.signature import SignedEnvelope

PATH: Final = "/sync/custody"


class SealedBody(msgspec.Struct, rename="camel"):
    envelope: str
    device_signature: str


class CustodyBody(msgspec.Struct):
    envelopes: Annotated[list[SealedBody], msgspec.Meta(max_length=REPLAY_COMMANDS_MAX)]


@dataclass(frozen=True, slots=True)
class CustodyDoor:
    """The route. Only pages of our own origin may send from a browser."""

    house: House
    public_url: str

    def routes(self) -> list[BaseRoute]:
        return [Route(PATH, self._answer, methods=["POST"])]

    async def _answer(self, request: Request) -> Response:
        try:
            batch = _batch(await self._body(request))
            answers = await handed_in(self.house, batch, declared_commands())
        except Refusal as refusal:
            status = refusal.status if isinstance(refusal, DoorRefusal) else 413
            return _json(refused(refusal, language_of(request)), status)
        now, epoch = self.house.clock.now(), await epoch_of(self.house)
        receipts = [_receipt(answer) for answer in answers]
        return _json({"receipts": receipts, "epoch": str(epoch), "serverTime": now.isoformat()}, 200)

    async def _body(self, request: Request) -> bytes:
        check_origin(request, origin_of(self.public_url))
        if HEADER not in request.headers:
            raise HeaderMissing()
        if request.headers.getlist("content-type") != ["application/json"]:
            raise ContentTypeNotJson()
        return await read_body(request)


def _batch(sent: bytes) -> list[SignedEnvelope]:
    value = parse_json(sent)
    try:
        body = msgspec.convert(value, CustodyBody)
    except msgspec.ValidationError as wrong:
        raise BodyNotReadable(why=str(wrong)[:120]) from None
    return [
        SignedEnvelope(envelope=one.envelope, device_signature=one.device_signature) for one in body.envelopes
    ]


def _receipt(answer: Answer) -> dict[str, object]:
    wired = answer.wire()
    return {name: wired[name] for name in ("digest", "custody", "expected", "problem")}


def _json(value: object, status: int) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")

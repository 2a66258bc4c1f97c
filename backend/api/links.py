"""GET /links/delivery and /links/note: what the link behind a delivery note's QR opens, without signing in.

The token comes in the header X-Lotline-Link, so that it stands in no log and no other site can send it. The answer
holds the one delivery and nothing by which a person or another record could be reached.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend.api.failures import refused
from backend.api.origins import language_of
from backend.api.refusals import DoorRefusal
from backend.foundation.actor import SYSTEM
from backend.foundation.files import stored_for
from backend.foundation.house import House
from backend.foundation.ids import check_code
from backend.foundation.limits import LINK_ADDRESSES_COUNTED_MAX, LINKS_PER_ADDRESS_PER_MINUTE
from backend.foundation.permission import NotFound
from backend.foundation.refusal import Refusal
from backend.identity.sessions.rules import address_key
from backend.logistics.deliveries.queries import DeliveryBoxRow, DeliveryLineRow, DrawnSignatureRow
from backend.logistics.delivery_links.queries import SharedDelivery, shared_delivery
from backend.logistics.delivery_links.rules import LinkClosed, LinkEnded, LinkUnknown

HEADER: Final = "x-lotline-link"
_STATUSES: Final[dict[type[Refusal], int]] = {
    LinkUnknown: 404,
    NotFound: 404,
    LinkEnded: 410,
    LinkClosed: 410,
}


@dataclass
class LinksTooMany(DoorRefusal):
    """More than a group of people behind one address would open."""

    code: ClassVar[str] = "LINKS_TOO_MANY"
    status: ClassVar[int] = 429
    zh: ClassVar[str] = "打开得太频繁，请一分钟后再试。"
    en: ClassVar[str] = "That was too often. Try again in a minute."


@dataclass(slots=True)
class Pace:
    """How often an address came in this minute. Each process counts for itself: the tokens are too long to be guessed
    at any pace, so all this has to stop is a flood."""

    _minute: int = 0
    _counts: dict[str, int] = field(default_factory=dict)

    def count(self, host: str, minute: int) -> None:
        """Raises LinksTooMany."""
        if minute != self._minute or len(self._counts) >= LINK_ADDRESSES_COUNTED_MAX:
            self._minute, self._counts = minute, {}
        address = address_key(host)
        self._counts[address] = self._counts.get(address, 0) + 1
        if self._counts[address] > LINKS_PER_ADDRESS_PER_MINUTE:
            raise LinksTooMany


def link_routes(house: House) -> list[BaseRoute]:
    door = _LinkDoor(house)
    return [
        Route("/links/delivery", door.delivery, methods=["GET"]),
        Route("/links/note", door.note, methods=["GET"]),
    ]


class _LinkDoor:
    def __init__(self, house: House) -> None:
        self._house = house
        self._pace = Pace()

    async def delivery(self, request: Request) -> Response:
        return await self._answer(request, self._told)

    async def note(self, request: Request) -> Response:
        return await self._answer(request, self._pdf)

    async def _answer(
        self, request: Request, found: Callable[[SharedDelivery], Awaitable[Response]]
    ) -> Response:
        try:
            minute = int(self._house.clock.now().timestamp()) // 60
            self._pace.count(request.client.host if request.client else "", minute)
            return await found(await shared_delivery(self._house, request.headers.get(HEADER, "")))
        except Refusal as refusal:
            status = refusal.status if isinstance(refusal, DoorRefusal) else _STATUSES.get(type(refusal), 400)
            return JSONResponse(refused(refusal, language_of(request)), status)

    async def _told(self, shared: SharedDelivery) -> Response:
        return Response(
            orjson.dumps(told(shared), default=str), media_type="application/json", headers=_HEADERS
        )

    async def _pdf(self, shared: SharedDelivery) -> Response:
        if shared.delivery is None:
            raise NotFound("attachment")
        file = await stored_for(self._house, SYSTEM, shared.delivery.delivery_note_id)
        named = {"content-disposition": f'attachment; filename="{shared.note_number}.pdf"'}
        return Response(file.content, media_type=file.kind.value, headers=_HEADERS | named)


_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "referrer-policy": "no-referrer",
}


def told(shared: SharedDelivery) -> dict[str, Any]:
    """The answer's body: no ids, no address, no phone, no price, and of our own people nobody."""
    delivery = shared.delivery
    return {
        "orderNumber": shared.order_number,
        "orderState": shared.order_state,
        "noteNumber": shared.note_number,
        "endsAt": shared.ends_at,
        "delivery": delivery
        and {
            "customerName": delivery.customer_name,
            "leg": delivery.leg,
            "carrier": delivery.carrier,
            "waybill": delivery.waybill,
            "pieces": delivery.pieces,
            "departedAt": delivery.departed_at,
            "arrivedAt": delivery.arrived_at,
            "completedAt": delivery.completed_at,
            "outcome": delivery.outcome,
            "outcomeReason": delivery.outcome_reason,
            "temperatureVerdict": delivery.temperature_verdict,
            "receiverName": delivery.receiver_name,
            "receivedOnBehalf": delivery.received_on_behalf,
            "recheckCode": delivery.recheck_code,
            "lines": [_line(line) for line in shared.lines],
            "boxes": [_box(box) for box in shared.boxes],
            "signatures": [_signature(signature) for signature in shared.signatures],
        },
    }


def _line(line: DeliveryLineRow) -> dict[str, Any]:
    return {
        "productName": line.product_name,
        "catalogueNumber": line.catalogue_number,
        "specification": line.specification,
        "unit": line.unit,
        "storageClass": line.storage_class,
        "lotNumber": line.lot_number,
        "expiresOn": line.expires_on,
        "sent": line.sent,
        "received": line.received,
        "reason": line.reason,
    }


def _box(box: DeliveryBoxRow) -> dict[str, Any]:
    return {
        "means": box.means,
        "boxNumber": box.box_number,
        "plate": box.plate,
        "loggerNumber": box.logger_number,
        "celsiusMin": box.celsius_min,
        "celsiusMax": box.celsius_max,
        "departureCelsius": box.departure_celsius,
        "arrivalCelsius": box.arrival_celsius,
    }


def _signature(signature: DrawnSignatureRow) -> dict[str, Any]:
    return {
        "signerName": signature.signer_name,
        "signerRole": signature.signer_role,
        "signedAt": signature.signed_at,
        "checkCode": check_code(bytes.fromhex(signature.digest)),
        "strokes": signature.strokes,
    }

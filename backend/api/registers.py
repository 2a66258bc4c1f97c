"""GET /registers/{kind}.csv|.pdf: a register as a file, for whoever may read it; noted in the audit log first.

    ?from=2026-11-01&to=2026-11-22&customer={id}&product={id}&lot=A12

The access token comes in the Authorization header: a link alone opens nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, TypeVar
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from backend.api.context import named_device, request_id
from backend.api.refusals import DoorRefusal
from backend.api.signed_in import ActorOf, Statuses, for_signed_in
from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.foundation.permission import NotAllowed
from backend.foundation.work import Door
from backend.overviews.registers.files import csv_of, disclose, pdf_of
from backend.overviews.registers.rules import Chosen, Form, RegisterKind, RegisterTooLong

T = TypeVar("T")
_STATUSES: Final[Statuses] = {NotAllowed: 403, RegisterTooLong: 413}
_ASKED: Final = frozenset({"from", "to", "customer", "product", "lot"})


@dataclass
class RegisterUnknown(DoorRefusal):
    code: ClassVar[str] = "REGISTER_UNKNOWN"
    status: ClassVar[int] = 404
    zh: ClassVar[str] = "没有这份台账。可以导出的有：sales、rechecks、handovers，格式 csv 或 pdf。"
    en: ClassVar[str] = "There is no such register. There are sales, rechecks and handovers, as csv or pdf."


@dataclass
class RegisterFilterWrong(DoorRefusal):
    """A filter that is no day, no id, given twice, or not one of ours."""

    code: ClassVar[str] = "REGISTER_FILTER_WRONG"
    parameter: str
    zh: ClassVar[str] = (
        "筛选条件“{parameter}”不能使用。日期写作 2026-11-22，客户和产品写编号（UUID），每项最多一次。"
    )
    en: ClassVar[str] = (
        "The filter “{parameter}” cannot be used: days as 2026-11-22, customer and product as ids, each once."
    )


def register_routes(house: House, actor_of: ActorOf) -> list[BaseRoute]:
    """The route. `actor_of` finds who is signed in on a request; None is answered by 401."""
    answer = for_signed_in(actor_of, _STATUSES, _RegisterDoor(house).answer)
    return [Route("/registers/{kind}.{form}", answer, methods=["GET"])]


class _RegisterDoor:
    def __init__(self, house: House) -> None:
        self._house = house

    async def answer(self, request: Request, actor: Actor) -> Response:
        kind, form = _file_named(request)
        chosen = _chosen(request)
        door = Door(request_id=request_id(), device_id=named_device(request))
        await disclose(self._house, actor, door, kind, form, chosen)
        headers = _headers(kind, form, chosen)
        if form is Form.pdf:
            content = await pdf_of(self._house, actor, kind, chosen)
            return Response(content, media_type="application/pdf", headers=headers)
        return StreamingResponse(
            csv_of(self._house, actor, kind, chosen), media_type="text/csv", headers=headers
        )


def _file_named(request: Request) -> tuple[RegisterKind, Form]:
    try:
        return RegisterKind(request.path_params["kind"]), Form(request.path_params["form"])
    except ValueError:
        raise RegisterUnknown from None


def _chosen(request: Request) -> Chosen:
    """What the query asks for. Raises RegisterFilterWrong, and what `Chosen` refuses."""
    asked = request.query_params.multi_items()
    given = dict(asked)
    for name, _ in asked:
        if name not in _ASKED or len(request.query_params.getlist(name)) > 1:
            raise RegisterFilterWrong(name[:20])
    return Chosen(
        first_day=_read(given, "from", date.fromisoformat),
        last_day=_read(given, "to", date.fromisoformat),
        customer_id=_read(given, "customer", UUID),
        product_id=_read(given, "product", UUID),
        lot=given.get("lot"),
    )


def _read(given: dict[str, str], name: str, reads: Callable[[str], T]) -> T | None:
    written = given.get(name, "")
    if not written:
        return None
    try:
        return reads(written)
    except ValueError:
        raise RegisterFilterWrong(name) from None


def _headers(kind: RegisterKind, form: Form, chosen: Chosen) -> dict[str, str]:
    days = "".join(f"-{day.isoformat()}" for day in (chosen.first_day, chosen.last_day) if day)
    return {
        "content-disposition": f'attachment; filename="lotline-{kind.value}{days}.{form.value}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }

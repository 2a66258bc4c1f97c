"""Reading the codes of a photo in GraphQL."""

from datetime import date
from uuid import UUID

import strawberry

from backend.foundation.files import stored_for
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.permission import NotFound
from backend.inventory.rights import INVENTORY_READ
from backend.inventory.scans.photos import decoders
from scanners.answer import Ambiguous, Answer, Label, Unreadable

CODES_PER_PHOTO_MAX = 64
READINGS_MAX = 10


@strawberry.type(description="One reading of one code (标签).")
class LabelReading:
    kind: str
    gtin: str | None
    lot: str | None
    serial: str | None
    expires_on: date | None
    made_on: date | None
    sscc: str | None
    catalogue_number: str | None
    trace_code: str | None
    device_identifier: str | None
    place: str | None
    lot_id: UUID | None


@strawberry.type(description="A code in a photo and what it means.")
class PhotoCode:
    format: str
    symbology_identifier: str | None
    text: str = strawberry.field(description="As decoded, FNC1 as U+001D.")
    confirmed: bool = strawberry.field(
        description="False: compare with the printed digits (请与印刷数字核对)."
    )
    outcome: str = strawberry.field(description="`label`, `ambiguous` or `unreadable`.")
    reason: str | None = strawberry.field(description="Why it is ambiguous or unreadable.")
    readings: list[LabelReading] = strawberry.field(
        description="One, or several to choose from, likeliest first.",
        metadata={"at_most": READINGS_MAX},
    )


@strawberry.type
class PhotoQueries:
    @query(needs=INVENTORY_READ, at_most=CODES_PER_PHOTO_MAX)
    async def decode_photo(self, info: Info, attachment_id: UUID) -> list[PhotoCode]:
        """The codes that an uploaded photo holds, and what they mean."""
        context = info.context
        if context.actor is None:
            raise NotFound("attachment")
        photo = await stored_for(context.house, context.actor, attachment_id)
        read = await decoders().read(photo.content, year=context.house.clock.now().year)
        pairs = list(zip(read.codes, read.labels, strict=True))[:CODES_PER_PHOTO_MAX]
        return [
            PhotoCode(
                format=code.format,
                symbology_identifier=code.symbology,
                text=code.text,
                confirmed=code.confirmed,
                outcome=type(answer).__name__.lower(),
                reason=None if isinstance(answer, Label) else answer.reason,
                readings=[_reading(label) for label in _labels(answer)][:READINGS_MAX],
            )
            for code, answer in pairs
        ]


def _labels(answer: Answer) -> tuple[Label, ...]:
    match answer:
        case Label():
            return (answer,)
        case Ambiguous(readings=readings):
            return readings
        case Unreadable():
            return ()


def _reading(label: Label) -> LabelReading:
    return LabelReading(
        kind=label.kind,
        gtin=label.gtin,
        lot=label.lot,
        serial=label.serial,
        expires_on=_day(label.expires_on),
        made_on=_day(label.made_on),
        sscc=label.sscc,
        catalogue_number=label.catalogue_number,
        trace_code=label.trace_code,
        device_identifier=label.device_identifier,
        place=label.place,
        lot_id=None if label.lot_id is None else UUID(label.lot_id),
    )


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)

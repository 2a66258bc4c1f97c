"""Finds what a label is about, as far as the asker may see it, and draws the sheet."""

from dataclasses import dataclass
from uuid import UUID

from backend.catalog.products.queries import PACKS_OF
from backend.engines.print_templates.drawing import drawn_of
from backend.engines.print_templates.label_sheets import LabelForm, PrintedLabel, labels_html
from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.foundation.permission import NotAllowed, NotFound
from backend.inventory.labels.rules import count_of, lot_label, place_label
from backend.inventory.locations.queries import LOCATIONS_BY_ID
from backend.inventory.lots.queries import LOTS_BY_ID
from backend.inventory.rights import LABELS_PRINT
from scanners.answer import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A box or tote that needs no record: its label is its name."""

    kind: Kind
    code: str


@dataclass(frozen=True, slots=True)
class OfLot:
    lot_id: UUID


@dataclass(frozen=True, slots=True)
class OfLocation:
    location_id: UUID


About = Place | OfLot | OfLocation


async def labels_pdf(house: House, actor: Actor, about: About, count: int, form: LabelForm) -> bytes:
    """`count` equal labels. Raises NotAllowed, NotFound and what the label's rules refuse."""
    if actor.kind == "portal" or not actor.may(LABELS_PRINT):
        raise NotAllowed(LABELS_PRINT.name)
    label = await _label(house, actor, about)
    return await drawn_of(labels_html(label, count_of(count), form))


async def _label(house: House, actor: Actor, about: About) -> PrintedLabel:
    if isinstance(about, Place):
        return place_label(about.kind, about.code)
    async with house.reading(actor) as reading:
        if isinstance(about, OfLocation):
            [location] = await reading.by_id(LOCATIONS_BY_ID, [about.location_id])
            if location is None:
                raise NotFound("location")
            return place_label("location", location.code, location.zone)
        [lot] = await reading.by_id(LOTS_BY_ID, [about.lot_id])
        if lot is None:
            raise NotFound("lot")
        packs = await reading.all(PACKS_OF, ids=[lot.product_id])
    single = next((pack.gtin for pack in packs if pack.pieces == 1), None)
    year = house.clock.today(house.zone).year
    printed = f"{lot.expiry_word} {lot.expiry_printed}" if lot.expiry_word else None
    return lot_label(
        lot.product_name,
        lot.specification,
        single,
        lot.lot_number,
        lot.expires_on,
        year=year,
        printed=printed,
    )

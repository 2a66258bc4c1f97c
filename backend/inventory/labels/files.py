"""Finds what a label is about, as far as the asker may see it, and draws the sheet."""

from dataclasses import dataclass
from uuid import UUID

from backend.catalog.products.queries import PACKS_OF
from backend.engines.print_templates.drawing import drawn_of
from backend.engines.print_templates.label_sheets import LabelForm, PrintedLabel, label_svg, labels_html
from backend.foundation.actor import Actor
from backend.foundation.house import House
from backend.foundation.perform import perform
from backend.foundation.permission import NotAllowed, NotFound
from backend.foundation.work import Door
from backend.inventory.labels.commands import PrintLabels
from backend.inventory.labels.rules import LabelKind, count_of, lot_label, order_labels, place_label
from backend.inventory.locations.queries import LOCATIONS_BY_ID
from backend.inventory.lots.queries import LOTS_BY_ID, LotRow
from backend.inventory.rights import LABELS_PRINT
from scanners.answer import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A box or tote that needs no record: its label is its name."""

    kind: Kind
    code: str


@dataclass(frozen=True, slots=True)
class OfLots:
    """One lot, or those of an arrival, in this order."""

    lot_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OfLocation:
    location_id: UUID


@dataclass(frozen=True, slots=True)
class BoxesOfOrder:
    """The boxes that an order leaves in, each with a label of its own.

    The number is printed as it is asked for, whether or not there is such an order: hand-over refuses a box of another.
    """

    order_number: str


About = Place | OfLots | OfLocation | BoxesOfOrder


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked for. `count` is of each thing; of an order it is the number of its boxes."""

    about: About
    count: int
    form: LabelForm


async def printed(house: House, actor: Actor, door: Door, sheet: Sheet) -> bytes:
    """The labels as PDF, noted in the audit log first.

    Raises NotAllowed, NotFound and what the label's rules refuse, before anything is noted.
    """
    labels = await _found(house, actor, sheet)
    command = PrintLabels(
        kind=_kind(sheet.about), names=_names(sheet.about), labels=len(labels), form=sheet.form
    )
    await perform(house, command, actor, house.ids.new(), door)
    return await drawn_of(labels_html(labels, sheet.form))


async def preview(house: House, actor: Actor, sheet: Sheet) -> str:
    """The first of the labels as SVG. Nothing is printed, nothing noted. Raises as `printed` does."""
    return label_svg((await _found(house, actor, sheet))[0])


async def _found(house: House, actor: Actor, sheet: Sheet) -> list[PrintedLabel]:
    """Every label in its order on the sheet."""
    if actor.kind == "portal" or not actor.may(LABELS_PRINT):
        raise NotAllowed(LABELS_PRINT.name)
    if isinstance(sheet.about, BoxesOfOrder):
        return order_labels(sheet.about.order_number, count_of(sheet.count))
    things = len(sheet.about.lot_ids) if isinstance(sheet.about, OfLots) else 1
    each = count_of(sheet.count, things)
    return [label for label in await _labels(house, actor, sheet.about) for _ in range(each)]


def _kind(about: About) -> LabelKind:
    match about:
        case Place(kind):
            return LabelKind(kind)
        case OfLots():
            return LabelKind.lot
        case OfLocation():
            return LabelKind.location
        case BoxesOfOrder():
            return LabelKind.order


def _names(about: About) -> tuple[str, ...]:
    match about:
        case Place(_, code):
            return (code,)
        case OfLots(lot_ids):
            return tuple(map(str, lot_ids))
        case OfLocation(location_id):
            return (str(location_id),)
        case BoxesOfOrder(order_number):
            return (order_number,)


async def _labels(house: House, actor: Actor, about: Place | OfLots | OfLocation) -> list[PrintedLabel]:
    if isinstance(about, Place):
        return [place_label(about.kind, about.code)]
    async with house.reading(actor) as reading:
        if isinstance(about, OfLocation):
            [location] = await reading.by_id(LOCATIONS_BY_ID, [about.location_id])
            if location is None:
                raise NotFound("location")
            return [place_label("location", location.code, location.zone)]
        lots = [lot for lot in await reading.by_id(LOTS_BY_ID, list(about.lot_ids)) if lot is not None]
        if len(lots) < len(about.lot_ids):
            raise NotFound("lot")
        packs = await reading.all(PACKS_OF, ids=[lot.product_id for lot in lots])
    single = {pack.product_id: pack.gtin for pack in reversed(packs) if pack.pieces == 1}
    year = house.clock.today(house.zone).year
    return [_lot_label(lot, single.get(lot.product_id), year) for lot in lots]


def _lot_label(lot: LotRow, gtin: str | None, year: int) -> PrintedLabel:
    return lot_label(
        lot.id,
        lot.product_name,
        lot.specification,
        gtin,
        lot.lot_number,
        lot.expires_on,
        year=year,
        catalogue_number=lot.catalogue_number,
        printed=f"{lot.expiry_word} {lot.expiry_printed}" if lot.expiry_word else None,
    )

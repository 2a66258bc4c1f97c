"""Deliveries in GraphQL."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from backend.compliance.qualifications.rules import QualificationMissing
from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.ids import check_code
from backend.foundation.limits import NUMBER_CHARACTERS_MAX, PAGE_SIZE_DEFAULT
from backend.foundation.permission import SIGNED_IN
from backend.foundation.quantity import NotAQuantity, QuantityNegative
from backend.foundation.reading import Query
from backend.foundation.temperature import NotATemperature
from backend.foundation.text import cleaned_or_none, search_pattern
from backend.inventory.lots.rules import LotExpired, LotNotAccepted, LotOnHold
from backend.inventory.movements.rules import LotShort
from backend.logistics.deliveries import commands, confirming, counting, queries, rules, telling
from backend.logistics.deliveries.packing import (
    BOXES_MAX,
    BoxMixesClasses,
    ColdRecordMissing,
    ValidatedHoursRefused,
)
from backend.logistics.outbounds.rules import LINES_PER_OUTBOUND_MAX, OutboundStands
from backend.logistics.quality_tasks.graphql import QualityTaskType
from backend.logistics.quality_tasks.queries import TASKS_OF_THINGS
from backend.logistics.rights import DELIVER, DELIVERIES_READ, HAND_OVER, QUALITY_TASKS_READ


@strawberry.type(
    name="DeliveryLine", description="How many of a lot were sent and taken, in pieces; null until told."
)
class DeliveryLineType:
    id: UUID
    pick_line_id: UUID
    box_id: UUID | None
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    storage_class: str
    storage_text: str
    lot_id: UUID
    lot_number: str
    expires_on: date
    sent: Decimal
    received: Decimal | None
    reason: str | None


@strawberry.type(
    name="ColdBoxLastUsed",
    description="What was told when a cold box and a logger last went out; null where nothing was.",
)
class ColdBoxLastUsedType:
    means: str | None
    coolant: str | None
    validated_hours: int | None
    calibrated_until: date | None


@strawberry.type(
    name="DeliveryBox", description="A cold box or truck: its limits, and °C at departure and arrival."
)
class DeliveryBoxType:
    id: UUID
    means: str
    plate: str | None
    box_number: str | None
    logger_number: str
    calibrated_until: date | None
    coolant: str | None
    validated_hours: int | None
    celsius_min: Decimal | None
    celsius_max: Decimal | None
    departure_celsius: Decimal
    arrival_celsius: Decimal | None
    logger_photo_id: UUID | None
    verdict: str | None


@strawberry.type(
    name="DrawnSignature",
    description="A receiver's drawn signature: a weaker level than a staff signature, and labelled so.",
)
class DrawnSignatureType:
    id: UUID
    signer_name: str
    signer_role: str
    meaning: str
    method: str
    digest: str
    strokes: JSON | None
    signed_at: datetime
    made_at: datetime | None

    @edge(needs=SIGNED_IN)
    async def check_code(self, info: Info) -> str:
        """核对码: six letters of the digest."""
        return check_code(bytes.fromhex(self.digest))


@strawberry.type(name="Delivery", description="One attempt to bring an order to its receiver.")
class DeliveryType:
    id: UUID
    version: int
    order_id: UUID
    order_number: str
    order_state: str
    customer_id: UUID
    customer_name: str
    receiver: str
    receiver_phone: str
    address: str
    note: str | None
    outbound_id: UUID
    delivery_note_number: str
    delivery_note_id: UUID
    rechecker_name: str | None
    rechecked_at: datetime | None
    recheck_code: str
    """核对码 of the re-check, as it stands on the delivery note."""
    link_closed_at: datetime | None
    leg: str
    driver_id: UUID | None
    driver_name: str | None
    handed_over_by_name: str
    carrier: str | None
    waybill: str | None
    pieces: int
    departed_at: datetime
    arrived_at: datetime | None
    temperature_verdict: str | None
    outcome: str | None
    outcome_reason: str | None
    receiver_name: str | None
    received_on_behalf: str | None
    second_receiver_name: str | None
    slip_state: str
    slip_photo_id: UUID | None
    exception: str | None
    completed_at: datetime | None

    @edge(needs=SIGNED_IN, at_most=LINES_PER_OUTBOUND_MAX)
    async def lines(self, info: Info) -> list[DeliveryLineType]:
        """The goods, lot by lot."""
        return await info.context.load_many(queries.LINES_OF_DELIVERIES, self.id, key="delivery_id")

    @edge(needs=SIGNED_IN, at_most=BOXES_MAX)
    async def boxes(self, info: Info) -> list[DeliveryBoxType]:
        """The cold boxes; none where everything is ambient."""
        return await info.context.load_many(queries.BOXES_OF_DELIVERIES, self.id, key="delivery_id")

    @edge(needs=SIGNED_IN, at_most=2)
    async def signatures(self, info: Info) -> list[DrawnSignatureType]:
        """What the receivers drew."""
        return await info.context.load_many(queries.SIGNATURES_OF_DELIVERIES, self.id, key="delivery_id")

    @edge(needs=QUALITY_TASKS_READ, at_most=BOXES_MAX)
    async def quality_tasks(self, info: Info) -> list[QualityTaskType] | None:
        """What quality was asked to look at; null for those who may not see it."""
        return await info.context.load_many(TASKS_OF_THINGS, self.id, key="about_id")


@strawberry.type
class DeliveryQueries:
    @query(needs=DELIVERIES_READ)
    async def delivery(self, info: Info, id: UUID) -> DeliveryType | None:
        """One delivery, if the asker may see it."""
        return await info.context.load(queries.DELIVERIES_BY_ID, id)

    @query(needs=DELIVERIES_READ)
    async def deliveries(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        outcomes: list[str] | None = None,
        under_way: bool = False,
        search: str | None = None,
    ) -> PageOf[DeliveryType]:
        """Deliveries, the latest first; `search` finds order, note and waybill numbers, plates, and customers by pinyin."""
        return page_of(
            await info.context.page(
                queries.DELIVERIES,
                first,
                after,
                outcomes=outcomes,
                under_way=1 if under_way else None,
                search=search_pattern(search) if search else None,
            )
        )

    @query(needs=DELIVERIES_READ, at_most=queries.ATTEMPTS_MAX)
    async def deliveries_of_order(self, info: Info, order_id: UUID) -> list[DeliveryType]:
        """Every attempt to bring an order, the latest first."""
        return await info.context.load_many(queries.DELIVERIES_OF_ORDERS, order_id, key="order_id")

    @query(needs=HAND_OVER)
    async def cold_box_last_used(
        self, info: Info, box_number: str | None = None, logger_number: str | None = None
    ) -> ColdBoxLastUsedType:
        """What was told of a box and of a logger when they last went out: what need not be typed again."""
        box = await _last_used(info, queries.BOX_LAST_USED, box_number)
        logger = await _last_used(info, queries.LOGGER_LAST_USED, logger_number)
        return ColdBoxLastUsedType(
            means=box.means if box else None,
            coolant=box.coolant if box else None,
            validated_hours=box.validated_hours if box else None,
            calibrated_until=logger.calibrated_until if logger else None,
        )

    @query(needs=DELIVER, at_most=queries.TRIPS_MAX)
    async def trips(self, info: Info) -> list[DeliveryType]:
        """The asking driver's stops: those under way, then what was done today."""
        house = info.context.house
        today = house.clock.today(house.zone)
        return await info.context.all(queries.TRIPS, since=datetime.combine(today, time(), house.zone))


async def _last_used(
    info: Info, of: Query[queries.LastUsedRow], number: str | None
) -> queries.LastUsedRow | None:
    written = cleaned_or_none(number, characters_max=NUMBER_CHARACTERS_MAX)
    return (await info.context.all(of, number=written) or [None])[0] if written else None


_LOT = (LotOnHold, LotNotAccepted, LotExpired, LotShort)
_OUTCOME = (
    rules.LineUnknown, rules.MoreThanSent, rules.OutcomeContradicts, rules.OutcomeNeedsReason, NotAQuantity,
    QuantityNegative, NotATemperature,
)  # fmt: skip

DeliveryMutations = mutations(
    "DeliveryMutations",
    mutation(
        commands.HandOver,
        refuses=(
            *_LOT, OutboundStands, QualificationMissing, NotATemperature, rules.NoteNotReady, rules.UnderWay,
            rules.QualityMustDecide, rules.LegIncomplete, rules.NotADriver, rules.PiecesUncounted, ColdRecordMissing,
            BoxMixesClasses, ValidatedHoursRefused, rules.LineUnknown, rules.DeliveryKnown,
            counting.BoxUnreadable, counting.BoxOfAnotherOrder, counting.BoxOnItsWay, counting.BoxesUncounted,
        ),
    ),
    mutation(
        telling.ConfirmDelivery, refuses=(*_OUTCOME, rules.ReceiverMissing, rules.SignatureNotDrawn)
    ),
    mutation(
        telling.ConfirmCourierDelivery,
        refuses=(*_OUTCOME, rules.CourierConfirmsOtherwise, rules.DeliveryDone),
    ),
    mutation(confirming.ReturnSlip, refuses=(rules.SlipStateUnknown,)),
)  # fmt: skip

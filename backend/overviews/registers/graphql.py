"""The registers in GraphQL."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.limits import PAGE_SIZE_DEFAULT
from backend.overviews.registers import queries
from backend.overviews.registers.rules import Chosen, RegisterKind
from backend.overviews.rights import REGISTERS_READ


@strawberry.type(name="SaleRecord", description="销售记录: one lot that was sold, quantities in pieces.")
class SaleRecordType:
    id: UUID
    sold_at: datetime
    order_number: str
    order_state: str
    delivery_note_number: str
    purchase_number: str | None
    seller: str | None
    salesperson: str | None
    customer_id: UUID
    customer_name: str
    customer_address: str
    customer_contact: str
    customer_phone: str
    customer_licence: str | None
    product_id: UUID
    regime: str
    catalogue_number: str
    product_name: str
    specification: str
    model: str | None
    dosage_form: str | None
    registration_number: str | None
    registration_holder: str | None
    maker: str
    maker_licence: str | None
    lot_id: UUID
    lot_number: str
    serials: str | None
    made_on: date | None
    expires_on: date
    quantity: Decimal
    unit: str
    unit_price: Decimal
    tax_rate: Decimal
    amount_fen: int
    returned: Decimal | None


@strawberry.type(name="RecheckRecord", description="出库复核记录: one lot that a second person checked.")
class RecheckRecordType:
    id: UUID
    rechecked_at: datetime
    order_number: str
    delivery_note_number: str
    customer_id: UUID
    customer_name: str
    product_id: UUID
    regime: str
    catalogue_number: str
    product_name: str
    specification: str
    model: str | None
    dosage_form: str | None
    registration_number: str | None
    registration_holder: str | None
    maker: str
    maker_licence: str | None
    lot_id: UUID
    lot_number: str
    serials: str | None
    made_on: date | None
    expires_on: date
    quantity: Decimal
    unit: str
    quality: str | None
    picker: str | None
    rechecker: str
    method: str
    check_code: str


@strawberry.type(
    name="HandOverRecord", description="运输交接记录: one lot that was sent, and how it arrived."
)
class HandOverRecordType:
    id: UUID
    delivery_id: UUID
    departed_at: datetime
    order_number: str
    delivery_note_number: str
    consignor: str | None
    consignor_address: str | None
    customer_id: UUID
    customer_name: str
    address: str
    receiver: str
    receiver_phone: str
    product_id: UUID
    regime: str
    catalogue_number: str
    product_name: str
    specification: str
    model: str | None
    dosage_form: str | None
    registration_number: str | None
    registration_holder: str | None
    maker: str
    storage_text: str
    lot_id: UUID
    lot_number: str
    serials: str | None
    expires_on: date
    sent: Decimal
    received: Decimal | None
    unit: str
    difference_reason: str | None
    pieces: int
    boxes_scanned: int
    count_reason: str | None
    leg: str
    carrier: str | None
    waybill: str | None
    handed_over_by: str
    driver: str | None
    means: str | None
    plate: str | None
    box_number: str | None
    logger_number: str | None
    calibrated_until: date | None
    coolant: str | None
    validated_hours: int | None
    celsius_min: Decimal | None
    celsius_max: Decimal | None
    departure_celsius: Decimal | None
    arrived_at: datetime | None
    arrival_celsius: Decimal | None
    temperature_verdict: str | None
    outcome: str | None
    outcome_reason: str | None
    receiver_name: str | None
    received_on_behalf: str | None
    second_receiver_name: str | None
    signature_method: str | None
    signature_check_code: str | None
    slip_state: str
    exception: str | None


@strawberry.input(
    name="RegisterFilter", description="Days are the site's, both included; `lot` is any part of a number."
)
class RegisterFilter:
    first_day: date | None = None
    last_day: date | None = None
    customer_id: UUID | None = None
    product_id: UUID | None = None
    lot: str | None = None

    def chosen(self) -> Chosen:
        return Chosen(
            first_day=self.first_day,
            last_day=self.last_day,
            customer_id=self.customer_id,
            product_id=self.product_id,
            lot=self.lot,
        )


@strawberry.type
class RegisterQueries:
    @query(needs=REGISTERS_READ)
    async def sale_records(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        filter: RegisterFilter | None = None,
    ) -> PageOf[SaleRecordType]:
        """销售记录, the latest first."""
        return await _page(info, RegisterKind.sales, first, after, filter)

    @query(needs=REGISTERS_READ)
    async def recheck_records(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        filter: RegisterFilter | None = None,
    ) -> PageOf[RecheckRecordType]:
        """出库复核记录, the latest first."""
        return await _page(info, RegisterKind.rechecks, first, after, filter)

    @query(needs=REGISTERS_READ)
    async def hand_over_records(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        filter: RegisterFilter | None = None,
    ) -> PageOf[HandOverRecordType]:
        """运输交接记录, the latest first."""
        return await _page(info, RegisterKind.handovers, first, after, filter)


async def _page(
    info: Info, kind: RegisterKind, first: int, after: str | None, filter: RegisterFilter | None
) -> Any:
    chosen = filter.chosen() if filter else Chosen()
    values = queries.values_for(kind, chosen, info.context.house.zone)
    return page_of(await info.context.page(queries.PAGES[kind], first, after, **values))

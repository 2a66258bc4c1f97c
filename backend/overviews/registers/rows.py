"""A row of each register: what the law asks to be on record of one lot that went out, and what we know beside it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from backend.foundation.ids import check_code
from backend.foundation.money import UnitPrice, line_amount
from backend.foundation.quantity import Quantity


class SaleRow(msgspec.Struct, frozen=True, gc=False):
    """Sales record: drug law Art. 57; device operation measures (SAMR order 54) Art. 38."""

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
    expiry_as_printed: str | None
    quantity: Decimal
    unit: str
    unit_price: Decimal
    tax_rate: Decimal
    returned: Decimal | None

    @property
    def amount_fen(self) -> int:
        """Of this lot, tax included."""
        return line_amount(UnitPrice(self.unit_price), Quantity.of(self.quantity, self.unit)).fen


class RecheckRow(msgspec.Struct, frozen=True, gc=False):
    """Outbound re-check record: drug GSP Art. 95."""

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
    expiry_as_printed: str | None
    quantity: Decimal
    unit: str
    quality: str | None
    picker: str | None
    rechecker: str
    method: str
    digest: str

    @property
    def check_code(self) -> str:
        """核对码 of what the re-checker signed."""
        return check_code(bytes.fromhex(self.digest))


class HandOverRow(msgspec.Struct, frozen=True, gc=False):
    """Transport and hand-over record: drug GSP Art. 99 and 107–109, GB/T 28842 Annex A. One row for each lot sent."""

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
    expiry_as_printed: str | None
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
    signature_digest: str | None
    slip_state: str
    exception: str | None

    @property
    def signature_check_code(self) -> str | None:
        """核对码 of what the receiver signed; none without a signature."""
        return check_code(bytes.fromhex(self.signature_digest)) if self.signature_digest else None

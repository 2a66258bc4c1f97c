"""Finds what the registers hold. Whoever may read them sees all of the firm's; portal people see none."""

from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP, aggregate_order_by, array

from backend.catalog.products.tables import Product
from backend.compliance.qualifications.rules import PaperType, Regime
from backend.compliance.qualifications.tables import Paper
from backend.compliance.signatures.tables import Signature
from backend.customers.accounts.tables import Customer
from backend.foundation.paging import PageQuery
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.identity.company.tables import Company
from backend.identity.users.tables import User
from backend.inventory.lots.tables import Lot
from backend.logistics.deliveries.tables import Delivery, DeliveryBox, DeliveryLine
from backend.logistics.outbounds.tables import Outbound, Pick, PickLine, Recheck
from backend.overviews.registers.rows import HandOverRow, RecheckRow, SaleRow
from backend.overviews.registers.rules import Chosen, RegisterKind
from backend.overviews.rights import REGISTERS_READ
from backend.sales.orders.tables import Order, OrderLine

_BUYERS_LICENCES: Final = {
    (Regime.drug,): (PaperType.drug_operating_licence, PaperType.medical_institution_licence),
    (Regime.device_1, Regime.device_2, Regime.device_3): (
        PaperType.device_operating_licence,
        PaperType.device_operating_filing,
        PaperType.medical_institution_licence,
    ),
    (Regime.hazchem,): (PaperType.hazchem_purchase_licence,),
    (Regime.precursor,): (PaperType.precursor_purchase_filing,),
    (Regime.ruo,): (PaperType.business_licence,),
}
"""Under which of its papers a buyer buys goods of a regime: the licence number that a sales record names."""


class CountRow(msgspec.Struct, frozen=True, gc=False):
    count: int


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """The firm's registers, for those who may read them."""
    return actor.customer_id.is_(None) & actor.may(REGISTERS_READ)


_CUSTOMER = bindparam("customer_id", type_=Uuid())
_PRODUCT = bindparam("product_id", type_=Uuid())
_LOT = bindparam("lot", type_=Text())
_SINCE = bindparam("since", type_=TIMESTAMP(timezone=True))
_UNTIL = bindparam("until", type_=TIMESTAMP(timezone=True))


def _chosen(at: Any) -> ColumnElement[bool]:
    return and_(
        visible_to(ACTOR),
        or_(_SINCE.is_(None), at >= _SINCE),
        or_(_UNTIL.is_(None), at < _UNTIL),
        or_(_CUSTOMER.is_(None), Order.customer_id == _CUSTOMER),
        or_(_PRODUCT.is_(None), Lot.product_id == _PRODUCT),
        or_(_LOT.is_(None), func.lower(Lot.lot_number).like(_LOT)),
    )


def _of_picks(value: Any, *order: Any) -> Any:
    """The picks of a line that still stand, as one text."""
    return (
        select(func.string_agg(value, aggregate_order_by(literal(" ", Text()), *order)))
        .where(Pick.pick_line_id == PickLine.id, Pick.undone_at.is_(None), value.is_not(None))
        .correlate(PickLine)
        .scalar_subquery()
    )


_SERIALS = _of_picks(Pick.serial, Pick.serial)
_PICKERS = (
    select(func.string_agg(Pick.picker_name.distinct(), literal("、", Text())))
    .where(Pick.pick_line_id == PickLine.id, Pick.undone_at.is_(None))
    .correlate(PickLine)
    .scalar_subquery()
)
_QUALITY = (
    select(func.min(Recheck.quality))
    .join(Pick, Pick.id == Recheck.pick_id)
    .where(Pick.pick_line_id == PickLine.id)
    .correlate(PickLine)
    .scalar_subquery()
)
_RETURNED = (
    select(DeliveryLine.sent - DeliveryLine.received)
    .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
    .where(DeliveryLine.pick_line_id == PickLine.id, DeliveryLine.received.is_not(None))
    .correlate(PickLine)
    .order_by(Delivery.departed_at.desc())
    .limit(1)
    .scalar_subquery()
)
"""What the receiver did not take the last time it was brought; null while it is under way."""

_SOLD_ON = func.timezone(bindparam("zone", type_=Text()), Outbound.rechecked_at).cast(Date)
_LICENCE = (
    select(func.string_agg(Paper.number, aggregate_order_by(literal("；", Text()), Paper.type, Paper.number)))
    .where(
        Paper.holder_kind == "customer",
        Paper.holder_id == Order.customer_id,
        Paper.state == "accepted",
        Paper.valid_from <= _SOLD_ON,
        or_(Paper.valid_to.is_(None), Paper.valid_to >= _SOLD_ON),
        or_(
            *(
                and_(
                    Product.regime == any_(array([regime.value for regime in regimes])),
                    Paper.type == any_(array([paper.value for paper in papers])),
                )
                for regimes, papers in _BUYERS_LICENCES.items()
            )
        ),
    )
    .correlate(Order, Product, Outbound)
    .scalar_subquery()
)
_SELLER = select(Company.name).scalar_subquery()
_SELLERS_ADDRESS = select(Company.address).scalar_subquery()

_GONE_OUT = (
    PickLine.picked > 0,
    Outbound.state == any_(array(["rechecked", "handed_over"])),
    Outbound.rechecked_at.is_not(None),
)


def _picked_lots(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(PickLine)
        .join(Outbound, Outbound.id == PickLine.outbound_id)
        .join(Order, Order.id == PickLine.order_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Customer, Customer.id == Order.customer_id)
        .join(Lot, Lot.id == PickLine.lot_id)
        .join(Product, Product.id == Lot.product_id)
        .where(*_GONE_OUT, _chosen(Outbound.rechecked_at))
    )


def _rechecked_lots(*columns: Any) -> Select[*tuple[Any, ...]]:
    return _picked_lots(*columns).join(Signature, Signature.id == Outbound.recheck_signature_id)


def _sent_lots(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(DeliveryLine)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(Outbound, Outbound.id == Delivery.outbound_id)
        .join(Order, Order.id == Delivery.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .join(PickLine, PickLine.id == DeliveryLine.pick_line_id)
        .join(Lot, Lot.id == PickLine.lot_id)
        .join(Product, Product.id == Lot.product_id)
        .outerjoin(DeliveryBox, DeliveryBox.id == DeliveryLine.box_id)
        .outerjoin(Signature, Signature.id == Delivery.signature_id)
        .where(_chosen(Delivery.departed_at))
    )


_AS_PRINTED: Final = Lot.expiry_word + " " + Lot.expiry_printed

SALES: Final = PageQuery(
    SaleRow,
    _picked_lots(
        PickLine.id, Outbound.rechecked_at, Order.number, Order.state, Outbound.delivery_note_number,
        Order.purchase_number, _SELLER,
        select(User.name).where(User.id == Order.salesperson_id).correlate(Order).scalar_subquery(),
        Order.customer_id, Customer.name, Order.address, Order.receiver, Order.receiver_phone, _LICENCE,
        Product.id, Product.regime, Product.catalogue_number, Product.name, Product.specification,
        Product.model, Product.dosage_form, Product.registration_number, Product.registration_holder,
        Product.maker, Product.maker_licence, Lot.id, Lot.lot_number, _SERIALS,
        Lot.made_on, Lot.expires_on, _AS_PRINTED, PickLine.picked, Product.unit, OrderLine.unit_price, OrderLine.tax_rate,
        _RETURNED,
    ),
    order=(Outbound.rechecked_at, PickLine.id),
    fields=("sold_at", "id"),
    descending=True,
)  # fmt: skip
"""The latest first; parameters as `Chosen.values` gives them, and `zone`."""

RECHECKS: Final = PageQuery(
    RecheckRow,
    _rechecked_lots(
        PickLine.id, Outbound.rechecked_at, Order.number, Outbound.delivery_note_number, Order.customer_id,
        Customer.name, Product.id, Product.regime, Product.catalogue_number, Product.name,
        Product.specification, Product.model, Product.dosage_form, Product.registration_number, Product.registration_holder,
        Product.maker, Product.maker_licence, Lot.id,
        Lot.lot_number, _SERIALS, Lot.made_on, Lot.expires_on, _AS_PRINTED, PickLine.picked, Product.unit, _QUALITY, _PICKERS,
        Outbound.rechecker_name, Signature.method, Signature.digest,
    ),
    order=(Outbound.rechecked_at, PickLine.id),
    fields=("rechecked_at", "id"),
    descending=True,
)  # fmt: skip

HANDOVERS: Final = PageQuery(
    HandOverRow,
    _sent_lots(
        DeliveryLine.id, Delivery.id, Delivery.departed_at, Order.number, Outbound.delivery_note_number, _SELLER,
        _SELLERS_ADDRESS, Order.customer_id, Customer.name, Order.address, Order.receiver, Order.receiver_phone,
        Product.id, Product.regime, Product.catalogue_number, Product.name, Product.specification,
        Product.model, Product.dosage_form, Product.registration_number, Product.registration_holder,
        Product.maker, Product.storage_text, Lot.id, Lot.lot_number, _SERIALS,
        Lot.expires_on, _AS_PRINTED, DeliveryLine.sent, DeliveryLine.received, Product.unit, DeliveryLine.reason,
        Delivery.pieces, func.cardinality(Delivery.counted_boxes), Delivery.count_reason, Delivery.leg, Delivery.carrier, Delivery.waybill, Delivery.handed_over_by_name,
        Delivery.driver_name, DeliveryBox.means, DeliveryBox.plate, DeliveryBox.box_number,
        DeliveryBox.logger_number, DeliveryBox.calibrated_until, DeliveryBox.coolant,
        DeliveryBox.validated_hours, DeliveryBox.celsius_min, DeliveryBox.celsius_max,
        DeliveryBox.departure_celsius, Delivery.arrived_at, DeliveryBox.arrival_celsius, DeliveryBox.verdict,
        Delivery.outcome, Delivery.outcome_reason, Delivery.receiver_name, Delivery.received_on_behalf,
        Delivery.second_receiver_name, Signature.method, Signature.digest, Delivery.slip_state,
        Delivery.exception,
    ),
    order=(Delivery.departed_at, DeliveryLine.id),
    fields=("departed_at", "id"),
    descending=True,
)  # fmt: skip

PAGES: Final[dict[RegisterKind, PageQuery[Any]]] = {
    RegisterKind.sales: SALES,
    RegisterKind.rechecks: RECHECKS,
    RegisterKind.handovers: HANDOVERS,
}
_COUNT: Final = func.count().cast(Integer)
COUNTS: Final = {
    RegisterKind.sales: Query(CountRow, _picked_lots(_COUNT)),
    RegisterKind.rechecks: Query(CountRow, _rechecked_lots(_COUNT)),
    RegisterKind.handovers: Query(CountRow, _sent_lots(_COUNT)),
}
"""How many rows are chosen."""


class FirmRow(msgspec.Struct, frozen=True, gc=False):
    name: str


FIRM: Final = Query(FirmRow, select(Company.name))
"""Whose registers they are; none before the firm was set up."""


def values_for(kind: RegisterKind, chosen: Chosen, zone: ZoneInfo) -> dict[str, Any]:
    """The parameters of a register's page; sales also ask by whose calendar a licence held on the day."""
    values = chosen.values(zone)
    return values | {"zone": zone.key} if kind is RegisterKind.sales else values

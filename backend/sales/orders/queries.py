"""Finds orders. A salesperson sees their own, a department its people's, the office all; a customer only its own."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute

from backend.catalog.products.tables import Product
from backend.customers.accounts.tables import Customer, CustomerSite
from backend.engines.approvals.tables import Approval, ApprovalPolicy
from backend.foundation.live import watchable
from backend.foundation.paging import PageQuery
from backend.foundation.permission import NotFound
from backend.foundation.reading import ACTOR, ActorColumns, Query
from backend.foundation.work import Work
from backend.sales.orders.tables import Order, OrderLine, OrderStep
from backend.sales.remarks.queries import sees_orders
from backend.sales.rights import SALES_READ, SALES_READ_ALL


class OrderRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    version: int
    number: str | None
    state: str
    customer_id: UUID
    customer_name: str
    site_id: UUID
    receiver: str
    receiver_phone: str
    address: str
    wanted_on: date | None
    purchase_number: str | None
    buyer: str | None
    invoice_title: str
    note: str | None
    shelf_life_months_min: int | None
    salesperson_id: UUID
    total_fen: int
    tax_fen: int
    at_list_price: bool
    released_why: str | None
    state_reason: str | None
    ordered_at: datetime
    line_count: int


class OrderLineRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    order_id: UUID
    position: int
    product_id: UUID
    product_name: str
    catalogue_number: str
    specification: str
    unit: str
    pieces_per_case: int
    storage_class: str
    regime: str
    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal
    amount_fen: int
    tax_fen: int


class OrderStepRow(msgspec.Struct, frozen=True, gc=False):
    id: int
    order_id: UUID
    state: str
    user_name: str
    reason: str | None
    occurred_at: datetime
    recorded_at: datetime


class ApprovalRow(msgspec.Struct, frozen=True, gc=False):
    id: UUID
    order_id: UUID
    step: str
    why: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    reason: str | None


class StateCountRow(msgspec.Struct, frozen=True, gc=False):
    state: str
    count: int


class BoughtRow(msgspec.Struct, frozen=True, gc=False):
    product_id: UUID
    times: int
    last_at: datetime
    last_quantity: Decimal


def visible_to(actor: ActorColumns) -> ColumnElement[bool]:
    """Drafts are their maker's alone."""
    staff = and_(
        actor.customer_id.is_(None),
        or_(
            Order.salesperson_id == actor.user_id,
            and_(Order.state != "draft", Order.department_id == any_(actor.departments)),
            and_(Order.state != "draft", actor.may(SALES_READ_ALL)),
        ),
    )
    return or_(staff, and_(Order.customer_id == actor.customer_id, Order.state != "draft"))


@sees_orders
def _sees(order_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    return ACTOR.may(SALES_READ) & exists().where(Order.id == order_id, visible_to(ACTOR))


def _told_to_staff(reason: InstrumentedAttribute[str | None]) -> ColumnElement[str | None]:
    """Why the firm's own people decided as they did is none of the customer's business."""
    return case((ACTOR.is_portal(), null()), else_=reason)


_LINE_COUNT = select(func.count()).where(OrderLine.order_id == Order.id).correlate(Order).scalar_subquery()
_ORDER = (
    select(
        Order.id, Order.version, Order.number, Order.state, Order.customer_id, Customer.name, Order.site_id,
        Order.receiver, Order.receiver_phone, Order.address, Order.wanted_on, Order.purchase_number, Order.buyer,
        Order.invoice_title, Order.note, Order.shelf_life_months_min, Order.salesperson_id, Order.total_fen,
        Order.tax_fen, Order.at_list_price, _told_to_staff(Order.released_why),
        case((Order.state == "rejected", _told_to_staff(Order.state_reason)), else_=Order.state_reason),
        Order.ordered_at, _LINE_COUNT,
    )
    .join(Customer, Customer.id == Order.customer_id)
    .where(visible_to(ACTOR))
)  # fmt: skip

ORDERS_BY_ID = Query(OrderRow, _ORDER.where(Order.id == any_(bindparam("ids", type_=ARRAY(Uuid())))))

_search = bindparam("search", type_=Text())
_states = bindparam("states", type_=ARRAY(Text()))
_customer = bindparam("customer_id", type_=Uuid())

_FOUND = and_(
    or_(_customer.is_(None), Order.customer_id == _customer),
    or_(
        _search.is_(None),
        func.lower(Order.number).like(_search),
        func.lower(Order.purchase_number).like(_search),
        Customer.search_key.like(_search),
    ),
)

ORDERS = PageQuery(
    OrderRow,
    _ORDER.where(or_(_states.is_(None), Order.state == any_(_states)), _FOUND),
    order=(Order.ordered_at, Order.id),
    fields=("ordered_at", "id"),
    descending=True,
)

ORDERS_BY_STATE = Query(
    StateCountRow,
    select(Order.state, func.count().cast(Integer))
    .join(Customer, Customer.id == Order.customer_id)
    .where(visible_to(ACTOR), _FOUND)
    .group_by(Order.state)
    .order_by(Order.state),
)

LINES_OF_ORDERS = Query(
    OrderLineRow,
    select(
        OrderLine.id, OrderLine.order_id, OrderLine.position, OrderLine.product_id, Product.name,
        Product.catalogue_number, Product.specification, Product.unit, Product.pieces_per_case,
        Product.storage_class, Product.regime, OrderLine.quantity, OrderLine.unit_price, OrderLine.tax_rate,
        OrderLine.amount_fen, OrderLine.tax_fen,
    )
    .join(Product, Product.id == OrderLine.product_id)
    .join(Order, Order.id == OrderLine.order_id)
    .where(visible_to(ACTOR), Order.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
    .order_by(OrderLine.order_id, OrderLine.position),
)  # fmt: skip

STEPS_OF_ORDERS = Query(
    OrderStepRow,
    select(
        OrderStep.id, OrderStep.order_id, OrderStep.state, OrderStep.user_name,
        case(
            (or_(*(OrderStep.state == decided for decided in ("submitted", "approved", "rejected"))), _told_to_staff(OrderStep.reason)),
            else_=OrderStep.reason,
        ),
        OrderStep.occurred_at, OrderStep.recorded_at,
    )
    .join(Order, Order.id == OrderStep.order_id)
    .where(visible_to(ACTOR), Order.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
    .order_by(OrderStep.order_id, OrderStep.id),
)  # fmt: skip

_APPROVAL = (
    select(
        Approval.id, Approval.about_id, Approval.step, Approval.why, Approval.state, Approval.asked_at,
        Approval.decided_at, Approval.reason,
    )
    .join(Order, Order.id == Approval.about_id)
    .where(visible_to(ACTOR), Approval.about_kind == "order")
)  # fmt: skip

APPROVALS_OF_ORDERS = Query(
    ApprovalRow,
    _APPROVAL.where(Order.id == any_(bindparam("ids", type_=ARRAY(Uuid())))).order_by(
        Approval.about_id, Approval.asked_at, Approval.position
    ),
)

APPROVALS_BY_ID = Query(
    ApprovalRow, _APPROVAL.where(Approval.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
)

watchable("order", ORDERS_BY_ID, needs=SALES_READ)
watchable("approval", APPROVALS_BY_ID, needs=SALES_READ)

_EARLIER = Approval.__table__.alias("earlier")
APPROVALS_FOR_ME = PageQuery(
    ApprovalRow,
    _APPROVAL.where(
        Approval.state == "open",
        Approval.needs == any_(ACTOR.rights),
        Approval.asked_by != ACTOR.user_id,
        ~select(_EARLIER.c.id)
        .where(
            _EARLIER.c.about_id == Approval.about_id,
            _EARLIER.c.state == "open",
            _EARLIER.c.position < Approval.position,
        )
        .exists(),
    ),
    order=(Approval.asked_at, Approval.id),
    fields=("asked_at", "id"),
)

BOUGHT_BEFORE = Query(
    BoughtRow,
    select(
        OrderLine.product_id,
        func.count().cast(Integer),
        func.max(Order.ordered_at),
        func.array_agg(aggregate_order_by(OrderLine.quantity, Order.ordered_at.desc()))[1],
    )
    .join(Order, Order.id == OrderLine.order_id)
    .where(
        visible_to(ACTOR),
        Order.customer_id == bindparam("customer_id", type_=Uuid()),
        *(Order.state != never for never in ("draft", "rejected", "cancelled")),
    )
    .group_by(OrderLine.product_id)
    .order_by(func.max(Order.ordered_at).desc())
    .limit(50),
)


async def order_for_update(work: Work, order_id: UUID) -> Order:
    """The order, locked, if its changer may see it. Raises NotFound."""
    order = await work.session.scalar(select(Order).where(Order.id == order_id).with_for_update())
    if order is None or not _may_change(work, order):
        raise NotFound("order")
    return order


class GroundRow(msgspec.Struct, frozen=True, gc=False):
    """What an order stands on: the customer, the address of its site (None: not its site), the approval limits."""

    customer_kind: str
    salesperson_id: UUID | None
    department_id: UUID | None
    address: str | None
    order_is_known: bool
    released_up_to_fen: int | None
    director_above_fen: int | None
    finance_reviews: bool | None


_GROUND = Query(
    GroundRow,
    select(
        Customer.kind, Customer.salesperson_id, Customer.department_id, CustomerSite.address,
        exists().where(Order.id == bindparam("order_id", type_=Uuid())),
        ApprovalPolicy.released_up_to_fen, ApprovalPolicy.director_above_fen, ApprovalPolicy.finance_reviews,
    )
    .outerjoin(
        CustomerSite,
        and_(
            CustomerSite.id == bindparam("site_id", type_=Uuid()),
            CustomerSite.customer_id == Customer.id,
            CustomerSite.deleted_at.is_(None),
        ),
    )
    .outerjoin(ApprovalPolicy, true())
    .where(Customer.id == bindparam("customer_id", type_=Uuid()), Customer.deleted_at.is_(None)),
)  # fmt: skip


async def ground_of(work: Work, order_id: UUID, customer_id: UUID, site_id: UUID) -> GroundRow | None:
    """What an order of this id stands on; None for a customer that the seller may not sell to."""
    rows = await work.rows(_GROUND, order_id=order_id, customer_id=customer_id, site_id=site_id)
    actor = work.actor
    return next(
        (
            row
            for row in rows
            if row.salesperson_id in actor.persons
            or row.department_id in actor.departments
            or actor.may(SALES_READ_ALL)
        ),
        None,
    )


def _may_change(work: Work, order: Order) -> bool:
    actor = work.actor
    return (
        order.salesperson_id in actor.persons
        or actor.kind == "system"
        or (
            order.state != "draft" and (order.department_id in actor.departments or actor.may(SALES_READ_ALL))
        )
    )

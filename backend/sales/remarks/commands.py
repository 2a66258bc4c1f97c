"""Writes remarks; nothing changes or deletes one."""

from dataclasses import dataclass
from uuid import UUID

from backend.foundation.command import handles
from backend.foundation.file_kinds import FileKind
from backend.foundation.files import DocumentRefused, own_attachment, take_document
from backend.foundation.perform import refuses
from backend.foundation.permission import NotFound
from backend.foundation.work import Work
from backend.sales.remarks import queries, rules
from backend.sales.remarks.events import OrderRemarked
from backend.sales.remarks.tables import OrderRemark
from backend.sales.rights import SALES_REMARK

refuses("pk_order_remarks", rules.RemarkKnown)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRemark:
    """Writes a remark of at most 500 characters with up to four photos on an order that its writer sees.

    What a customer's person writes is seen by all who see the order, whatever `shown_to_customer` says.
    """

    remark_id: UUID
    order_id: UUID
    text: str | None = None
    photo_ids: tuple[UUID, ...] = ()
    shown_to_customer: bool = False


@dataclass(frozen=True, slots=True)
class RemarkAdded:
    """The remark stands in the time line."""

    remark_id: UUID
    order_id: UUID


@handles(AddRemark, name="sales.addRemark", needs=SALES_REMARK, offline=True)
async def add_remark(command: AddRemark, work: Work) -> RemarkAdded:
    content = rules.content_of(command.text, command.photo_ids)
    if not await queries.order_is_seen(work, command.order_id):
        raise NotFound("order")
    if await queries.remark_count(work, command.order_id) >= rules.REMARKS_PER_ORDER_MAX:
        raise rules.RemarksFull(rules.REMARKS_PER_ORDER_MAX)
    for photo_id in sorted(content.photo_ids):
        await _take_photo(work, photo_id)
    by_customer = work.actor.customer_id is not None
    remark = OrderRemark(
        id=command.remark_id,
        order_id=command.order_id,
        text=content.text,
        photo_ids=list(content.photo_ids),
        shown_to_customer=by_customer or command.shown_to_customer,
        by_customer=by_customer,
        author_id=work.actor.user_id,
        author_name=work.actor.name,
        written_at=work.occurred_at,
    )
    work.session.add(remark)
    work.changed(
        "orderRemark",
        remark.id,
        None,
        {
            "order_id": str(remark.order_id),
            "text": remark.text,
            "photo_ids": [str(id) for id in remark.photo_ids],
            "shown_to_customer": remark.shown_to_customer,
        },
    )
    work.events.append(OrderRemarked(order_id=remark.order_id, remark_id=remark.id))
    return RemarkAdded(remark.id, remark.order_id)


async def _take_photo(work: Work, photo_id: UUID) -> None:
    """Makes the writer's photo one of the remark. Raises AttachmentNotReady, PhotoRefused."""
    photo = await own_attachment(work, photo_id)
    if FileKind(photo.mime) not in (FileKind.jpeg, FileKind.png):
        raise rules.PhotoRefused
    try:
        await take_document(work, photo_id)
    except DocumentRefused:
        raise rules.PhotoRefused from None

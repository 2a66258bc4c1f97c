"""Words the delivery note when the re-check is signed; draws it, and the pick list, just after."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.customers.accounts.tables import Customer
from backend.engines.print_templates.drawing import draw
from backend.foundation.command import handles
from backend.foundation.ids import check_code
from backend.foundation.permission import SYSTEM_ONLY, NotFound
from backend.foundation.qr_code import qr_png
from backend.foundation.records import Attachment
from backend.foundation.work import Work
from backend.logistics.delivery_notes import queries
from backend.logistics.delivery_notes.rules import NoteHead, note_content, note_sheet, pick_list_sheet
from backend.logistics.outbounds.queries import outbound_locked
from backend.logistics.outbounds.tables import Outbound
from backend.sales.orders.tables import Order
from scanners.house_label import delivery_link

PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPapers:
    """Draws the delivery note and the pick list of a re-checked outbound."""

    outbound_id: UUID


@dataclass(frozen=True, slots=True)
class PapersDrawn:
    """Both stand as attachments."""

    delivery_note_id: UUID
    pick_list_id: UUID


async def issue_note(work: Work, order: Order, outbound: Outbound, number: str) -> None:
    """Fixes what the note says, in the transaction of the signature: nothing printed later can differ from it."""
    customer = await work.session.get(Customer, order.customer_id)
    firm = await queries.company(work)
    assert customer is not None and work.signing is not None  # noqa: S101 - a foreign key, and a signed command
    head = NoteHead(
        number=number,
        order_number=order.number or "",
        purchase_number=order.purchase_number,
        supplier=firm.name if firm else "",
        supplier_code=firm.credit_code if firm else None,
        supplier_drug_licence=firm.drug_licence if firm else None,
        supplier_device_licence=firm.device_licence if firm else None,
        supplier_address=firm.address if firm else None,
        supplier_phone=firm.phone if firm else None,
        customer=customer.name,
        receiver=order.receiver,
        receiver_phone=order.receiver_phone,
        address=order.address,
        note=order.note,
        rechecker=work.actor.name,
        rechecked_at=work.now.astimezone(work.zone),
        check_code=check_code(bytes.fromhex(work.signing.digest)),
        token=outbound.public_token,
    )
    outbound.delivery_note_number = number
    outbound.delivery_note = note_content(head, await queries.note_lines(work, outbound.id))


@handles(DrawPapers, name="logistics.drawPapers", needs=SYSTEM_ONLY)
async def draw_papers(command: DrawPapers, work: Work) -> PapersDrawn:
    """Draws before it locks: a page takes a second, and pickers and drivers do not wait for it."""
    outbound = await work.session.get(Outbound, command.outbound_id)
    if outbound is None or outbound.delivery_note is None:
        raise NotFound("outbound")
    content = outbound.delivery_note
    link = delivery_link(work.public_url, content["token"])
    drawn = await asyncio.gather(
        draw(note_sheet(content, qr_png(link), link)), draw(pick_list_sheet(content))
    )
    note, pick_list = (_attachment(work, pdf) for pdf in drawn)
    _, outbound = await outbound_locked(work, command.outbound_id)
    if outbound.delivery_note_id is not None and outbound.pick_list_id is not None:
        return PapersDrawn(outbound.delivery_note_id, outbound.pick_list_id)
    work.session.add_all((note, pick_list))
    outbound.delivery_note_id, outbound.pick_list_id = note.id, pick_list.id
    for paper in (note, pick_list):
        work.changed("attachment", paper.id, None, {"sha256": paper.sha256.hex(), "length": paper.length})
    work.changed(
        "outbound",
        outbound.id,
        {"delivery_note_id": None},
        {"delivery_note_id": note.id, "pick_list_id": pick_list.id},
    )
    return PapersDrawn(note.id, pick_list.id)


def _attachment(work: Work, content: bytes) -> Attachment:
    return Attachment(
        id=work.ids.new(),
        user_id=work.actor.user_id,
        sha256=hashlib.sha256(content).digest(),
        mime=PDF,
        length=len(content),
        received=len(content),
        content=content,
        complete_at=work.now,
    )

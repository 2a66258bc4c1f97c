"""Tells a salesperson that an order of theirs was not submitted."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import select

from backend.customers.accounts.tables import Customer
from backend.engines.notices.commands import TellPerson, Told, tell_person
from backend.foundation.command import handles
from backend.foundation.perform import refusal_from
from backend.foundation.permission import SYSTEM_ONLY
from backend.foundation.work import Work
from backend.sync.custody.tables import Envelope
from offline.envelope import parse

SEALED: Final = {
    "zh": "此订单已封存，由主管处理。",
    "en": "This order is kept sealed; a manager decides about it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNotSubmitted:
    """Tells who sent the envelope that the order in it was not submitted; `facts` are those of the refusal."""

    envelope_id: UUID
    user_id: UUID
    order_id: UUID
    refusal: str | None
    facts: dict[str, Any]


@handles(TellNotSubmitted, name="sync.tellNotSubmitted", needs=SYSTEM_ONLY)
async def tell_not_submitted(command: TellNotSubmitted, work: Work) -> Told:
    refusal = None if command.refusal is None else refusal_from(command.refusal, command.facts)
    say = SEALED.__getitem__ if refusal is None else refusal.say
    told = TellPerson(
        user_id=command.user_id,
        kind="order.notSubmitted",
        about_kind="order",
        about_id=command.order_id,
        cause_id=command.envelope_id,
        facts={
            "customer": await _own_customer(command, work),
            "reason": say("zh"),
            "reason_en": say("en"),
        },
    )
    return await tell_person(told, work)


async def _own_customer(command: TellNotSubmitted, work: Work) -> str | None:
    """The customer's name, if it is the sender's own: an envelope may name any id, and must not learn a name by it."""
    said = await work.session.scalar(
        select(Envelope.signed_text).where(
            Envelope.id == command.envelope_id, Envelope.user_id == command.user_id
        )
    )
    customer_id = None if said is None else _customer_in(parse(said).input)
    if customer_id is None:
        return None
    name: str | None = await work.session.scalar(
        select(Customer.name).where(
            Customer.id == customer_id,
            Customer.salesperson_id == command.user_id,
            Customer.deleted_at.is_(None),
        )
    )
    return name


def _customer_in(input: object) -> UUID | None:
    """The customer that the order names; None where it names none, for what a phone sends is not trusted."""
    content = input.get("content") if isinstance(input, dict) else None
    named = content.get("customerId") if isinstance(content, dict) else None
    try:
        return msgspec.convert(named, UUID)
    except msgspec.ValidationError:
        return None

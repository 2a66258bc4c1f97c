"""What may move: legs that sum to zero per lot, and never more than there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from backend.foundation.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Holder:
    """For whom goods stand in an account: ("order_line", its id), ("receipt", …), ("customer", …)."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """So much of a lot into (+) or out of (−) an account, at a place, for a holder. Quantities are pieces."""

    lot_id: UUID
    account: str
    quantity: Decimal
    location_id: UUID | None = None
    holder: Holder | None = None

    @property
    def place(self) -> tuple[UUID, str, UUID | None, UUID | None]:
        """What a balance is kept for."""
        return self.lot_id, self.account, self.location_id, self.holder.id if self.holder else None


@dataclass
class LotShort(Refusal):
    """Less of it is there than was asked for."""

    product: str
    wanted: Decimal
    on_hand: Decimal
    unit: str
    zh: ClassVar[str] = (
        "{product} 可用 {on_hand} {unit}，需要 {wanted} {unit}。请减少数量、换批号，或等待到货。"
    )
    en: ClassVar[str] = (
        "{product}: {on_hand} {unit} can be had, {wanted} {unit} are wanted."
        " Take fewer, choose another lot, or wait for the next arrival."
    )


class LegsUnbalanced(ValueError):
    """A bug of the caller: goods would appear or vanish."""


def transfer(taken: Leg, *, account: str, location_id: UUID | None, holder: Holder | None) -> tuple[Leg, Leg]:
    """The two legs that take `taken` (a positive quantity where it stands) to another account or place."""
    there = Leg(
        lot_id=taken.lot_id,
        account=account,
        quantity=taken.quantity,
        location_id=location_id,
        holder=holder,
    )
    return replace(taken, quantity=-taken.quantity), there


def balanced(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The legs added up per place, in a steady order; places that come out at zero fall away.

    Raises LegsUnbalanced when a lot's legs do not sum to zero: no double entry, no movement.
    """
    per_place: dict[tuple[UUID, str, UUID | None, UUID | None], Leg] = {}
    for leg in legs:
        before = per_place.get(leg.place)
        per_place[leg.place] = replace(leg, quantity=leg.quantity + before.quantity) if before else leg
    moving = sorted((leg for leg in per_place.values() if leg.quantity), key=lambda leg: _order(leg))
    for lot_id, total in totals(moving).items():
        if total:
            raise LegsUnbalanced(f"the legs of lot {lot_id} sum to {total}")
    return tuple(moving)


def totals(legs: Sequence[Leg]) -> dict[UUID, Decimal]:
    """What the legs of each lot sum to."""
    sums: dict[UUID, Decimal] = {}
    for leg in legs:
        sums[leg.lot_id] = sums.get(leg.lot_id, Decimal(0)) + leg.quantity
    return sums


def reversed_legs(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The movement that puts `legs` right again: a ledger is corrected by its mirror, never by a change."""
    return tuple(replace(leg, quantity=-leg.quantity) for leg in legs)


def _order(leg: Leg) -> tuple[str, ...]:
    return tuple(str(part) for part in leg.place)

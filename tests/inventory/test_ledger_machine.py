"""A machine that does to one product whatever people may do, in any order, beside a model that only adds and subtracts.

After every step the database must agree with the model, the ledger with itself, and nothing may stand below zero.
Each planted bug replaces one step by a wrong one: a machine that does not find it is worth nothing.
"""

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.foundation.command import handles
from backend.foundation.refusal import Refusal
from backend.foundation.work import Work
from backend.inventory.allocation import commands as allocation
from backend.inventory.allocation.rules import Pick, Wanted
from backend.inventory.lots.commands import HoldLot, ReleaseLot
from backend.inventory.lots.rules import LotOnHold
from backend.inventory.movements.commands import move
from backend.inventory.movements.queries import DRIFT
from backend.inventory.movements.rules import Holder, Leg, LotShort, transfer
from backend.inventory.rights import INVENTORY_READ
from tests.factories.inventory import a_lot, balances
from tests.factories.masterdata import a_product
from tests.inventory.steps import HandOn, Release, Reserve

EXAMPLES, STEPS = 25, 25
ACCOUNTS = ("stock", "reserved", "picked", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongStep:
    """A step as somebody might write it by mistake."""

    bug: str
    picks: tuple[Pick, ...]
    customer_id: UUID


@handles(WrongStep, name="tests.wrongStep", needs=INVENTORY_READ)
async def wrong_step(command: WrongStep, work: Work) -> None:
    for pick in command.picks:
        with_customer = Leg(
            lot_id=pick.lot_id,
            account="customer",
            quantity=pick.quantity,
            holder=Holder("customer", command.customer_id),
        )
        match command.bug:
            case "returns_are_sold_again":
                legs = transfer(with_customer, account="stock", location_id=pick.location_id, holder=None)
                await move(work, legs)
            case "a_release_is_applied_twice":
                await allocation.release(work, [pick.holder_id])
                more = Leg(lot_id=pick.lot_id, account="adjustment", quantity=pick.quantity)
                await move(work, transfer(more, account="stock", location_id=pick.location_id, holder=None))
            case "a_pick_ignores_the_hold":
                reserved = Leg(
                    lot_id=pick.lot_id,
                    account="reserved",
                    quantity=pick.quantity,
                    location_id=pick.location_id,
                    holder=Holder("order_line", pick.holder_id),
                )
                await move(
                    work, transfer(reserved, account="picked", location_id=None, holder=reserved.holder)
                )


@dataclass
class Model:
    """What should be: per lot and account how much, and which picks stand where."""

    held: set[UUID] = field(default_factory=set)
    quantities: dict[tuple[UUID, str], Decimal] = field(default_factory=dict)
    reserved: list[Pick] = field(default_factory=list)
    picked: list[Pick] = field(default_factory=list)
    shipped: list[Pick] = field(default_factory=list)

    def shift(self, pick: Pick, out_of: str, into: str) -> None:
        for account, quantity in ((out_of, -pick.quantity), (into, pick.quantity)):
            key = (pick.lot_id, account)
            self.quantities[key] = self.quantities.get(key, Decimal(0)) + quantity


class Ledger(RuleBasedStateMachine):
    """Two lots of one product; the first expires first."""

    shop: Any
    loop: asyncio.AbstractEventLoop
    bug: str | None = None

    def run(self, awaitable: Any) -> Any:
        return self.loop.run_until_complete(awaitable)

    def perform(self, command: object, post: str) -> Any:
        """The result, or the refusal."""
        try:
            return self.run(self.shop.perform(command, self.shop.person(post)))
        except Refusal as refusal:
            return refusal

    @initialize(first=st.integers(1, 8), second=st.integers(1, 8))
    def receive(self, first: int, second: int) -> None:
        product = self.run(a_product(self.shop)).id
        lots = [
            self.run(a_lot(self.shop, product=product, expires=expires, quantity=quantity))
            for expires, quantity in (("2027-03-01", first), ("2027-09-01", second))
        ]
        self.product, self.customer = product, self.shop.new_id()
        self.lots = [lot.id for lot in lots]
        self.model = Model(quantities={(lot.id, "stock"): lot.quantity for lot in lots})

    @rule(quantity=st.integers(1, 9))
    def reserve(self, quantity: int) -> None:
        free = [
            (lot, self.model.quantities.get((lot, "stock"), Decimal(0)))
            for lot in self.lots
            if lot not in self.model.held
        ]
        line = Wanted(holder_id=self.shop.new_id(), product_id=self.product, quantity=Decimal(quantity))
        answer = self.perform(Reserve(wanted=(line,)), "sales")
        if quantity > sum(there for _, there in free):
            assert isinstance(answer, LotShort)
            return
        assert [(pick.lot_id, pick.quantity) for pick in answer] == split(quantity, free)
        for pick in answer:
            self.model.shift(pick, "stock", "reserved")
        self.model.reserved += answer

    @precondition(lambda self: self.model.reserved)
    @rule(which=st.randoms(use_true_random=False))
    def release(self, which: Any) -> None:
        pick = which.choice(self.model.reserved)
        of_the_line = [other for other in self.model.reserved if other.holder_id == pick.holder_id]
        command: object = Release(holder_ids=(pick.holder_id,))
        if self.bug == "a_release_is_applied_twice":
            command = WrongStep(bug=self.bug, picks=(pick,), customer_id=self.customer)
        self.perform(command, "sales")
        for other in of_the_line:
            self.model.shift(other, "reserved", "stock")
            self.model.reserved.remove(other)

    @precondition(lambda self: self.model.reserved)
    @rule(which=st.randoms(use_true_random=False))
    def pick(self, which: Any) -> None:
        pick = which.choice(self.model.reserved)
        command: object = HandOn(how="pick", picks=(pick,))
        if self.bug == "a_pick_ignores_the_hold":
            command = WrongStep(bug=self.bug, picks=(pick,), customer_id=self.customer)
        answer = self.perform(command, "picker")
        if pick.lot_id in self.model.held:
            assert isinstance(answer, LotOnHold)
            return
        self.step(pick, self.model.reserved, self.model.picked, "reserved", "picked")

    @precondition(lambda self: self.model.picked)
    @rule(which=st.randoms(use_true_random=False))
    def put_back(self, which: Any) -> None:
        pick = which.choice(self.model.picked)
        self.perform(HandOn(how="put_back", picks=(pick,)), "picker")
        self.step(pick, self.model.picked, self.model.reserved, "picked", "reserved")

    @precondition(lambda self: self.model.picked)
    @rule(which=st.randoms(use_true_random=False))
    def ship(self, which: Any) -> None:
        pick = which.choice(self.model.picked)
        answer = self.perform(HandOn(how="ship", picks=(pick,), customer_id=self.customer), "picker")
        if pick.lot_id in self.model.held:
            assert isinstance(answer, LotOnHold)
            return
        self.step(pick, self.model.picked, self.model.shipped, "picked", "customer")

    @precondition(lambda self: self.model.shipped)
    @rule(which=st.randoms(use_true_random=False))
    def come_back(self, which: Any) -> None:
        pick = which.choice(self.model.shipped)
        command: object = HandOn(how="come_back", picks=(pick,), customer_id=self.customer)
        if self.bug == "returns_are_sold_again":
            command = WrongStep(bug=self.bug, picks=(pick,), customer_id=self.customer)
        self.perform(command, "picker")
        self.step(pick, self.model.shipped, [], "customer", "returned")

    @rule(first=st.booleans())
    def hold_or_free(self, first: bool) -> None:
        lot = self.lots[0 if first else 1]
        step = ReleaseLot if lot in self.model.held else HoldLot
        self.perform(step(lot_id=lot, reason="抽查"), "qualityOfficer")
        self.model.held ^= {lot}

    @invariant()
    def the_books_agree(self) -> None:
        for lot in getattr(self, "lots", []):
            there = self.run(balances(self.shop, lot))
            assert there == {
                account: self.model.quantities[lot, account]
                for account in ACCOUNTS
                if self.model.quantities.get((lot, account))
            }
            assert self.run(self.shop.look(DRIFT, self.shop.person("keeper"), lot_id=lot)) == []

    def step(self, pick: Pick, out_of: list[Pick], into: list[Pick], before: str, after: str) -> None:
        out_of.remove(pick)
        into.append(pick)
        self.model.shift(pick, before, after)


def split(quantity: int, free: list[tuple[UUID, Decimal]]) -> list[tuple[UUID, Decimal]]:
    """The first lot as far as it goes, then the second."""
    left, parts = Decimal(quantity), []
    for lot, there in free:
        taken = min(left, there)
        left -= taken
        if taken:
            parts.append((lot, taken))
    return parts


@pytest.fixture
async def loop(shop) -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def machine(shop: Any, loop: asyncio.AbstractEventLoop, bug: str | None = None) -> type[Ledger]:
    return type("Ledger", (Ledger,), {"shop": shop, "loop": loop, "bug": bug})


def bounded(examples: int) -> settings:
    """No shrinking: what matters is that it is found; deterministic, so that a red run can be repeated."""
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def test_whatever_people_do_in_whatever_order_the_books_agree(shop, loop):
    run_state_machine_as_test(machine(shop, loop), settings=bounded(EXAMPLES))


@pytest.mark.parametrize(
    "bug", ["returns_are_sold_again", "a_release_is_applied_twice", "a_pick_ignores_the_hold"]
)
def test_the_machine_finds_a_planted_bug(shop, loop, bug):
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine(shop, loop, bug), settings=bounded(EXAMPLES))

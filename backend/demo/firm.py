"""The demo company at work: its people act through commands, and what they cause is told before anybody acts again."""

import asyncio
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import UUID

from backend.demo.diary import Diary
from backend.demo.people import COMPANY, SITE, STAFF, Person
from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.clock import FixedClock
from backend.foundation.house import House
from backend.foundation.ids import TimeOrderedIds
from backend.foundation.outbox import tell_waiting
from backend.foundation.perform import perform
from backend.identity.company.commands import SetCompany
from backend.identity.posts.commands import AddDepartment, GrantPost, ensure_post_rights
from backend.identity.posts.queries import actor_of
from backend.identity.posts.rules import ADMINISTRATOR
from backend.identity.users.commands import AddUser

OWNER = "admin"
DRAWS_PAPERS = "logistics.deliveryNotes.draw"


@dataclass
class Firm:
    """Who works here and what they work with. The dice belong to the seed: thrown in the same order, the same world."""

    house: House
    clock: FixedClock
    diary: Diary
    dice: Random
    people: dict[str, Actor] = field(default_factory=dict)
    departments: dict[str, UUID] = field(default_factory=dict)
    _drawing: asyncio.Task[None] | None = None

    def new_id(self) -> UUID:
        return self.house.ids.new()

    async def do(self, command: object, by: str | Actor) -> Any:
        """What the command's handler returned; raises its refusal. `by` is a login. Events wait for `tell`."""
        actor = self.people[by] if isinstance(by, str) else by
        performed = await perform(self.house, command, actor, self.new_id())
        return performed.result

    async def tell(self) -> None:
        """Tells everything that waits, and what that causes; only papers wait for `draw_papers`."""
        while await tell_waiting(self.house, but=(DRAWS_PAPERS,)):
            pass

    async def draw_papers(self) -> None:
        """Begins to draw the papers of what was re-checked just now, beside what happens next.

        Under a clock that stands still and with dice of its own: whatever happens meanwhile, it is the same world.
        """
        await self.papers_drawn()
        clock = FixedClock(self.clock.now())
        dice = Random(clock.now().isoformat())  # noqa: S311 - as above.
        house = replace(self.house, clock=clock, ids=TimeOrderedIds(clock, random_bytes=dice.randbytes))
        self._drawing = asyncio.create_task(_drawn(house))

    async def papers_drawn(self) -> None:
        """Waits until every paper is there that was begun."""
        if self._drawing is not None:
            await self._drawing
            self._drawing = None


async def _drawn(house: House) -> None:
    while await tell_waiting(house, only=DRAWS_PAPERS):
        pass


async def found_firm(firm: Firm) -> None:
    """The firm with its people in their posts. The first administrator is the system's doing, all others are theirs."""
    await ensure_post_rights(firm.house)
    administrator = next(person for person in STAFF if ADMINISTRATOR in person.posts)
    for person in (administrator, *(person for person in STAFF if person is not administrator)):
        await hire(firm, person, by=SYSTEM if person is administrator else firm.people[OWNER])
    await firm.do(
        SetCompany(
            name=COMPANY,
            site_name=SITE,
            zone=firm.diary.zone.key,
            credit_code="91310115MA1K3TL08G",
            drug_licence="沪AA0210088",
            device_licence="沪浦药监械经营许20240188号",
            address="上海市浦东新区张江路 88 号 3 幢",
            phone="021-5080-0000",
        ),
        OWNER,
    )


async def hire(firm: Firm, person: Person, by: Actor, customer_id: UUID | None = None) -> None:
    """Puts a person on file with their posts; for `customer_id`, one of that customer's."""
    user_id = firm.new_id()
    await firm.do(
        AddUser(
            user_id=user_id,
            login=person.login,
            name=person.name,
            kind="staff" if customer_id is None else "portal",
            customer_id=customer_id,
            phone=person.phone,
        ),
        by,
    )
    department = None if customer_id is not None else await _department(firm, person.department, by)
    for post in person.posts:
        await firm.do(
            GrantPost(membership_id=firm.new_id(), user_id=user_id, post=post, department_id=department),
            by,
        )
    actor = await actor_of(firm.house, user_id)
    if actor is None:
        raise RuntimeError(f"{person.login}, who was just hired, is not there")
    firm.people[person.login] = actor


async def _department(firm: Firm, name: str, by: Actor) -> UUID:
    if name not in firm.departments:
        firm.departments[name] = firm.new_id()
        await firm.do(AddDepartment(department_id=firm.departments[name], name=name), by)
    return firm.departments[name]

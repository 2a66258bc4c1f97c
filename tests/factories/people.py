"""People for tests: real rows, made by commands, with the posts they are asked for."""

from typing import Any
from uuid import UUID

from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.house import House
from backend.foundation.perform import perform
from backend.foundation.permission import all_rights
from backend.identity.passwords.commands import SetPassword, SetPin
from backend.identity.passwords.hashing import Passwords
from backend.identity.posts.commands import GrantPost
from backend.identity.posts.queries import actor_of
from backend.identity.posts.rules import PORTAL_POST
from backend.identity.users.commands import AddUser

TEST_PASSWORDS = Passwords("test")
PASSWORD = "春江花月夜-2026"
PIN = "295140"


def somebody(user_id: UUID, post: str, name: str, language: str, customer_id: UUID | None) -> Actor:
    """Who a person with that post will be, before anything was written: `hire` makes it true."""
    return Actor(
        user_id=user_id,
        name=name,
        kind="portal" if post == PORTAL_POST else "staff",
        rights=frozenset(right.name for right in all_rights() if post in right.posts),
        posts=(post,),
        customer_id=customer_id,
        language=language,
    )


async def hire(house: House, actor: Actor) -> None:
    """Puts the person on file with their posts, and holds the database to what was promised."""
    commands: list[object] = [
        AddUser(
            user_id=actor.user_id,
            login=login_of(actor),
            name=actor.name,
            kind=actor.kind,
            customer_id=actor.customer_id,
            language=actor.language,
        ),
        *(GrantPost(membership_id=house.ids.new(), user_id=actor.user_id, post=post) for post in actor.posts),
    ]
    for command in commands:
        await perform(house, command, SYSTEM, house.ids.new())
    assert await actor_of(house, actor.user_id) == actor


def login_of(actor: Actor) -> str:
    return f"{actor.posts[0].lower()}-{actor.user_id.hex[-10:]}" if actor.posts else actor.user_id.hex


async def a_person(shop: Any, *posts: str, name: str = "林晓", language: str = "zh") -> Actor:
    """A new person with these posts, who has no password yet."""
    rights = frozenset(right.name for right in all_rights() if set(posts) & set(right.posts))
    actor = Actor(
        user_id=shop.new_id(),
        name=name,
        kind="staff",
        rights=rights,
        posts=tuple(sorted(posts)),
        language=language,
    )
    await hire(shop.house, actor)
    return actor


async def with_password(shop: Any, actor: Actor, password: str = PASSWORD, pin: str | None = None) -> Actor:
    """The same person, who can sign in now, and with a PIN sign too."""
    await shop.perform(SetPassword(password_hash=await TEST_PASSWORDS.hashed(password)), actor)
    if pin is not None:
        await shop.perform(SetPin(pin_hash=await TEST_PASSWORDS.hashed(pin)), actor)
    return actor

from uuid import UUID

from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.permission import SIGNED_IN, SYSTEM_ONLY


def test_everybody_who_acts_is_signed_in_and_only_the_system_is_the_system():
    person = Actor(user_id=UUID(int=7), name="林晓", kind="staff")

    assert person.may(SIGNED_IN)
    assert not person.may(SYSTEM_ONLY)
    assert SYSTEM.may(SYSTEM_ONLY)

"""A post that somebody holds goes on in another department; where they were until then stays on file."""

import pytest

from backend.foundation.actor import SYSTEM
from backend.foundation.permission import NotAllowed, NotFound
from backend.identity.posts.commands import AddDepartment, EndPost
from backend.identity.posts.moving import MovePost, PostMoved, TenureOver
from backend.identity.users.rules import NotToYourself
from tests.factories.people import a_person
from tests.identity.test_posts import DAY, as_of, grant


async def a_department(shop):
    id = shop.new_id()
    await shop.perform(AddDepartment(department_id=id, name=f"部门 {id}"), SYSTEM)
    return id


async def a_tenure(shop, **given):
    """A seller in a department: the person's id, the granted tenure and the department."""
    person, department = await a_person(shop), await a_department(shop)
    granted = grant(shop, person.user_id, "sales", department_id=department, **given)
    await shop.perform(granted, SYSTEM)
    return person.user_id, granted.membership_id, department


def moved(shop, membership_id, department_id):
    return MovePost(membership_id=membership_id, new_membership_id=shop.new_id(), department_id=department_id)


async def test_the_post_goes_on_in_the_new_department_and_history_keeps_the_old_one(shop):
    end = shop.clock.now() + 30 * DAY
    user_id, membership, before = await a_tenure(shop, valid_to=end)
    after = await a_department(shop)
    yesterday = shop.clock.now()
    shop.clock.advance(DAY)
    command = moved(shop, membership, after)

    done = await shop.perform(command, shop.person("administrator"))

    now = shop.clock.now()
    assert done == PostMoved(command.new_membership_id, now)
    person = await as_of(shop, user_id)
    assert (person.departments, person.posts) == ((after,), ("sales",))
    assert (await as_of(shop, user_id, yesterday)).departments == (before,)
    assert (await as_of(shop, user_id, end - DAY)).departments == (after,)
    assert (await as_of(shop, user_id, end)).posts == ()


async def test_what_has_not_begun_is_moved_as_it_is_and_the_same_department_changes_nothing(shop):
    starts = shop.clock.now() + DAY
    user_id, membership, before = await a_tenure(shop, valid_from=starts)
    after = await a_department(shop)

    assert await shop.perform(moved(shop, membership, before), shop.person("administrator")) == PostMoved(
        membership, starts
    )
    assert await shop.perform(moved(shop, membership, after), shop.person("administrator")) == PostMoved(
        membership, starts
    )
    assert (await as_of(shop, user_id)).posts == ()
    assert (await as_of(shop, user_id, starts)).departments == (after,)


async def test_what_cannot_be_moved_is_refused_and_stays(shop):
    user_id, membership, before = await a_tenure(shop)
    administrator = shop.person("administrator")
    shop.clock.advance(DAY)
    own = await shop.house.pool.fetchval(
        "select id from memberships where user_id = $1", administrator.user_id
    ) or pytest.fail("the administrator holds no post")

    for command, by, refusal in (
        (moved(shop, shop.new_id(), None), administrator, NotFound),
        (moved(shop, membership, shop.new_id()), administrator, NotFound),
        (moved(shop, membership, None), shop.person("sales"), NotAllowed),
        (moved(shop, own, None), administrator, NotToYourself),
    ):
        with pytest.raises(refusal):
            await shop.perform(command, by)
    assert (await as_of(shop, user_id)).departments == (before,)

    await shop.perform(EndPost(membership_id=membership, reason="离职"), administrator)
    with pytest.raises(TenureOver):
        await shop.perform(moved(shop, membership, None), administrator)

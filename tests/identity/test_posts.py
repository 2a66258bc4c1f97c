"""People and posts: what a person may do follows from the posts they hold at that moment, and never from themselves."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.features import load_features
from backend.foundation.actor import SYSTEM, Actor
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import NotAllowed, NotFound, all_rights
from backend.foundation.refusal import Refusal
from backend.foundation.text import TextNotPrintable
from backend.identity.posts.commands import (
    AddDepartment,
    AllowPost,
    EndPost,
    ForbidPost,
    GrantPost,
    ensure_post_rights,
)
from backend.identity.posts.queries import ACTOR_AT, actor_at, actor_of
from backend.identity.posts.rules import (
    POSTS,
    DeputyForTwo,
    DeputyOfNobody,
    MomentNotUsable,
    PostNotForThem,
    PostUnknown,
    homes_of,
)
from backend.identity.users.commands import AddUser, ChangeProfile, DisableUser, EnableUser
from backend.identity.users.rules import (
    CustomerNeeded,
    LanguageUnknown,
    LoginNotUsable,
    LoginTaken,
    NotToYourself,
    PhoneNotUsable,
)
from tests.factories.people import a_person

DAY = timedelta(days=1)


def grant(shop, to: UUID, post: str, **more: Any) -> GrantPost:
    return GrantPost(membership_id=shop.new_id(), user_id=to, post=post, **more)


async def as_of(shop, user_id: UUID, when: datetime | None = None) -> Actor:
    """The person at that moment, now if none is given; somebody who may act then."""
    actor = await actor_at(shop.house, user_id, when or shop.clock.now())
    assert actor is not None
    return actor


def rights_named(post: str) -> frozenset[str]:
    return frozenset(right.name for right in all_rights() if post in right.posts)


async def test_rights_are_the_union_of_the_posts_held(shop):
    person = await a_person(shop, "picker", "driver")

    assert person.rights == rights_named("picker") | rights_named("driver")
    assert person.posts == ("driver", "picker")


async def test_a_post_counts_from_its_first_instant_up_to_its_last(shop):
    person, now = await a_person(shop, "picker"), shop.clock.now()
    await shop.perform(
        grant(shop, person.user_id, "rechecker", valid_from=now + DAY, valid_to=now + 2 * DAY), SYSTEM
    )

    held = {
        offset: (await as_of(shop, person.user_id, now + offset)).posts
        for offset in (timedelta(0), DAY, 2 * DAY - timedelta(microseconds=1), 2 * DAY)
    }

    assert list(held.values()) == [("picker",), ("picker", "rechecker"), ("picker", "rechecker"), ("picker",)]


async def test_what_was_allowed_then_is_known_after_it_ended(shop):
    person, administrator = await a_person(shop), shop.person("administrator")
    granted = await shop.perform(grant(shop, person.user_id, "purchaser"), administrator)
    then = shop.clock.now()
    shop.clock.advance(DAY)
    await shop.perform(EndPost(membership_id=granted.membership_id, reason="调岗"), administrator)
    await shop.perform(
        ForbidPost(post="purchaser", right="catalog.manageSuppliers", reason="集中"), administrator
    )
    await shop.perform(DisableUser(user_id=person.user_id, reason="离职"), administrator)

    was = await actor_at(shop.house, person.user_id, then)
    now = await actor_of(shop.house, person.user_id)
    await shop.perform(
        AllowPost(post="purchaser", right="catalog.manageSuppliers", reason="恢复"), administrator
    )

    assert was is not None
    assert "catalog.manageSuppliers" in was.rights
    assert was.posts == ("purchaser",)
    assert now is None


async def test_nobody_is_given_a_post_in_the_past(shop):
    person, now = await a_person(shop), shop.clock.now()

    granted = await shop.perform(grant(shop, person.user_id, "picker", valid_from=now - 30 * DAY), SYSTEM)

    assert granted.valid_from == now
    assert (await as_of(shop, person.user_id, now - DAY)).posts == ()


async def test_a_deputy_counts_as_two_persons(shop):
    rechecker, deputy = await a_person(shop, "rechecker"), await a_person(shop, "picker")
    now = shop.clock.now()
    await shop.perform(
        grant(shop, deputy.user_id, "rechecker", deputy_for=rechecker.user_id, valid_to=now + DAY), SYSTEM
    )

    today = await as_of(shop, deputy.user_id)
    later = await as_of(shop, deputy.user_id, now + DAY)

    assert today.persons == {deputy.user_id, rechecker.user_id}
    assert today.posts == ("picker", "rechecker")
    assert later.persons == {deputy.user_id}
    assert later.posts == ("picker",)


async def test_a_deputy_stands_in_for_one_person_who_holds_that_post(shop):
    rechecker, other = await a_person(shop, "rechecker"), await a_person(shop, "rechecker")
    deputy, keeper = await a_person(shop), await a_person(shop, "keeper")

    for refused in (keeper.user_id, deputy.user_id):
        with pytest.raises(DeputyOfNobody):
            await shop.perform(grant(shop, deputy.user_id, "rechecker", deputy_for=refused), SYSTEM)
    await shop.perform(grant(shop, deputy.user_id, "rechecker", deputy_for=rechecker.user_id), SYSTEM)
    with pytest.raises(DeputyForTwo):
        await shop.perform(grant(shop, deputy.user_id, "rechecker", deputy_for=other.user_id), SYSTEM)
    with pytest.raises(NotFound):
        await shop.perform(grant(shop, deputy.user_id, "rechecker", deputy_for=shop.new_id()), SYSTEM)


async def test_a_post_is_not_held_twice_at_once_even_by_two_administrators_in_one_moment(shop):
    person, administrator = await a_person(shop), shop.person("administrator")
    other = shop.person("administrator", name="second")

    answers = await asyncio.gather(
        *(shop.perform(grant(shop, person.user_id, "picker"), by) for by in (administrator, other)),
        return_exceptions=True,
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["PostGranted", "PostHeldAlready"]


async def test_an_inverted_period_a_naive_time_and_an_unknown_post_are_refused(shop):
    person, now = await a_person(shop), shop.clock.now()
    refusals: dict[type[Refusal], dict[str, Any]] = {
        PeriodInverted: {"post": "picker", "valid_to": now - DAY},
        MomentNotUsable: {"post": "picker", "valid_to": datetime(2027, 1, 1)},  # noqa: DTZ001 - what is sent.
        PostUnknown: {"post": "owner"},
        PostNotForThem: {"post": "customer"},
        NotFound: {"post": "picker", "department_id": shop.new_id()},
    }
    for refusal, fields in refusals.items():
        with pytest.raises(refusal):
            await shop.perform(grant(shop, person.user_id, **fields), SYSTEM)
    with pytest.raises(NotFound):
        await shop.perform(grant(shop, SYSTEM.user_id, "administrator"), shop.person("administrator"))
    assert (await as_of(shop, person.user_id)).posts == ()


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
async def test_a_period_beyond_the_calendar_is_refused(shop, moment):
    person = await a_person(shop)

    with pytest.raises(MomentNotUsable):
        beyond = datetime.fromisoformat(moment)
        await shop.perform(grant(shop, person.user_id, "picker", valid_from=beyond), SYSTEM)

    assert (await as_of(shop, person.user_id)).posts == ()


async def test_a_post_that_has_not_begun_can_be_taken_back_whole(shop):
    person, now = await a_person(shop), shop.clock.now()
    granted = await shop.perform(grant(shop, person.user_id, "picker", valid_from=now + DAY), SYSTEM)

    await shop.perform(EndPost(membership_id=granted.membership_id, reason="改期"), SYSTEM)

    assert (await as_of(shop, person.user_id, now + 2 * DAY)).posts == ()


async def test_a_department_comes_with_the_post(shop):
    person, department = await a_person(shop), shop.new_id()
    await shop.perform(AddDepartment(department_id=department, name=f"仓储部 {department}"), SYSTEM)
    await shop.perform(grant(shop, person.user_id, "picker", department_id=department), SYSTEM)

    assert (await as_of(shop, person.user_id)).departments == (department,)


async def test_everything_about_an_actor_is_one_statement(shop):
    person = await a_person(shop, "picker", "driver")
    async with shop.house.reading(SYSTEM) as reading:
        await reading.first(ACTOR_AT, user_id=person.user_id, at=shop.clock.now())
        assert reading.statements == 1


async def test_the_system_and_strangers_are_no_actors(shop):
    assert await actor_of(shop.house, SYSTEM.user_id) is None
    assert await actor_of(shop.house, shop.new_id()) is None
    row = await shop.house.pool.fetchrow("select name, kind, login from users where id = $1", SYSTEM.user_id)
    assert tuple(row) == (SYSTEM.name, "system", None)


async def test_new_rights_go_to_their_posts_once_and_what_was_taken_away_stays_away(shop):
    administrator = shop.person("administrator")
    await shop.perform(ForbidPost(post="keeper", right="catalog.read", reason="试"), administrator)

    await ensure_post_rights(shop.house)

    open_rows = (
        "select count(*) from post_rights where post = $1 and \"right\" = 'catalog.read' and valid_to is null"
    )
    assert await shop.house.pool.fetchval(open_rows, "keeper") == 0
    await shop.perform(AllowPost(post="keeper", right="catalog.read", reason="还原"), administrator)
    assert await shop.house.pool.fetchval(open_rows, "keeper") == 1


async def test_only_administrators_manage_people(shop):
    person = await a_person(shop)
    commands = (
        AddUser(user_id=shop.new_id(), login="somebody-new", name="新人"),
        DisableUser(user_id=person.user_id, reason="x"),
        grant(shop, person.user_id, "picker"),
        AllowPost(post="picker", right="catalog.read", reason="x"),
        ChangeProfile(user_id=person.user_id, phone="021 5555 0101"),
    )
    for by in (shop.person("sales"), shop.person("director"), shop.person("qualityHead")):
        for command in commands:
            with pytest.raises(NotAllowed):
                await shop.perform(command, by)


load_features()  # Their rights are what is drawn from.
RIGHT = st.sampled_from([right.name for right in all_rights() if right.posts])
# Their own post is what an administrator would try first.
POST = st.just("administrator") | st.sampled_from([post.name for post in POSTS])
STEP = st.one_of(
    st.tuples(st.just("grant"), st.booleans(), POST, st.booleans()),
    st.tuples(st.just("allow"), RIGHT, POST, st.just(None)),
    st.tuples(st.just("forbid"), RIGHT, POST, st.just(None)),
    st.tuples(st.just("end"), st.booleans(), st.just(None), st.just(None)),
    st.tuples(st.just("disable"), st.booleans(), st.just(None), st.just(None)),
)


@settings(
    max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, min_size=1, max_size=8))
async def test_no_sequence_of_commands_by_one_administrator_raises_their_own_rights(shop, steps):
    own = shop.person("administrator", name="careful")
    other = shop.person("administrator", name="colleague")
    await shop.hired()
    before = (await as_of(shop, own.user_id)).rights
    memberships = {
        True: await shop.house.pool.fetchval("select id from memberships where user_id = $1", own.user_id),
        False: await shop.house.pool.fetchval("select id from memberships where user_id = $1", other.user_id),
    }
    undo: list[list[tuple[str, str]]] = []
    for kind, first, post, as_deputy in steps:
        actor = await actor_of(shop.house, own.user_id)
        target = own if first is True else other
        command: object
        match kind:
            case "grant":
                deputy_for = (other if first else own).user_id if as_deputy else None
                command = grant(shop, target.user_id, post, deputy_for=deputy_for)
            case "allow":
                command = AllowPost(post=post, right=first, reason="试")
            case "forbid":
                command = ForbidPost(post=post, right=first, reason="试")
            case "end":
                command = EndPost(membership_id=memberships[False], reason="试")
            case _:
                command = DisableUser(user_id=target.user_id, reason="试")
        had = await rights_table(shop)
        try:
            await shop.perform(command, actor)
        except Refusal:
            continue
        undo.append(had)
        after = await actor_of(shop.house, own.user_id)
        assert after is not None
        assert after.rights <= before, f"{command} gave {after.rights - before}"
    if undo:
        await restore(shop, undo[0], other)


async def rights_table(shop) -> list[tuple[str, str]]:
    return [
        (row["post"], row["right"])
        for row in await shop.house.pool.fetch(
            'select post, "right" from post_rights where valid_to is null order by 1, 2'
        )
    ]


async def restore(shop, wanted: list[tuple[str, str]], other) -> None:
    """The one company is everybody's: what the sequence did to its posts is undone."""
    now = await rights_table(shop)
    for post, right in set(now) - set(wanted):
        await shop.perform(ForbidPost(post=post, right=right, reason="还原"), SYSTEM)
    shop.clock.advance(timedelta(seconds=1))
    for post, right in set(wanted) - set(now):
        await shop.perform(AllowPost(post=post, right=right, reason="还原"), SYSTEM)
    await shop.perform(EnableUser(user_id=other.user_id, reason="还原"), SYSTEM)


async def test_an_administrator_gives_themselves_nothing_by_any_single_door(shop):
    own, other = shop.person("administrator"), shop.person("administrator", name="second")
    with pytest.raises(NotToYourself):
        await shop.perform(grant(shop, own.user_id, "director"), own)
    with pytest.raises(NotToYourself):
        await shop.perform(grant(shop, own.user_id, "picker", deputy_for=other.user_id), own)
    with pytest.raises(NotToYourself):
        await shop.perform(DisableUser(user_id=own.user_id, reason="试"), own)
    missing = sorted(rights_named("director") - rights_named("administrator"))
    for right in missing[:1]:
        with pytest.raises(NotToYourself):
            await shop.perform(AllowPost(post="administrator", right=right, reason="试"), own)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"login": "x"}, LoginNotUsable),
        ({"login": "陈思远"}, LoginNotUsable),
        ({"login": "a b"}, LoginNotUsable),
        ({"login": "-rf"}, LoginNotUsable),
        ({"name": "甲\x00乙"}, TextNotPrintable),
        ({"phone": "1 or 1=1"}, PhoneNotUsable),
        ({"language": "fr"}, LanguageUnknown),
        ({"kind": "system"}, CustomerNeeded),
        ({"kind": "portal"}, CustomerNeeded),
        ({"customer_id": UUID(int=5)}, CustomerNeeded),
    ],
    ids=str,
)
async def test_particulars_that_cannot_be_are_refused_in_words(shop, fields, refusal):
    user_id = shop.new_id()
    usual = {"user_id": user_id, "login": user_id.hex, "name": "周宁"}
    with pytest.raises(refusal):
        await shop.perform(AddUser(**usual | fields), shop.person("administrator"))
    assert await actor_of(shop.house, user_id) is None


async def test_a_login_is_one_persons_however_it_is_written(shop):
    administrator, login = shop.person("administrator"), f"Zhou.{shop.new_id().hex[-8:]}"
    await shop.perform(AddUser(user_id=shop.new_id(), login=login, name="周宁"), administrator)
    with pytest.raises(LoginTaken):
        await shop.perform(AddUser(user_id=shop.new_id(), login=login.upper(), name="周安"), administrator)


async def test_language_and_phone_are_ones_own_and_the_name_is_the_administrators(shop):
    person = await a_person(shop, "sales", name="何静")

    await shop.perform(ChangeProfile(language="en", phone="138 0000 0000"), person)
    with pytest.raises(NotAllowed):
        await shop.perform(ChangeProfile(name="总经理"), person)

    changed = await as_of(shop, person.user_id)
    assert (changed.name, changed.language) == ("何静", "en")


async def test_me_tells_posts_and_rights_in_ones_own_language(shop):
    person = await a_person(shop, "rechecker", "driver", language="en")
    answer = await shop.ask(person, "{ me { posts postLabels homes rights { name label } } }")

    assert answer.errors is None
    me = answer.data["me"]
    assert (me["postLabels"], me["homes"]) == (["driver", "re-checker"], ["warehouse", "driver"])
    assert {"name": "catalog.read", "label": "see products and suppliers"} in me["rights"]


async def test_a_customers_person_sees_themselves_and_nobody_of_the_firm(shop):
    buyer = shop.person("customer", customer_id=shop.new_id())
    stranger = shop.person("customer", customer_id=shop.new_id())
    sales = shop.person("sales")
    await shop.hired()

    me = await shop.ask(
        buyer, "{ me { person { id name tenures { post } } homes } myDevices { id } mySessions { id } }"
    )
    assert me.errors is None
    assert me.data["me"] == {
        "person": {"id": str(buyer.user_id), "name": "customer", "tenures": [{"post": "customer"}]},
        "homes": ["customer"],
    }
    people = await shop.ask(buyer, "{ people { items { id } } }")
    assert people.errors[0].extensions["code"] == "NotAllowed"
    for other in (stranger, sales):
        one = await shop.ask(buyer, "query ($id: UUID!) { person(id: $id) { id } }", id=str(other.user_id))
        assert one.data == {"person": None}


async def test_colleagues_are_found_by_pinyin_and_post_and_their_phones_stay_private(shop):
    person = await a_person(shop, "driver", name=f"欧阳送货{shop.new_id().hex[-4:]}")
    await shop.perform(ChangeProfile(phone="13900000000"), person)
    find = "query ($s: String, $p: String) { people(search: $s, post: $p) { items { name phone login } } }"

    seen = await shop.ask(shop.person("keeper"), find, s=f"oysh{person.name[-4:]}", p="driver")
    managed = await shop.ask(shop.person("administrator"), find, s="oysh", p="driver")
    other_post = await shop.ask(shop.person("keeper"), find, s=f"oysh{person.name[-4:]}", p="picker")

    assert seen.data["people"]["items"] == [{"name": person.name, "phone": None, "login": None}]
    assert {"name": person.name, "phone": "13900000000", "login": person.user_id.hex} in [
        item | {"login": person.user_id.hex} for item in managed.data["people"]["items"]
    ]
    assert other_post.data["people"]["items"] == []


async def test_a_departments_people_are_those_who_hold_a_post_in_it_now(shop):
    sales, stores = shop.new_id(), shop.new_id()
    for id in (sales, stores):
        await shop.perform(AddDepartment(department_id=id, name=f"部门 {id}"), SYSTEM)
    now, gone, elsewhere = [(await a_person(shop)).user_id for _ in range(3)]
    left = grant(shop, gone, "sales", department_id=sales)
    for granted in (
        grant(shop, now, "sales", department_id=sales),
        left,
        grant(shop, elsewhere, "keeper", department_id=stores),
    ):
        await shop.perform(granted, SYSTEM)
    await shop.perform(EndPost(membership_id=left.membership_id, reason="岗位调整"), SYSTEM)

    found = (
        "query ($of: UUID!) { people(departmentId: $of) { items { id tenures { department { name } } } } }"
    )
    answer = await shop.ask(shop.person("administrator"), found, of=str(sales))

    assert answer.errors is None, answer.errors
    assert answer.data["people"]["items"] == [
        {"id": str(now), "tenures": [{"department": {"name": f"部门 {sales}"}}]}
    ]


def test_two_posts_have_one_home_with_both_tasks():
    assert homes_of(("driver", "picker", "rechecker")) == ("warehouse", "driver")
    assert homes_of(("a post of next year",)) == ()
    assert {post.home for post in POSTS} == {
        "sales", "manager", "finance", "office", "warehouse", "quality", "driver", "customer",
    }  # fmt: skip


def test_every_rights_default_posts_exist():
    known = {post.name for post in POSTS}
    assert [(right.name, post) for right in all_rights() for post in right.posts if post not in known] == []


async def test_a_person_added_through_graphql_stands_in_the_audit_log_with_both_facts(shop):
    administrator, user_id, command_id = shop.person("administrator"), shop.new_id(), shop.new_id()
    answer = await shop.ask(
        administrator,
        """mutation ($c: UUID!, $i: AddUserInput!) { addUser(commandId: $c, input: $i) {
             __typename ... on UserAdded { userId } ... on Refusal { message } } }""",
        c=str(command_id),
        i={"userId": str(user_id), "login": user_id.hex, "name": "许诺"},
    )

    assert answer.data["addUser"] == {"__typename": "UserAdded", "userId": str(user_id)}
    entry = await shop.house.pool.fetchrow(
        "select command, user_id, changes from audit_entries where command_id = $1", command_id
    )
    assert (entry["command"], entry["user_id"]) == ("identity.addUser", administrator.user_id)
    assert entry["changes"][0]["after"]["name"] == "许诺"

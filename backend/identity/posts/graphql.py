"""People and their posts in GraphQL."""

from datetime import datetime
from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import edge, query
from backend.foundation.graphql.pages import PageOf, page_of
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.limits import PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX
from backend.foundation.period import PeriodInverted
from backend.foundation.permission import SIGNED_IN, SYSTEM_ONLY, all_rights
from backend.foundation.text import search_pattern
from backend.identity.posts import queries
from backend.identity.posts.commands import AddDepartment, AllowPost, EndPost, ForbidPost, GrantPost
from backend.identity.posts.moving import MovePost, TenureOver
from backend.identity.posts.rules import (
    POSTS,
    DepartmentKnown,
    DeputyForTwo,
    DeputyOfNobody,
    MomentNotUsable,
    PostHeldAlready,
    PostNotForThem,
    PostUnknown,
    RightUnknown,
    homes_of,
    post_label,
    rights_of,
)
from backend.identity.rights import PEOPLE_MANAGE, PEOPLE_READ
from backend.identity.users.commands import AddUser, ChangeProfile, DisableUser, EnableUser
from backend.identity.users.rules import (
    CustomerNeeded,
    LanguageUnknown,
    LoginNotUsable,
    LoginTaken,
    NotToYourself,
    PhoneNotUsable,
)

_RIGHTS_MAX = 200


@strawberry.type(name="Right", description="One thing a person may do, in words.")
class RightType:
    name: str
    label: str


@strawberry.type(name="Department", description="A department of the firm.")
class DepartmentType:
    id: UUID
    name: str


@strawberry.type(name="Tenure", description="That a person holds a post from when until when.")
class TenureType:
    id: UUID
    post: str
    valid_from: datetime
    valid_to: datetime | None
    department_id: strawberry.Private[UUID | None]
    deputy_for: strawberry.Private[UUID | None]

    @strawberry.field(description="The post's name in the reader's language.")  # type: ignore[untyped-decorator]
    def label(self, info: Info) -> str:
        return post_label(self.post, info.context.language)

    @edge(needs=PEOPLE_READ)
    async def department(self, info: Info) -> DepartmentType | None:
        return await info.context.load(queries.DEPARTMENTS_BY_ID, self.department_id)

    @edge(needs=SIGNED_IN)
    async def stands_in_for(self, info: Info) -> "PersonType | None":
        """Whom a deputy stands in for."""
        return await info.context.load(queries.PEOPLE_BY_ID, self.deputy_for)


@strawberry.type(
    name="Person", description="A person. Login and phone are for themselves and the administrator."
)
class PersonType:
    id: UUID
    name: str
    kind: str
    login: str | None
    phone: str | None
    language: str
    disabled: bool
    customer_id: UUID | None

    @edge(needs=SIGNED_IN, at_most=10)
    async def tenures(self, info: Info) -> list[TenureType]:
        """The posts they hold, held and will hold, latest first."""
        return await info.context.load_many(queries.TENURES_OF, self.id, key="user_id")


@strawberry.type(name="Me", description="The person who is signed in, and what they may do now.")
class MeType:
    person: PersonType
    posts: list[str] = strawberry.field(metadata={"at_most": len(POSTS)})
    post_labels: list[str] = strawberry.field(metadata={"at_most": len(POSTS)})
    homes: list[str] = strawberry.field(metadata={"at_most": len(POSTS)})
    rights: list[RightType] = strawberry.field(metadata={"at_most": _RIGHTS_MAX})


@strawberry.type(name="Post", description="A post, and what its holders may do.")
class PostType:
    name: str
    label: str
    home: str
    rights: list[str] = strawberry.field(metadata={"at_most": _RIGHTS_MAX})


@strawberry.type
class PeopleQueries:
    @query(needs=SIGNED_IN)
    async def me(self, info: Info) -> MeType | None:
        """Who I am, with posts and rights in words."""
        context = info.context
        actor, language = context.actor, context.language
        person = await context.load(queries.PEOPLE_BY_ID, None if actor is None else actor.user_id)
        if actor is None or person is None:
            return None
        return MeType(
            person=person,
            posts=list(actor.posts),
            post_labels=[post_label(post, language) for post in actor.posts],
            homes=list(homes_of(actor.posts)),
            rights=[
                RightType(name=right.name, label=right.en if language == "en" else right.zh)
                for right in rights_of(actor)
            ],
        )

    @query(needs=PEOPLE_READ)
    async def people(
        self,
        info: Info,
        first: int = PAGE_SIZE_DEFAULT,
        after: str | None = None,
        search: str | None = None,
        post: str | None = None,
        department_id: UUID | None = None,
    ) -> PageOf[PersonType]:
        """People by pinyin; `search` finds name, pinyin, initials, login and phone; `post` who holds it now.

        `department_id` finds who holds a post in that department now.
        """
        return page_of(
            await info.context.page(
                queries.PEOPLE,
                first,
                after,
                search=search_pattern(search) if search else None,
                post=post,
                department_id=department_id,
                at=info.context.house.clock.now(),
            )
        )

    @query(needs=PEOPLE_READ)
    async def person(self, info: Info, id: UUID) -> PersonType | None:
        """One person, if I may see them."""
        return await info.context.load(queries.PEOPLE_BY_ID, id)

    @query(needs=PEOPLE_READ, at_most=PAGE_SIZE_MAX)
    async def departments(self, info: Info) -> list[DepartmentType]:
        """The firm's departments."""
        return await info.context.all(queries.DEPARTMENTS)

    @query(needs=PEOPLE_MANAGE, at_most=len(POSTS))
    async def posts(self, info: Info) -> list[PostType]:
        """The posts of a distributor, and the rights that each gives."""
        rows = await info.context.all(queries.POST_RIGHTS)
        return [
            PostType(
                name=post.name,
                label=post.label(info.context.language),
                home=post.home,
                rights=[row.right for row in rows if row.post == post.name],
            )
            for post in POSTS
        ]

    @query(needs=PEOPLE_MANAGE, at_most=_RIGHTS_MAX)
    async def rights(self, info: Info) -> list[RightType]:
        """Every right that a post can be given."""
        english = info.context.language == "en"
        return [
            RightType(name=right.name, label=right.en if english else right.zh)
            for right in all_rights()
            if right not in (SYSTEM_ONLY, SIGNED_IN)
        ]


PeopleMutations = mutations(
    "PeopleMutations",
    mutation(
        AddUser,
        refuses=(CustomerNeeded, LoginNotUsable, LoginTaken, PhoneNotUsable, LanguageUnknown),
    ),
    mutation(DisableUser, refuses=(NotToYourself,)),
    mutation(EnableUser, refuses=(NotToYourself,)),
    mutation(ChangeProfile, refuses=(PhoneNotUsable, LanguageUnknown)),
    mutation(AddDepartment, refuses=(DepartmentKnown,)),
    mutation(
        GrantPost,
        refuses=(
            NotToYourself,
            PostUnknown,
            PostNotForThem,
            PostHeldAlready,
            DeputyOfNobody,
            DeputyForTwo,
            MomentNotUsable,
            PeriodInverted,
        ),
    ),
    mutation(MovePost, refuses=(NotToYourself, PostHeldAlready, TenureOver)),
    mutation(EndPost),
    mutation(AllowPost, refuses=(NotToYourself, PostUnknown, RightUnknown)),
    mutation(ForbidPost, refuses=(PostUnknown, RightUnknown)),
)

"""Fields that state their right. A root field without one does not exist: `query` demands it."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import strawberry
from graphql import GraphQLError

from backend.foundation.ahead import Part
from backend.foundation.graphql.context import Context
from backend.foundation.permission import SIGNED_IN, NotAllowed, Right
from backend.foundation.refusal import Refusal

T = TypeVar("T")


def refused(refusal: Refusal, language: str) -> GraphQLError:
    """A refusal as a GraphQL error, for reads: they have no union to say it in. `again`: it may pass when asked again."""
    known = {"code": type(refusal).__name__} | ({} if refusal.final else {"again": True})
    return GraphQLError(refusal.say(language), extensions={**refusal.facts(), **known})


def must(context: Context, needs: Right) -> None:
    """Raises when the asker is not signed in or lacks the right."""
    actor = context.actor
    if actor is None:
        raise GraphQLError("Sign in first.", extensions={"code": "UNAUTHENTICATED"})
    if needs is not SIGNED_IN and not actor.may(needs):
        raise refused(NotAllowed(needs.name), context.language)


def query(*, needs: Right, at_most: int | None = None) -> Callable[[Callable[..., Awaitable[Any]]], Any]:
    """A root query. `at_most` declares how many objects a plain list may hold; pages state it by `first`."""

    def decorate(resolver: Callable[..., Awaitable[Any]]) -> Any:
        @functools.wraps(resolver)
        async def guarded(*args: Any, **kwargs: Any) -> Any:
            context: Context = kwargs["info"].context
            must(context, needs)
            try:
                return await resolver(*args, **kwargs)
            except Refusal as refusal:
                raise refused(refusal, context.language) from None

        return strawberry.field(
            resolver=guarded,
            description=_described(resolver, needs),
            metadata={"needs": needs.name, "at_most": at_most},
        )

    return decorate


def edge(
    *, needs: Right, at_most: int | None = None, part: Part | None = None
) -> Callable[[Callable[..., Awaitable[Any]]], Any]:
    """A field that leads to another type or to a guarded value; null for those without the right.

    `part` says which rows the resolver reads and nothing else, so that they can be read with their heads.
    """

    def decorate(resolver: Callable[..., Awaitable[Any]]) -> Any:
        @functools.wraps(resolver)
        async def guarded(*args: Any, **kwargs: Any) -> Any:
            context: Context = kwargs["info"].context
            if context.actor is None or (needs is not SIGNED_IN and not context.actor.may(needs)):
                return None
            try:
                return await resolver(*args, **kwargs)
            except Refusal as refusal:
                raise refused(refusal, context.language) from None

        return strawberry.field(
            resolver=guarded,
            description=_described(resolver, needs),
            metadata={"needs": needs.name, "at_most": at_most, "part": part},
        )

    return decorate


def _described(resolver: Callable[..., Any], needs: Right) -> str:
    sentence = (resolver.__doc__ or "").strip()
    return f"{sentence}\n\nNeeds `{needs.name}`." if sentence else f"Needs `{needs.name}`."

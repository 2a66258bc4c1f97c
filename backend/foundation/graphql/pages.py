"""Lists in GraphQL: `{items, pageInfo}`, never a bare array that grows."""

from typing import Any, Generic, TypeVar

import strawberry

from backend.foundation.paging import Page

T = TypeVar("T")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    end_cursor: str | None
    has_next_page: bool


@strawberry.type(name="Page", description="One page of a list.")
class PageOf(Generic[T]):
    items: list[T]
    page_info: PageInfo


def page_of(page: Page[Any]) -> Any:
    """A page of rows as GraphQL speaks it."""
    return PageOf(
        items=page.items,
        page_info=PageInfo(end_cursor=page.end_cursor, has_next_page=page.end_cursor is not None),
    )

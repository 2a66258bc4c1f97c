"""What a phone finds in what it keeps is what the server would find: both read the same vectors."""

from typing import Any

from sqlalchemy import Text, literal, select

from backend.foundation.text import search_key, search_pattern
from tests.offline.vectors import each


@each("search")
async def test_the_server_finds_by_the_same_key(shop, vector: dict[str, Any]):
    asked, expected = vector["input"], vector["expect"]

    key = search_key(asked["name"], *asked["codes"])

    assert key == expected["key"]
    matched = literal(key, Text()).like(literal(search_pattern(asked["typed"]), Text()))
    async with shop.house.sessions() as session:
        assert await session.scalar(select(matched)) is expected["found"]

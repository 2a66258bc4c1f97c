from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from backend.foundation.database.chosen import OwnerUrlMissing, chosen_database
from backend.foundation.database.leftovers import processes_on
from backend.foundation.database.roles import DatabaseUrls
from backend.foundation.settings import Settings

GIVEN = SecretStr("postgresql://lotline_app:s3cret@db/lotline")
OWNERS = SecretStr("postgresql://lotline_owner:s3cret@db/lotline")


async def test_a_given_database_wins_and_nothing_is_started(data: Path):
    async with chosen_database(
        Settings(database_url=GIVEN, owner_database_url=OWNERS, data_dir=data)
    ) as urls:
        assert urls == DatabaseUrls(owner=OWNERS.get_secret_value(), app=GIVEN.get_secret_value())
    assert untouched(data)


async def test_without_the_owners_url_a_given_database_cannot_be_changed(data: Path):
    with pytest.raises(OwnerUrlMissing):
        async with chosen_database(Settings(database_url=GIVEN, data_dir=data)):
            pass
    assert untouched(data)


async def test_without_a_given_database_one_of_our_own_runs_and_stops_with_the_block(data: Path):
    async with chosen_database(Settings(data_dir=data)) as urls:
        connection = await asyncpg.connect(urls.app)
        assert (
            await connection.fetchval("SELECT current_user || '@' || current_database()")
            == "lotline_app@lotline"
        )
        await connection.close()
    assert processes_on(data / "postgres") == set()


def untouched(data: Path) -> bool:
    return not data.exists()

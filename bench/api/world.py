"""The data that both sides serve: made by PostgreSQL in seconds, of a believable size, and the same every time."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg

from backend.foundation.actor import SYSTEM
from backend.foundation.database.embedded import EmbeddedServer
from backend.foundation.database.roles import DATABASE, DatabaseUrls
from backend.foundation.perform import perform
from backend.foundation.settings import read_settings
from backend.identity.company.founding import Founding, found
from backend.identity.passwords.commands import SetPassword
from backend.identity.passwords.hashing import Passwords
from backend.identity.posts.commands import GrantPost
from backend.identity.posts.queries import actor_of
from backend.identity.users.commands import AddUser
from backend.main import opened_house
from backend.migrations import migrate
from bench.api.shapes import LINES, Known

LOGIN: Final = "measurer"
PASSWORD: Final = "明月松间照 清泉石上流 7"  # noqa: S105 - of a database that is gone a minute later.
ASKED_MAX: Final = 2_000
MADE_SECONDS_MAX: Final = 600.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many of each there are; every order has LINES lines."""

    customers: int = 5_000
    products: int = 2_000
    lots: int = 20_000
    orders: int = 50_000
    lines: int = LINES


async def make_world(server: EmbeddedServer, urls: DatabaseUrls, sizes: Sizes) -> Known:
    """Migrates, founds the firm, gives a sales manager a login, and fills the tables."""
    await migrate(urls.owner)
    keeper = await _found(urls)
    superuser = server.superuser_url.removesuffix("/postgres") + f"/{DATABASE}"
    connection = await asyncpg.connect(superuser)
    try:
        statements = Path(__file__).with_name("world.sql").read_text(encoding="utf-8")
        await connection.execute(statements.format(**asdict(sizes), keeper=keeper), timeout=MADE_SECONDS_MAX)
        await connection.execute("vacuum analyze", timeout=MADE_SECONDS_MAX)
        # It would run in somebody's turn, and not in the other's.
        await connection.execute("alter system set autovacuum = off")
        await connection.execute("select pg_reload_conf()")
        return await _known(connection)
    finally:
        await connection.close()


async def _found(urls: DatabaseUrls) -> UUID:
    settings = read_settings()
    passwords = Passwords("test")
    async with opened_house(urls.app, settings) as house:
        await found(
            house,
            passwords,
            Founding(
                company="试链测量公司", site="上海仓", zone="Asia/Shanghai", login="admin", name="管理员",
                password=PASSWORD,
            ),
        )  # fmt: skip
        user_id = house.ids.new()
        for command in (
            AddUser(user_id=user_id, login=LOGIN, name="测量"),
            GrantPost(membership_id=house.ids.new(), user_id=user_id, post="salesManager"),
        ):
            await perform(house, command, SYSTEM, house.ids.new())
        person = await actor_of(house, user_id)
        if person is None:
            raise RuntimeError("the person who was just added is not there")
        password_hash = await passwords.hashed(PASSWORD)
        await perform(house, SetPassword(password_hash=password_hash), person, house.ids.new())
    return user_id


async def _known(connection: "asyncpg.Connection[asyncpg.Record]") -> Known:
    orders = await connection.fetch("select id from orders order by id limit $1", ASKED_MAX)
    products = await connection.fetch(
        "select id, list_price::text from products order by id limit $1", ASKED_MAX
    )
    customers = await connection.fetch(
        "select customer_id, id from customer_sites order by id limit $1", ASKED_MAX
    )
    return Known(
        orders=tuple(row[0] for row in orders),
        products=tuple((row[0], row[1]) for row in products),
        customers=tuple((row[0], row[1]) for row in customers),
    )

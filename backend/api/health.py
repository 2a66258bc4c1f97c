"""Whether the process lives, and whether it can serve: for proxies, supervisors and people on call."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from backend.foundation.house import House
from backend.migrations import head
from scanners import engines

CHECK_SECONDS_MAX: Final = 3.0
_FACTS: Final = """
select (select version_num from alembic_version) as migrated,
    coalesce((select extract(epoch from now() - min(created_at)) from outbox where state = 'waiting'), 0)::float8
        as outbox_seconds,
    (select count(*) from outbox where state = 'given_up') as given_up
"""


@dataclass(frozen=True, slots=True)
class Health:
    """`/health/live` asks nobody; `/health/ready` is 503 until the database answers and has this version's tables.

    A slow outbox and a missing decoding engine are told, and refuse nobody: the rest of the house works.
    """

    house: House

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/health/live", self._live, methods=["GET"]),
            Route("/health/ready", self._ready, methods=["GET"]),
        ]

    async def _live(self, _: Request) -> Response:
        return _json({"live": True}, 200)

    async def _ready(self, _: Request) -> Response:
        try:
            async with asyncio.timeout(CHECK_SECONDS_MAX):
                row = await self.house.pool.fetchrow(_FACTS)
        except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            row = None
        facts: dict[str, Any] = {"database": row is not None, "decodingEngines": list(engines.at_work())}
        if row is not None:
            facts |= {
                "migrated": row["migrated"],
                "outboxSeconds": round(row["outbox_seconds"], 1),
                "outboxGivenUp": row["given_up"],
            }
        ready = row is not None and row["migrated"] == head()
        return _json({"ready": ready, **facts}, 200 if ready else 503)


def _json(value: dict[str, Any], status: int) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")

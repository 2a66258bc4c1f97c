"""The house: what every door needs to read and to perform, put together once by a composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from backend.foundation.actor import Actor
from backend.foundation.clock import Clock
from backend.foundation.ids import Ids
from backend.foundation.live import Live
from backend.foundation.reading import Reading
from backend.foundation.recorder import Recorder, Signatory

RoomSettings = TypeVar("RoomSettings")

POOL_SIZE: Final = 6
"""Connections of each kind per worker: workers × 2 × POOL_SIZE must stay below max_connections − 10."""


PUBLIC_URL: Final = "http://localhost:8000"
"""Where people reach the app, unless the settings say otherwise: scheme and host, as printed in codes and links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that outlives a request. `strict` makes `perform` fail on a change that nobody reported (tests)."""

    engine: AsyncEngine
    sessions: async_sessionmaker  # type: ignore[type-arg]
    pool: "asyncpg.Pool[asyncpg.Record]"
    clock: Clock
    ids: Ids
    zone: ZoneInfo
    recorder: Recorder
    signatory: Signatory
    live: Live
    room_settings: tuple[object, ...] = ()
    """What the composition root hands over for single rooms above, such as where group robots are reached."""
    strict: bool = False
    simulated: bool = False
    public_url: str = PUBLIC_URL

    def settings_of(self, kind: type[RoomSettings]) -> RoomSettings | None:
        """Those of this kind, if there are any; each room asks for its own."""
        return next((one for one in self.room_settings if isinstance(one, kind)), None)

    def reading(self, actor: Actor, rows_max: int | None = None) -> Reading:
        """A snapshot for one operation of this actor, of at most so many rows; use as `async with`."""
        return Reading(self.pool, actor, rows_max)


@asynccontextmanager
async def open_house(
    app_url: str,
    *,
    clock: Clock,
    ids: Ids,
    zone: ZoneInfo,
    recorder: Recorder,
    signatory: Signatory,
    room_settings: tuple[object, ...] = (),
    strict: bool = False,
    simulated: bool = False,
    pool_size: int = POOL_SIZE,
    session: dict[str, str] | None = None,
    public_url: str = PUBLIC_URL,
) -> AsyncIterator[House]:
    """Opens both pools (units of work; readings) as the role in `app_url` and closes them at the end.

    `session` holds settings of PostgreSQL for the connections that read.
    """
    engine = create_async_engine(
        app_url.replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=pool_size,
        max_overflow=0,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
    )
    pool = await asyncpg.create_pool(
        app_url,
        min_size=1,
        max_size=pool_size,
        init=_speak_json,
        reset=_nothing_to_reset,
        server_settings=session,
    )
    try:
        yield House(
            engine=engine,
            sessions=async_sessionmaker(engine, expire_on_commit=False),
            pool=pool,
            clock=clock,
            ids=ids,
            zone=zone,
            recorder=recorder,
            signatory=signatory,
            live=Live(pool),
            room_settings=room_settings,
            strict=strict,
            simulated=simulated,
            public_url=public_url,
        )
    finally:
        await pool.close()
        await engine.dispose()


async def _speak_json(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name,
            schema="pg_catalog",
            encoder=lambda value: orjson.dumps(value).decode(),
            decoder=orjson.loads,
        )


async def _nothing_to_reset(_: "asyncpg.Connection[asyncpg.Record]") -> None:
    """A reading always ends its own transaction, and sets nothing beyond it; the round trip is saved."""

"""Composition root: who implements what is decided here, for the web app and for the worker, and nowhere else."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

import asyncpg

from backend.api.app import Routes, WebApp, create_app, house_routes
from backend.api.demo import DemoDoor
from backend.api.documents import RegisteredDocument, documents_of
from backend.api.http import DoorSettings
from backend.compliance.audit_log.commands import AuditLog
from backend.compliance.signatures.commands import Signatures
from backend.features import load_features
from backend.foundation.clock import SystemClock
from backend.foundation.database.roles import refuse_unsafe_role
from backend.foundation.house import House, open_house
from backend.foundation.ids import TimeOrderedIds
from backend.foundation.logs import configure_logs
from backend.foundation.reading import READS_BY_IDS
from backend.foundation.refusal import Refusal
from backend.foundation.settings import SettingNotUnderstood, Settings, read_settings
from backend.identity.passwords.hashing import Passwords
from backend.identity.sessions.current import CurrentActors
from backend.identity.sessions.signing_in import SigningIn
from backend.identity.sessions.tokens import AccessTokens
from backend.integrations.robots.settings import Robots
from backend.migrations import head

BUILT_PAGES: Final = Path(__file__).parents[1] / "pwa" / "dist"
_CONNECT_SECONDS: Final = 10.0


@dataclass
class DatabaseNotMigrated(Refusal):
    """The tables are of another version than this program."""

    found: str
    wanted: str
    zh: ClassVar[str] = (
        "数据库结构版本为 {found}，本程序需要 {wanted}，服务未启动。请先运行 lotline migrate。"
    )
    en: ClassVar[str] = (
        "The database is at {found}, this program needs {wanted}; nothing was started. Run `lotline migrate` first."
    )


@asynccontextmanager
async def opened_house(
    app_url: str, settings: Settings, session: dict[str, str] | None = None
) -> AsyncIterator[House]:
    """The house on a database that is fit for it (see `zone_of_fit_database`); `session` as in `open_house`."""
    load_features()
    zone = await zone_of_fit_database(app_url) or settings.time_zone
    clock = SystemClock()
    async with open_house(
        app_url,
        clock=clock,
        ids=TimeOrderedIds(clock),
        zone=zone,
        recorder=AuditLog(),
        signatory=Signatures(),
        public_url=public_url_of(settings),
        room_settings=room_settings_of(settings),
        session=session,
    ) as house:
        yield house


def room_settings_of(settings: Settings) -> tuple[object, ...]:
    """What the house holds for single rooms."""
    return tuple(one for one in (robots_of(settings),) if one is not None)


def robots_of(settings: Settings) -> Robots | None:
    """The group robots that notices are posted to; None where no group is named."""
    if settings.dingtalk_robot_url is None and settings.wecom_robot_url is None:
        return None
    return Robots(
        public_url=public_url_of(settings),
        dingtalk_url=settings.dingtalk_robot_url,
        dingtalk_secret=settings.dingtalk_robot_secret,
        wecom_url=settings.wecom_robot_url,
    )


def app() -> WebApp:
    """What the web server loads, once in each of its processes, from the environment."""
    settings = read_settings()
    configure_logs(form=settings.log_format)
    return web_app(settings)


def web_app(settings: Settings, *, also_registered: Iterable[RegisteredDocument] = ()) -> WebApp:
    """The web application of these settings. Raises SettingNotUnderstood.

    `also_registered` are documents beside those of the built pages.
    """
    app_url, public_url = app_url_of(settings), public_url_of(settings)
    door = DoorSettings(public_url=public_url, development=settings.environment == "development")

    @asynccontextmanager
    async def opening() -> AsyncIterator[Routes]:
        async with opened_house(app_url, settings, READS_BY_IDS) as house, house.live.listening():
            tokens = AccessTokens.kept_in(settings.data_dir)
            signing_in = SigningIn(house, tokens, Passwords(settings.argon2_profile))
            yield house_routes(
                signing_in,
                CurrentActors(house, tokens),
                door,
                built=BUILT_PAGES,
                registered=(*documents_of(BUILT_PAGES), *also_registered),
                demo=None if settings.demo_logins is None else DemoDoor.of(settings.demo_logins),
            )

    return create_app(public_url, opening)


def app_url_of(settings: Settings) -> str:
    """Raises SettingNotUnderstood when no database is named."""
    if settings.database_url is None:
        raise SettingNotUnderstood(name="LOTLINE_DATABASE_URL", reason="no database is named")
    return settings.database_url.get_secret_value()


def public_url_of(settings: Settings) -> str:
    """The address that browsers know us by; without a setting, the one that is listened on."""
    scheme = "http" if settings.tls_certificate is None else "https"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return settings.public_url or f"{scheme}://{host}:{settings.port}"


async def zone_of_fit_database(app_url: str) -> ZoneInfo | None:
    """The company's zone, if there is a company; the settings' counts until then.

    Raises UnsafeDatabaseRole, DatabaseNotMigrated: then nothing should be started on it.
    """
    connection = await asyncpg.connect(app_url, timeout=_CONNECT_SECONDS)
    try:
        await refuse_unsafe_role(connection)
        migrated = None
        if await connection.fetchval("select has_table_privilege(to_regclass('alembic_version'), 'select')"):
            migrated = await connection.fetchval("select version_num from alembic_version")
        if migrated != head():
            raise DatabaseNotMigrated(found=str(migrated or "—"), wanted=head())
        zone = await connection.fetchval("select zone from companies")
    finally:
        await connection.close()
    return None if zone is None else ZoneInfo(zone)

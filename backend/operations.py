"""What `lotline` can do, command by command; `demo` stands in its own room."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
import uvicorn

from backend.api.schema import printed
from backend.codes import parse, scan
from backend.demo.command import demo
from backend.foundation.database.chosen import chosen_database, database_as_it_is
from backend.foundation.database.embedded import embedded_database
from backend.foundation.database.keeping import back_up, restore
from backend.foundation.database.roles import DatabaseUrls, prepare_database
from backend.foundation.limits import SOCKET_MESSAGE_BYTES_MAX
from backend.foundation.logs import configure_logs
from backend.foundation.settings import PREFIX, Settings, read_settings
from backend.identity.company.founding import Founding, found
from backend.identity.passwords.hashing import Passwords
from backend.identity.posts.commands import ensure_post_rights
from backend.main import app_url_of, opened_house, zone_of_fit_database
from backend.migrations import known, migrate
from backend.migrations.draft import draft
from backend.worker import work

DRAIN_SECONDS: Final = 20
WORKER_STOP_SECONDS: Final = 30.0
KEEP_ALIVE_SECONDS: Final = 65

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.command()(demo)
cli.command()(parse)
cli.command()(scan)


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65_535)] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of keys and of the embedded database.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 1,
) -> None:
    """Serve the web app. Without LOTLINE_DATABASE_URL the embedded database and a worker are started with it."""
    settings = _settings(host=host, port=port, data_dir=data)
    configure_logs(form=settings.log_format)
    with _database_and_worker(settings) as app_url:
        _hand_on(settings, app_url)
        uvicorn.run(
            "backend.main:app",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=workers,
            loop="uvloop",
            http="backend.api.heads:BoundedHttp",
            ws="websockets-sansio",
            ws_max_size=SOCKET_MESSAGE_BYTES_MAX,
            ws_per_message_deflate=False,  # A small message could otherwise unpack to a large one.
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=[str(network) for network in settings.trusted_proxies],
            ssl_certfile=settings.tls_certificate,
            ssl_keyfile=settings.tls_key,
            server_header=False,
            access_log=False,
            log_config=None,
        )


@cli.command()
def worker() -> None:
    """Tell the outbox of the database in LOTLINE_DATABASE_URL until SIGTERM."""
    settings = _settings()
    configure_logs(form=settings.log_format)
    asyncio.run(work(opened_house(app_url_of(settings), settings)))


@cli.command(name="migrate")
def migrate_command(data: Annotated[Path | None, typer.Option()] = None) -> None:
    """Bring the database to this version, and give rights that are new to their posts."""

    async def run(settings: Settings) -> None:
        async with chosen_database(settings) as urls:
            await _migrated(urls, settings)

    asyncio.run(run(_settings(data_dir=data)))


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The archive to be made; nothing is replaced.")],
    data: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Write the whole database, uploaded files included, as of one moment into one archive; others may go on."""

    async def run(settings: Settings) -> None:
        async with database_as_it_is(settings) as owner_url:
            kept = await back_up(owner_url, file)
        typer.echo(
            f"{file}: {kept.manifest.dump_bytes:,} bytes, {sum(kept.manifest.rows.values()):,} rows,"
            f" manifest SHA-256 {kept.digest}"
        )

    asyncio.run(run(_settings(data_dir=data)))


@cli.command(name="restore")
def restore_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    replace: Annotated[
        bool, typer.Option("--replace", help="In the place of the data that are there.")
    ] = False,
    data: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Put a backup into an empty database, all of it or nothing, and bring it to this version."""

    async def run(settings: Settings) -> None:
        async with chosen_database(settings) as urls:
            kept = await restore(urls.owner, file, known(), replace=replace)
            await _migrated(urls, settings)
        typer.echo(f"{file}: {sum(kept.manifest.rows.values()):,} rows of {kept.manifest.made_at} are back")

    asyncio.run(run(_settings(data_dir=data)))


@cli.command()
def schema(
    sql: Annotated[bool, typer.Option("--sql", help="The database instead of the GraphQL schema.")] = False,
) -> None:
    """Print the GraphQL schema."""
    typer.echo(draft() if sql else printed(), nl=False)


@cli.command()
def setup(
    company: Annotated[str, typer.Option(prompt="Company name (企业名称)")],
    site: Annotated[str, typer.Option(prompt="First site (首个仓库)")],
    login: Annotated[str, typer.Option(prompt="Administrator's login (管理员登录名)")],
    name: Annotated[str, typer.Option(prompt="Administrator's name (管理员姓名)")],
    zone: Annotated[str, typer.Option(help="The site's time zone.")] = "Asia/Shanghai",
    credit_code: Annotated[
        str | None, typer.Option(help="Unified social credit code (统一社会信用代码).")
    ] = None,
    drug_licence: Annotated[
        str | None, typer.Option(help="Drug operating licence no. (药品经营许可证号).")
    ] = None,
    device_licence: Annotated[
        str | None, typer.Option(help="Device operating licence or filing no. (医疗器械经营许可／备案号).")
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="Its first line is the password; otherwise it is asked for."
        ),
    ] = None,
    data: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Found the firm: its name, its first site and its first administrator. The start without a demo."""
    password = (
        typer.prompt("Password (密码)", hide_input=True, confirmation_prompt=True)
        if password_file is None
        else _first_line(password_file)
    )
    founding = Founding(
        company=company,
        site=site,
        zone=zone,
        login=login,
        name=name,
        password=password,
        credit_code=credit_code,
        drug_licence=drug_licence,
        device_licence=device_licence,
    )

    async def run(settings: Settings) -> None:
        async with chosen_database(settings) as urls:
            await _migrated(urls, settings)
            async with opened_house(urls.app, settings) as house:
                await found(house, Passwords(settings.argon2_profile), founding)

    asyncio.run(run(_settings(data_dir=data)))


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").split("\n", 1)[0]
    except UnicodeDecodeError:
        raise typer.BadParameter("it is no UTF-8 text", param_hint="--password-file") from None


def _settings(**given: Any) -> Settings:
    """The settings, with what the command line says instead."""
    settings = read_settings()
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


async def _migrated(urls: DatabaseUrls, settings: Settings) -> None:
    await migrate(urls.owner)
    async with opened_house(urls.app, settings) as house:
        await ensure_post_rights(house)


@contextmanager
def _database_and_worker(settings: Settings) -> Iterator[str]:
    """The app's URL: the given database's as it is, or the embedded one's, migrated, with a worker beside it."""
    if settings.database_url is not None:
        asyncio.run(
            zone_of_fit_database(app_url_of(settings))
        )  # Refused here in words, not in every web process.
        yield app_url_of(settings)
        return
    with ExitStack() as undo:
        server = undo.enter_context(embedded_database(settings.data_dir))
        urls = asyncio.run(prepare_database(server.superuser_url, server.passwords))
        asyncio.run(_migrated(urls, settings))
        _hand_on(settings, urls.app)
        process = subprocess.Popen([sys.executable, "-m", "backend.cli", "worker"])
        undo.callback(_stop, process)
        yield urls.app


def _hand_on(settings: Settings, app_url: str) -> None:
    """Web workers and the worker are processes of their own: they read what was decided here from the environment."""
    for name, value in {
        "DATABASE_URL": app_url,
        "DATA_DIR": str(settings.data_dir.absolute()),
        "HOST": settings.host,
        "PORT": str(settings.port),
    }.items():
        os.environ[PREFIX + name] = value


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(WORKER_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

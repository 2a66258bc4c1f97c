"""The real server, started and killed. Figures are printed: `pytest -s`."""

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.foundation.database.cluster import SOCKET_BYTES_MAX
from backend.foundation.database.embedded import embedded_database
from backend.foundation.database.leftovers import processes_on, written_pid
from backend.foundation.database.refusals import (
    DatabaseWouldNotStart,
    DataFolderInUse,
    OtherDatabaseVersion,
    PortTaken,
)

ROOT_OF_CODE = Path(__file__).parents[2]
PACKAGES = sysconfig.get_path("purelib")
SYSTEM_PYTHON = "/usr/bin/python3"  # The one of the tests may lie below /root, closed to others.
NOBODY: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": ()}
GONE_SECONDS = 15
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has users to switch to")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that the server's user can reach (pytest's own folders are closed to others)."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    return tmp_path / "data"


def ask(url: str, query: str, **options: Any) -> Any:
    async def in_a_connection() -> Any:
        connection = await asyncpg.connect(url, timeout=10, **options)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(in_a_connection())


def put_one_row(url: str) -> None:
    ask(url, "CREATE TABLE box AS SELECT 7 AS number")


def test_data_survive_a_restart_which_takes_less_than_a_second(data: Path):
    began = time.perf_counter()
    with embedded_database(data) as server:
        cold = time.perf_counter() - began
        assert ask(server.superuser_url, "SHOW fsync") == "on"
        put_one_row(server.superuser_url)
    assert processes_on(data / "postgres") == set()

    began = time.perf_counter()
    with embedded_database(data) as server:
        warm = time.perf_counter() - began
        assert ask(server.superuser_url, "SELECT number FROM box") == 7

    print(f"\ncold start {cold:.2f} s, warm start {warm:.2f} s")
    assert warm < 1


def test_text_is_sorted_and_cased_alike_on_every_machine(data: Path):
    with embedded_database(data, durable=False) as server:
        assert ask(server.superuser_url, "SHOW server_encoding") == "UTF8"
        assert ask(server.superuser_url, "SELECT upper('é试')") == "É试"
        assert ask(server.superuser_url, "SELECT 'Z' < 'a'") is True


def test_only_this_machine_reaches_it_and_only_with_the_password(data: Path):
    with embedded_database(data, durable=False) as server:
        assert ask(server.superuser_url, "SHOW listen_addresses") == "127.0.0.1"
        wrong = server.url("lotline_superuser", "guess", "postgres")
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(wrong, "SELECT 1")
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(wrong, "SELECT 1", host=str(server.socket_folder), port=server.port)


def test_the_password_is_in_no_process_list_environment_or_log(data: Path, capfd: pytest.CaptureFixture[str]):
    with embedded_database(data, durable=False) as server:
        ask(server.superuser_url, "SELECT 1")
        secret = server.superuser_password
        assert len(secret) == 32
        for pid in processes_on(server.cluster):
            assert secret.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
            assert secret.encode() not in Path(f"/proc/{pid}/environ").read_bytes()
        assert secret not in repr(server)
    for file in data.rglob("*.log"):
        assert secret not in file.read_text()
        assert file.stat().st_mode & 0o077 == 0
    assert secret not in "".join(capfd.readouterr())
    assert (data / "passwords" / "lotline_superuser").stat().st_mode & 0o777 == 0o600


def test_a_second_starter_is_refused_and_told_who_holds_the_folder(data: Path):
    with embedded_database(data, durable=False) as server:
        with pytest.raises(DataFolderInUse) as refused, embedded_database(data):
            pass
        with starter(data) as second:
            said = second.said

        assert refused.value.process == str(os.getpid())
        assert said == {"refused": "DataFolderInUse", "folder": str(data), "process": str(os.getpid())}
        assert server.pid in processes_on(data / "postgres")


def test_after_all_its_processes_are_killed_the_data_are_there(data: Path):
    with starter(data) as first:
        put_one_row(first.said["url"])
        for pid in processes_on(data / "postgres"):
            os.kill(pid, signal.SIGKILL)

    began = time.perf_counter()
    with embedded_database(data) as server:
        print(f"\nstart after a kill of all processes {time.perf_counter() - began:.2f} s")
        assert ask(server.superuser_url, "SELECT number FROM box") == 7


def test_children_that_outlive_a_killed_postmaster_do_not_block_the_next_start(data: Path):
    with starter(data) as first, asyncio.Runner() as loop:
        put_one_row(first.said["url"])
        busy = loop.run(asyncpg.connect(first.said["url"]))
        backend = busy.get_server_pid()
        os.kill(backend, signal.SIGSTOP)  # One that cannot notice that its postmaster is gone.
        os.kill(first.said["postmaster"], signal.SIGKILL)
        wait_until_gone(*(processes_on(data / "postgres") - {backend}))
        busy.terminate()
    assert processes_on(data / "postgres") == {backend}

    with embedded_database(data) as server:
        assert backend not in processes_on(server.cluster)
        assert ask(server.superuser_url, "SELECT number FROM box") == 7


def test_the_server_does_not_outlive_a_killed_starter(data: Path):
    with starter(data) as first:
        put_one_row(first.said["url"])
        first.process.kill()
        wait_until_gone(first.said["postmaster"])

    assert "received fast shutdown request" in (data / "postgres.log").read_text()
    with embedded_database(data) as server:
        assert ask(server.superuser_url, "SELECT number FROM box") == 7


def test_a_server_that_lost_starter_and_watchdog_is_ended_before_the_next_one_starts(data: Path):
    with starter(data) as first:
        put_one_row(first.said["url"])
        (watchdog,) = children(first.process.pid, named="sh")
        os.kill(watchdog, signal.SIGKILL)
        first.process.kill()
    orphan = first.said["postmaster"]
    assert orphan in processes_on(data / "postgres")

    with embedded_database(data) as server:
        assert server.pid != orphan
        assert orphan not in processes_on(server.cluster)
        assert ask(server.superuser_url, "SELECT number FROM box") == 7


def test_a_pid_file_whose_number_now_belongs_to_another_process_does_not_block(data: Path):
    with embedded_database(data, durable=False) as server:
        cluster = server.cluster
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, **who_owns(cluster)) as stranger:
        (cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster}\n1\n1\n\n127.0.0.1\n1 1\nready\n")

        with embedded_database(data, durable=False) as server:
            assert written_pid(cluster) == server.pid
        assert stranger.poll() is None
        stranger.communicate()


def test_data_of_another_version_are_refused_and_left_alone(data: Path):
    with embedded_database(data, durable=False) as server:
        cluster, version = server.cluster, server.cluster / "PG_VERSION"
        offered = server.major
    before = {path: path.stat().st_mtime_ns for path in cluster.rglob("*") if path != version}
    for found in (str(offered + 1), "15", "x", ""):
        version.write_text(f"{found}\n")

        with pytest.raises(OtherDatabaseVersion) as refused, embedded_database(data):
            pass

        assert (refused.value.found, refused.value.offered) == (found, offered)
        assert {path: path.stat().st_mtime_ns for path in cluster.rglob("*") if path != version} == before


def test_what_a_killed_first_start_left_half_made_is_made_anew(data: Path):
    (data / "postgres.new").mkdir(parents=True)
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")

    with embedded_database(data, durable=False) as server:
        assert (server.cluster / "global" / "pg_control").exists()
    assert not (data / "postgres.new").exists()


def test_a_port_that_is_asked_for_is_taken_or_refused(data: Path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken) as refused, embedded_database(data, port, durable=False):
            pass
        assert refused.value.port == port
        assert processes_on(data / "postgres") == set()

    with embedded_database(data, port, durable=False) as server:
        assert server.port == port


def test_a_data_folder_too_deep_for_a_socket_gets_one_elsewhere(data: Path):
    deep = data / ("d" * 120)
    with embedded_database(deep, durable=False) as server:
        sockets = server.socket_folder
        assert len(str(sockets / f".s.PGSQL.{server.port}")) <= SOCKET_BYTES_MAX
        assert ask(server.superuser_url, "SELECT 1", host=str(sockets), port=server.port) == 1
    assert not sockets.exists()


def test_a_server_that_cannot_start_says_why(data: Path):
    with embedded_database(data, durable=False) as server:
        (server.cluster / "postgresql.conf").write_text("wal_level = nonsense\n")

    with pytest.raises(DatabaseWouldNotStart) as refused, embedded_database(data, durable=False):
        pass

    assert "FATAL" in refused.value.reason
    assert refused.value.log == str(data / "postgres.log")
    assert processes_on(data / "postgres") == set()


@as_root
def test_root_runs_it_as_somebody_else(data: Path):
    with embedded_database(data, durable=False) as server:
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in processes_on(server.cluster)}
        assert len(owners) == 1
        assert 0 not in owners
        assert server.cluster.stat().st_mode & 0o777 == 0o700


@as_root
def test_below_a_folder_closed_to_others_root_keeps_data_and_programs_where_the_server_can_reach(
    data: Path,
):
    closed = data.parent / "closed"
    closed.mkdir(mode=0o700)
    outside, cache = data.parent / "outside", data.parent / "cache"

    with embedded_database(closed / "data", durable=False, outside=outside, cache=cache) as server:
        assert server.cluster.parent == outside
        assert (closed / "data" / "postgres").readlink() == server.cluster
        put_one_row(server.superuser_url)
    with embedded_database(closed / "data", durable=False, outside=outside, cache=cache) as server:
        assert ask(server.superuser_url, "SELECT number FROM box") == 7


@as_root
def test_an_ordinary_user_starts_it_as_themselves(data: Path):
    data.mkdir()
    os.chown(data, NOBODY["user"], NOBODY["group"])
    with starter(data, SYSTEM_PYTHON, **NOBODY) as first:
        assert ask(first.said["url"], "SELECT 1") == 1
        assert {Path(f"/proc/{pid}").stat().st_uid for pid in processes_on(data / "postgres")} == {
            NOBODY["user"]
        }


@as_root
def test_an_ordinary_user_is_refused_on_data_that_belong_to_another(data: Path):
    with embedded_database(data, durable=False):
        pass
    with starter(data, SYSTEM_PYTHON, **NOBODY) as first:
        assert first.said == {"refused": "DataFolderNotOurs", "folder": str(data), "owner": "root"}


class Starter:
    """Another process that holds a server; `said` is its one line."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        assert process.stdout is not None
        self.said: dict[str, Any] = json.loads(process.stdout.readline())


@contextmanager
def starter(data: Path, interpreter: str = sys.executable, **options: Any) -> Iterator[Starter]:
    with subprocess.Popen(  # noqa: S603 - Our own words.
        [interpreter, "-m", "tests.foundation.starter", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT_OF_CODE,
        env={"PYTHONPATH": f"{ROOT_OF_CODE}:{PACKAGES}"},
        **options,
    ) as process:
        yield Starter(process)
        process.communicate()


def wait_until_gone(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(pid)
            gone, _, _ = select.select([handle], [], [], GONE_SECONDS)
            os.close(handle)
            assert gone == [handle]


def children(parent: int, named: str) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in listed if Path(f"/proc/{pid}/comm").read_text().strip() == named]


def who_owns(path: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": path.stat().st_uid, "group": path.stat().st_gid, "extra_groups": ()}

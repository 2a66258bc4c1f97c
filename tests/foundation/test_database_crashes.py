"""Everything is killed in turn, and a committed row is still there. Figures are printed: `pytest -s`."""

import asyncio
import os
import signal
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import asyncpg

from backend.foundation.database.embedded import embedded_database
from backend.foundation.database.leftovers import processes_on, written_pid
from tests.foundation.database_processes import ask, put_one_row, starter, wait_until_gone


def test_after_all_its_processes_are_killed_the_data_are_there(data: Path):
    with starter(data) as first:
        put_one_row(first.said["url"])
        for pid in processes_on(data / "postgres"):
            kill_if_alive(pid)  # Children notice by themselves, sooner or later, that their postmaster died.

    began = time.perf_counter()
    with embedded_database(data) as server:
        print(f"\nstart after a kill of all processes {time.perf_counter() - began:.2f} s")
        assert ask(server.superuser_url, "SELECT number FROM box") == 7


def test_children_that_outlive_a_killed_postmaster_do_not_block_the_next_start(data: Path):
    with ExitStack() as undo:
        with starter(data) as first, asyncio.Runner() as loop:
            put_one_row(first.said["url"])
            busy = loop.run(asyncpg.connect(first.said["url"]))
            backend = busy.get_server_pid()
            undo.callback(kill_if_alive, backend)
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


def kill_if_alive(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def children(parent: int, named: str) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in listed if Path(f"/proc/{pid}/comm").read_text().strip() == named]


def who_owns(path: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": path.stat().st_uid, "group": path.stat().st_gid, "extra_groups": ()}

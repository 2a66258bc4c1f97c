"""What a crash leaves: servers without their starter, children without their postmaster, a stale pid file.

PostgreSQL will not start beside any of them ("pre-existing shared memory block is still in use"), and a pid
file whose number another program has since been given blocks it for ever. We hold the starter's lock, so
whatever still runs on this data folder is nobody's. Linux only: it reads /proc and holds processes by pidfd.
"""

import os
import select
import signal
import time
from contextlib import ExitStack, suppress
from pathlib import Path

PROCESSES = Path("/proc")
PID_FILE = "postmaster.pid"
FINISH_SECONDS = 10.0  # A server that lost its starter may roll back and write its checkpoint,
ABORT_SECONDS = 6.0  # then it must drop everything (it kills its own children after 5 s),
KILL_SECONDS = 5.0  # then it is killed, as orphans are at once. The write-ahead log makes up for all three.


def clear_leftovers(cluster: Path) -> None:
    """End every PostgreSQL process that still works in `cluster` and remove the pid file it left.

    Raises TimeoutError if one outlives even SIGKILL (a disk that does not answer).
    """
    _end(cluster, _living_postmaster(cluster), signal.SIGINT, FINISH_SECONDS)
    _end(cluster, _living_postmaster(cluster), signal.SIGQUIT, ABORT_SECONDS)
    _end(cluster, processes_on(cluster), signal.SIGKILL, KILL_SECONDS)
    if remaining := processes_on(cluster):
        raise TimeoutError(f"PostgreSQL processes on {cluster} do not end: {sorted(remaining)}")
    (cluster / PID_FILE).unlink(missing_ok=True)


def processes_on(cluster: Path) -> set[int]:
    """The pids of all PostgreSQL processes that work in `cluster`: the postmaster and its children."""
    home = cluster.resolve()
    return {
        int(entry.name) for entry in PROCESSES.iterdir() if entry.name.isdecimal() and _works_in(home, entry)
    }


def written_pid(cluster: Path) -> int | None:
    """The postmaster's pid as its pid file has it, which may be long dead; None without a readable file."""
    try:
        return int((cluster / PID_FILE).read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _living_postmaster(cluster: Path) -> set[int]:
    return {pid for pid in processes_on(cluster) if pid == written_pid(cluster)}


def _works_in(home: Path, process: Path) -> bool:
    try:
        # After an upgrade of the wheel the program of a running server is shown as deleted.
        program = (process / "exe").readlink().name.removesuffix(" (deleted)")
        return program == "postgres" and (process / "cwd").readlink() == home
    except OSError:  # Gone meanwhile, a zombie, or another user's.
        return False


def _end(cluster: Path, pids: set[int], order: signal.Signals, seconds: float) -> None:
    """Send `order` to `pids`, and if there were any, wait until nothing works in `cluster` or time is up."""
    deadline = time.monotonic() + seconds
    with ExitStack() as handles:
        for pid in pids:
            with suppress(ProcessLookupError):
                handle = os.pidfd_open(pid)  # Unlike the number it never comes to mean another process.
                handles.callback(os.close, handle)
                if pid in processes_on(cluster):
                    signal.pidfd_send_signal(handle, order)
        if not pids:
            return
    for pid in processes_on(cluster):
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(pid)
            try:
                select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
            finally:
                os.close(handle)

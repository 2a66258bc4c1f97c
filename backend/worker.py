"""The worker: tells the outbox, and tidies what no longer counts. Ends on SIGTERM, gracefully."""

import asyncio
import signal
from contextlib import AbstractAsyncContextManager, suppress
from typing import Final

import structlog

from backend.foundation.house import House
from backend.foundation.outbox import run_outbox
from backend.identity.sessions.attempts import forget_attempts
from backend.identity.sessions.refreshing import forget_ended

TIDY_SECONDS: Final = 3_600.0

log = structlog.get_logger()


async def work(opened: AbstractAsyncContextManager[House]) -> None:
    """Runs in the house that is opened until SIGTERM or SIGINT; what is being told then is told to its end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for order in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(order, stop.set)
    async with opened as house:
        log.info("worker.ready")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(run_outbox(house, stop))
            tasks.create_task(_tidy_hourly(house, stop))
    log.info("worker.stopped")


async def tidy(house: House) -> None:
    """Removes attempts, tokens and proofs that no longer count."""
    await forget_attempts(house)
    await forget_ended(house)


async def _tidy_hourly(house: House, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await tidy(house)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), TIDY_SECONDS)

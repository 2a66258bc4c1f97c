"""Draws sheets as PDF, one at a time, in a thread of its own: a page takes about a second of a core."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final

from backend.engines.print_templates.rules import Sheet, sheet_html

DRAWING_SECONDS_MAX: Final = 60


class NothingIsFetched(ValueError):
    """A sheet asked for something from outside: a bug, for sheets hold all they show."""


async def draw(sheet: Sheet) -> bytes:
    """The sheet as PDF. Raises TimeoutError after DRAWING_SECONDS_MAX, the wait for earlier sheets included."""
    html = sheet_html(sheet)
    drawn: bytes = await asyncio.wait_for(
        asyncio.get_running_loop().run_in_executor(_printer(), _pdf, html), DRAWING_SECONDS_MAX
    )
    return drawn


@cache
def _printer() -> ThreadPoolExecutor:
    """One thread: Pango's font map is shared by all who draw, and nobody promises that two may at once."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")


def _pdf(html: str) -> bytes:
    # Loading Pango and the fonts takes seconds; only who prints pays for it, and not at the start.
    from weasyprint import HTML  # noqa: PLC0415

    drawn: bytes = HTML(string=html, url_fetcher=_refuse).write_pdf()
    return drawn


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    if url.startswith("data:image/png;base64,"):
        from weasyprint import default_url_fetcher  # noqa: PLC0415

        return default_url_fetcher(url)
    raise NothingIsFetched(url[:80])

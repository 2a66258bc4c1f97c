"""Draws sheets as PDF, one at a time, in a thread of its own: a page takes about a second of a core."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from backend.engines.print_templates.rules import Sheet, sheet_html

DRAWING_SECONDS_MAX: Final = 60


async def draw(sheet: Sheet) -> bytes:
    """The sheet as PDF. Raises TimeoutError after DRAWING_SECONDS_MAX, the wait for earlier sheets included."""
    return await drawn_of(sheet_html(sheet))


async def drawn_of(html: str) -> bytes:
    """As `draw`, for labels, which are no sheets."""
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
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    # A sheet holds all it shows: whatever asks for something from outside is a bug and stops the drawing.
    nothing_from_outside = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    drawn: bytes = HTML(string=html, url_fetcher=nothing_from_outside).write_pdf()
    return drawn

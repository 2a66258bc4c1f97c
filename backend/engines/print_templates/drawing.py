"""Draws sheets as PDF in processes of their own: a page takes a tenth of a second of a core, and an event loop that
serves people has none to spare. A process that hangs is ended; the next sheet starts another."""

import asyncio
import multiprocessing
import re
import resource
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache, lru_cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Final

from backend.engines.print_templates.faces import use_small_faces
from backend.engines.print_templates.rules import Sheet, sheet_html

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

DRAWING_SECONDS_MAX: Final = 60.0
DRAWERS: Final = 2
"""As many sheets at once: a note and its pick list. The second is started when it is first needed."""
DRAWER_MEMORY_MAX: Final = 2 * 1024**3
_HTML_BYTES_MAX: Final = 64 * 1024**2
_PDF_BYTES_MAX: Final = 256 * 1024**2
_STYLES_KEPT: Final = 16
_STYLE_ELEMENT: Final = re.compile("<style>(.*?)</style>", re.DOTALL)
"""As our own sheets have it, where every text is escaped."""
_DRAWN, _FAILED = b"\x00", b"\x01"


class DrawingFailed(Exception):
    """The drawing process died over a sheet, or said why it could not: the same sheet would probably do it again."""


async def draw(sheet: Sheet) -> bytes:
    """The sheet as PDF. Raises TimeoutError after DRAWING_SECONDS_MAX, the wait for earlier sheets included;
    DrawingFailed."""
    return await drawn_of(sheet_html(sheet))


async def drawn_of(html: str) -> bytes:
    """As `draw`, for labels, which are no sheets."""
    drawn: bytes = await asyncio.wait_for(
        asyncio.get_running_loop().run_in_executor(_waiting(), drawn_elsewhere, html), DRAWING_SECONDS_MAX
    )
    return drawn


@cache
def _waiting() -> ThreadPoolExecutor:
    """Threads that wait, each for a drawer of its own."""
    return ThreadPoolExecutor(max_workers=DRAWERS, thread_name_prefix="printer")


class _Own(threading.local):
    drawer: "_Drawer | None" = None


_own: Final = _Own()


class _Drawer:
    """A drawing process and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(there,), daemon=True, name="drawer")
        self._process.start()
        there.close()

    def draw(self, html: bytes) -> bytes:
        self._pipe.send_bytes(html)
        if not self._pipe.poll(DRAWING_SECONDS_MAX):
            raise DrawingFailed("no answer in time")
        answer = self._pipe.recv_bytes(_PDF_BYTES_MAX)
        if answer[:1] == _FAILED:
            raise DrawingFailed(answer[1:].decode())
        return answer[1:]

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def drawn_elsewhere(html: str) -> bytes:
    """The PDF, by the drawer of the thread that waits here. Raises DrawingFailed, and then that drawer is gone."""
    drawer = _own.drawer or _Drawer()
    _own.drawer = None
    try:
        drawn = drawer.draw(html.encode())
    except BaseException as failure:
        drawer.end()
        if isinstance(failure, OSError | EOFError):
            raise DrawingFailed("the drawing process died") from failure
        raise
    _own.drawer = drawer
    return drawn


def _serve(pipe: Connection) -> None:
    """A drawer's life: until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Typed at the terminal, it is for who started us.
    resource.setrlimit(resource.RLIMIT_AS, (DRAWER_MEMORY_MAX, DRAWER_MEMORY_MAX))
    with suppress(EOFError, OSError):
        while True:
            html = pipe.recv_bytes(_HTML_BYTES_MAX).decode()
            try:
                answer = _DRAWN + pdf(html)
            # Told to who asked; what WeasyPrint raises for an address is no Exception.
            except BaseException as failure:
                answer = _FAILED + repr(failure)[:500].encode(errors="replace")
            pipe.send_bytes(answer)


def pdf(html: str) -> bytes:
    """Draws in this process, with the fonts and the style sheets of the sheets before."""
    use_small_faces()
    from weasyprint import HTML  # noqa: PLC0415 - loads Pango and the fonts; only a drawer pays for it.

    bare, styles = _without_styles(html)
    fonts = _fonts()
    drawn: bytes = HTML(string=bare, url_fetcher=_nothing_from_outside()).write_pdf(
        font_config=fonts, stylesheets=[_style_sheet(style) for style in styles]
    )
    return drawn


def _without_styles(html: str) -> tuple[str, list[str]]:
    """A document and its style sheets apart: these are few, and to read one takes a tenth of a sheet's time."""
    return _STYLE_ELEMENT.sub("", html), _STYLE_ELEMENT.findall(html)


@cache
def _fonts() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above.

    return FontConfiguration()


@lru_cache(maxsize=_STYLES_KEPT)
def _style_sheet(style: str) -> "CSS":
    from weasyprint import CSS  # noqa: PLC0415 - as above.

    return CSS(string=style, url_fetcher=_nothing_from_outside(), font_config=_fonts())


@cache
def _nothing_from_outside() -> "URLFetcher":
    """A sheet holds all it shows: whatever asks for something from outside is a bug and stops the drawing."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - as above.

    return URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)

import asyncio
import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.engines.print_templates.drawing import DRAWERS, DrawingFailed, draw, drawn_elsewhere
from backend.engines.print_templates.rules import Column, Sheet, Table, sheet_html


def a_sheet(number):
    return Sheet(
        title="随货同行单",
        issuer="试链生物",
        number=number,
        head=(("收货人", "周敏"),),
        tables=(Table(columns=(Column("品名"), Column("批号", "code")), rows=(("一抗", "LOT1"),)),),
    )


def processes():
    return {process.pid for process in multiprocessing.active_children() if process.name == "drawer"}


async def test_sheets_are_drawn_in_other_processes_that_stay_for_the_next():
    drawn = await asyncio.gather(draw(a_sheet("DN-1")), draw(a_sheet("DN-2")))
    at_work = processes()
    again = await draw(a_sheet("DN-3"))

    assert [sheet[:5] for sheet in (*drawn, again)] == [b"%PDF-"] * 3
    assert 1 <= len(at_work) <= DRAWERS
    assert processes() == at_work


def test_a_drawer_that_dies_is_told_and_the_next_sheet_has_a_new_one():
    html = sheet_html(a_sheet("DN-4"))
    with ThreadPoolExecutor(max_workers=1) as one:
        before = processes()
        one.submit(drawn_elsewhere, html).result()
        (dead,) = processes() - before
        os.kill(dead, signal.SIGKILL)

        with pytest.raises(DrawingFailed, match="died"):
            one.submit(drawn_elsewhere, html).result()
        again = one.submit(drawn_elsewhere, html).result()

    assert again[:5] == b"%PDF-"
    assert dead not in processes()


def test_whatever_asks_for_something_from_outside_is_not_drawn():
    with ThreadPoolExecutor(max_workers=1) as one, pytest.raises(DrawingFailed, match="http"):
        one.submit(drawn_elsewhere, '<img src="http://127.0.0.1:9/a.png">').result()

"""The demo's logins are offered to this very machine, called by its own name, and to nobody else."""

import httpx
import pytest
from starlette.applications import Starlette

from backend.api.demo import DemoDoor

LOGINS = b'{"logins":[{"role":"sales","user":"lina","password":"well known"}]}'


def page(address: str, called: str) -> httpx.AsyncClient:
    app = Starlette(routes=DemoDoor(LOGINS).routes())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 40_000)), base_url=called)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("called", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
async def test_this_machine_is_told_the_logins(address: str, called: str):
    answer = await page(address, called).get("/auth/demo")

    assert (answer.status_code, answer.content) == (200, LOGINS)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "called"),
    [
        ("192.168.1.7", "http://192.168.1.2:8000"),
        ("192.168.1.7", "http://localhost:8000"),
        ("127.0.0.1", "http://evil.example:8000"),
        ("127.0.0.1", "http://127.0.0.1.evil.example"),
        ("testclient", "http://localhost"),
    ],
)
async def test_to_everybody_else_there_is_no_such_page(address: str, called: str):
    answer = await page(address, called).get("/auth/demo")

    assert (answer.status_code, answer.content) == (404, b"404")


async def test_it_cannot_be_written_to():
    assert (await page("127.0.0.1", "http://127.0.0.1:8000").post("/auth/demo")).status_code == 405

"""`lotline demo` as a person meets it: a process on a fresh folder, its logins over HTTP, Ctrl+C, and once more."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.foundation.database_processes import ask
from tests.reachable import reachable_folder

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 90  # On a machine that does other things too.


@contextmanager
def demo(data: Path, order: signal.Signals) -> Iterator[dict[str, Any]]:
    """What a running demo has printed; it is stopped by `order`, and must then end well."""
    process = subprocess.Popen(  # noqa: S603 - our own words.
        [
            sys.executable,
            "-m",
            "backend.cli",
            "demo",
            "--json",
            "--small",
            "--port",
            "0",
            "--data",
            str(data),
        ],
        cwd=ROOT,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        | {"PYTHONPATH": str(ROOT), "LOTLINE_ENVIRONMENT": "development", "LOTLINE_ARGON2_PROFILE": "test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    with process:
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(order)
            assert process.wait(STOP_SECONDS) == 0
            assert process.stdout.read() == b""


def sign_in(url: str, login: dict[str, str]) -> httpx.Response:
    return httpx.post(
        f"{url}/auth/sign-in",
        json={"user": login["user"], "password": login["password"]},
        headers={"x-lotline": "1"},
        timeout=30,
    )


def look(url: str, login: dict[str, str], query: str, **variables: Any) -> Any:
    token = sign_in(url, login).json()["accessToken"]
    answer = httpx.post(
        f"{url}/graphql",
        json={"query": query, "variables": variables},
        headers={"x-lotline": "1", "authorization": f"Bearer {token}"},
        timeout=30,
    )
    return answer.json()["data"]


def orders_of(url: str, login: dict[str, str]) -> list[str]:
    orders = look(url, login, "{ orders(first: 100) { items { number state } } }")["orders"]
    return sorted(order["number"] or "—" for order in orders["items"])


def delivery_seen(url: str, login: dict[str, str], delivery_id: str) -> str:
    """The id of the order that this person sees behind a delivery."""
    query = "query ($id: UUID!) { delivery(id: $id) { orderId } }"
    seen: str = look(url, login, query, id=delivery_id)["delivery"]["orderId"]
    return seen


def test_a_fresh_folder_becomes_a_demo_that_stops_cleanly_and_comes_back_with_its_data():
    with reachable_folder() as folder:
        data = folder / "demo"
        with demo(data, signal.SIGINT) as first:
            signed_in = {login["role"]: sign_in(first["url"], login).status_code for login in first["logins"]}
            of_sales = orders_of(first["url"], first["logins"][0])
            ribbon = httpx.get(f"{first['url']}/auth/demo", timeout=30)
            paths = {login["role"]: login.get("path", "") for login in ribbon.json()["logins"]}
            delivery_id = paths["driver"].removeprefix("/deliveries/")
            seen = {
                delivery_seen(first["url"], login, delivery_id)
                for login in first["logins"]
                if login["role"] in ("sales", "warehouse", "driver", "customer")
            }
            rebound = httpx.get(f"{first['url']}/auth/demo", headers={"host": "evil.example"}, timeout=30)

        assert set(signed_in.values()) == {200}
        assert signed_in.keys() >= {"sales", "manager", "warehouse", "recheck", "driver", "customer"}
        assert [{**login, "path": ""} for login in ribbon.json()["logins"]] == [
            {**login, "path": ""} for login in first["logins"]
        ]
        assert seen == {paths["customer"].removeprefix("/orders/")}
        assert paths["sales"] == paths["customer"]
        assert paths["warehouse"].startswith("/pick/")
        assert rebound.status_code == 404
        assert len(of_sales) > 5
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{first['url']}/health/live", timeout=5)
        with pytest.raises(OSError):
            ask(first["database"], "select 1")

        with demo(data, signal.SIGTERM) as second:
            assert orders_of(second["url"], second["logins"][0]) == of_sales
            assert second["logins"] == first["logins"]
            assert ask(second["database"], "select current_user") == "lotline_owner"
